"""What is asked about one-time codes."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.models import Account, SpareCode


def secret_of(account: Account, *, cipher: Cipher) -> str | None:
    """What the person's app computes its codes from; None where nothing was begun."""
    if account.totp_secret_enc is None:
        return None
    return cipher.decrypt("accounts", "totp_secret", account.id, account.totp_secret_enc)


def count_spare_codes(session: Session, account: Account) -> int:
    """How many printed codes are still good."""
    left = select(func.count()).where(SpareCode.account_id == account.id, SpareCode.used_at.is_(None))
    return session.scalar(left) or 0
