"""Complaints go into the register of a draft and out of it as sets: nobody overwrites another, twice is once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, insert, literal, select
from sqlalchemy.orm import Session

from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition, PetitionComplaint


def put_in(session: Session, petition: Petition, condition: ColumnElement[bool]) -> None:
    """The complaints of the condition; those that are in stay in. The caller asks that they are eligible."""
    known = select(PetitionComplaint.complaint_id).where(PetitionComplaint.petition_id == petition.id)
    wanted = select(literal(petition.id), Complaint.id).where(condition, Complaint.id.not_in(known))
    session.execute(insert(PetitionComplaint).from_select(["petition_id", "complaint_id"], wanted))
    session.expire(petition, ["chosen"])


def take_out(session: Session, petition: Petition, condition: ColumnElement[bool]) -> None:
    gone = select(Complaint.id).where(condition)
    session.execute(
        delete(PetitionComplaint).where(
            PetitionComplaint.petition_id == petition.id, PetitionComplaint.complaint_id.in_(gone)
        )
    )
    session.expire(petition, ["chosen"])
