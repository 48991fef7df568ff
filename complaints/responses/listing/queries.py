"""What the official's list asks of the database: a short line of everything, and more of what is open or shown.

The content of a frozen version can have thousands of rows; the list never reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, aliased, defer, joinedload, selectinload

from complaints.domain.access import Viewer
from complaints.domain.course import ENDINGS
from complaints.domain.lifecycle import ENDED, SubmissionState
from complaints.domain.petition import PetitionKind
from complaints.models.petitions import Petition, PetitionVersion
from complaints.models.rounds import Round
from complaints.models.submissions import HappenedEvent, Response, Submission


@dataclass(frozen=True)
class DeskLine:
    """As much of a submission as it takes to choose and to count it."""

    submission_id: UUID
    petition_id: int
    kind: PetitionKind
    round_slug: str
    state: SubmissionState
    outside_number: str
    is_here: bool
    """Not passed on to another body."""

    @property
    def is_open(self) -> bool:
        return self.is_here and self.state not in ENDED


def list_lines(session: Session, viewer: Viewer) -> list[DeskLine]:
    """Everything handed in or passed on to the viewer's authority, in short, oldest record first."""
    statement = (
        select(
            Submission.id,
            Petition.id,
            Petition.kind,
            Round.slug,
            Submission.state,
            Submission.outside_number,
            func.coalesce(Submission.held_by_id == viewer.authority_id, false()),
        )
        .join(PetitionVersion, PetitionVersion.id == Submission.version_id)
        .join(Petition, Petition.id == PetitionVersion.petition_id)
        .join(Round, Round.id == Petition.round_id)
        .where(_of(viewer))
        .order_by(Submission.recorded_at, Submission.id)
    )
    return [DeskLine(*row) for row in session.execute(statement)]


def list_open(session: Session, viewer: Viewer) -> Sequence[Submission]:
    """What waits for an answer of the viewer's authority, with all that its clock is read from."""
    waiting = Submission.state.not_in(ENDED) & (Submission.held_by_id == viewer.authority_id)
    return session.scalars(_in_short(viewer).where(waiting)).all()


def list_shown(session: Session, viewer: Viewer, ids: Sequence[UUID]) -> Sequence[Submission]:
    """These of the viewer's authority, in the order given."""
    found = session.scalars(_in_short(viewer).where(Submission.id.in_(ids)))
    return sorted(found, key=lambda submission: ids.index(submission.id))


def list_rounds(session: Session, slugs: Sequence[str]) -> Sequence[Round]:
    """Newest first."""
    statement = select(Round).where(Round.slug.in_(slugs))
    return session.scalars(statement.order_by(Round.held_on_latest.desc().nulls_last(), Round.slug)).all()


def ended_on(session: Session, viewer: Viewer) -> Mapping[UUID, date]:
    """When each submission of the authority that ended was first answered, returned, left or withdrawn."""
    found: dict[UUID, date] = {}
    for statement in (_answers(), _other_endings()):
        for row_id, day in session.execute(statement.where(_of(viewer))):
            found[row_id] = min(day, found.get(row_id, day))
    return found


def _of(viewer: Viewer) -> ColumnElement[bool]:
    return or_(Submission.authority_id == viewer.authority_id, Submission.held_by_id == viewer.authority_id)


def _in_short(viewer: Viewer) -> Select[Submission]:
    return (
        select(Submission)
        .where(_of(viewer))
        .options(
            joinedload(Submission.version).options(
                defer(PetitionVersion.content), joinedload(PetitionVersion.petition).joinedload(Petition.round)
            ),
            selectinload(Submission.responses),
            selectinload(Submission.events),
        )
    )


def _answers() -> Select[UUID, date]:
    """The day of the first answer that stands."""
    correction = aliased(Response)
    stands = ~select(correction.id).where(correction.corrects_id == Response.id).exists()
    day = func.min(Response.responded_on)
    return select(Submission.id, day).join(Submission.responses).where(stands).group_by(Submission.id)


def _other_endings() -> Select[UUID, date]:
    correction = aliased(HappenedEvent)
    stands = ~select(correction.id).where(correction.corrects_id == HappenedEvent.id).exists()
    ends = HappenedEvent.event.in_(ENDINGS) & HappenedEvent.is_void.is_(False) & HappenedEvent.disputes_id.is_(None)
    day = func.min(HappenedEvent.happened_on)
    return select(Submission.id, day).join(Submission.events).where(stands, ends).group_by(Submission.id)
