"""The collective complaints of a round as the public sees them: what was asked, where it lies, what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from complaints.answers import Entry, entries_of, outcomes
from complaints.domain.lifecycle import WHOLE_REQUEST, Outcome, RecordedBy
from complaints.happenings import Told, disputes_of, told_of
from complaints.models.petitions import PetitionVersion
from complaints.models.submissions import HappenedEvent, Submission
from complaints.rounds import queries
from complaints.web.clocks import Clock, clock_of


@dataclass(frozen=True)
class Asked:
    """One demand and the newest outcome of each side that recorded one; empty while there is no answer."""

    demand_code: str
    outcomes: Mapping[RecordedBy, Outcome]


@dataclass(frozen=True)
class CollectiveComplaint:
    version: PetitionVersion
    included: int
    clock: Clock | None
    """None until it was handed in."""
    entries: Sequence[Entry]
    """Every recorded answer, the corrected ones too, oldest first."""
    told: Sequence[Told]
    """What happened on the way, the corrected entries too."""
    denials: Mapping[UUID, Sequence[HappenedEvent]]
    """What the authority says against an entry of the group, by the entry's id."""
    asked: Sequence[Asked]
    is_published: bool
    """Whether a version of it stands on its own public page."""
    earlier: Sequence[CollectiveComplaint] = ()
    """The versions that were handed in before this one and came back without an answer, oldest first."""


def collective_complaints(session: Session, round_id: UUID, now: datetime) -> list[CollectiveComplaint]:
    """Oldest first. One that was handed in shows the version handed in, any other its newest frozen version."""
    handed_in: dict[int, list[Submission]] = {}
    for submission in queries.list_submissions(session, round_id):
        handed_in.setdefault(submission.version.petition_id, []).append(submission)
    return [
        _described(session, version, handed_in.get(version.petition_id, []), now)
        for version in queries.list_versions(session, round_id)
    ]


def _described(
    session: Session, newest: PetitionVersion, handed_in: Sequence[Submission], now: datetime
) -> CollectiveComplaint:
    before, submission = handed_in[:-1], handed_in[-1] if handed_in else None
    version = submission.version if submission else newest
    found = outcomes(submission.responses) if submission else {}
    codes = queries.list_demand_codes(session, version.id) or [WHOLE_REQUEST]
    return CollectiveComplaint(
        version=version,
        included=queries.count_included(session, version.id),
        clock=clock_of(submission, now) if submission else None,
        entries=entries_of(submission) if submission else [],
        told=told_of(submission) if submission else [],
        denials=disputes_of(submission) if submission else {},
        asked=[Asked(code, found.get(code, {})) for code in codes],
        is_published=queries.is_published(session, version.petition_id),
        earlier=[_described(session, newest, [one], now) for one in before],
    )
