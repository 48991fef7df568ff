"""What this slice asks of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, literal, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from complaints import merging
from complaints.database import in_kazakh_order
from complaints.domain.errors import NotFound
from complaints.domain.moderation import TextState
from complaints.models import (
    Authority,
    Complaint,
    EvidenceFile,
    FilingDraft,
    Group,
    GroupRound,
    Locality,
    PublicText,
    Round,
)

OPEN_ROUND: Final = (
    select(Round)
    .where(Round.slug == bindparam("of_slug"))
    .options(joinedload(Round.region), joinedload(Round.authority).joinedload(Authority.superior))
)
"""Made once: every opening of a form and every filing asks it."""
NEWEST: Final = 20
SHOWN: Final = 3


def get_open_round(session: Session, slug: str) -> Round:
    """The round that takes complaints, with its region and authority; for one that was merged into another, that other
    one. Raises NotFound.
    """
    found = session.scalar(OPEN_ROUND, {"of_slug": slug})
    if found is not None and found.merged_into_id is not None:
        found = merging.find_standing(session, slug)
    if found is None or not found.takes_complaints or not found.is_listed:
        raise NotFound("round", slug)
    return found


def list_localities(session: Session, region_code: str, language: str) -> Sequence[Locality]:
    """The region's cities and districts in the Kazakh order of the names that the page shows."""
    name = Locality.name_kk if language == "kk" else Locality.name_ru
    wanted = select(Locality).where(Locality.region_code == region_code)
    return session.scalars(wanted.order_by(in_kazakh_order(name))).all()


def list_groups(session: Session, round_: Round) -> Sequence[Group]:
    """The groups attached to a round, in Kazakh order of their names."""
    wanted = select(Group).join(GroupRound).where(GroupRound.round_id == round_.id)
    return session.scalars(wanted.order_by(in_kazakh_order(Group.name))).all()


@dataclass(frozen=True)
class KnownToken:
    """What hangs on the hash of a form's token: the complaint that was filed with it, or what is kept until then."""

    complaint: Complaint | None
    has_draft: bool
    has_evidence: bool


def look_up_token(session: Session, token_hash: str) -> KnownToken:
    """Everything known of a token, asked in one go."""
    draft = exists().where(FilingDraft.token_hash == token_hash)
    evidence = exists().where(EvidenceFile.token_hash == token_hash)
    wanted = select(draft, evidence, Complaint).join_from(
        select(literal(1).label("always")).subquery(), Complaint, Complaint.token_hash == token_hash, isouter=True
    )
    has_draft, has_evidence, complaint = session.execute(wanted).one()
    return KnownToken(complaint, has_draft, has_evidence)


def require_shown(session: Session, round_id: UUID) -> None:
    """Raises NotFound when the round was hidden."""
    if session.scalar(select(Round.hidden_at).where(Round.id == round_id)) is not None:
        raise NotFound("round", str(round_id))


def find_by_token(session: Session, token_hash: str) -> Complaint | None:
    """The complaint that was filed with this token."""
    return session.scalar(select(Complaint).where(Complaint.token_hash == token_hash))


@dataclass(frozen=True)
class Told:
    """A released text with how many others said that the same happened to them."""

    complaint: Complaint
    words: str
    joined: int


def list_told(session: Session, round_id: UUID) -> Sequence[Told]:
    """Up to three released texts of the round: of the newest twenty those that most people joined."""
    newest = _released(round_id).order_by(PublicText.released_at.desc()).limit(NEWEST)
    joiner = aliased(Complaint)
    joined = select(func.count()).where(joiner.joins_id == Complaint.id, _is_here(joiner)).scalar_subquery()
    wanted = select(PublicText, joined).join(PublicText.complaint)
    wanted = wanted.where(PublicText.complaint_id.in_(select(newest.subquery().c.complaint_id)))
    wanted = wanted.order_by(joined.desc(), PublicText.released_at.desc()).limit(SHOWN)
    wanted = wanted.options(contains_eager(PublicText.complaint))
    return [Told(row.complaint, row.released or "", count) for row, count in session.execute(wanted)]


def find_told(session: Session, round_id: UUID, number: str) -> Complaint | None:
    """The complaint of this round with this number whose text is released: only such a one can be joined."""
    wanted = select(Complaint).where(Complaint.number == number, Complaint.id.in_(_released(round_id)))
    return session.scalar(wanted.options(selectinload(Complaint.grounds), selectinload(Complaint.demands)))


def _released(round_id: UUID) -> Select[UUID]:
    wanted = select(PublicText.complaint_id).join(PublicText.complaint)
    return wanted.where(PublicText.round_id == round_id, PublicText.state == TextState.RELEASED, _is_here(Complaint))


def _is_here(complaint: type[Complaint]) -> ColumnElement[bool]:
    """Neither withdrawn nor erased nor joined with another of the same person."""
    return and_(complaint.withdrawn_at.is_(None), complaint.erased_at.is_(None), complaint.joined_to_id.is_(None))


def get_complaint(session: Session, number: str) -> Complaint:
    """One complaint with everything that its filer sees of it. Raises NotFound, also when it was erased."""
    wanted = select(Complaint).where(Complaint.number == number, Complaint.erased_at.is_(None))
    found = session.scalar(
        wanted.options(
            joinedload(Complaint.round).joinedload(Round.region),
            joinedload(Complaint.round).joinedload(Round.authority),
            joinedload(Complaint.locality),
            selectinload(Complaint.grounds),
            selectinload(Complaint.demands),
        )
    )
    if found is None:
        raise NotFound("complaint", number)
    return found
