"""Deeds of people on their own account. Who they are was asked again before. The caller commits."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.accounts import passwords, tries
from complaints.accounts.actions import TOKEN_BYTES, end_other_sessions, void_links
from complaints.accounts.queries import hash_token
from complaints.addresses import email_index, email_of, find_by_email
from complaints.cipher import Cipher
from complaints.domain.access import Viewer
from complaints.domain.errors import Duplicate, NotFound, TooManyTries, Unsuitable
from complaints.domain.reminding import Reminding
from complaints.jobs import enqueue
from complaints.mail import queue_mail
from complaints.models import Account, AccountSession, EmailChange, new_id

TABLE: Final = "email_changes"
CHANGE_LENGTH: Final = timedelta(days=1)
CHANGES_IN_A_DAY: Final = 5
BY_CHANGES: Final = "changes of e-mail of account"
log = structlog.get_logger()


def wanted_reminders(account: Account) -> list[str]:
    """The kinds of reminders that the person gets."""
    return [kind.value for kind in Reminding if kind.value not in account.reminders_off.split()]


def choose_reminders(account: Account, wanted: Collection[str]) -> None:
    """Keep the kinds that are not wanted, so that a new kind is told until somebody switches it off."""
    account.reminders_off = " ".join(kind.value for kind in Reminding if kind.value not in wanted)


def change_password(session: Session, account: Account, password: str, *, token: str, now: datetime) -> None:
    """Set it, end every session but the one with this token, and void all mailed links. Raises WeakPassword."""
    account.password_hash = passwords.hash_password(password)
    void_links(session, account_id=account.id, now=now)
    end_other_sessions(session, account_id=account.id, token=token, now=now)
    log.info("password_changed", account=str(account.id))


def change_email(session: Session, account: Account, email: str, *, cipher: Cipher, now: datetime) -> None:
    """Leave the row and the job that writes to the new address, the same whether another account has it, and tell the
    old address. An earlier change that nobody confirmed ends.

    Raises Unsuitable for the account's own address, TooManyTries after five in a day: nobody's mailbox is filled.
    """
    if email_index(cipher, email) == account.email_index:
        raise Unsuitable("email")
    who = str(account.id)
    if not throttling.allow(
        session, cipher, purpose=BY_CHANGES, who=who, most=CHANGES_IN_A_DAY, window=tries.DAY, now=now
    ):
        raise TooManyTries(throttling.try_again_at(tries.DAY, now=now))
    open_ones = (EmailChange.account_id == account.id, EmailChange.used_at.is_(None), EmailChange.expires_at > now)
    session.execute(update(EmailChange).where(*open_ones).values(expires_at=now))
    change_id = new_id()
    session.add(
        EmailChange(
            id=change_id,
            account_id=account.id,
            email_enc=cipher.encrypt(TABLE, "email", change_id, email.strip()),
            token_hash=hash_token(new_token()),
            created_at=now,
            expires_at=now + CHANGE_LENGTH,
        )
    )
    session.flush()
    enqueue(session, "accounts.send_email_change", {"change_id": str(change_id)}, now=now)
    _tell_old_address(session, account, cipher=cipher, now=now)
    log.info("email_change_asked", account=who)


def confirm_email(session: Session, change: EmailChange, *, cipher: Cipher, now: datetime) -> None:
    """The link was opened: the account has the new address. Links that were mailed to the old one are void.

    Raises NotFound when somebody was faster, Duplicate when another account got the address meanwhile.
    """
    claimed = session.execute(
        update(EmailChange)
        .where(EmailChange.id == change.id, EmailChange.used_at.is_(None), EmailChange.expires_at > now)
        .values(used_at=now)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound("email_change")
    account, email = change.account, cipher.decrypt(TABLE, "email", change.id, change.email_enc)
    if find_by_email(session, email, cipher=cipher) is not None:
        raise Duplicate("email")
    try:
        with session.begin_nested():
            account.email_enc = cipher.encrypt("accounts", "email", account.id, email)
            account.email_index = email_index(cipher, email)
            session.flush()
    except IntegrityError as error:
        raise Duplicate("email") from error
    void_links(session, account_id=account.id, now=now)
    log.info("email_changed", account=str(account.id))


def end_one_session(session: Session, viewer: Viewer, session_id: UUID, *, now: datetime) -> None:
    """Sign out one browser of the viewer's. One that ended already, or is somebody else's, is left alone."""
    own = (
        AccountSession.id == session_id,
        AccountSession.account_id == viewer.account_id,
        AccountSession.ended_at.is_(None),
    )
    session.execute(update(AccountSession).where(*own).values(ended_at=now))


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _tell_old_address(session: Session, account: Account, *, cipher: Cipher, now: datetime) -> None:
    queue_mail(
        session,
        cipher=cipher,
        to=email_of(account, cipher=cipher),
        template="email_change_asked",
        lang=account.language,
        context={},
        now=now,
    )
