"""What people are shown of their own account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.accounts.queries import hash_token
from complaints.domain.access import Viewer
from complaints.domain.errors import NotFound
from complaints.models import Account, AccountSession, EmailChange

MOST_SHOWN = 50


def get_account(session: Session, viewer: Viewer) -> Account:
    """Raises NotFound for nobody."""
    account = session.get(Account, viewer.account_id) if viewer.account_id else None
    if account is None:
        raise NotFound("account")
    return account


def list_sessions(session: Session, viewer: Viewer, *, now: datetime) -> Sequence[AccountSession]:
    """Where somebody is signed in with this account, the newest first, at most MOST_SHOWN."""
    open_ones = (
        AccountSession.account_id == viewer.account_id,
        AccountSession.ended_at.is_(None),
        AccountSession.expires_at > now,
        AccountSession.awaits_code.is_(False),
    )
    wanted = select(AccountSession).where(*open_ones)
    return session.scalars(wanted.order_by(AccountSession.created_at.desc(), AccountSession.id).limit(MOST_SHOWN)).all()


def find_email_change(session: Session, *, token: str, now: datetime) -> EmailChange | None:
    """The change whose link can still be used: not used, not expired, the account not disabled."""
    wanted = select(EmailChange).join(Account)
    return session.scalar(
        wanted.where(
            EmailChange.token_hash == hash_token(token),
            EmailChange.used_at.is_(None),
            EmailChange.expires_at > now,
            Account.disabled_at.is_(None),
        )
    )
