"""What moderators ask of the database. The viewer comes first, and nothing here reads who filed a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from complaints import data
from complaints.domain.access import Permission, Viewer, may
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, NotFound
from complaints.domain.moderation import LikenessKind, LikenessState, TextState
from complaints.models.complaints import Complaint
from complaints.models.moderation import Likeness, ModerationDecision, PublicText
from complaints.models.rounds import Round

PAGE: Final = 50


@dataclass(frozen=True)
class Wanted:
    """Which texts: in this state and, where given, this language and round (its slug)."""

    state: TextState = TextState.WAITING
    language: LetterLanguage | None = None
    round_slug: str | None = None


@dataclass(frozen=True)
class Line:
    """One text of the list. `alike` says in which ways another complaint looks the same, and nobody has decided."""

    text: PublicText
    alike: frozenset[LikenessKind]
    is_sensitive: bool


@dataclass(frozen=True)
class Sheet:
    """One page of the list; pages are counted from 1."""

    lines: Sequence[Line]
    total: int
    number: int
    pages: int


def require_moderator(viewer: Viewer) -> UUID:
    """The account of a moderator. Raises Forbidden for anybody else."""
    if viewer.account_id is None or not may(viewer, Permission.MODERATE):
        raise Forbidden
    return viewer.account_id


def list_texts(session: Session, viewer: Viewer, wanted: Wanted, *, page: int) -> Sheet:
    """A page of the texts, the one that waits longest first; decided ones newest first. A page too far is the last."""
    require_moderator(viewer)
    total = session.scalar(select(func.count()).select_from(texts_wanted(wanted).subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    is_queue = wanted.state is TextState.WAITING
    order = PublicText.queued_at if is_queue else PublicText.queued_at.desc()
    statement = texts_wanted(wanted).order_by(order, PublicText.complaint_id).options(*_whole())
    texts = session.scalars(statement.limit(PAGE).offset((number - 1) * PAGE)).all()
    alike = find_alike(session, [text.complaint_id for text in texts])
    lines = [Line(text, alike.get(text.complaint_id, frozenset()), is_sensitive(text.complaint)) for text in texts]
    return Sheet(lines, total, number, pages)


def texts_wanted(wanted: Wanted) -> Select[PublicText]:
    """The texts that may be moderated at all: their writers still agree and have not taken the complaint back."""
    statement = select(PublicText).join(PublicText.complaint).where(*_publishable(), PublicText.state == wanted.state)
    if wanted.language is not None:
        statement = statement.where(Complaint.language == wanted.language)
    if wanted.round_slug is not None:
        statement = statement.join(Round, Round.id == PublicText.round_id).where(Round.slug == wanted.round_slug)
    return statement


def count_waiting(session: Session, viewer: Viewer) -> Mapping[LetterLanguage, int]:
    """How many texts wait, by the language of the complaint."""
    require_moderator(viewer)
    statement = (
        select(Complaint.language, func.count())
        .join(PublicText, PublicText.complaint_id == Complaint.id)
        .where(*_publishable(), PublicText.state == TextState.WAITING)
        .group_by(Complaint.language)
    )
    counted: dict[LetterLanguage, int] = dict(iter(session.execute(statement)))
    return {language: counted.get(language, 0) for language in LetterLanguage}


def list_rounds(session: Session, viewer: Viewer) -> Sequence[Round]:
    """The rounds that have any text, newest first."""
    require_moderator(viewer)
    with_texts = select(Round).where(Round.id.in_(select(PublicText.round_id)))
    return session.scalars(with_texts.order_by(Round.held_on_earliest.desc(), Round.slug)).all()


def get_text(session: Session, viewer: Viewer, complaint_id: UUID) -> PublicText:
    """One text with its complaint. Raises NotFound, also when the writer no longer agrees."""
    require_moderator(viewer)
    found = session.scalar(_one(complaint_id).options(*_whole()))
    if found is None:
        raise NotFound("text", str(complaint_id))
    return found


def lock_text(session: Session, viewer: Viewer, complaint_id: UUID) -> PublicText:
    """As it stands now; nobody else changes it until this transaction ends. Raises NotFound."""
    require_moderator(viewer)
    found = session.scalar(_one(complaint_id).with_for_update(of=PublicText).execution_options(populate_existing=True))
    if found is None:
        raise NotFound("text", str(complaint_id))
    session.refresh(found.complaint)
    return found


def lock_next(session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime) -> PublicText | None:
    """The text that this moderator has already taken, or else the one that waits longest and nobody has.

    One that another transaction is just taking is passed over, so that two moderators never get the same.
    """
    account_id = require_moderator(viewer)
    free = or_(PublicText.taken_until.is_(None), PublicText.taken_until <= now)
    for is_mine in (PublicText.taken_by == account_id, free):
        statement = texts_wanted(wanted).where(is_mine).order_by(PublicText.queued_at, PublicText.complaint_id)
        locked = statement.limit(1).with_for_update(of=PublicText, skip_locked=True)
        found = session.scalar(locked.execution_options(populate_existing=True))
        if found is not None:
            return found
    return None


def list_decisions(session: Session, viewer: Viewer, complaint_id: UUID) -> Sequence[ModerationDecision]:
    """What was decided about the text, newest first."""
    require_moderator(viewer)
    return session.scalars(_decisions(complaint_id)).all()


def find_latest_decision(session: Session, complaint_id: UUID) -> ModerationDecision | None:
    return session.scalar(_decisions(complaint_id).limit(1))


def find_alike(session: Session, complaint_ids: Iterable[UUID]) -> Mapping[UUID, frozenset[LikenessKind]]:
    """For each of the complaints the open marks that it looks like another one."""
    ids = list(complaint_ids)
    marks = select(Likeness.complaint_id, Likeness.earlier_id, Likeness.kind).where(
        Likeness.state == LikenessState.OPEN, or_(Likeness.complaint_id.in_(ids), Likeness.earlier_id.in_(ids))
    )
    found: dict[UUID, frozenset[LikenessKind]] = {}
    for later, earlier, kind in session.execute(marks):
        for complaint_id in (later, earlier):
            found[complaint_id] = found.get(complaint_id, frozenset()) | {kind}
    return found


def is_sensitive(complaint: Complaint) -> bool:
    """Whether a ground of the complaint accuses somebody of an offence."""
    grounds = data.grounds()
    return any(grounds[ground.code].sensitive for ground in complaint.grounds if ground.code in grounds)


def _one(complaint_id: UUID) -> Select[PublicText]:
    return select(PublicText).join(PublicText.complaint).where(PublicText.complaint_id == complaint_id, *_publishable())


def _publishable() -> tuple[ColumnElement[bool], ...]:
    return (
        Complaint.consent_publish.is_(True),
        Complaint.narrative_enc.is_not(None),
        Complaint.withdrawn_at.is_(None),
        Complaint.erased_at.is_(None),
    )


def _whole() -> tuple[ORMOption, ...]:
    complaint = joinedload(PublicText.complaint)
    return complaint.selectinload(Complaint.grounds), complaint.joinedload(Complaint.round)


def _decisions(complaint_id: UUID) -> Select[ModerationDecision]:
    made = select(ModerationDecision).where(ModerationDecision.complaint_id == complaint_id)
    return made.order_by(ModerationDecision.decided_at.desc(), ModerationDecision.id.desc())
