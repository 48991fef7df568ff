"""Mailing the link, if there is an account to mail it to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from complaints.accounts.actions import make_reset_link
from complaints.addresses import email_of
from complaints.jobs import JobContext, job
from complaints.mail import queue_mail
from complaints.models import Account


@job("accounts.send_reset_link")
def send_reset_link(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Nothing goes to an unknown address or to a disabled account."""
    session = context.session
    account = session.scalar(select(Account).where(Account.email_index == payload["email_index"]))
    if account is None or account.disabled_at is not None:
        return
    queue_mail(
        session,
        cipher=context.cipher,
        to=email_of(account, cipher=context.cipher),
        template="reset_password",
        lang=account.language,
        context={},
        secrets={"token": make_reset_link(session, account_id=account.id, now=context.now)},
        now=context.now,
    )
