"""Many hand-overs, planted with their answers: the pages count what stands in the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Channel, Outcome, RecordedBy, SubmissionState
from complaints.domain.petition import PetitionKind
from complaints.models import (
    Authority,
    Group,
    Petition,
    PetitionVersion,
    Response,
    ResponseOutcome,
    Round,
    Submission,
    new_id,
)

MADE_AT = datetime(2026, 9, 1, 6, tzinfo=UTC)
DEMAND = "REPEAT_ROUND"


@dataclass(frozen=True)
class Handed:
    """A complaint registered on a day, and the day of its answer if there is one."""

    registered_on: date
    answered_on: date | None = None
    outcome: Outcome = Outcome.REFUSED
    side: RecordedBy = RecordedBy.OFFICIAL


@pytest.fixture
def plant(session: Session) -> Callable[..., list[Submission]]:
    """Put hand-overs to one authority into the tables."""

    def make(*handed: Handed, authority: str = "mangystau-culture") -> list[Submission]:
        round_ = session.scalars(select(Round).where(Round.takes_complaints)).one()
        body = session.scalars(select(Authority).where(Authority.slug == authority)).one()
        group = session.scalars(select(Group)).first()
        if group is None:
            group = Group(
                id=new_id(), slug="planted", name="Ата-аналар", region_code=round_.region_code, created_at=MADE_AT
            )
            session.add(group)
            session.flush()
        made = [_hand_in(session, round_, group, body, one) for one in handed]
        session.commit()
        return made

    return make


def _hand_in(session: Session, round_: Round, group: Group, body: Authority, one: Handed) -> Submission:
    petition = Petition(group_id=group.id, round_id=round_.id, kind=PetitionKind.COMPLAINT, created_at=MADE_AT)
    session.add(petition)
    session.flush()
    letter = {"letter": {"demands": [{"code": DEMAND, "label": DEMAND, "count": 1}]}}
    version = PetitionVersion(
        id=new_id(), petition_id=petition.id, number=1, frozen_at=MADE_AT, content={"kk": letter, "ru": letter},
        content_sha256="0" * 64, representative_enc=b"",
    )  # fmt: skip
    session.add(version)
    session.flush()
    submission = Submission(
        id=new_id(), version_id=version.id, authority_id=body.id, channel=Channel.PAPER,
        handed_in_on=one.registered_on, registered_on=one.registered_on, recorded_at=MADE_AT,
        state=SubmissionState.ANSWERED if one.answered_on else SubmissionState.SUBMITTED,
    )  # fmt: skip
    session.add(submission)
    session.flush()
    if one.answered_on:
        session.add(answer_of(submission, one.answered_on, one.outcome, one.side))
    return submission


def answer_of(submission: Submission, on: date, outcome: Outcome, side: RecordedBy = RecordedBy.OFFICIAL) -> Response:
    return Response(
        id=new_id(),
        submission_id=submission.id,
        number="1",
        responded_on=on,
        language=LetterLanguage.KK,
        recorded_as=side,
        recorded_at=MADE_AT,
        outcomes=[ResponseOutcome(demand_code=DEMAND, outcome=outcome, position=1)],
    )
