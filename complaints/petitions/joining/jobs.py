"""Sending the link by which somebody confirms to have joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from complaints.jobs import JobContext, job
from complaints.mail import queue_mail
from complaints.mailed import TABLE, hand_out, may_mail
from complaints.models.complaints import ContactLink
from complaints.models.petitions import Supporter
from complaints.supporting import is_waiting


@job("petitions.send_join_link", waits_in_surge=True)
def send_join_link(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Mail the link, if the person still waits and the address may get one; else the row goes."""
    session = context.session
    link = session.get(ContactLink, UUID(payload["link_id"]))
    if link is None:
        return
    about = session.get(Supporter, link.supporter_id) if link.supporter_id else None
    is_meant = about is not None and about.email_index == link.address_index and is_waiting(about)
    if about is None or not is_meant or not may_mail(session, link.address_index, link.purpose, now=context.now):
        session.delete(link)
        return
    queue_mail(
        session,
        cipher=context.cipher,
        to=context.cipher.decrypt(TABLE, "address", link.id, link.address_enc),
        template="confirm_joining",
        lang=about.language.value,
        context={"number": about.number, "petition": about.petition_id, "kind": about.petition.kind.value},
        secrets={"token": hand_out(session, link, now=context.now)},
        now=context.now,
    )
