"""Which complaints a group's list shows, and what it knows of each: never a name, a phone or an unreleased word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, false, func, or_, select, true
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from complaints.database import in_kazakh_order
from complaints.domain.complaint import Mode, Role
from complaints.domain.folding import fold
from complaints.domain.moderation import LikenessKind, LikenessState, TextState
from complaints.models import (
    Complaint,
    ComplaintDemand,
    ComplaintGround,
    Likeness,
    Locality,
    PublicText,
    Round,
)

PAGE: Final = 50
BATCH: Final = 500
"""Rows read at once for the spreadsheet."""
OTHER_PLACE: Final = "other"
SEALED: Final = (
    Complaint.narrative_enc, Complaint.full_name_enc, Complaint.iin_enc, Complaint.bin_enc, Complaint.organisation_enc,
    Complaint.phone_enc, Complaint.email_enc, Complaint.postal_address_enc, Complaint.locality_other_enc,
)  # fmt: skip
TYPED_FOR: Final = str.maketrans("OoIiLl", "001111")
"""Letters that people type for the digits of a number."""


@dataclass(frozen=True)
class Wanted:
    """Which complaints; None and the empty text ask for all. Days are the region's, both included.

    `same_text`: the number of a complaint; those with nearly its text, itself among them.
    """

    ground: str | None = None
    demand: str | None = None
    role: Role | None = None
    mode: Mode | None = None
    place: str | None = None
    day_from: date | None = None
    day_to: date | None = None
    confirmed: bool | None = None
    late: bool | None = None
    duplicate: bool | None = None
    released: bool | None = None
    same_text: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """`same_text`: how many complaints have nearly this text, 0 when no other has. `like`: why it may be a duplicate,
    as long as no moderator has decided."""

    complaint: Complaint
    released: str | None
    same_text: int
    like: frozenset[LikenessKind]


@dataclass(frozen=True)
class Counts:
    """`people`: of those shown, each person once as far as the keyed hash of IIN or BIN and moderators tell."""

    all: int
    shown: int
    people: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.shown // PAGE))


def count_complaints(session: Session, round_: Round, wanted: Wanted) -> Counts:
    every = session.scalar(select(func.count()).select_from(_ids(round_, Wanted()).subquery())) or 0
    shown = _ids(round_, wanted).add_columns(_person(), Complaint.joined_to_id.is_(None).label("counts")).subquery()
    people = func.count(shown.c.person.distinct()).filter(shown.c.counts)
    count, persons = session.execute(select(func.count(), people).select_from(shown)).one()
    return Counts(all=every, shown=count, people=persons)


def list_complaints(session: Session, round_: Round, wanted: Wanted, *, page: int) -> Sequence[Line]:
    """A page of the list, the newest first; pages are counted from 1."""
    return _lines(session, _newest_first(round_, wanted).limit(PAGE).offset((page - 1) * PAGE))


def iterate_complaints(session: Session, round_: Round, wanted: Wanted) -> Iterator[Line]:
    """All of them, in the order of the list."""
    offset = 0
    while batch := _lines(session, _newest_first(round_, wanted).limit(BATCH).offset(offset)):
        yield from batch
        offset += BATCH


def list_localities(session: Session, region_code: str, language: str) -> Sequence[Locality]:
    """In the Kazakh order of their names; on English pages the Russian names."""
    name = Locality.name_kk if language == "kk" else Locality.name_ru
    wanted = select(Locality).where(Locality.region_code == region_code)
    return session.scalars(wanted.order_by(in_kazakh_order(name))).all()


def _newest_first(round_: Round, wanted: Wanted) -> Select[Complaint, str | None]:
    released = case((_is_released(), PublicText.released))
    shown = (selectinload(Complaint.grounds), selectinload(Complaint.demands), joinedload(Complaint.locality))
    return (
        select(Complaint, released)
        .outerjoin(PublicText, PublicText.complaint_id == Complaint.id)
        .where(*_conditions(round_, wanted))
        .options(*shown, joinedload(Complaint.confirmation), *(defer(column) for column in SEALED))
        .order_by(Complaint.filed_at.desc(), Complaint.id.desc())
    )


def _ids(round_: Round, wanted: Wanted) -> Select[UUID]:
    texts = select(Complaint.id).outerjoin(PublicText, PublicText.complaint_id == Complaint.id)
    return texts.where(*_conditions(round_, wanted))


def _person() -> ColumnElement[str]:
    return func.coalesce(Complaint.iin_index, Complaint.bin_index, cast(Complaint.id, String)).label("person")


def _is_released() -> ColumnElement[bool]:
    return and_(PublicText.state == TextState.RELEASED, PublicText.released.is_not(None))


def _conditions(round_: Round, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Withdrawn and erased complaints are in no list."""
    asked = [Complaint.round_id == round_.id, Complaint.withdrawn_at.is_(None), Complaint.erased_at.is_(None)]
    if wanted.ground is not None:
        asked.append(Complaint.grounds.any(ComplaintGround.code == wanted.ground))
    if wanted.demand is not None:
        asked.append(Complaint.demands.any(ComplaintDemand.code == wanted.demand))
    if wanted.role is not None:
        asked.append(Complaint.role == wanted.role)
    if wanted.mode is not None:
        asked.append(Complaint.mode == wanted.mode)
    if wanted.place is not None:
        is_elsewhere = wanted.place == OTHER_PLACE
        asked.append(Complaint.locality_code.is_(None) if is_elsewhere else Complaint.locality_code == wanted.place)
    asked += _in_days(wanted, ZoneInfo(round_.region.time_zone))
    return asked + _marked(wanted) + _with_words(wanted)


