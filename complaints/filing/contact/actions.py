"""Reaching the person behind a complaint by mail. A request only leaves a row and a job, the same for every address;
whether a mail goes is decided by the job, so that neither the answer nor its time says anything about the address.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from complaints import tokens
from complaints.cipher import Cipher
from complaints.confirming import confirm, is_waiting, lock, lock_supporter
from complaints.domain import references
from complaints.domain.complaint import ConfirmedBy, LinkPurpose
from complaints.domain.errors import NotFound
from complaints.jobs import enqueue
from complaints.mailed import hash_token, leave_link, new_token
from complaints.models import Complaint, ContactLink, Supporter

__all__ = [
    "ask_for_new_code",
    "confirm",
    "confirm_by_mail",
    "disown",
    "hash_token",
    "replace_code",
    "send_again",
    "tell_filer",
]


def tell_filer(session: Session, *, complaint: Complaint, now: datetime) -> None:
    """Queue the mail about a complaint: the link to confirm a formal one, the number of one without a name.

    At most one such mail an hour and three a day go to an address; invented examples get none.
    """
    if not complaint.is_example:
        enqueue(session, "contact.tell_filer", {"complaint_id": str(complaint.id)}, now=now)


def send_again(session: Session, *, complaint: Complaint, now: datetime) -> None:
    """Ask for the link once more, as often as somebody likes: the limits of the address hold."""
    if complaint.email_enc is not None and is_waiting(complaint):
        tell_filer(session, complaint=complaint, now=now)


def ask_for_new_code(session: Session, *, cipher: Cipher, address: str, now: datetime) -> None:
    """Leave the same row and the same job, whether complaints have this address or not. Nothing is looked up."""
    link_id = leave_link(session, cipher, LinkPurpose.RECOVER, address, now=now)
    enqueue(session, "contact.send_link", {"link_id": link_id}, now=now)


def confirm_by_mail(
    session: Session, link: ContactLink, complaints: Iterable[Complaint], *, now: datetime
) -> list[str]:
    """Confirm those that still have the link's address; the numbers of those that still were to confirm."""
    return [
        complaint.number
        for complaint in _in_one_order(complaints)
        if _has_address(session, link, complaint) and confirm(session, complaint, by=ConfirmedBy.MAIL_LINK, now=now)
    ]


def disown(session: Session, link: ContactLink, complaints: Iterable[Complaint]) -> list[str]:
    """Take the link's address off complaints that its owner did not file; their numbers. They stay, unconfirmed."""
    taken = []
    for complaint in _in_one_order(complaints):
        if _has_address(session, link, complaint) and is_waiting(complaint):
            complaint.email_enc = complaint.email_index = None
            taken.append(complaint.number)
    session.flush()
    return taken


def _in_one_order(complaints: Iterable[Complaint]) -> list[Complaint]:
    """Locked in one order, two requests never wait crosswise."""
    return sorted(complaints, key=lambda complaint: complaint.id)


def _has_address(session: Session, link: ContactLink, complaint: Complaint) -> bool:
    """Whether the complaint has the link's address, now that nobody else can correct or erase it any more."""
    lock(session, complaint)
    return complaint.email_index == link.address_index


def replace_code(session: Session, link: ContactLink, opened: Complaint | Supporter, *, cipher: Cipher) -> str:
    """Give it a new random code; the old one ends at once. Returns the token that the code derives from.

    Raises NotFound when it has not the link's address any more.
    """
    if isinstance(opened, Complaint):
        fits = _has_address(session, link, opened)
    else:
        lock_supporter(session, opened)
        fits = opened.email_index == link.address_index
    if not fits:
        raise NotFound("complaint", opened.number)
    token = new_token()
    opened.code_hash = references.hash_code(tokens.code_of(cipher, token))
    session.flush()
    return token
