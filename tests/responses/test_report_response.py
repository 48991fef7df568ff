"""The group records an answer that it got; it stands beside what the authority records, and is marked everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import Outcome, RecordedBy, SubmissionState
from complaints.models import Response, Submission
from tests.responses.conftest import GROUP, Case, send_to
from tests.support.browserlike import CheckedClient

DOSSIER = "/en/rounds/damu-bala-mangystau-2025-03/"
Send = Callable[..., Any]


def kept(session: Session) -> list[Response]:
    session.expire_all()
    return list(session.scalars(select(Response).order_by(Response.recorded_at, Response.id)))


def test_an_answer_without_a_number_is_kept_as_the_groups(
    session: Session, case: Case, submission: Submission, report: Send
) -> None:
    answer = report()
    assert (answer.status_code, answer.location) == (303, case.page)
    (row,) = kept(session)
    assert (row.number, row.responded_on, row.recorded_as) == ("", date(2026, 11, 23), RecordedBy.ORGANISER)
    assert [out.outcome for out in row.outcomes] == [Outcome.REFUSED, Outcome.MET]
    assert row.submission.state is SubmissionState.ANSWERED


def test_it_is_marked_on_the_dossier_the_group_page_and_the_desk(
    case: Case,
    client: CheckedClient,
    organiser: CheckedClient,
    official: CheckedClient,
    submission: Submission,
    report: Send,
) -> None:
    submission_id = submission.id
    report()
    pages = [
        client.get(DOSSIER),
        client.get("/en/"),
        organiser.get(case.page),
        organiser.get(f"/en/groups/{GROUP}/"),
        official.get("/en/desk/"),
        official.get(f"/en/desk/{submission_id}/answer"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "Recorded by the group" in page.text, page.request.path
    assert "Answer of 23 November 2026, without a number" in pages[0].text


def test_the_authoritys_answer_stands_beside_the_groups(
    session: Session, client: CheckedClient, submission: Submission, report: Send, answer: Send
) -> None:
    report(outcome_REPEAT_ROUND="evaded", responded_on="2026-11-23")
    answer(submission, outcome_REPEAT_ROUND="partly")
    assert [row.recorded_as for row in kept(session)] == [RecordedBy.ORGANISER, RecordedBy.OFFICIAL]
    page = client.get(DOSSIER).text
    asked = page.partition("What it asks, and what was answered")[2].partition("</ul>")[0]
    assert "Evaded" in asked
    assert "Partly met" in asked
    assert asked.count("(recorded by the group)") == 2
    assert "Recorded by the authority" in page


def test_the_same_one_sent_twice_is_kept_once(session: Session, submission: Submission, report: Send) -> None:
    for _ in range(2):
        assert report().status_code == 303
    assert len(kept(session)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"responded_on": "2026-11-24"}, "This day has not come yet"),
        (
            {"responded_on": "2026-11-20"},
            "was registered on 23 November 2026: the answer cannot be older",
        ),
        ({"outcome_REPEAT_ROUND": ""}, "Choose what was decided"),
        ({"number": "1" * 41}, "Shorten the number"),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, submission: Submission, report: Send, changes: dict[str, str], sentence: str
) -> None:
    answer = report(**changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(session) == []


def test_only_owner_and_editors_of_the_group_record(
    session: Session,
    case: Case,
    submission: Submission,
    organiser: CheckedClient,
    make_reader: Callable[[str], None],
    sign_in: Callable[..., CheckedClient],
) -> None:
    page = f"{case.page}/answer"
    assert sign_in(AccountRole.ORGANISER).get(page).status_code == 404
    assert sign_in(AccountRole.OFFICIAL).get(page).status_code == 403
    make_reader("organiser@example.com")
    assert organiser.get(page).status_code == 403
    assert organiser.post(page).status_code in (400, 403)
    assert "Record an answer that the group got" not in organiser.get(case.page).text
    assert kept(session) == []


def test_before_the_hand_over_there_is_nothing_to_answer(case: Case, organiser: CheckedClient) -> None:
    assert organiser.get(f"{case.page}/answer").status_code == 404


def test_an_answer_to_a_request_that_demands_nothing_has_one_outcome(
    session: Session, submission: Submission, organiser: CheckedClient, client: CheckedClient, case: Case
) -> None:
    version = submission.version
    version.content = {code: {"letter": {}} for code in version.content}
    session.commit()
    page = f"{case.page}/answer"
    assert organiser.get(page).text.count("The request for information as a whole") == 1
    sent = send_to(organiser, page, number="", outcome_information="partly")
    assert sent.status_code == 303
    (row,) = kept(session)
    assert [(out.demand_code, out.outcome) for out in row.outcomes] == [("information", Outcome.PARTLY)]
    assert "The request for information as a whole" in client.get(DOSSIER).text


def test_an_answer_of_before_a_changed_registration_is_refused_at_the_last_moment(
    session: Session, submission: Submission, report: Send
) -> None:
    """The form looks at the day as it was; the deed looks again when nobody can change it any more."""
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    submission.registered_on = date(2026, 11, 24)
    session.commit()
    answer = report(responded_on="2026-11-23")
    assert answer.status_code == 422
    assert kept(session) == []