def _in_days(wanted: Wanted, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    if wanted.day_from is not None:
        yield Complaint.filed_at >= datetime.combine(wanted.day_from, time.min, zone)
    if wanted.day_to is not None:
        yield Complaint.filed_at < datetime.combine(wanted.day_to + timedelta(days=1), time.min, zone)


def _marked(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Evidence alone needs no confirmation: it is neither confirmed nor waiting for that."""
    is_formal, is_confirmed = Complaint.mode == Mode.FORMAL, Complaint.confirmation.has()
    is_published = case((_is_released(), true()), else_=false())
    is_open = Likeness.state == LikenessState.OPEN
    is_alike = or_(
        Complaint.id.in_(select(Likeness.complaint_id).where(is_open)),
        Complaint.id.in_(select(Likeness.earlier_id).where(is_open)),
    )
    claims = (
        (wanted.confirmed, is_confirmed, and_(is_formal, ~is_confirmed)),
        (wanted.late, Complaint.is_late == true(), Complaint.is_late == false()),
        (wanted.duplicate, is_alike, ~is_alike),
        (wanted.released, is_published == true(), is_published == false()),
    )
    found = [claim if answer else denial for answer, claim, denial in claims if answer is not None]
    return found + ([_has_text_of(wanted.same_text)] if wanted.same_text else [])


def _has_text_of(number: str) -> ColumnElement[bool]:
    """The complaint with this number, the first with its text, and all that are marked against that one."""
    same = Likeness.kind == LikenessKind.SAME_TEXT
    this = select(Complaint.id).where(Complaint.number == number).scalar_subquery()
    first = select(Likeness.earlier_id).where(same, Likeness.complaint_id == this).limit(1).scalar_subquery()
    head = func.coalesce(first, this)
    return or_(
        Complaint.id == head, Complaint.id.in_(select(Likeness.complaint_id).where(same, Likeness.earlier_id == head))
    )


def _with_words(wanted: Wanted) -> list[ColumnElement[bool]]:
    words = fold(wanted.words)
    if not words:
        return []
    number = "".join(wanted.words.upper().translate(TYPED_FOR).split())
    if len(number) == 8 and "-" not in number:
        number = f"{number[:4]}-{number[4:]}"
    in_text = and_(_is_released(), PublicText.searchable.contains(words, autoescape=True))
    return [or_(Complaint.number.contains(number, autoescape=True), in_text)]


def _lines(session: Session, statement: Select[Complaint, str | None]) -> list[Line]:
    rows = session.execute(statement).all()
    ids = [complaint.id for complaint, _released in rows]
    sizes, like = _sizes_of_texts(session, ids), _likenesses(session, ids)
    return [
        Line(complaint, released, sizes.get(complaint.id, 0), like.get(complaint.id, frozenset()))
        for complaint, released in rows
    ]


def _sizes_of_texts(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """For each complaint that shares its text, how many have it."""
    same = Likeness.kind == LikenessKind.SAME_TEXT
    of_these = select(Likeness.complaint_id, Likeness.earlier_id).where(same, Likeness.complaint_id.in_(ids))
    first = {later: earlier for later, earlier in session.execute(of_these)}  # noqa: C416 (rows are no pairs to mypy)
    heads = {first.get(complaint_id, complaint_id) for complaint_id in ids}
    counted = (
        select(Likeness.earlier_id, func.count())
        .join(Complaint, Complaint.id == Likeness.complaint_id)
        .where(same, Likeness.earlier_id.in_(heads), Complaint.withdrawn_at.is_(None), Complaint.erased_at.is_(None))
        .group_by(Likeness.earlier_id)
    )
    sizes = {earlier: count + 1 for earlier, count in session.execute(counted)}
    return {one: sizes[head] for one in ids if (head := first.get(one, one)) in sizes}


def _likenesses(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, frozenset[LikenessKind]]:
    """Why each may be a duplicate, as long as nobody has decided."""
    marks = select(Likeness.complaint_id, Likeness.earlier_id, Likeness.kind).where(
        Likeness.state == LikenessState.OPEN, or_(Likeness.complaint_id.in_(ids), Likeness.earlier_id.in_(ids))
    )
    found: dict[UUID, frozenset[LikenessKind]] = {}
    for later, earlier, kind in session.execute(marks):
        for one in (later, earlier):
            found[one] = found.get(one, frozenset()) | {kind}
    return found
