"""A group with a frozen collective complaint about the Mangystau round: two parents and a provider, two with e-mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.complaint import ConfirmedBy, LearnedFrom, LetterLanguage, Mode, Role
from complaints.domain.petition import PetitionKind
from complaints.models import (
    Account,
    Authority,
    Complaint,
    Confirmation,
    Group,
    GroupMember,
    Petition,
    PetitionVersion,
    Round,
    Submission,
    VersionComplaint,
    new_id,
)
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in

FROZEN_AT = datetime(2026, 10, 20, 6, tzinfo=UTC)
DEMANDS = ("REPEAT_ROUND", "PUBLISH_LOGS")
GROUP = "test-group"
PARENT_KK, PARENT_RU, PROVIDER = "AAAA-0001", "AAAA-0002", "AAAA-0003"


@dataclass(frozen=True)
class Case:
    """The petition and where its pages are."""

    petition_id: int
    version_id: UUID

    @property
    def page(self) -> str:
        return f"/en/groups/{GROUP}/petitions/{self.petition_id}/submission"


@pytest.fixture
def petition(session: Session) -> Petition:
    """A draft of which nothing is frozen yet."""
    round_ = session.scalars(select(Round).where(Round.takes_complaints)).one()
    bodies = {body.slug: body for body in session.scalars(select(Authority))}
    group = Group(id=new_id(), slug=GROUP, name="Ата-аналар", region_code=round_.region_code, created_at=FROZEN_AT)
    session.add(group)
    session.flush()
    made = Petition(
        group_id=group.id,
        round_id=round_.id,
        kind=PetitionKind.COMPLAINT,
        reviewing_body_id=bodies["mangystau-akim"].id,
        challenged_body_id=bodies["mangystau-culture"].id,
        created_at=FROZEN_AT,
    )
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def case(session: Session, app: Flask, petition: Petition) -> Case:
    """The same petition with a frozen version."""
    letter = {"letter": {"demands": [{"code": code, "label": code, "count": 3} for code in DEMANDS]}}
    version = PetitionVersion(
        id=new_id(),
        petition_id=petition.id,
        number=1,
        frozen_at=FROZEN_AT,
        content={"kk": letter, "ru": letter},
        content_sha256="0" * 64,
        representative_enc=b"",
    )
    session.add(version)
    session.flush()
    filed = [
        (PARENT_KK, Role.PARENT, LetterLanguage.KK, "kk@example.com"),
        (PARENT_RU, Role.PARENT, LetterLanguage.RU, "ru@example.com"),
        (PROVIDER, Role.PROVIDER, LetterLanguage.RU, None),
    ]
    for position, (number, role, language, email) in enumerate(filed, start=1):
        row_id = add_complaint(session, app, petition.round_id, number, role, language, email)
        session.add(VersionComplaint(version_id=version.id, complaint_id=row_id, position=position))
    session.commit()
    return Case(petition.id, version.id)


def add_complaint(
    session: Session, app: Flask, round_id: UUID, number: str, role: Role, language: LetterLanguage, email: str | None
) -> UUID:
    row_id = new_id()
    with app.app_context():
        sealed = context.cipher().encrypt("complaints", "email", row_id, email) if email else None
    session.add(
        Complaint(
            id=row_id,
            number=number,
            code_hash="0" * 64,
            token_hash=number.ljust(64, "0"),
            round_id=round_id,
            role=role,
            mode=Mode.FORMAL,
            language=language,
            filed_at=FROZEN_AT,
            learned_at=FROZEN_AT,
            learned_from=LearnedFrom.OTHER,
            is_late=False,
            email_enc=sealed,
            consent_processing=True,
            consent_petition=True,
            consent_publish=False,
        )
    )
    session.flush()
    session.add(Confirmation(complaint_id=row_id, by=ConfirmedBy.PAPER, confirmed_at=FROZEN_AT))
    session.flush()
    return row_id


@pytest.fixture
def organiser(case: Case, sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.ORGANISER, group_slug=GROUP, email="organiser@example.com")


@pytest.fixture
def official(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-culture")


@pytest.fixture
def make_reader(session: Session) -> Callable[[str], None]:
    """Turn the only member with this role's account into a reader."""

    def make(_email: str) -> None:
        for member in session.scalars(select(GroupMember)):
            member.role = type(member.role).READER
        session.commit()

    return make


@pytest.fixture
def hand_in(case: Case, organiser: CheckedClient) -> Callable[..., Any]:
    """Send the form of the hand-over as the organiser, with what the test changes."""

    def send(**changes: str) -> Any:
        return organiser.post(case.page, data=filled(organiser, case, **changes))

    return send


def filled(client: CheckedClient, case: Case, **changes: str) -> dict[str, str]:
    """The form of the hand-over with the least that it needs."""
    values = filled_in(client.get(case.page).get_data(as_text=True), case.page)
    return {**values.to_dict(), "channel": "eotinish", **changes}


@pytest.fixture
def submission(session: Session, case: Case, hand_in: Callable[..., Any]) -> Submission:
    """Handed in to the department on Monday 23 November 2026, the test's today: due on 22 December."""
    assert hand_in(outside_number="ЖТ-2026-00000001").status_code == 303
    return session.scalars(select(Submission).where(Submission.version_id == case.version_id)).one()


@pytest.fixture
def answer(official: CheckedClient) -> Callable[..., Any]:
    """Send the form of the answer as the official, with what the test changes."""

    def send(submission: Submission, **changes: str) -> Any:
        return send_answer(official, submission.id, **changes)

    return send


def send_answer(official: CheckedClient, submission_id: UUID, **changes: Any) -> Any:
    return send_to(official, f"/en/desk/{submission_id}/answer", **changes)


def send_to(client: CheckedClient, page: str, **changes: Any) -> Any:
    """Fill the form of an answer at this address, of either side."""
    values = filled_in(client.get(page).get_data(as_text=True), page).to_dict()
    values.pop("scan", None)
    given = {
        "number": "12-5/77",
        "responded_on": "2026-11-23",
        "language": "kk",
        "outcome_REPEAT_ROUND": "refused",
        "outcome_PUBLISH_LOGS": "met",
        "summary": "Тіркеу журналы жарияланды.",
    }
    return client.post(page, data={**values, **given, **changes})


@pytest.fixture
def report(organiser: CheckedClient, case: Case) -> Callable[..., Any]:
    """Send the form of the answer as the organiser, with what the test changes."""

    def send(**changes: Any) -> Any:
        return send_to(organiser, f"{case.page}/answer", **{"number": "", "responded_on": "2026-11-23", **changes})

    return send


def correct(client: CheckedClient, page: str, **changes: Any) -> Any:
    """Open the form of a correction as it stands and send it with changes only."""
    values = filled_in(client.get(page).get_data(as_text=True), page).to_dict()
    values.pop("scan", None)
    return client.post(page, data={**values, **changes})


@pytest.fixture
def member(session: Session, organiser: CheckedClient) -> Account:
    return session.scalars(select(Account).where(Account.role == AccountRole.ORGANISER)).one()
