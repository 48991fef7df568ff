"""Accounts with their addresses readable, found by role, state or exact address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, selectinload

from complaints.accounts.admin.sheets import Sheet, sheet_of
from complaints.accounts.queries import email_of
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole
from complaints.domain.errors import NotFound
from complaints.models import Account, AccountSession, Group, GroupMember, SpareCode


class AccountState(StrEnum):
    """What an account is good for at the moment; `unused`: nobody has set a password yet."""

    WORKS = "works"
    UNUSED = "unused"
    DISABLED = "disabled"


STATES: Final[Mapping[AccountState, ColumnElement[bool]]] = {
    AccountState.WORKS: and_(Account.disabled_at.is_(None), Account.password_hash.is_not(None)),
    AccountState.UNUSED: and_(Account.disabled_at.is_(None), Account.password_hash.is_(None)),
    AccountState.DISABLED: Account.disabled_at.is_not(None),
}


@dataclass(frozen=True)
class Person:
    """An account as the operator sees it, with the address readable."""

    account: Account
    email: str

    @property
    def groups(self) -> list[Group]:
        return [membership.group for membership in self.account.memberships]


@dataclass(frozen=True)
class Codes:
    """How an account stands with one-time codes: since when they are asked, and how many printed spares are left."""

    since: datetime | None
    spares_left: int


def list_people(
    session: Session, role: AccountRole | None, state: AccountState | None, *, cipher: Cipher, page: int
) -> Sheet[Person]:
    """A page of accounts, the newest first. Addresses are encrypted, so the database cannot sort or search them."""
    chosen = select(Account).options(
        selectinload(Account.memberships).selectinload(GroupMember.group), selectinload(Account.authority)
    )
    if role is not None:
        chosen = chosen.where(Account.role == role)
    if state is not None:
        chosen = chosen.where(STATES[state])
    sheet = sheet_of(session, chosen.order_by(Account.created_at.desc(), Account.id.desc()), page)
    return sheet.of([person_of(account, cipher=cipher) for account in sheet.lines])


def get_person(session: Session, account_id: UUID, *, cipher: Cipher) -> Person:
    """Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("account", str(account_id))
    return person_of(account, cipher=cipher)


def get_codes(session: Session, account: Account) -> Codes:
    left = (SpareCode.account_id == account.id, SpareCode.used_at.is_(None))
    return Codes(account.totp_since, session.scalar(select(func.count()).select_from(SpareCode).where(*left)) or 0)


def count_sessions(session: Session, account: Account, *, now: datetime) -> int:
    """How many browsers are signed in with this account."""
    running: tuple[Any, ...] = (
        AccountSession.account_id == account.id,
        AccountSession.ended_at.is_(None),
        AccountSession.expires_at > now,
    )
    return session.scalar(select(func.count()).select_from(AccountSession).where(*running)) or 0


def person_of(account: Account, *, cipher: Cipher) -> Person:
    return Person(account, email_of(account, cipher=cipher))
