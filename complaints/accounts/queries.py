"""What is asked about accounts: who holds this session, whose link is this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from complaints.addresses import email_index, email_of, find_by_email
from complaints.cipher import Cipher
from complaints.database import in_kazakh_order
from complaints.domain.access import NEEDS_CODE, AccountRole, GroupRole, Viewer
from complaints.domain.errors import NotFound
from complaints.models import Account, AccountSession, Authority, Group, GroupMember, PasswordLink

__all__ = [
    "OwnAccount",
    "email_index",
    "email_of",
    "find_awaiting",
    "find_by_email",
    "find_password_link",
    "find_viewer",
    "get_own_account",
    "hash_token",
]


@dataclass(frozen=True)
class OwnAccount:
    """What people see of their own account. `groups` are pairs of a group and the role in it, in Kazakh order."""

    email: str
    role: AccountRole
    authority: Authority | None
    groups: Sequence[tuple[Group, GroupRole]]


def hash_token(token: str) -> str:
    """What is kept of a random token. It has 256 bits, so a plain SHA-256 cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


def find_viewer(session: Session, *, token: str, codes_required: bool, now: datetime) -> Viewer | None:
    """Who holds this session token: None when it ended, expired, still waits for its one-time code, or the account
    was disabled. `codes_required`: in this installation some roles must have one-time codes.
    """
    account = _account_of(session, token, AccountSession.awaits_code.is_(False), now=now)
    if account is None:
        return None
    must_set_up_code = codes_required and account.role in NEEDS_CODE and account.totp_since is None
    return Viewer(
        account.id, account.role, account.authority_id, _groups_of(session, account), must_set_up_code=must_set_up_code
    )


def find_awaiting(session: Session, *, token: str, now: datetime) -> Account | None:
    """Whose password was right and whose one-time code is still to come, or None."""
    return _account_of(session, token, AccountSession.awaits_code.is_(True), now=now)


def _account_of(session: Session, token: str, state: ColumnElement[bool], *, now: datetime) -> Account | None:
    return session.scalar(
        select(Account)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .where(
            AccountSession.token_hash == hash_token(token),
            AccountSession.ended_at.is_(None),
            AccountSession.expires_at > now,
            Account.disabled_at.is_(None),
            state,
        )
    )


def find_password_link(session: Session, *, token: str, now: datetime) -> PasswordLink | None:
    """The link if it can still be used: not used, not expired, the account not disabled."""
    return session.scalar(
        select(PasswordLink)
        .join(Account)
        .where(
            PasswordLink.token_hash == hash_token(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > now,
            Account.disabled_at.is_(None),
        )
    )


def get_own_account(session: Session, viewer: Viewer, *, cipher: Cipher) -> OwnAccount:
    """Raises NotFound for nobody."""
    account = session.get(Account, viewer.account_id) if viewer.account_id else None
    if account is None:
        raise NotFound("account")
    groups = session.execute(
        select(Group, GroupMember.role)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.account_id == account.id)
        .order_by(in_kazakh_order(Group.name))
    )
    return OwnAccount(
        email=email_of(account, cipher=cipher),
        role=account.role,
        authority=account.authority,
        groups=[(group, role) for group, role in groups],
    )


def _groups_of(session: Session, account: Account) -> Mapping[UUID, GroupRole]:
    if account.role is not AccountRole.ORGANISER:
        return {}
    memberships = session.scalars(select(GroupMember).where(GroupMember.account_id == account.id))
    return {membership.group_id: membership.role for membership in memberships}
