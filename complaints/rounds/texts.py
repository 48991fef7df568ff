"""Released texts of a round as the public reads them: what a moderator let through, never who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from complaints.domain.complaint import LetterLanguage, Role
from complaints.domain.folding import fold
from complaints.domain.moderation import TextState
from complaints.domain.small_numbers import SMALL
from complaints.models.complaints import Complaint, ComplaintGround
from complaints.models.moderation import PublicText
from complaints.rounds.queries import Tallies

PAGE: Final = 50
ON_DOSSIER: Final = 3
Spot = tuple[Role, str]
"""Who writes and from where (code of the place): shown together only when enough people share both."""


@dataclass(frozen=True)
class Wanted:
    """Which texts; None and the empty text ask for all."""

    ground: str | None = None
    role: Role | None = None
    language: LetterLanguage | None = None
    place: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Sheet:
    """One page of the list; pages are counted from 1. `joined`: how many say that the same happened to them."""

    texts: Sequence[PublicText]
    joined: Mapping[UUID, int]
    total: int
    number: int
    pages: int


def spots_of(tallies: Tallies) -> frozenset[Spot]:
    """Where a text may say that it comes from: at least five complaints of the round have this role and place.

    The product's small-number rule, because the text shows both.
    """
    counted = tallies.get("role_locality", {})
    spots = (key.split("|") for key, count in counted.items() if count >= SMALL)
    return frozenset((Role(role), code) for role, code in spots)


def list_texts(session: Session, round_id: UUID, wanted: Wanted, spots: frozenset[Spot], *, page: int) -> Sheet:
    """A page of the released texts, the newest first. A page too far is the last."""
    statement = _released(round_id, wanted, spots)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    texts = session.scalars(_newest_first(statement).limit(PAGE).offset((number - 1) * PAGE)).all()
    return Sheet(texts, count_joined(session, [text.complaint_id for text in texts]), total, number, pages)


def list_newest(session: Session, round_id: UUID) -> Sequence[PublicText]:
    """The few that the dossier shows."""
    return session.scalars(_newest_first(_released(round_id, Wanted(), frozenset())).limit(ON_DOSSIER)).all()


def count_joined(session: Session, complaint_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many complaints took each of these over; withdrawn, erased and joined ones do not count."""
    counted = (
        select(Complaint.joins_id, func.count())
        .where(Complaint.joins_id.in_(list(complaint_ids)), *_stays())
        .group_by(Complaint.joins_id)
    )
    return {joins_id: count for joins_id, count in session.execute(counted) if joins_id is not None}


def _released(round_id: UUID, wanted: Wanted, spots: frozenset[Spot]) -> Select[PublicText]:
    asked: list[ColumnElement[bool]] = []
    if wanted.ground is not None:
        asked.append(Complaint.grounds.any(ComplaintGround.code == wanted.ground))
    if wanted.role is not None:
        asked.append(Complaint.role == wanted.role)
    if wanted.language is not None:
        asked.append(Complaint.language == wanted.language)
    if wanted.place is not None:
        asked.append(_is_from(wanted.place, spots))
    if words := fold(wanted.words):
        asked.append(PublicText.searchable.contains(words, autoescape=True))
    is_released = and_(PublicText.state == TextState.RELEASED, PublicText.released.is_not(None))
    texts = select(PublicText).join(PublicText.complaint).where(PublicText.round_id == round_id, is_released)
    return texts.where(*_stays(), *asked)


def _is_from(place: str, spots: Iterable[Spot]) -> ColumnElement[bool]:
    """Texts that say that they are from there; one that does not say it is not found by it either."""
    fitting = [and_(Complaint.role == role, Complaint.locality_code == code) for role, code in spots if code == place]
    return or_(*fitting) if fitting else false()


def _stays() -> tuple[ColumnElement[bool], ...]:
    return Complaint.withdrawn_at.is_(None), Complaint.erased_at.is_(None), Complaint.joined_to_id.is_(None)


def _newest_first(statement: Select[PublicText]) -> Select[PublicText]:
    complaint = joinedload(PublicText.complaint)
    shown = (complaint.selectinload(Complaint.grounds), complaint.joinedload(Complaint.locality))
    return statement.options(*shown).order_by(PublicText.released_at.desc(), PublicText.complaint_id.desc())
