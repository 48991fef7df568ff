"""What reaching people by mail asks of the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from complaints.confirming import is_waiting
from complaints.domain.complaint import LinkPurpose, Mode
from complaints.domain.errors import NotFound
from complaints.models import Complaint, ContactLink, Round


def get_link(session: Session, token_hash: str, purpose: LinkPurpose, *, now: datetime) -> ContactLink:
    """The link that is still good for this purpose. Raises NotFound for one that is unknown or expired."""
    wanted = (ContactLink.token_hash == token_hash, ContactLink.purpose == purpose, ContactLink.expires_at > now)
    found = session.scalar(select(ContactLink).where(*wanted))
    if found is None:
        raise NotFound("contact_link")
    return found


def list_waiting(session: Session, link: ContactLink) -> Sequence[Complaint]:
    """The formal complaints of the link's address that nobody confirmed, newest first."""
    wanted = select(Complaint).where(Complaint.email_index == link.address_index, Complaint.mode == Mode.FORMAL)
    found = session.scalars(_shown(wanted.options(joinedload(Complaint.confirmation)))).all()
    return [complaint for complaint in found if is_waiting(complaint)]


def list_openable(session: Session, link: ContactLink) -> Sequence[Complaint]:
    """The complaints of the link's address that are not erased, newest first."""
    wanted = select(Complaint).where(Complaint.email_index == link.address_index, Complaint.erased_at.is_(None))
    return session.scalars(_shown(wanted)).all()


def _shown(wanted: Select[Complaint]) -> Select[Complaint]:
    around = joinedload(Complaint.round).joinedload(Round.region)
    return wanted.options(around).order_by(Complaint.filed_at.desc(), Complaint.number)
