"""Writing to a new address, and forgetting it when the time is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from complaints.accounts.own.actions import CHANGE_LENGTH, TABLE, new_token
from complaints.accounts.queries import hash_token
from complaints.addresses import find_by_email
from complaints.jobs import JobContext, enqueue, job
from complaints.mail import queue_mail
from complaints.models import EmailChange


@job("accounts.send_email_change")
def send_email_change(context: JobContext, payload: Mapping[str, Any]) -> None:
    """The link, or, where another account has this address, a mail that says so. Only the mailbox's owner learns it."""
    change = context.session.get(EmailChange, UUID(payload["change_id"]))
    if change is None or change.used_at is not None or change.expires_at <= context.now:
        return
    to = context.cipher.decrypt(TABLE, "email", change.id, change.email_enc)
    if find_by_email(context.session, to, cipher=context.cipher) is not None:
        _send(context, change, to, template="email_taken")
        change.expires_at = context.now
    else:
        token = new_token()
        _send(context, change, to, template="confirm_email", token=token)
        change.token_hash, change.expires_at = hash_token(token), context.now + CHANGE_LENGTH
    enqueue(context.session, "accounts.forget_email_change", dict(payload), now=context.now, run_at=change.expires_at)


@job("accounts.forget_email_change")
def forget_email_change(context: JobContext, payload: Mapping[str, Any]) -> None:
    """A link that opens nothing any more: its row, which has the address, goes."""
    change = context.session.get(EmailChange, UUID(payload["change_id"]))
    if change is not None:
        context.session.delete(change)


def _send(context: JobContext, change: EmailChange, to: str, *, template: str, token: str | None = None) -> None:
    queue_mail(
        context.session,
        cipher=context.cipher,
        to=to,
        template=template,
        lang=change.account.language,
        context={},
        secrets={"token": token} if token else None,
        now=context.now,
    )
