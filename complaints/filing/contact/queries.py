"""What reaching people by mail asks of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from complaints.confirming import is_waiting
from complaints.database import in_kazakh_order
from complaints.domain.complaint import LookedAt, Mode
from complaints.models import Complaint, ComplaintGroup, ContactLink, Group, Look, Petition, Round, Supporter


@dataclass(frozen=True)
class LookOfGroup:
    """A member of this group looked at something of the filer. Which member is the group's own record."""

    group_name: str
    what: LookedAt
    at: datetime


def list_waiting(session: Session, link: ContactLink) -> Sequence[Complaint]:
    """The formal complaints of the link's address that nobody confirmed, newest first."""
    wanted = select(Complaint).where(Complaint.email_index == link.address_index, Complaint.mode == Mode.FORMAL)
    found = session.scalars(_shown(wanted.options(joinedload(Complaint.confirmation)))).all()
    return [complaint for complaint in found if is_waiting(complaint)]


def list_openable(session: Session, link: ContactLink) -> Sequence[Complaint]:
    """The complaints of the link's address that are not erased, newest first."""
    wanted = select(Complaint).where(Complaint.email_index == link.address_index, Complaint.erased_at.is_(None))
    return session.scalars(_shown(wanted)).all()


def list_supporters(session: Session, link: ContactLink) -> Sequence[Supporter]:
    """Those who agreed to a collective complaint with the link's address and did not erase it, newest first."""
    wanted = select(Supporter).where(Supporter.email_index == link.address_index, Supporter.erased_at.is_(None))
    around = joinedload(Supporter.petition).joinedload(Petition.round).joinedload(Round.region)
    return session.scalars(wanted.options(around).order_by(Supporter.joined_at.desc(), Supporter.number)).all()


def _shown(wanted: Select[Complaint]) -> Select[Complaint]:
    around = joinedload(Complaint.round).joinedload(Round.region)
    return wanted.options(around).order_by(Complaint.filed_at.desc(), Complaint.number)


def list_looks(session: Session, complaint: Complaint) -> Sequence[LookOfGroup]:
    """Who looked at what of the filer, oldest first."""
    wanted = select(Group.name, Look.what, Look.at).join(Group, Group.id == Look.group_id)
    found = session.execute(wanted.where(Look.complaint_id == complaint.id).order_by(Look.at, Look.id))
    return [LookOfGroup(name, what, at) for name, what, at in found]


def list_named_groups(session: Session, complaint: Complaint) -> Sequence[str]:
    """The names of the groups that the consent named, in Kazakh order."""
    wanted = select(Group.name).join(ComplaintGroup).where(ComplaintGroup.complaint_id == complaint.id)
    return session.scalars(wanted.order_by(in_kazakh_order(Group.name))).all()


def find_group_name(session: Session, group_id: UUID) -> str | None:
    return session.scalar(select(Group.name).where(Group.id == group_id))
