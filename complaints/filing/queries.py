"""What this slice asks of the database."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.database import in_kazakh_order
from complaints.domain import references
from complaints.domain.errors import NotFound
from complaints.models import (
    Authority,
    Complaint,
    Group,
    GroupRound,
    Locality,
    Petition,
    PetitionComplaint,
    PetitionVersion,
    Response,
    Round,
    Submission,
    VersionComplaint,
)

NO_CODE: Final = "0" * 64
"""Compared with when the number is unknown, so that the answer takes as long as for a wrong code."""


def get_open_round(session: Session, slug: str) -> Round:
    """The round that takes complaints, with its region and authority. Raises NotFound."""
    wanted = select(Round).where(Round.slug == slug, Round.takes_complaints)
    found = session.scalar(
        wanted.options(joinedload(Round.region), joinedload(Round.authority).joinedload(Authority.superior))
    )
    if found is None:
        raise NotFound("round", slug)
    return found


def list_localities(session: Session, region_code: str, language: str) -> Sequence[Locality]:
    """The region's cities and districts in the Kazakh order of the names that the page shows."""
    name = Locality.name_kk if language == "kk" else Locality.name_ru
    wanted = select(Locality).where(Locality.region_code == region_code)
    return session.scalars(wanted.order_by(in_kazakh_order(name))).all()


def list_groups(session: Session, round_: Round) -> Sequence[Group]:
    """The groups attached to a round, in Kazakh order of their names."""
    wanted = select(Group).join(GroupRound).where(GroupRound.round_id == round_.id)
    return session.scalars(wanted.order_by(in_kazakh_order(Group.name))).all()


def find_by_token(session: Session, token_hash: str) -> Complaint | None:
    """The complaint that was filed with this token."""
    return session.scalar(select(Complaint).where(Complaint.token_hash == token_hash))


def code_fits(session: Session, number: str, code: str) -> bool:
    """Whether a complaint has this number and this code. Takes as long for an unknown number as for a wrong code.

    Raises InvalidReference for a code that cannot be one of ours.
    """
    kept = session.scalar(select(Complaint.code_hash).where(Complaint.number == number))
    return hmac.compare_digest(references.hash_code(code), kept or NO_CODE)


def get_complaint(session: Session, number: str) -> Complaint:
    """One complaint with everything that its filer sees of it. Raises NotFound."""
    wanted = select(Complaint).where(Complaint.number == number)
    found = session.scalar(
        wanted.options(
            joinedload(Complaint.round).joinedload(Round.region),
            joinedload(Complaint.round).joinedload(Round.authority),
            joinedload(Complaint.locality),
            selectinload(Complaint.grounds),
            selectinload(Complaint.demands),
        )
    )
    if found is None:
        raise NotFound("complaint", number)
    return found


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
