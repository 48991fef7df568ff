"""Leaving: withdraw the complaint, step out of one collective complaint, erase everything held about the person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, inspect
from sqlalchemy.orm import Session

from complaints import departures, jobs
from complaints.domain.complaint import Departure, LearnedFrom, LetterLanguage, Mode
from complaints.filing.evidence import actions as evidence
from complaints.filing.following import queries
from complaints.models import Complaint, ContactLink, FilingDraft, ModerationDecision

FORGET_AFTER: Final = timedelta(days=1)
"""How long the keyed hash of an address is kept to hold the limit of mails to it, also after erasing: otherwise whoever
files and erases in turn could fill a stranger's mailbox."""
EMPTY: Final = {
    "attempted_at": None,
    "screen_result": None,
    "children_count": None,
    "locality_code": None,
    "joins_id": None,
    "joined_to_id": None,
    "withdrawn_at": None,
    "corrected_at": None,
    "own_kind": None,
    "own_registered_on": None,
    "learned_from": LearnedFrom.OTHER,
    "mode": Mode.EVIDENCE,
    "language": LetterLanguage.KK,
    "is_late": False,
    "from_busy_network": False,
    "consent_processing": False,
    "consent_petition": False,
    "consent_publish": False,
}
"""What an erased complaint says. Its number, round, role and day of filing stay, because what was handed in names them
as totals and numbers; the hash of the form's token stays, so that a repeated submit does not file it again."""


def withdraw_complaint(session: Session, complaint: Complaint, *, now: datetime) -> bool:
    """Take it out of figures, collective complaints and public texts; the filer still sees it. Whether it was new."""
    return departures.leave(session, complaint, Departure.WITHDRAWN, now=now)


def step_out(session: Session, complaint: Complaint, petition_id: int, *, now: datetime) -> bool:
    """Take it out of one collective complaint for good. Whether it was new. Raises TooLate, NotFound."""
    return departures.step_out(session, petition_id, complaint, now=now)


def erase_complaint(session: Session, complaint: Complaint, *, now: datetime) -> bool:
    """Withdraw it, then delete everything held about its person. Whether it was new.

    What stays: the stub that `EMPTY` describes, its place in frozen versions, and that a member of a group looked.
    """
    if not departures.leave(session, complaint, Departure.ERASED, now=now):
        return False
    _forget_address(session, complaint, now=now)
    evidence.remove_all(session, complaint, now=now)
    session.execute(delete(FilingDraft).where(FilingDraft.token_hash == complaint.token_hash))
    for mail in queries.list_mails(session, complaint):
        session.delete(mail)
    session.execute(delete(ModerationDecision).where(ModerationDecision.complaint_id == complaint.id))
    _empty(complaint)
    session.flush()
    return True


def _empty(complaint: Complaint) -> None:
    for column in inspect(Complaint).column_attrs:
        if column.key.endswith(("_enc", "_index")):
            setattr(complaint, column.key, None)
    for name, value in EMPTY.items():
        setattr(complaint, name, value)
    complaint.learned_at, complaint.code_hash = complaint.filed_at, queries.NO_CODE
    complaint.grounds, complaint.demands, complaint.named_groups, complaint.earlier = [], [], [], []
    complaint.confirmation = None


def _forget_address(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """Mailed links go at once, also those for a lost code unless another complaint has the same address."""
    for link in queries.list_links(session, complaint):
        session.delete(link)
    if complaint.email_index and not queries.has_namesake(session, complaint):
        session.execute(delete(ContactLink).where(ContactLink.address_index == complaint.email_index))
    jobs.enqueue(session, "filing.forget_addresses", {}, now=now, run_at=now + FORGET_AFTER)
