"""Leaving a petition that one joined: withdraw, or erase everything held about the person."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, inspect
from sqlalchemy.orm import Session

from complaints import departures, jobs
from complaints.domain.complaint import Departure, LetterLanguage
from complaints.mailed import THREE_EACH
from complaints.models.complaints import ContactLink
from complaints.models.petitions import Agreement, Supporter
from complaints.petitions.joining.following import queries
from complaints.supporting import NO_CODE

EMPTY: Final = {
    "language": LetterLanguage.KK,
    "confirmed_at": None,
    "confirmed_by": None,
    "confirmed_account_id": None,
    "withdrawn_at": None,
    "code_hash": NO_CODE,
}
"""What an erased row says. Number, petition and day of joining stay, because frozen versions count them; the hash of
the form's token stays, so that a repeated submit does not join again."""


def withdraw_joined(session: Session, supporter: Supporter, *, now: datetime) -> bool:
    """Take the person out of the petition; the page stays. Whether it was new."""
    return departures.leave_as_supporter(session, supporter, Departure.WITHDRAWN, now=now)


def erase_joined(session: Session, supporter: Supporter, *, now: datetime) -> bool:
    """Withdraw, then delete everything held about the person. Whether it was new.

    What stays: the stub that `EMPTY` describes, its place in frozen versions, and that a member of a group looked.
    """
    if not departures.leave_as_supporter(session, supporter, Departure.ERASED, now=now):
        return False
    _forget_address(session, supporter, now=now)
    session.execute(delete(Agreement).where(Agreement.supporter_id == supporter.id))
    for mail in queries.list_mails(session, supporter):
        session.delete(mail)
    for column in inspect(Supporter).column_attrs:
        if column.key.endswith(("_enc", "_index")):
            setattr(supporter, column.key, None)
    for name, value in EMPTY.items():
        setattr(supporter, name, value)
    session.flush()
    return True


def _forget_address(session: Session, supporter: Supporter, *, now: datetime) -> None:
    """Mailed links go at once, also those for a lost code unless something else has the same address."""
    for link in queries.list_links(session, supporter):
        session.delete(link)
    session.flush()
    if supporter.email_index and not queries.has_namesake(session, supporter):
        session.execute(delete(ContactLink).where(ContactLink.address_index == supporter.email_index))
    jobs.enqueue(session, "filing.forget_addresses", {}, now=now, run_at=now + THREE_EACH)
