"""What following a complaint asks of the database."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.domain import references
from complaints.models import (
    Complaint,
    Petition,
    PetitionComplaint,
    PetitionVersion,
    Response,
    Submission,
    VersionComplaint,
)

NO_CODE: Final = "0" * 64
"""Compared with when the number is unknown, so that the answer takes as long as for a wrong code."""


def code_fits(session: Session, number: str, code: str) -> bool:
    """Whether a complaint has this number and this code. Takes as long for an unknown number as for a wrong code.

    Raises InvalidReference for a code that cannot be one of ours.
    """
    kept = session.scalar(select(Complaint.code_hash).where(Complaint.number == number))
    return hmac.compare_digest(references.hash_code(code), kept or NO_CODE)


def list_versions_with(session: Session, complaint: Complaint) -> Sequence[PetitionVersion]:
    """The frozen versions that include the complaint, newest first."""
    wanted = select(PetitionVersion).join(VersionComplaint).where(VersionComplaint.complaint_id == complaint.id)
    group = joinedload(PetitionVersion.petition).joinedload(Petition.group)
    return session.scalars(wanted.options(group).order_by(PetitionVersion.frozen_at.desc())).all()


def list_drafts_with(session: Session, complaint: Complaint) -> Sequence[Petition]:
    """The collective complaints for which a group chose the complaint, frozen or not."""
    wanted = select(Petition).join(PetitionComplaint).where(PetitionComplaint.complaint_id == complaint.id)
    return session.scalars(wanted.options(joinedload(Petition.group)).order_by(Petition.id)).all()


def list_submissions_of(session: Session, versions: Sequence[PetitionVersion]) -> Sequence[Submission]:
    """Where these versions were handed in, with the answers, oldest first."""
    wanted = select(Submission).where(Submission.version_id.in_([version.id for version in versions]))
    answers = selectinload(Submission.responses).selectinload(Response.outcomes)
    wanted = wanted.options(joinedload(Submission.authority), answers)
    return session.scalars(wanted.order_by(Submission.handed_in_on)).all()
