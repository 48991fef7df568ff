"""Deeds around signing in: accounts, one-time links, passwords, sessions. The caller commits.

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
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.accounts import passwords
from complaints.accounts.queries import email_index, find_by_email, find_password_link, hash_token
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.errors import Duplicate, NotFound, TooManyTries, Unsuitable
from complaints.models import Account, AccountSession, Authority, Group, GroupMember, PasswordLink, new_id

SESSION_LENGTH: Final = timedelta(hours=12)
"""Our choice: one working day at the desk; the next morning one signs in again."""
LINK_LENGTH: Final = timedelta(days=7)
TOKEN_BYTES: Final = 32
WINDOW: Final = timedelta(minutes=15)
TRIES_OF_ONE_ACCOUNT: Final = 10
TRIES_OF_ONE_NETWORK: Final = 100
"""Failed tries per window. Our choice: offices and mobile operators put many people behind one network."""
BY_ACCOUNT: Final = "sign-in of account"
BY_NETWORK: Final = "sign-in from network"
BY_LINK: Final = "password link from network"
log = structlog.get_logger()


@dataclass(frozen=True)
class SignInTry:
    """A counted try: the account the address belongs to, if any, and what its password is checked against."""

    account_id: UUID | None
    password_hash: str | None
    email: str
    network: str


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
    session.execute(
        update(PasswordLink)
        .where(PasswordLink.account_id == account_id, PasswordLink.used_at.is_(None), PasswordLink.expires_at > now)
        .values(expires_at=now)
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        PasswordLink(
            id=new_id(),
            account_id=account_id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + LINK_LENGTH,
        )
    )
    session.flush()
    return token


def set_password_by_token(session: Session, *, token: str, password: str, now: datetime) -> UUID:
    """Use a one-time link: set the password and end all sessions of the account. Returns the account's id.

    Raises NotFound for a link that was used, expired or never made, WeakPassword for a password not good enough.
    """
    password_hash = passwords.hash_password(password)
    link = find_password_link(session, token=token, now=now)
    if link is None or not _claim(session, link, now=now):
        raise NotFound("password_link")
    link.account.password_hash = password_hash
    end_all_sessions(session, account_id=link.account_id, now=now)
    log.info("password_set", account=str(link.account_id))
    return link.account_id


def count_try_of_link(session: Session, *, cipher: Cipher, address: str | None, now: datetime) -> None:
    """Count a try to use a one-time link. Raises TooManyTries."""
    _count(session, cipher, BY_LINK, throttling.network_of(address), TRIES_OF_ONE_NETWORK, now=now)


def begin_sign_in(session: Session, *, cipher: Cipher, email: str, address: str | None, now: datetime) -> SignInTry:
    """Count a try of this account and this network.

    Commit it before the slow check of the password: the try counts whatever happens next, and nobody waits for our
    lock. Raises TooManyTries, for unknown addresses too.
    """
    who, network = email.strip().lower(), throttling.network_of(address)
    _count(session, cipher, BY_NETWORK, network, TRIES_OF_ONE_NETWORK, now=now)
    _count(session, cipher, BY_ACCOUNT, who, TRIES_OF_ONE_ACCOUNT, now=now)
    account = find_by_email(session, email, cipher=cipher)
    if account is None or account.disabled_at is not None:
        return SignInTry(None, None, who, network)
    return SignInTry(account.id, account.password_hash, who, network)


def finish_sign_in(session: Session, tried: SignInTry, *, cipher: Cipher, password: str, now: datetime) -> str | None:
    """A token for the cookie if the password is right, else None. A rightful try is not held against anybody."""
    if not passwords.matches(tried.password_hash, password) or tried.account_id is None:
        log.info("sign_in_refused", account=str(tried.account_id) if tried.account_id else None)
        return None
    throttling.forget(session, cipher, purpose=BY_ACCOUNT, who=tried.email)
    throttling.give_back(session, cipher, purpose=BY_NETWORK, who=tried.network, window=WINDOW, now=now)
    if tried.password_hash and passwords.is_outdated(tried.password_hash):
        session.get_one(Account, tried.account_id).password_hash = passwords.hash_password(password)
    return open_session(session, account_id=tried.account_id, now=now)


def open_session(session: Session, *, account_id: UUID, now: datetime) -> str:
    """Open a session of SESSION_LENGTH. Returns the token for the cookie."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AccountSession(
            id=new_id(),
            account_id=account_id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + SESSION_LENGTH,
        )
    )
    session.flush()
    log.info("signed_in", account=str(account_id))
    return token


def end_session(session: Session, *, token: str, now: datetime) -> None:
    """Sign out: a copy of the cookie is worth nothing from now on."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.token_hash == hash_token(token), AccountSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all_sessions(session: Session, *, account_id: UUID, now: datetime) -> None:
    session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def _claim(session: Session, link: PasswordLink, *, now: datetime) -> bool:
    """Mark the link as used unless somebody was faster."""
    claimed = session.execute(
        update(PasswordLink).where(PasswordLink.id == link.id, PasswordLink.used_at.is_(None)).values(used_at=now)
    )
    return claimed.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _count(session: Session, cipher: Cipher, purpose: str, who: str, most: int, *, now: datetime) -> None:
    if not throttling.allow(session, cipher, purpose=purpose, who=who, most=most, window=WINDOW, now=now):
        raise TooManyTries(throttling.try_again_at(WINDOW, now=now))


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
