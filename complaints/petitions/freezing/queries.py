"""Who comes into a petition by a freeze for the first time, and is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition, PetitionVersion, VersionComplaint
from complaints.petitions.standing import is_chosen


def count_newcomers(session: Session, petition: Petition) -> int:
    """How many of those chosen would be told by mail: they left an address and stood in no version before."""
    new = ~Complaint.id.in_(_known(petition.id, None))
    wanted = select(func.count()).select_from(Complaint).where(is_chosen(petition), _has_address(), new)
    return session.scalar(wanted) or 0


def list_newcomers(session: Session, version: PetitionVersion) -> Sequence[Complaint]:
    """Those in the version, and still in it, who left an address and stood in no earlier version of the petition."""
    still_in = select(VersionComplaint.complaint_id).where(
        VersionComplaint.version_id == version.id, VersionComplaint.left_at.is_(None)
    )
    new = ~Complaint.id.in_(_known(version.petition_id, version.number))
    wanted = select(Complaint).where(Complaint.id.in_(still_in), _has_address(), new)
    return session.scalars(wanted.order_by(Complaint.filed_at, Complaint.number)).all()


def _has_address() -> ColumnElement[bool]:
    return Complaint.email_enc.is_not(None)


def _known(petition_id: int, before: int | None) -> Select[UUID]:
    versions = select(PetitionVersion.id).where(PetitionVersion.petition_id == petition_id)
    if before is not None:
        versions = versions.where(PetitionVersion.number < before)
    return select(VersionComplaint.complaint_id).where(VersionComplaint.version_id.in_(versions))
