"""Sending the mailed links, and forgetting them when their time is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from complaints import confirming, tallies
from complaints.domain.complaint import LinkPurpose, Mode
from complaints.filing.contact import queries
from complaints.jobs import JobContext, job
from complaints.mail import queue_mail
from complaints.mailed import TABLE, forget_old, hand_out, leave_link, may_mail
from complaints.models import Complaint, ContactLink, Supporter


@job("contact.tell_filer", waits_in_surge=True)
def tell_filer(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Mail the link that confirms a complaint, or its number, to the address that it has now."""
    complaint = context.session.get(Complaint, UUID(payload["complaint_id"]))
    if complaint is None or complaint.email_enc is None:
        return
    address = context.cipher.decrypt("complaints", "email", complaint.id, complaint.email_enc)
    purpose = LinkPurpose.CONFIRM
    link = leave_link(context.session, context.cipher, purpose, address, now=context.now, complaint=complaint)
    context.session.flush()
    _mail_link(context, context.session.get_one(ContactLink, UUID(link)))


@job("contact.send_link", waits_in_surge=True)
def send_link(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Mail the link, if there is something to mail and the address may get one; else the row goes."""
    link = context.session.get(ContactLink, UUID(payload["link_id"]))
    if link is not None:
        _mail_link(context, link)


def _mail_link(context: JobContext, link: ContactLink) -> None:
    session = context.session
    about = _subject_of(session, link)
    if about is None or not may_mail(session, link.address_index, link.purpose, now=context.now):
        session.delete(link)
        return
    if isinstance(about, Complaint) and link.purpose is LinkPurpose.CONFIRM and about.mode is Mode.EVIDENCE:
        _send(context, link, about, template="complaint_accepted")
        session.delete(link)
        return
    token = hand_out(session, link, now=context.now)
    if link.purpose is LinkPurpose.CONFIRM:
        _send(context, link, about, template="confirm_complaint", token=token)
    else:
        _send(context, link, about, template="lost_code", token=token)


@job("contact.forget_link")
def forget_link(context: JobContext, payload: Mapping[str, Any]) -> None:
    """An expired link opens nothing: its row, which has the address, goes, and old times of mails with it."""
    link = context.session.get(ContactLink, UUID(payload["link_id"]))
    if link is not None:
        forget_old(context.session, link.address_index, now=context.now)
        context.session.delete(link)


def _subject_of(session: Session, link: ContactLink) -> Complaint | Supporter | None:
    """The complaint that the mail is about, or None when there is nothing to write about."""
    if link.purpose is LinkPurpose.RECOVER:
        openable: list[Complaint | Supporter] = [
            *queries.list_openable(session, link),
            *queries.list_supporters(session, link),
        ]
        return next(iter(openable), None)
    complaint = session.get(Complaint, link.complaint_id) if link.complaint_id else None
    if complaint is None or complaint.email_index != link.address_index or tallies.has_left(complaint):
        return None
    return complaint if complaint.mode is Mode.EVIDENCE or confirming.is_waiting(complaint) else None


def _send(
    context: JobContext, link: ContactLink, about: Complaint | Supporter, *, template: str, token: str | None = None
) -> None:
    """The mail of a lost code names no complaint: its link lists them all."""
    queue_mail(
        context.session,
        cipher=context.cipher,
        to=context.cipher.decrypt(TABLE, "address", link.id, link.address_enc),
        template=template,
        lang=about.language.value,
        context={"number": about.number} if link.purpose is LinkPurpose.CONFIRM else {},
        secrets={"token": token} if token else None,
        now=context.now,
    )
