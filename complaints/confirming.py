"""Confirming: the person behind a formal complaint, or who agreed to a collective one without an own complaint, was
reached, by a mailed link or by a member of a group.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from complaints import jobs, supporting, tallies
from complaints.domain.complaint import ConfirmedBy, Mode
from complaints.models.complaints import Complaint, ComplaintGroup, Confirmation
from complaints.models.petitions import Publication, Supporter


def is_waiting(complaint: Complaint) -> bool:
    """Whether the complaint still has to be confirmed. One without a name needs no confirmation, one that left the
    figures is past it.
    """
    return complaint.mode is Mode.FORMAL and complaint.confirmation is None and not tallies.has_left(complaint)


def waits_for_group(group_id: UUID) -> ColumnElement[bool]:
    """`is_waiting` as a condition, for the complaints whose consent named the group: it may call their filers."""
    return and_(
        Complaint.mode == Mode.FORMAL,
        Complaint.consent_petition,
        Complaint.named_groups.any(ComplaintGroup.group_id == group_id),
        ~Complaint.confirmation.has(),
        Complaint.withdrawn_at.is_(None),
        Complaint.erased_at.is_(None),
        Complaint.joined_to_id.is_(None),
    )


def confirm(
    session: Session,
    complaint: Complaint,
    *,
    by: ConfirmedBy,
    now: datetime,
    account_id: UUID | None = None,
    group_id: UUID | None = None,
) -> bool:
    """Record it and move the public figures. False, and nothing changes, when there was nothing to confirm any more.

    A member of a group confirms with both ids. Of two who confirm at once the first stays on record.
    """
    lock(session, complaint)
    if not is_waiting(complaint):
        return False
    complaint.confirmation = Confirmation(by=by, confirmed_at=now, account_id=account_id, group_id=group_id)
    session.flush()
    tallies.move(session, complaint.round_id, after={tallies.CONFIRMED})
    return True


def lock(session: Session, complaint: Complaint) -> None:
    """Until the transaction ends nobody else changes the complaint; it is read anew."""
    session.flush()
    # Locked by itself: a refresh repeats the outer joins it was loaded with, which PostgreSQL does not lock.
    session.execute(select(Complaint.id).where(Complaint.id == complaint.id).with_for_update())
    session.refresh(complaint)


def confirm_supporter(
    session: Session, supporter: Supporter, *, by: ConfirmedBy, now: datetime, account_id: UUID | None = None
) -> bool:
    """Record that the person who joined was reached. False, and nothing changes, when there was nothing to confirm."""
    lock_supporter(session, supporter)
    if not supporting.is_waiting(supporter):
        return False
    supporter.confirmed_by, supporter.confirmed_at, supporter.confirmed_account_id = by, now, account_id
    session.flush()
    _have_asked_again(session, supporter, now=now)
    return True


def _have_asked_again(session: Session, supporter: Supporter, *, now: datetime) -> None:
    """Between joining and confirming the public text may have become another one: then a job looks."""
    later = (Publication.petition_id == supporter.petition_id, Publication.published_at > supporter.joined_at)
    if session.scalar(select(Publication.id).where(*later).limit(1)) is not None:
        payload, key = {"petition_id": str(supporter.petition_id)}, f"petitions.ask_again:{supporter.id}"
        jobs.enqueue(session, "petitions.ask_again", payload, now=now, key=key)


def lock_supporter(session: Session, supporter: Supporter) -> None:
    """Until the transaction ends nobody else changes the row; it is read anew."""
    session.flush()
    session.execute(select(Supporter.id).where(Supporter.id == supporter.id).with_for_update())
    session.refresh(supporter)
