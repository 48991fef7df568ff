"""What is taken back, sent again, sent back or cannot follow: nothing typed is lost, and no date stays wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import SubmissionEvent, SubmissionState
from complaints.models import Submission
from tests.responses.conftest import Case, send_to
from tests.responses.handed import hand_in_another
from tests.responses.told import as_appeal, desk, events, send, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

DOSSIER = "/en/rounds/damu-bala-mangystau-2025-03/"
Send = Callable[..., Any]


@pytest.fixture
def submission(session: Session, case: Case, hand_in: Send) -> Submission:
    """Handed in on Monday 2 November 2026, three weeks ago, without a number: a complaint is due on the 30th."""
    assert hand_in(handed_in_on="02.11.2026").status_code == 303
    return session.scalars(select(Submission).where(Submission.version_id == case.version_id)).one()


def register(organiser: CheckedClient, case: Case, on: str, number: str = "ЖТ-1") -> None:
    page = f"{case.page}/events/registered"
    assert send(organiser, page, happened_on=on, number=number).status_code == 303


def test_a_registration_taken_back_gives_its_day_and_number_back(
    session: Session, case: Case, organiser: CheckedClient, submission: Submission
) -> None:
    register(organiser, case, "20.11.2026")
    session.expire_all()
    assert (submission.registered_on, submission.outside_number) == (date(2026, 11, 20), "ЖТ-1")
    (entry,) = events(session)
    assert send(organiser, f"{case.page}/events/{entry.id}/correction", is_void="y").status_code == 303
    session.expire_all()
    assert (submission.registered_on, submission.outside_number) == (date(2026, 11, 2), "")
    assert submission.state is SubmissionState.SUBMITTED
    assert "30 November 2026" in text_of(organiser.get(case.page).text)


def test_what_was_taken_back_and_turns_out_true_is_recorded_again(
    session: Session, case: Case, organiser: CheckedClient, submission: Submission
) -> None:
    register(organiser, case, "03.11.2026")
    (entry,) = events(session)
    send(organiser, f"{case.page}/events/{entry.id}/correction", is_void="y")
    register(organiser, case, "03.11.2026")
    session.expire_all()
    assert (submission.state, len(events(session))) == (SubmissionState.REGISTERED, 3)


@pytest.mark.parametrize("name", ["returned", "left-unconsidered"])
def test_an_answer_to_what_was_sent_back_is_refused_and_stays_in_the_form(
    session: Session, official: CheckedClient, submission: Submission, answer: Send, name: str
) -> None:
    page = f"{desk(submission)}answer"
    form = official.get(page).status_code
    assert form == 200
    send(official, f"{desk(submission)}events/{name}", happened_on="05.11.2026", note="Қол жоқ.")
    assert page not in official.get(desk(submission)).text
    refused = answer(submission, summary="Менің мәтінім.")
    assert refused.status_code == 409
    assert "This cannot follow what is recorded" in refused.text
    assert "Менің мәтінім." in refused.text
    session.expire_all()
    assert submission.responses == []


def test_an_answer_dated_before_another_entry_is_refused_and_stays_in_the_form(
    case: Case, organiser: CheckedClient, official: CheckedClient, submission: Submission, answer: Send
) -> None:
    register(organiser, case, "02.11.2026")
    send(official, f"{desk(submission)}events/hearing-set", happened_on="10.11.2026", until="20.11.2026")
    send(official, f"{desk(submission)}events/heard", happened_on="12.11.2026")
    refused = answer(submission, responded_on="2026-11-11")
    assert refused.status_code == 409
    by_group = send_to(organiser, f"{case.page}/answer", responded_on="2026-11-11", number="")
    assert by_group.status_code == 409
    assert "Тіркеу журналы жарияланды." in by_group.text


def test_sent_back_late_it_stays_refused_by_silence_and_can_be_complained_of(
    session: Session, clock: Clock, sign_in: Send, case: Case, client: CheckedClient, submission: Submission
) -> None:
    clock.advance(days=30)
    official = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-culture", email="later@example.com")
    send(official, f"{desk(submission)}events/returned", happened_on="20.12.2026", note="Қол жоқ.")
    dossier = text_of(client.get(DOSSIER).text)
    assert "Silence counts as a refusal since 1 December 2026." in dossier
    organiser = sign_in(AccountRole.ORGANISER, group_slug="test-group", email="later-organiser@example.com")
    page = organiser.get(case.page).text
    assert "kind=superior_complaint&amp;about=" in page
    assert "It came back without an answer." in page


@pytest.mark.parametrize("until", ["16.11.2026", "23.11.2026"])
def test_an_extension_that_takes_days_away_is_refused(
    session: Session, official: CheckedClient, submission: Submission, until: str
) -> None:
    as_appeal(session, submission)
    page = f"{desk(submission)}events/extended"
    answer = send(official, page, happened_on="04.11.2026", until=until, notified_on="04.11.2026")
    assert answer.status_code == 422
    assert events(session) == []


def test_the_authority_may_say_that_it_told_of_the_extension_in_time(
    session: Session, case: Case, client: CheckedClient, organiser: CheckedClient, official: CheckedClient,
    submission: Submission,
) -> None:  # fmt: skip
    as_appeal(session, submission)
    page = f"{case.page}/events/extended"
    assert send(organiser, page, happened_on="04.11.2026", until="14.12.2026").status_code == 303
    (entry,) = events(session)
    denial = f"{desk(submission)}disputes/{entry.id}"
    answer = send(
        official, denial, how="otherwise", happened_on="04.11.2026", notified_on="05.11.2026", note="Хабарладық."
    )
    assert answer.status_code == 303
    shown = text_of(client.get(DOSSIER).text)
    assert "By its account the last day is 14 December 2026." in shown


def test_the_short_form_of_the_number_goes_when_more_is_known(
    session: Session, case: Case, organiser: CheckedClient, official: CheckedClient, submission: Submission
) -> None:
    assert f"{case.page}/number" in organiser.get(case.page).text
    send(official, f"{desk(submission)}events/registered", happened_on="03.11.2026", number="ЖТ-7")
    assert f"{case.page}/number" not in organiser.get(case.page).text
    (entry,) = events(session)
    assert (entry.event, submission.registered_on) == (SubmissionEvent.REGISTERED, date(2026, 11, 3))


def test_a_version_handed_in_anew_leaves_the_one_that_came_back_in_sight(
    session: Session, case: Case, client: CheckedClient, organiser: CheckedClient, official: CheckedClient,
    submission: Submission,
) -> None:  # fmt: skip
    send(official, f"{desk(submission)}events/returned", happened_on="04.11.2026", note="Бірінші қайтару.")
    again = hand_in_another(session, case, registered_on=date(2026, 11, 9))
    again.version.petition_id, again.version.number = case.petition_id, 2
    again.recorded_at = submission.recorded_at + timedelta(days=1)
    session.commit()
    for page in (client.get(DOSSIER).text, organiser.get(case.page).text):
        assert "Handed in before on 2 November 2026" in text_of(page)
        assert "Бірінші қайтару." in page
    matrix = client.get(DOSSIER).text.partition('id="demands"')[2]
    assert "2 November 2026" in matrix
    assert "9 November 2026" in matrix
