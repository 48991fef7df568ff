"""A round of our own, with times that a test sets, and the collective complaints about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Channel, Outcome, SubmissionState
from complaints.domain.petition import PetitionKind
from complaints.domain.rounds import EventKind, RoundState, SaidBy
from complaints.models import (
    Authority,
    Group,
    Petition,
    PetitionVersion,
    Response,
    ResponseOutcome,
    Round,
    RoundEvent,
    Submission,
    Tally,
    new_id,
)
from tests.rounds.typing_facts import NEW, TYPED
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send
from tests.support.groups import make_group

NOW = datetime(2026, 11, 2, 5, tzinfo=UTC)
SLUG = "a-round"


@pytest.fixture
def make_round(session: Session) -> Callable[..., Round]:
    """A round in Mangystau of which nothing is known but what the test says."""

    def make(**values: object) -> Round:
        row = Round(
            id=new_id(),
            slug=SLUG,
            programme_slug="damu-bala",
            region_code="KZ-47",
            name_kk="Бір кезең",
            name_ru="Один этап",
            name_en="One round",
            platform="",
            state=RoundState.CLOSED,
        )
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        session.commit()
        return row

    return make


@pytest.fixture
def add_event(session: Session) -> Callable[..., None]:
    def add(round_: Round, text: str, said_by: SaidBy, **values: object) -> None:
        event = RoundEvent(
            id=new_id(), round_id=round_.id, position=1, kind=EventKind.OTHER, said_by=said_by,
            text_kk=text, text_ru=text, text_en=text,
        )  # fmt: skip
        for name, value in values.items():
            setattr(event, name, value)
        session.add(event)
        session.commit()

    return add


@pytest.fixture
def add_tally(session: Session) -> Callable[..., None]:
    def add(round_: Round, dimension: str, **counts: int) -> None:
        session.add_all(
            Tally(round_id=round_.id, dimension=dimension, key=key, complaints=count) for key, count in counts.items()
        )
        session.commit()

    return add


@pytest.fixture
def freeze(session: Session) -> Callable[..., PetitionVersion]:
    """A collective complaint about the round with one frozen version."""

    def make(round_: Round, *demands: str) -> PetitionVersion:
        group = Group(id=new_id(), slug=f"group-{new_id()}", name="Ата-аналар", region_code="KZ-47", created_at=NOW)
        session.add(group)
        session.flush()
        petition = Petition(group_id=group.id, round_id=round_.id, kind=PetitionKind.COMPLAINT, created_at=NOW)
        session.add(petition)
        session.flush()
        content = {"ru": {"letter": {"demands": [{"code": code} for code in demands]}, "register": {}}}
        version = PetitionVersion(
            id=new_id(), petition_id=petition.id, number=1, frozen_at=NOW, content=content, content_sha256="0" * 64,
            representative_enc=b"",
        )  # fmt: skip
        session.add(version)
        session.commit()
        return version

    return make


@pytest.fixture
def hand_in(session: Session) -> Callable[..., Submission]:
    def make(version: PetitionVersion, on: date) -> Submission:
        authority = session.scalars(select(Authority).where(Authority.slug == "mangystau-akim")).one()
        submission = Submission(
            id=new_id(), version_id=version.id, authority_id=authority.id, channel=Channel.PAPER, handed_in_on=on,
            registered_on=on, state=SubmissionState.REGISTERED, recorded_at=NOW,
        )  # fmt: skip
        session.add(submission)
        session.commit()
        return submission

    return make


@pytest.fixture
def answer(session: Session) -> Callable[..., None]:
    def make(submission: Submission, on: date, summary: str = "", **outcomes: Outcome) -> None:
        response = Response(
            id=new_id(), submission_id=submission.id, number="03-15/871", responded_on=on,
            language=LetterLanguage.KK, summary=summary, recorded_at=NOW,
        )  # fmt: skip
        response.outcomes = [
            ResponseOutcome(demand_code=code, outcome=outcome, position=place)
            for place, (code, outcome) in enumerate(outcomes.items())
        ]
        session.add(response)
        session.commit()

    return make


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return make_group(session, "parents", "Ақтау ата-аналары", clock)


@pytest.fixture
def member(sign_in: Callable[..., CheckedClient], group: Group) -> CheckedClient:
    """The owner of the group."""
    return sign_in(AccountRole.ORGANISER, group_slug=group.slug)


@pytest.fixture
def owner(member: CheckedClient) -> CheckedClient:
    """The owner of the group, after the group has added a round."""
    assert fill_and_send(member, NEW, TYPED).status_code == 303
    return member
