"""The official's list: fifty a page in a stable order, what is urgent first, a number to look for, no foreign desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import Channel, SubmissionState
from complaints.models import Petition, PetitionVersion, Submission, new_id
from tests.responses.conftest import Case
from tests.support.browserlike import CheckedClient

MANY = 60
LINE = re.compile(r"/en/desk/([0-9a-f-]{36})/answer")


@pytest.fixture
def many(session: Session, case: Case) -> list[Submission]:
    """Sixty more to the department, all registered on one of three days."""
    pattern = session.get_one(PetitionVersion, case.version_id)
    kept = []
    for place in range(MANY):
        petition = Petition(
            group_id=pattern.petition.group_id,
            round_id=pattern.petition.round_id,
            kind=pattern.petition.kind,
            reviewing_body_id=pattern.petition.reviewing_body_id,
            challenged_body_id=pattern.petition.challenged_body_id,
            created_at=pattern.frozen_at,
        )
        session.add(petition)
        session.flush()
        version = PetitionVersion(
            id=new_id(), petition_id=petition.id, number=1, frozen_at=pattern.frozen_at, content=pattern.content,
            content_sha256="0" * 64, representative_enc=b"",
        )  # fmt: skip
        session.add(version)
        session.flush()
        day = date(2026, 11, 18) + timedelta(days=place % 3)
        made = Submission(
            id=new_id(), version_id=version.id, authority_id=pattern.petition.challenged_body_id,
            channel=Channel.PAPER, handed_in_on=day, outside_number=f"ЖТ-{place:04}", registered_on=day,
            state=SubmissionState.REGISTERED, recorded_at=datetime(2026, 11, 20, tzinfo=UTC),
        )  # fmt: skip
        session.add(made)
        kept.append(made)
    session.commit()
    return kept


def shown(page: str) -> list[str]:
    return LINE.findall(page)


def test_fifty_are_on_a_page_and_none_is_lost_or_shown_twice(official: CheckedClient, many: list[Submission]) -> None:
    first, second = official.get("/en/desk/").text, official.get("/en/desk/?page=2").text
    assert (len(shown(first)), len(shown(second))) == (50, 10)
    assert set(shown(first) + shown(second)) == {str(row.id) for row in many}
    assert shown(first) == shown(official.get("/en/desk/").text)
    assert 'rel="next"' in first
    assert shown(official.get("/en/desk/?page=99").text) == shown(second)


def test_the_earliest_due_stands_first(session: Session, official: CheckedClient, many: list[Submission]) -> None:
    days = {str(row.id): row.registered_on for row in session.scalars(select(Submission))}
    order = [days[row] for page in (1, 2) for row in shown(official.get(f"/en/desk/?page={page}").text)]
    assert order == sorted(order)


def test_a_number_is_found(official: CheckedClient, many: list[Submission]) -> None:
    page = official.get("/en/desk/?number=жт-0042").text
    assert len(shown(page)) == 1
    assert "ЖТ-0042" in page
    assert "has this number" in official.get("/en/desk/?number=nothing").text


def test_a_foreign_desk_is_hidden_and_the_try_is_logged(
    submission: Submission, sign_in: Callable[..., CheckedClient]
) -> None:
    other = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim", email="curious@example.com")
    with capture_logs() as logs:
        for path in ("answer", f"answer/{new_id()}", f"files/{new_id()}"):
            assert other.get(f"/en/desk/{submission.id}/{path}").status_code == 404
    refused = [entry for entry in logs if entry["event"] == "foreign_desk_refused"]
    assert [entry["submission"] for entry in refused] == [str(submission.id)] * 3
    assert "curious" not in str(logs)
