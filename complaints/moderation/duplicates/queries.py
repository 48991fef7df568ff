"""What comparing complaints and deciding about likely duplicates asks of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Load, Session

from complaints.domain.moderation import LikenessKind, LikenessState
from complaints.models import Complaint, Likeness, Round, TextBand

MOST_COMPARED: Final = 50
"""Texts compared with one: those that share most bands (our choice; only the first of each text keeps bands)."""
MOST_OF_A_PERSON: Final = 200


@dataclass(frozen=True)
class Subject:
    """A complaint as it is compared. `has_left`: withdrawn or erased; one that was joined stays comparable."""

    id: UUID
    round_id: UUID
    version: int
    filed_at: datetime
    narrative_enc: bytes | None
    iin_index: str | None
    bin_index: str | None
    has_left: bool

    @property
    def place(self) -> tuple[datetime, UUID]:
        """Orders complaints by their filing."""
        return self.filed_at, self.id


STAYS: Final = and_(Complaint.withdrawn_at.is_(None), Complaint.erased_at.is_(None))


def find_subject(session: Session, complaint_id: UUID) -> Subject | None:
    return next(iter(_subjects(session, Complaint.id == complaint_id)), None)


def list_subjects(session: Session, ids: Iterable[UUID]) -> Sequence[Subject]:
    return _subjects(session, Complaint.id.in_(list(ids)))


def list_candidates(session: Session, subject: Subject, values: Sequence[str]) -> Sequence[UUID]:
    """Complaints that share a band, those with most of them first; the key of the bands is the round's, so they are of
    the same round. Only the first complaint with a text keeps bands: a text pasted five hundred times is one candidate.
    """
    if not values:
        return ()
    shared = or_(*(and_(TextBand.band == band, TextBand.value == value) for band, value in enumerate(values)))
    statement = (
        select(TextBand.complaint_id)
        .where(shared, TextBand.complaint_id != subject.id)
        .group_by(TextBand.complaint_id)
        .order_by(func.count().desc(), TextBand.complaint_id)
        .limit(MOST_COMPARED)
    )
    return session.scalars(statement).all()


def list_same_person(session: Session, subject: Subject) -> Sequence[Subject]:
    """Complaints of the same round with the same keyed hash of IIN or BIN, the subject among them, as they were
    filed."""
    marks: list[ColumnElement[bool]] = []
    if subject.iin_index:
        marks.append(Complaint.iin_index == subject.iin_index)
    if subject.bin_index:
        marks.append(Complaint.bin_index == subject.bin_index)
    if not marks:
        return ()
    return _subjects(session, Complaint.round_id == subject.round_id, STAYS, or_(*marks))[:MOST_OF_A_PERSON]


def list_bands(session: Session, complaint_id: UUID) -> Sequence[str]:
    bands = select(TextBand.value).where(TextBand.complaint_id == complaint_id).order_by(TextBand.band)
    return session.scalars(bands).all()


def list_marks(session: Session, complaint_id: UUID) -> Sequence[Likeness]:
    """The marks of a complaint as the later one."""
    return session.scalars(select(Likeness).where(Likeness.complaint_id == complaint_id)).all()


def list_followers(session: Session, earlier_id: UUID) -> Sequence[Likeness]:
    """The marks of the complaints that were filed after this one and are like it."""
    return session.scalars(select(Likeness).where(Likeness.earlier_id == earlier_id)).all()


def lock_round(session: Session, round_id: UUID) -> None:
    """Until the transaction ends no other marks are written for this round: two equal texts that are compared at the
    same time would each miss the other. Filing goes on: its reference to the round needs only the key to stay."""
    session.execute(select(Round.id).where(Round.id == round_id).with_for_update(key_share=True))


def find_mark(session: Session, mark_id: UUID) -> Likeness | None:
    return session.get(Likeness, mark_id)


def lock_mark(session: Session, mark_id: UUID) -> Likeness | None:
    """The mark as it stands now; until the transaction ends nobody else decides about it."""
    wanted = select(Likeness).where(Likeness.id == mark_id).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def list_open_marks(session: Session, kind: LikenessKind, earlier_id: UUID) -> Sequence[Likeness]:
    """Locked, in one order."""
    wanted = select(Likeness).where(
        Likeness.kind == kind, Likeness.earlier_id == earlier_id, Likeness.state == LikenessState.OPEN
    )
    return session.scalars(wanted.order_by(Likeness.id).with_for_update()).all()


def list_marks_of_pair(session: Session, mark: Likeness) -> Sequence[Likeness]:
    """The marks between the same two complaints, this one among them: they are decided together."""
    pair = select(Likeness).where(Likeness.complaint_id == mark.complaint_id, Likeness.earlier_id == mark.earlier_id)
    return session.scalars(pair.order_by(Likeness.id).with_for_update()).all()


def list_joined_with(session: Session, ids: Iterable[UUID]) -> Sequence[UUID]:
    """The complaints that a moderator joined with one of these."""
    known = list(ids)
    joined = select(Likeness.complaint_id, Likeness.earlier_id).where(Likeness.state == LikenessState.JOINED)
    about = or_(Likeness.complaint_id.in_(known), Likeness.earlier_id.in_(known))
    found = {one for pair in session.execute(joined.where(about)) for one in pair}
    return sorted(found - set(known))


def list_joined_complaints(session: Session, complaint_id: UUID) -> Sequence[Complaint]:
    """This complaint and all that are joined with it, directly or through others, as they were filed; withdrawn and
    erased ones are left out."""
    known = {complaint_id}
    while more := list_joined_with(session, known):
        known.update(more)
    return session.scalars(
        select(Complaint).where(Complaint.id.in_(known), STAYS).order_by(Complaint.filed_at, Complaint.id)
    ).all()


def _subjects(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Subject]:
    """In the order of filing."""
    columns = (
        Complaint.id,
        Complaint.round_id,
        Complaint.version,
        Complaint.filed_at,
        Complaint.narrative_enc,
        Complaint.iin_index,
        Complaint.bin_index,
        Complaint.withdrawn_at.is_not(None) | Complaint.erased_at.is_not(None),
    )
    rows = session.execute(select(*columns).where(*conditions).order_by(Complaint.filed_at, Complaint.id))
    return [Subject(*row) for row in rows]


@dataclass(frozen=True)
class Cluster:
    """Complaints that are like one earlier complaint; `size` counts that one too."""

    kind: LikenessKind
    earlier: Complaint
    size: int
    waiting: int
    """Marks that nobody decided about."""


def list_clusters(session: Session, *, decided: bool, offset: int, limit: int) -> Sequence[Cluster]:
    """Those with something to decide, or those with nothing left; the newest first."""
    waiting = func.count().filter(Likeness.state == LikenessState.OPEN)
    grouped = (
        select(Likeness.kind, Likeness.earlier_id, func.count(), waiting)
        .group_by(Likeness.kind, Likeness.earlier_id)
        .having(waiting == 0 if decided else waiting > 0)
        .order_by(func.max(Likeness.found_at).desc(), Likeness.kind, Likeness.earlier_id)
        .offset(offset)
        .limit(limit)
    )
    rows = session.execute(grouped).all()
    earlier = {row.id: row for row in _complaints(session, [row[1] for row in rows])}
    return [Cluster(kind, earlier[earlier_id], count + 1, left) for kind, earlier_id, count, left in rows]


def count_clusters(session: Session) -> Mapping[bool, int]:
    """How many have nothing left to decide (True) and how many have (False)."""
    waiting = func.count().filter(Likeness.state == LikenessState.OPEN)
    clusters = select((waiting == 0).label("decided")).group_by(Likeness.kind, Likeness.earlier_id).subquery()
    counted = dict.fromkeys((True, False), 0)
    for decided, count in session.execute(select(clusters.c.decided, func.count()).group_by(clusters.c.decided)):
        counted[bool(decided)] = count
    return counted


def find_cluster(session: Session, kind: LikenessKind, number: str) -> Cluster | None:
    """The cluster of this kind around the complaint with this number."""
    earlier = session.scalar(select(Complaint).where(Complaint.number == number))
    if earlier is None:
        return None
    waiting = func.count().filter(Likeness.state == LikenessState.OPEN)
    counted = select(func.count(), waiting).where(Likeness.kind == kind, Likeness.earlier_id == earlier.id)
    size, left = session.execute(counted).one()
    return Cluster(kind, earlier, size + 1, left) if size else None


def list_likenesses(session: Session, cluster: Cluster, *, offset: int, limit: int) -> Sequence[Likeness]:
    """The undecided first, then as they were filed."""
    statement = (
        select(Likeness)
        .join(Complaint, Complaint.id == Likeness.complaint_id)
        .where(Likeness.kind == cluster.kind, Likeness.earlier_id == cluster.earlier.id)
        .order_by(Likeness.state != LikenessState.OPEN, Complaint.filed_at, Complaint.id)
        .options(*_all_shown(Load(Likeness).contains_eager(Likeness.complaint)))
        .offset(offset)
        .limit(limit)
    )
    return session.scalars(statement).all()


def _complaints(session: Session, ids: Sequence[UUID]) -> Sequence[Complaint]:
    """With all that is shown of them."""
    wanted = select(Complaint).where(Complaint.id.in_(ids))
    return session.scalars(wanted.options(*_all_shown(Load(Complaint)))).all()


def _all_shown(complaint: Load) -> Sequence[Load]:
    """What is shown of a complaint, loaded with it."""
    return (
        complaint.joinedload(Complaint.round).joinedload(Round.region),
        complaint.joinedload(Complaint.locality),
        complaint.joinedload(Complaint.confirmation),
        complaint.selectinload(Complaint.grounds),
        complaint.selectinload(Complaint.demands),
    )
