"""Who is in a group, and who is invited. Addresses are decrypted for its owner's pages only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from complaints import invitations
from complaints.addresses import email_of
from complaints.cipher import Cipher
from complaints.domain.access import GroupRole
from complaints.domain.errors import NotFound
from complaints.domain.groups import InvitationState
from complaints.models import Account, Group, GroupMember, Invitation

PAGE: Final = 50


@dataclass(frozen=True)
class Member:
    account: Account
    email: str
    role: GroupRole


@dataclass(frozen=True)
class Members:
    """One page of them; pages are counted from 1."""

    people: Sequence[Member]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class Invited:
    invitation: Invitation
    email: str
    state: InvitationState


def list_members(session: Session, group: Group, *, cipher: Cipher, page: int) -> Members:
    """Owners first, then editors, then readers, each by address: it is encrypted, so the database cannot sort by it."""
    rows = session.scalars(
        select(GroupMember).where(GroupMember.group_id == group.id).options(joinedload(GroupMember.account))
    )
    order = list(GroupRole)
    people = sorted(
        (_member(row, cipher=cipher) for row in rows),
        key=lambda member: (order.index(member.role), member.email.lower(), member.account.id),
    )
    number = min(max(page, 1), max(1, -(-len(people) // PAGE)))
    return Members(people[(number - 1) * PAGE : number * PAGE], len(people), number)


def get_member(session: Session, group: Group, account_id: UUID, *, cipher: Cipher) -> Member:
    """Raises NotFound."""
    row = session.get(GroupMember, (group.id, account_id))
    if row is None:
        raise NotFound("member", str(account_id))
    return _member(row, cipher=cipher)


def count_roles(session: Session, group: Group) -> Mapping[GroupRole, int]:
    """How many members have each role, all roles in their order."""
    counted = select(GroupMember.role, func.count()).where(GroupMember.group_id == group.id).group_by(GroupMember.role)
    found = {role: number for role, number in session.execute(counted)}  # noqa: C416 (rows are no pairs to mypy)
    return {role: found.get(role, 0) for role in GroupRole}


def list_invited(session: Session, group: Group, *, cipher: Cipher, now: datetime) -> list[Invited]:
    """Invitations that nobody answered or took back, the newest first; the expired ones can be sent again."""
    rows = session.scalars(
        select(Invitation)
        .where(Invitation.group_id == group.id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        .limit(PAGE)
    )
    return [
        Invited(row, invitations.address_of(row, cipher=cipher), invitations.state_of(row, now=now)) for row in rows
    ]


def get_invitation(session: Session, group: Group, invitation_id: UUID) -> Invitation:
    """Raises NotFound, also for one of another group."""
    found = session.get(Invitation, invitation_id)
    if found is None or found.group_id != group.id:
        raise NotFound("invitation", str(invitation_id))
    return found


def _member(row: GroupMember, *, cipher: Cipher) -> Member:
    return Member(row.account, email_of(row.account, cipher=cipher), row.role)
