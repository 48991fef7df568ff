"""The eligible complaints of a petition: those a filter asks for, page by page, and which of them are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.database import in_kazakh_order
from complaints.domain.complaint import Role
from complaints.models.complaints import Complaint, ComplaintDemand, ComplaintGround, EvidenceFile
from complaints.models.petitions import Petition, PetitionComplaint
from complaints.models.places import Locality
from complaints.petitions.standing import is_chosen, is_eligible, list_repeated

PAGE: Final = 50
OTHER_PLACE: Final = "other"


@dataclass(frozen=True)
class Wanted:
    """What a filter asks for; None asks for all. Days are the region's, both included."""

    role: Role | None = None
    ground: str | None = None
    demand: str | None = None
    place: str | None = None
    late: bool | None = None
    evidence: bool | None = None
    chosen: bool | None = None
    day_from: date | None = None
    day_to: date | None = None


@dataclass(frozen=True)
class Line:
    """`repeated`: an earlier eligible complaint has the same IIN or BIN."""

    complaint: Complaint
    is_chosen: bool
    repeated: bool


def matching(petition: Petition, wanted: Wanted) -> ColumnElement[bool]:
    """The eligible complaints that the filter asks for, as one condition."""
    condition = is_eligible(petition.round_id, petition.group_id, petition.id)
    for asked in _asked(petition, wanted):
        condition = condition & asked
    return condition


def count_matching(session: Session, petition: Petition, wanted: Wanted) -> int:
    return session.scalar(select(func.count()).select_from(Complaint).where(matching(petition, wanted))) or 0


def count_chosen(session: Session, petition: Petition) -> int:
    return session.scalar(select(func.count()).select_from(Complaint).where(is_chosen(petition))) or 0


def list_matching(session: Session, petition: Petition, wanted: Wanted, *, page: int) -> Sequence[Line]:
    """A page, oldest first, as the register will list them; pages are counted from 1."""
    statement = (
        select(Complaint)
        .where(matching(petition, wanted))
        .options(selectinload(Complaint.grounds), selectinload(Complaint.demands), joinedload(Complaint.locality))
        .order_by(Complaint.filed_at, Complaint.number)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    rows = session.scalars(statement).all()
    ids = [row.id for row in rows]
    chosen, repeated = _chosen_of(session, petition, ids), list_repeated(session, petition, ids)
    return [Line(row, row.id in chosen, row.id in repeated) for row in rows]


def list_localities(session: Session, region_code: str, language: str) -> Sequence[Locality]:
    """In the Kazakh order of their names."""
    name = Locality.name_kk if language == "kk" else Locality.name_ru
    return session.scalars(
        select(Locality).where(Locality.region_code == region_code).order_by(in_kazakh_order(name))
    ).all()


def _asked(petition: Petition, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.role is not None:
        yield Complaint.role == wanted.role
    if wanted.ground is not None:
        yield Complaint.grounds.any(ComplaintGround.code == wanted.ground)
    if wanted.demand is not None:
        yield Complaint.demands.any(ComplaintDemand.code == wanted.demand)
    if wanted.place is not None:
        is_elsewhere = wanted.place == OTHER_PLACE
        yield Complaint.locality_code.is_(None) if is_elsewhere else Complaint.locality_code == wanted.place
    with_evidence = select(EvidenceFile.complaint_id).where(EvidenceFile.complaint_id.is_not(None))
    in_draft = select(PetitionComplaint.complaint_id).where(PetitionComplaint.petition_id == petition.id)
    for answer, claim in (
        (wanted.late, Complaint.is_late == true()),
        (wanted.evidence, Complaint.id.in_(with_evidence)),
        (wanted.chosen, Complaint.id.in_(in_draft)),
    ):
        if answer is not None:
            yield claim if answer else ~claim
    zone = ZoneInfo(petition.round.region.time_zone)
    if wanted.day_from is not None:
        yield Complaint.filed_at >= datetime.combine(wanted.day_from, time.min, zone)
    if wanted.day_to is not None:
        yield Complaint.filed_at < datetime.combine(wanted.day_to + timedelta(days=1), time.min, zone)


def _chosen_of(session: Session, petition: Petition, ids: Sequence[UUID]) -> frozenset[UUID]:
    rows = select(PetitionComplaint.complaint_id).where(
        PetitionComplaint.petition_id == petition.id, PetitionComplaint.complaint_id.in_(ids)
    )
    return frozenset(session.scalars(rows))
