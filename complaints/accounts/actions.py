"""Deeds around accounts: making them, one-time links, passwords, sessions. The caller commits.

A cookie or a link holds a random token of 256 bits, the database its SHA-256 only: neither a dump nor a
backup signs anybody in.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.accounts import passwords, tries
from complaints.accounts.queries import email_index, find_by_email, find_password_link, hash_token
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.models import (
    Account,
    AccountSession,
    Authority,
    EmailChange,
    Group,
    GroupMember,
    KeptForm,
    PasswordLink,
    new_id,
)

SESSION_LENGTH: Final = timedelta(hours=12)
"""Our choice: one working day at the desk; the next morning one signs in again."""
CODE_LENGTH: Final = timedelta(minutes=10)
"""How long a right password waits for its one-time code."""
LINK_LENGTH: Final = timedelta(days=7)
RESET_LENGTH: Final = timedelta(hours=1)
TOKEN_BYTES: Final = 32
log = structlog.get_logger()


@dataclass(frozen=True)
class Entered:
    """A session that was opened: the token for the cookie, and whether it still waits for a one-time code."""

    token: str
    awaits_code: bool


def create_account(
    session: Session,
    *,
    cipher: Cipher,
    email: str,
    role: AccountRole,
    group_slug: str | None,
    authority_slug: str | None,
    now: datetime,
    language: str = "kk",
    is_example: bool = False,
) -> str:
    """Make an account; an organiser becomes owner of the group. Returns the token of its one-time link.

    Raises Duplicate for an address that has an account, NotFound for an unknown group or authority, Unsuitable when the
    role and the group or authority do not go together: officials have an authority, nobody else has, and only
    organisers have a group.
    """
    authority = _authority_for(session, role, authority_slug)
    group = _group_for(session, role, group_slug)
    if find_by_email(session, email, cipher=cipher) is not None:
        raise Duplicate("email")
    account_id = new_id()
    account = Account(
        id=account_id,
        email_enc=cipher.encrypt("accounts", "email", account_id, email.strip()),
        email_index=email_index(cipher, email),
        role=role,
        language=language,
        authority_id=authority.id if authority else None,
        is_example=is_example,
        created_at=now,
    )
    session.add(account)
    session.flush()
    if group is not None:
        session.add(GroupMember(group_id=group.id, account_id=account_id, role=GroupRole.OWNER))
    log.info("account_created", account=str(account_id), role=role.value)
    return make_password_link(session, account_id=account_id, now=now)


def make_password_link(session: Session, *, account_id: UUID, now: datetime) -> str:
    """Make a one-time link that works for LINK_LENGTH and void the earlier ones. Returns its token, kept nowhere."""
    void_links(session, account_id=account_id, now=now)
    return _add_link(session, account_id, LINK_LENGTH, now=now)


def make_reset_link(session: Session, *, account_id: UUID, now: datetime) -> str:
    """Make a one-time link that works for RESET_LENGTH. Others stay: anybody may ask for this one, and a stranger who
    does must not void the link of an invitation.
    """
    return _add_link(session, account_id, RESET_LENGTH, now=now)


def _add_link(session: Session, account_id: UUID, length: timedelta, *, now: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        PasswordLink(
            id=new_id(),
            account_id=account_id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + length,
        )
    )
    session.flush()
    return token


def void_links(session: Session, *, account_id: UUID, now: datetime) -> None:
    """No mailed link of the account opens anything any more: neither to set a password nor to change the address."""
    for link in (PasswordLink, EmailChange):
        open_ones = (link.account_id == account_id, link.used_at.is_(None), link.expires_at > now)
        session.execute(update(link).where(*open_ones).values(expires_at=now))


def set_password_by_token(session: Session, *, token: str, password: str, now: datetime) -> Account:
    """Use a one-time link: set the password, end all sessions of the account and void its other links.

    Raises NotFound for a link that was used, expired or never made, WeakPassword for a password not good enough.
    """
    password_hash = passwords.hash_password(password)
    link = find_password_link(session, token=token, now=now)
    if link is None or not _claim(session, link, now=now):
        raise NotFound("password_link")
    link.account.password_hash = password_hash
    end_all_sessions(session, account_id=link.account_id, now=now)
    void_links(session, account_id=link.account_id, now=now)
    log.info("password_set", account=str(link.account_id))
    return link.account


def count_try_of_link(session: Session, *, cipher: Cipher, address: str | None, now: datetime) -> None:
    """Count a try to use a one-time link. Raises TooManyTries."""
    tries.count(session, cipher, tries.BY_LINK, throttling.network_of(address), tries.TRIES_OF_ONE_NETWORK, now=now)


def enter(session: Session, account: Account, *, device: str, now: datetime) -> Entered:
    """What follows a right password or link: a session, or one that waits for the account's one-time code."""
    if account.totp_since is None:
        return Entered(open_session(session, account_id=account.id, device=device, now=now), awaits_code=False)
    waiting = _add_session(session, account.id, CODE_LENGTH, device=device, awaits_code=True, now=now)
    return Entered(waiting, awaits_code=True)


