"""How many mails go to an address: one an hour, three in any 24 hours, also when two ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from complaints.domain.complaint import LinkPurpose
from complaints.mailed import forget_old, may_mail
from complaints.models import AddressMail

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
SOMEBODY, ANOTHER = "a" * 64, "b" * 64


def ask(session: Session, moment: datetime, who: str = SOMEBODY, purpose: LinkPurpose = LinkPurpose.CONFIRM) -> bool:
    return may_mail(session, who, purpose, now=moment)


@pytest.mark.parametrize(
    ("later", "may"),
    [
        (timedelta(0), False),
        (timedelta(minutes=59, seconds=59, microseconds=999999), False),
        (timedelta(minutes=60), True),
    ],
)
def test_the_second_mail_waits_for_an_hour(session: Session, later: timedelta, may: bool) -> None:
    assert ask(session, NOW)
    assert ask(session, NOW + later) is may


@pytest.mark.parametrize(
    ("later", "may"), [(timedelta(hours=23, minutes=59, seconds=59), False), (timedelta(hours=24), True)]
)
def test_the_fourth_mail_waits_until_the_first_is_a_day_old(session: Session, later: timedelta, may: bool) -> None:
    assert [ask(session, NOW + hours * timedelta(hours=1)) for hours in (0, 1, 2)] == [True] * 3
    assert not ask(session, NOW + timedelta(hours=3))
    assert ask(session, NOW + later) is may


def test_the_window_slides_with_each_mail(session: Session) -> None:
    sent = [hours for hours in range(72) if ask(session, NOW + timedelta(hours=hours))]
    assert sent == [0, 1, 2, 24, 25, 26, 48, 49, 50]


def test_a_refused_try_does_not_prolong_the_wait(session: Session) -> None:
    assert ask(session, NOW)
    assert not ask(session, NOW + timedelta(minutes=59))
    assert ask(session, NOW + timedelta(minutes=60))


def test_addresses_and_purposes_are_counted_apart(session: Session) -> None:
    assert ask(session, NOW)
    assert ask(session, NOW, ANOTHER)
    assert ask(session, NOW, purpose=LinkPurpose.RECOVER)
    assert not ask(session, NOW)


def test_of_two_connections_at_once_only_one_may(sessions: sessionmaker[Session]) -> None:
    for round_ in range(5):
        together = Barrier(4)

        def try_once(who: str, together: Barrier = together) -> bool:
            with sessions() as session:
                together.wait(10)
                may = ask(session, NOW, who)
                session.commit()
            return may

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(try_once, [f"{round_}" * 64] * 4))
        assert sorted(answers) == [False, False, False, True]


def test_who_waits_for_another_s_open_transaction_is_refused_then(sessions: sessionmaker[Session]) -> None:
    def try_second() -> bool:
        with sessions() as second:
            may = ask(second, NOW + timedelta(minutes=90))
            second.commit()
        return may

    with sessions() as first:
        assert ask(first, NOW)
        first.commit()
        assert ask(first, NOW + timedelta(minutes=89))
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(try_second)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            first.commit()
            assert waiting.result(10) is False


def test_times_that_limit_nothing_any_more_are_forgotten(session: Session) -> None:
    ask(session, NOW)
    forget_old(session, SOMEBODY, now=NOW + timedelta(hours=23))
    assert session.scalar(select(func.count()).select_from(AddressMail)) == 1
    forget_old(session, SOMEBODY, now=NOW + timedelta(hours=24))
    assert session.scalar(select(func.count()).select_from(AddressMail)) == 0
