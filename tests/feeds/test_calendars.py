"""Calendars as another library reads them: the right days, alarms at the right hour, UIDs that stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import vobject
from flask import Flask
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.petition import PetitionKind
from complaints.models import Group, Petition, Submission
from tests.responses.conftest import GROUP, Case
from tests.responses.test_happenings import desk, send
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in

ROUND = "/calendar/rounds/damu-bala-mangystau-2025-03.{}.ics"
AUTHORITY = "/calendar/authorities/mangystau-culture.{}.ics"
DUE = date(2026, 12, 22)
"""Handed in and registered on Monday 23 November 2026: 20 working days with a day off in between."""


def read(client: CheckedClient, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.get_data(as_text=True))
    return list(getattr(calendar, "vevent_list", []))


def review(events: list[Any]) -> Any:
    return next(event for event in events if "-review@" in event.uid.value)


@pytest.mark.parametrize("address", [ROUND, AUTHORITY])
@pytest.mark.parametrize(
    ("code", "words"), [("kk", "Жауап"), ("ru", "Последний день для ответа"), ("en", "Last day for the answer")]
)
def test_the_last_day_stands_in_the_public_calendars_in_each_language(
    client: CheckedClient, submission: Submission, address: str, code: str, words: str
) -> None:
    (event,) = [event for event in read(client, address.format(code)) if "-review@" in event.uid.value]
    assert (event.dtstart.value, event.dtend.value) == (DUE, date(2026, 12, 23))
    assert words in event.summary.value
    assert "20" in event.description.value
    assert event.url.value.endswith(f"/{code}/rounds/damu-bala-mangystau-2025-03/#collective-1")
    assert event.uid.value.startswith(str(submission.id))


def test_alarms_ring_at_nine_in_the_morning_in_kazakhstan(client: CheckedClient, submission: Submission) -> None:
    assert submission
    alarms = review(read(client, ROUND.format("ru"))).valarm_list
    assert [alarm.trigger.value for alarm in alarms] == [
        datetime(2026, 12, 17, 4, tzinfo=UTC),
        datetime(2026, 12, 22, 4, tzinfo=UTC),
    ]


def test_a_moved_day_keeps_its_uid_and_raises_its_sequence(
    session: Session, client: CheckedClient, official: CheckedClient, submission: Submission
) -> None:
    submission.version.petition.kind = PetitionKind.APPEAL
    session.commit()
    before = review(read(client, ROUND.format("ru")))
    page = desk(submission) + "events/extended"
    send(official, page, happened_on="23.11.2026", until="20.01.2027", notified_on="23.11.2026")
    after = review(read(client, ROUND.format("ru")))
    assert (before.dtstart.value, after.dtstart.value) == (date(2026, 12, 14), date(2027, 1, 20))
    assert before.uid.value == after.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)


def test_a_day_off_that_the_operator_declares_moves_the_day_and_raises_the_sequence(
    client: CheckedClient, sign_in: Callable[..., CheckedClient], submission: Submission
) -> None:
    assert submission
    before = review(read(client, ROUND.format("ru")))
    operator = sign_in(AccountRole.OPERATOR, email="operator@example.com")
    page = "/en/admin/days/2026-12-21/"
    names = {"kind": "off", "name_kk": "Мысал күні", "name_ru": "День примера", "decree": "№ 1"}
    shown = operator.post(page, data={**filled_in(operator.get(page).text, page).to_dict(), **names})
    assert operator.post(page, data=filled_in(shown.text, page)).status_code == 303
    after = review(read(client, ROUND.format("ru")))
    assert after.dtstart.value == date(2026, 12, 23)
    assert "День примера" in after.description.value
    assert int(after.sequence.value) > int(before.sequence.value)


def test_the_same_state_gives_the_same_bytes_at_another_time(
    client: CheckedClient, clock: Any, submission: Submission
) -> None:
    assert submission
    first = client.get(ROUND.format("kk")).data
    clock.advance(days=3)
    assert client.get(ROUND.format("kk")).data == first


def test_what_is_answered_is_cancelled_and_leaves_after_a_hundred_days(
    client: CheckedClient, clock: Any, submission: Submission, answer: Callable[..., Any]
) -> None:
    assert answer(submission).status_code == 303
    event = review(read(client, ROUND.format("ru")))
    assert event.status.value == "CANCELLED"
    assert not hasattr(event, "valarm")
    clock.advance(days=99)
    assert len(read(client, ROUND.format("ru"))) == 1
    clock.advance(days=2)
    assert read(client, ROUND.format("ru")) == []


def group_address(organiser: CheckedClient, code: str = "ru") -> str:
    page = organiser.get(f"/en/groups/{GROUP}/calendar").text
    found = next(part for part in page.split('"') if part.endswith(f".{code}.ics"))
    return found.partition("://")[2].partition("/")[2].join(["/", ""])


def test_the_group_reads_its_own_terms_by_its_secret_link_without_signing_in(
    client: CheckedClient, organiser: CheckedClient, official: CheckedClient, submission: Submission
) -> None:
    page = desk(submission) + "events/fix-requested"
    send(official, page, happened_on="23.11.2026", until="04.12.2026", note="Қол жоқ.")
    own = {event.uid.value.partition("@")[0].rpartition("-")[2] for event in read(client, group_address(organiser))}
    assert {"review", "fixing", "returning"} <= own
    open_to_all = {event.uid.value for event in read(client, ROUND.format("ru"))}
    assert not any("fixing" in uid for uid in open_to_all)
    assert client.get(group_address(organiser)).headers["Cache-Control"] == "no-store"


def test_made_anew_the_old_link_opens_nothing(
    session: Session, client: CheckedClient, organiser: CheckedClient, submission: Submission
) -> None:
    assert submission
    old = group_address(organiser)
    page = f"/en/groups/{GROUP}/calendar"
    token = filled_in(organiser.get(page).text, f"{page}/renew")
    assert organiser.post(f"{page}/renew", data=token).status_code == 303
    assert client.get(old).status_code == 404
    assert client.get(group_address(organiser)).status_code == 200
    assert session.query(Group).one().calendar_turn == 1


def test_a_reader_cannot_make_the_link_anew(
    organiser: CheckedClient, make_reader: Callable[[str], None], case: Case
) -> None:
    assert case
    page = f"/en/groups/{GROUP}/calendar"
    token = filled_in(organiser.get(page).text, f"{page}/renew")
    make_reader("organiser@example.com")
    assert "renew" not in organiser.get(page).text
    assert organiser.post(f"{page}/renew", data=token).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/rounds/no-such-round.ru.ics",
        "/calendar/authorities/no-such-body.ru.ics",
        f"/calendar/groups/{GROUP}/aaaa.ru.ics",
        "/calendar/rounds/damu-bala-mangystau-2025-03.de.ics",
    ],
)
def test_what_is_not_there_is_not_found(client: CheckedClient, petition: Petition, address: str) -> None:
    assert petition
    assert client.get(address).status_code == 404


def test_an_empty_calendar_is_one_that_programs_can_read(app: Flask, client: CheckedClient) -> None:
    assert app
    assert read(client, AUTHORITY.format("kk")) == []
