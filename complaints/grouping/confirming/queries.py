"""Which complaints a group may confirm: formal ones about its rounds whose consent named it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from complaints.confirming import waits_for_group
from complaints.domain.errors import NotFound
from complaints.models import Complaint, Group, GroupRound, Look, Round

PER_PAGE: Final = 50


@dataclass(frozen=True)
class Page:
    """One page of them, oldest first. `looks`: how often a member of this group looked at the phone, by complaint."""

    complaints: Sequence[Complaint]
    looks: dict[UUID, int]
    total: int
    number: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def list_unconfirmed(session: Session, group: Group, number: int) -> Page:
    """The page with this number, or the last one when there are fewer."""
    total = session.scalar(select(func.count()).select_from(Complaint).where(_waits_for(group))) or 0
    number = max(1, min(number, -(-total // PER_PAGE)))
    wanted = select(Complaint).where(_waits_for(group)).options(joinedload(Complaint.round).joinedload(Round.region))
    wanted = wanted.order_by(Complaint.filed_at, Complaint.number).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    found = session.scalars(wanted).all()
    return Page(found, _count_looks(session, group, [complaint.id for complaint in found]), total, number)


def get_unconfirmed(session: Session, group: Group, number: str) -> Complaint:
    """Raises NotFound for one that is confirmed, has left, or that this group has nothing to do with."""
    found = session.scalar(select(Complaint).where(Complaint.number == number, _waits_for(group)))
    if found is None:
        raise NotFound("complaint", number)
    return found


def has_looked(session: Session, group: Group, complaint: Complaint) -> bool:
    """Whether a member of the group saw the phone of the complaint."""
    return bool(_count_looks(session, group, [complaint.id]))


def _waits_for(group: Group) -> ColumnElement[bool]:
    attached = select(GroupRound.round_id).where(GroupRound.group_id == group.id)
    return and_(Complaint.round_id.in_(attached), waits_for_group(group.id))


def _count_looks(session: Session, group: Group, complaint_ids: Sequence[UUID]) -> dict[UUID, int]:
    wanted = select(Look.complaint_id, func.count()).where(
        Look.group_id == group.id, Look.complaint_id.in_(complaint_ids)
    )
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Look.complaint_id)) if row[0]}


def list_looks(session: Session, group: Group, complaint: Complaint) -> Sequence[Look]:
    """When members of the group looked at the phone, oldest first: each is an attempt to reach the person."""
    wanted = select(Look).where(Look.group_id == group.id, Look.complaint_id == complaint.id)
    return session.scalars(wanted.order_by(Look.at, Look.id)).all()
