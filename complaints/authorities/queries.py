"""What was handed in to authorities about rounds that everybody sees, with all that a clock reads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.domain.errors import NotFound
from complaints.domain.lifecycle import ENDED
from complaints.models.petitions import Petition, PetitionVersion
from complaints.models.places import Authority, Region
from complaints.models.rounds import Round
from complaints.models.submissions import Response, Submission


def get_authority(session: Session, slug: str) -> Authority:
    """Raises NotFound."""
    found = session.scalar(select(Authority).where(Authority.slug == slug))
    if found is None:
        raise NotFound("authority", slug)
    return found


def list_submissions(session: Session, authority_id: UUID | None = None) -> Sequence[Submission]:
    """What one authority has or had last, or all of it, the newest hand-over first."""
    statement = _public()
    if authority_id is not None:
        statement = statement.where(Submission.held_by_id == authority_id)
    return session.scalars(statement).all()


def list_running(session: Session, region_slug: str = "") -> Sequence[Submission]:
    """What waits for its answer, in one region or in all."""
    statement = _public().where(Submission.state.not_in(ENDED))
    if region_slug:
        statement = statement.join(Round.region).where(Region.slug == region_slug)
    return session.scalars(statement).all()


def list_regions(session: Session) -> Sequence[Region]:
    """Those with something that waits for its answer."""
    wanted = (
        select(Round.region_code)
        .join(Petition, Petition.round_id == Round.id)
        .join(PetitionVersion, PetitionVersion.petition_id == Petition.id)
        .join(Submission, Submission.version_id == PetitionVersion.id)
        .where(Round.is_listed, Submission.state.not_in(ENDED))
    )
    return session.scalars(select(Region).where(Region.code.in_(wanted)).order_by(Region.slug)).all()


def _public() -> Select[Submission]:
    return (
        select(Submission)
        .join(Submission.version)
        .join(PetitionVersion.petition)
        .join(Petition.round)
        .where(Round.is_listed)
        .options(
            joinedload(Submission.authority),
            joinedload(Submission.held_by),
            joinedload(Submission.version).defer(PetitionVersion.content),
            joinedload(Submission.version)
            .joinedload(PetitionVersion.petition)
            .joinedload(Petition.round)
            .joinedload(Round.region),
            selectinload(Submission.responses).selectinload(Response.outcomes),
            selectinload(Submission.events),
        )
        .order_by(Submission.handed_in_on.desc(), Submission.recorded_at.desc(), Submission.id.desc())
    )
