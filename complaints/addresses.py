"""The e-mail address of an account: how it is found, how it is read. It is kept encrypted, with a blind index.

Shared by the accounts themselves, by invitations, and by the groups, whose members are told what happens by mail.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.models import Account


def email_index(cipher: Cipher, email: str) -> str:
    """The blind index by which an address is found, however it is capitalised."""
    return cipher.blind_index("email", email.strip().lower())


def email_of(account: Account, *, cipher: Cipher) -> str:
    return cipher.decrypt("accounts", "email", account.id, account.email_enc)


def find_by_email(session: Session, email: str, *, cipher: Cipher) -> Account | None:
    return session.scalar(select(Account).where(Account.email_index == email_index(cipher, email)))