def open_session(session: Session, *, account_id: UUID, now: datetime, device: str = "") -> str:
    """Open a session of SESSION_LENGTH. Returns the token for the cookie."""
    token = _add_session(session, account_id, SESSION_LENGTH, device=device, awaits_code=False, now=now)
    log.info("signed_in", account=str(account_id))
    return token


def _add_session(
    session: Session, account_id: UUID, length: timedelta, *, device: str, awaits_code: bool, now: datetime
) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AccountSession(
            id=new_id(),
            account_id=account_id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + length,
            awaits_code=awaits_code,
            device=device,
        )
    )
    session.flush()
    return token


def shut_out(session: Session, *, account_id: UUID, now: datetime) -> None:
    """End everything by which somebody is in the account or comes in: sessions, also those that wait for a code,
    mailed links, and what was kept of forms. For an account that is disabled.
    """
    end_all_sessions(session, account_id=account_id, now=now)
    void_links(session, account_id=account_id, now=now)
    session.execute(delete(KeptForm).where(KeptForm.account_id == account_id))


def end_session(session: Session, *, token: str, now: datetime) -> str:
    """Sign out: a copy of the cookie is worth nothing from now on. Gives what the session's device was called."""
    ended = session.scalar(
        select(AccountSession).where(AccountSession.token_hash == hash_token(token), AccountSession.ended_at.is_(None))
    )
    if ended is None:
        return ""
    ended.ended_at = now
    session.flush()
    return ended.device


def end_all_sessions(session: Session, *, account_id: UUID, now: datetime) -> None:
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_other_sessions(session: Session, *, account_id: UUID, token: str, now: datetime) -> int:
    """End all sessions of the account but the one with this token. Gives how many people or devices are out now."""
    others = (
        AccountSession.account_id == account_id,
        AccountSession.token_hash != hash_token(token),
        AccountSession.ended_at.is_(None),
        AccountSession.expires_at > now,
    )
    ended = session.execute(update(AccountSession).where(*others).values(ended_at=now))
    return ended.rowcount  # type: ignore[attr-defined, no-any-return]


def _claim(session: Session, link: PasswordLink, *, now: datetime) -> bool:
    """Mark the link as used unless somebody was faster."""
    claimed = session.execute(
        update(PasswordLink).where(PasswordLink.id == link.id, PasswordLink.used_at.is_(None)).values(used_at=now)
    )
    return claimed.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _authority_for(session: Session, role: AccountRole, slug: str | None) -> Authority | None:
    if (role is AccountRole.OFFICIAL) != bool(slug):
        raise Unsuitable("authority")
    authority = session.scalar(select(Authority).where(Authority.slug == slug)) if slug else None
    if slug and authority is None:
        raise NotFound("authority", slug)
    return authority


def _group_for(session: Session, role: AccountRole, slug: str | None) -> Group | None:
    if slug and role is not AccountRole.ORGANISER:
        raise Unsuitable("group")
    group = session.scalar(select(Group).where(Group.slug == slug)) if slug else None
    if slug and group is None:
        raise NotFound("group", slug)
    return group
