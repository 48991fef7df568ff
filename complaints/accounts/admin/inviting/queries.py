"""Whom operators invited, with addresses readable and the state of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from complaints import invitations
from complaints.accounts.admin.sheets import Sheet, cut, with_words
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole
from complaints.domain.errors import NotFound
from complaints.domain.groups import InvitationState, Obstacle
from complaints.models import Account, Invitation

OPEN: Final = frozenset({InvitationState.WAITING, InvitationState.EXPIRED})
"""What can still be sent again or taken back."""


@dataclass(frozen=True)
class Invited:
    """`obstacle`: why the account of the address cannot accept, as long as the invitation is open."""

    invitation: Invitation
    email: str
    state: InvitationState
    obstacle: Obstacle | None


def list_invitations(
    session: Session, *, only_open: bool, words: str, cipher: Cipher, now: datetime, page: int
) -> Sheet[Invited]:
    """A page of what operators invited to, the newest first, found by words of the group's or authority's name."""
    by_operator = select(Account.id).where(Account.role == AccountRole.OPERATOR)
    chosen = (
        select(Invitation)
        .where(or_(Invitation.group_id.is_(None), Invitation.invited_by.in_(by_operator)))
        .options(selectinload(Invitation.group), selectinload(Invitation.authority))
    )
    if only_open:
        chosen = chosen.where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    newest = session.scalars(chosen.order_by(Invitation.created_at.desc(), Invitation.id.desc()))
    sheet = cut(with_words(newest, words, _names), page)
    return sheet.of([_invited(session, one, cipher=cipher, now=now) for one in sheet.lines])


def get_invitation(session: Session, invitation_id: UUID) -> Invitation:
    """Raises NotFound."""
    found = session.get(Invitation, invitation_id)
    if found is None:
        raise NotFound("invitation", str(invitation_id))
    return found


def _names(invitation: Invitation) -> tuple[str, ...]:
    group, authority = invitation.group, invitation.authority
    return (
        *((group.name, group.slug) if group else ()),
        *((authority.name_kk, authority.name_ru) if authority else ()),
    )


def _invited(session: Session, invitation: Invitation, *, cipher: Cipher, now: datetime) -> Invited:
    state = invitations.state_of(invitation, now=now)
    account = session.scalar(select(Account).where(Account.email_index == invitation.email_index))
    obstacle = invitations.obstacle_of(invitation, account) if account and state in OPEN else None
    return Invited(invitation, invitations.address_of(invitation, cipher=cipher), state, obstacle)
