"""Which complaints can stand in a group's collective complaint, and why the others cannot: as conditions of queries.

One table of reasons, in the order in which a person is told them; a complaint is eligible when none of them holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.domain.complaint import Mode
from complaints.domain.petition import Standing
from complaints.models.complaints import Complaint, ComplaintGroup
from complaints.models.petitions import Petition, PetitionComplaint, PetitionLeaver


def obstacles(group_id: UUID, petition_id: int | None, of: Any = Complaint) -> Mapping[Standing, ColumnElement[bool]]:
    """Why a complaint cannot stand there; the first that holds is the one to tell.

    Formal, with name and postal address (Code art. 93), confirmed, not gone, and the consent named the group, or none
    because the round had none. Without a petition nobody has stepped out yet.
    """
    leavers = select(PetitionLeaver.complaint_id).where(PetitionLeaver.petition_id == petition_id)
    names_others = and_(of.named_groups.any(), ~of.named_groups.any(ComplaintGroup.group_id == group_id))
    return {
        Standing.LEFT: or_(of.withdrawn_at.is_not(None), of.erased_at.is_not(None)),
        Standing.JOINED: of.joined_to_id.is_not(None),
        Standing.NOT_FORMAL: of.mode != Mode.FORMAL,
        Standing.NO_CONSENT: ~of.consent_petition,
        Standing.OTHER_GROUP: names_others,
        Standing.STEPPED_OUT: of.id.in_(leavers),
        Standing.NOT_CONFIRMED: ~of.confirmation.has(),
        Standing.NO_ADDRESS: or_(
            of.postal_address_enc.is_(None), and_(of.full_name_enc.is_(None), of.organisation_enc.is_(None))
        ),
    }


def is_eligible(
    round_id: UUID, group_id: UUID, petition_id: int | None = None, of: Any = Complaint
) -> ColumnElement[bool]:
    """Late ones are: lateness never closes the door (Code art. 92, part 3)."""
    return and_(of.round_id == round_id, *(~holds for holds in obstacles(group_id, petition_id, of).values()))


def is_chosen(petition: Petition) -> ColumnElement[bool]:
    """In the draft and still eligible: those that are no longer drop out by themselves."""
    chosen = select(PetitionComplaint.complaint_id).where(PetitionComplaint.petition_id == petition.id)
    return and_(is_eligible(petition.round_id, petition.group_id, petition.id), Complaint.id.in_(chosen))


def is_repeated(round_id: UUID, group_id: UUID, petition_id: int | None = None) -> ColumnElement[bool]:
    """Whether an earlier eligible complaint has the same IIN, or without one the same BIN: a possible duplicate."""
    other = aliased(Complaint)
    is_earlier = or_(
        other.filed_at < Complaint.filed_at,
        and_(other.filed_at == Complaint.filed_at, other.number < Complaint.number),
    )
    eligible = is_eligible(round_id, group_id, petition_id, other)
    same_iin = select(other.id).where(other.iin_index == Complaint.iin_index, is_earlier, eligible)
    same_bin = select(other.id).where(other.bin_index == Complaint.bin_index, is_earlier, eligible)
    return or_(
        and_(Complaint.iin_index.is_not(None), same_iin.exists()),
        and_(Complaint.iin_index.is_(None), Complaint.bin_index.is_not(None), same_bin.exists()),
    )


def count_standings(session: Session, petition: Petition) -> Mapping[Standing, int]:
    """How many complaints of the round can stand in the petition, and how many cannot for each first reason."""
    reasons = [(holds, reason.value) for reason, holds in obstacles(petition.group_id, petition.id).items()]
    eligible = case((Complaint.is_late, Standing.ELIGIBLE_LATE.value), else_=Standing.ELIGIBLE.value)
    first = case(*reasons, else_=eligible).label("standing")
    counted = select(first, func.count()).where(Complaint.round_id == petition.round_id).group_by(first)
    found = {Standing(reason): number for reason, number in session.execute(counted)}
    return {reason: found.get(reason, 0) for reason in Standing}


def list_repeated(session: Session, petition: Petition, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of these complaints the possible duplicates."""
    repeated = is_repeated(petition.round_id, petition.group_id, petition.id)
    return frozenset(session.scalars(select(Complaint.id).where(Complaint.id.in_(ids), repeated)))
