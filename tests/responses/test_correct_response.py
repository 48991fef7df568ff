"""A recorded answer is never edited: a correction is a new entry by the same side, and the corrected one stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints import answers
from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import Outcome, RecordedBy
from complaints.models import Job, Response, Submission
from tests.responses.conftest import Case, correct, send_answer
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in

DOSSIER = "/en/rounds/damu-bala-mangystau-2025-03/"
Send = Callable[..., Any]


def kept(session: Session) -> list[Response]:
    session.expire_all()
    return list(session.scalars(select(Response).order_by(Response.recorded_at, Response.id)))


def place(submission: Submission, response: Response) -> str:
    return f"/en/desk/{submission.id}/answer/{response.id}"


@pytest.fixture
def recorded(session: Session, submission: Submission, answer: Send) -> Response:
    """Recorded by the official with a wrong outcome."""
    assert answer(submission).status_code == 303
    return kept(session)[0]


def test_a_correction_starts_from_the_entry_and_both_stay(
    session: Session, client: CheckedClient, official: CheckedClient, submission: Submission, recorded: Response
) -> None:
    sent = correct(official, place(submission, recorded), outcome_REPEAT_ROUND="partly")
    assert (sent.status_code, sent.location) == (303, "/en/desk/")
    old, new = kept(session)
    assert (new.corrects_id, new.number, new.summary) == (old.id, old.number, old.summary)
    assert [row.outcome for row in old.outcomes] == [Outcome.REFUSED, Outcome.MET]
    assert answers.outcomes(old.submission.responses)["REPEAT_ROUND"] == {RecordedBy.OFFICIAL: Outcome.PARTLY}
    page = client.get(DOSSIER).text
    assert f'href="#answer-{new.id}">See the correction' in page
    assert f'href="#answer-{old.id}">See the entry that it puts right' in page
    assert "Refused" not in page.partition("What it asks, and what was answered")[2].partition("</ul>")[0]


def test_each_correction_is_told_once_more(
    session: Session, official: CheckedClient, submission: Submission, recorded: Response
) -> None:
    page = place(submission, recorded)
    values = filled_in(official.get(page).text, page).to_dict()
    values.pop("scan", None)
    for _ in range(2):
        assert official.post(page, data={**values, "outcome_REPEAT_ROUND": "partly"}).status_code == 303
    assert len(kept(session)) == 2
    assert session.scalar(select(func.count()).select_from(Job).where(Job.name == "responses.tell")) == 2


def test_nothing_different_is_no_correction(
    session: Session, official: CheckedClient, submission: Submission, recorded: Response
) -> None:
    answer = correct(official, place(submission, recorded))
    assert answer.status_code == 422
    assert "Nothing is different yet" in answer.text
    assert len(kept(session)) == 1


def test_a_day_put_right_moves_the_clock_with_it(
    session: Session, submission: Submission, sign_in: Callable[..., CheckedClient], clock: Any
) -> None:
    submission_id = submission.id
    clock.advance(days=31)
    official = sign_in(AccountRole.OFFICIAL)
    send_answer(official, submission_id, responded_on="2026-12-23")
    assert "Answered late" in official.get("/en/desk/").text
    (row,) = kept(session)
    page = f"/en/desk/{submission_id}/answer/{row.id}"
    assert correct(official, page, responded_on="22.12.2026").status_code == 303
    assert "Answered in time" in official.get("/en/desk/").text


def test_neither_side_corrects_the_other(
    session: Session,
    case: Case,
    official: CheckedClient,
    organiser: CheckedClient,
    submission: Submission,
    recorded: Response,
    report: Send,
) -> None:
    report()
    theirs = next(row for row in kept(session) if row.recorded_as is RecordedBy.ORGANISER)
    assert organiser.get(f"{case.page}/answer/{recorded.id}").status_code == 404
    assert official.get(place(submission, theirs)).status_code == 404
    page = official.get(f"/en/desk/{submission.id}/answer").text
    assert f"/answer/{recorded.id}" in page
    assert f"/answer/{theirs.id}" not in page
    assert organiser.get(f"{case.page}/answer/{theirs.id}").status_code == 200


def test_the_group_corrects_its_own(
    session: Session, case: Case, organiser: CheckedClient, report: Send, submission: Submission
) -> None:
    report()
    (row,) = kept(session)
    sent = correct(organiser, f"{case.page}/answer/{row.id}", number="77", responded_on="23.11.2026")
    assert sent.status_code == 303
    assert [entry.number for entry in kept(session)] == ["", "77"]
    assert "Corrected" in organiser.get(case.page).text


def test_who_opens_a_corrected_entry_is_led_to_the_newest(
    session: Session, official: CheckedClient, submission: Submission, recorded: Response
) -> None:
    correct(official, place(submission, recorded), outcome_REPEAT_ROUND="partly")
    newest = kept(session)[1]
    assert official.get(place(submission, recorded)).location == place(submission, newest)


def test_a_second_correction_of_the_same_entry_keeps_the_text_and_goes_to_the_newest(
    session: Session, official: CheckedClient, submission: Submission, recorded: Response
) -> None:
    """Two officials had the form open; the later one is told and loses nothing."""
    page = place(submission, recorded)
    values = filled_in(official.get(page).text, page).to_dict()
    values.pop("scan", None)
    assert official.post(page, data={**values, "outcome_REPEAT_ROUND": "partly"}).status_code == 303
    late = official.post(page, data={**values, "outcome_REPEAT_ROUND": "evaded", "summary": "Менің сөзім"})
    newest = kept(session)[1]
    assert late.status_code == 409
    assert "Somebody has just put this entry right" in late.text
    assert "Менің сөзім" in late.text
    assert f'action="{place(submission, newest)}"' in late.text
    assert len(kept(session)) == 2
