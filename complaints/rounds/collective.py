"""The collective complaints of a round as the public sees them: what was asked, where it lies, what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from complaints.domain.lifecycle import Outcome
from complaints.models.petitions import PetitionVersion
from complaints.models.submissions import Response, Submission
from complaints.rounds import queries
from complaints.web.clocks import Clock, clock_of


@dataclass(frozen=True)
class Asked:
    """One demand and the newest outcome recorded for it; None while there is no answer."""

    demand_code: str
    outcome: Outcome | None


@dataclass(frozen=True)
class CollectiveComplaint:
    version: PetitionVersion
    included: int
    clock: Clock | None
    """None until it was handed in."""
    answers: Sequence[Response]
    """Oldest first."""
    asked: Sequence[Asked]


def collective_complaints(session: Session, round_id: UUID, now: datetime) -> list[CollectiveComplaint]:
    """Oldest first. One that was handed in shows the version handed in, any other its newest frozen version."""
    submissions = queries.list_submissions(session, round_id)
    handed_in = {submission.version.petition_id: submission for submission in submissions}
    return [
        _described(session, version, handed_in.get(version.petition_id), now)
        for version in queries.list_versions(session, round_id)
    ]


def _described(
    session: Session, newest: PetitionVersion, submission: Submission | None, now: datetime
) -> CollectiveComplaint:
    version = submission.version if submission else newest
    answers = submission.responses if submission else []
    outcomes = {row.demand_code: row.outcome for answer in answers for row in answer.outcomes}
    codes = queries.list_demand_codes(session, version.id)
    return CollectiveComplaint(
        version=version,
        included=queries.count_included(session, version.id),
        clock=clock_of(submission, now) if submission else None,
        answers=answers,
        asked=[Asked(code, outcomes.get(code)) for code in codes],
    )
