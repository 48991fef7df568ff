"""Invitations by mail: to a group in a role, to one authority as its official, or to the staff of the site.

Shared by the groups, whose owners invite members, by the operator's pages, and by the page on which people accept. The
link holds a random token of 256 bits, the row its SHA-256; it works for LENGTH and once, for the account of the invited
address. Whether that address has an account is never told to a group. The caller commits.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from complaints import mail, throttling
from complaints.addresses import email_index
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.errors import Duplicate, NotFound, TooManyOpen, TooManyTries, Unsuitable
from complaints.domain.groups import InvitationState, Obstacle, state_of_invitation
from complaints.models import Account, Authority, Group, GroupMember, Invitation, new_id

LENGTH: Final = timedelta(days=14)
MOST_OPEN: Final = 20
"""Invitations of one group that nobody has answered yet."""
MAILS_A_DAY: Final = 30
MAILS_TO_ONE_ADDRESS: Final = 3
"""A day, from one group. Our choice: whoever types a stranger's address cannot fill that person's mailbox."""
DAY: Final = timedelta(days=1)
TOKEN_BYTES: Final = 32
TABLE: Final = "invitations"
log = structlog.get_logger()


@dataclass(frozen=True)
class Offer:
    """What is offered: a role in a group, the place of an official of one authority, or a role on the site."""

    role: AccountRole
    group: Group | None = None
    group_role: GroupRole | None = None
    authority: Authority | None = None


def invite(
    session: Session,
    offer: Offer,
    *,
    cipher: Cipher,
    viewer: Viewer,
    email: str,
    language: str,
    template: str,
    now: datetime,
) -> Invitation:
    """Invite an address and mail it the link.

    Raises Duplicate("member") for a member of the group, Duplicate("invitation") for an address that was invited to
    the same and has not answered, TooManyOpen, TooManyTries.
    """
    index = email_index(cipher, email)
    if offer.group is not None:
        _check_group(session, cipher, offer.group, index, now=now)
    elif session.scalar(
        select(exists().where(_open(now), Invitation.group_id.is_(None), Invitation.email_index == index))
    ):
        raise Duplicate("invitation")
    invitation_id, token = new_id(), secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        id=invitation_id,
        email_enc=cipher.encrypt(TABLE, "email", invitation_id, email.strip()),
        email_index=index,
        role=offer.role,
        group_id=offer.group.id if offer.group else None,
        group_role=offer.group_role,
        authority_id=offer.authority.id if offer.authority else None,
        language=language,
        token_hash=hash_token(token),
        invited_by=viewer.account_id,
        created_at=now,
        expires_at=now + LENGTH,
    )
    session.add(invitation)
    session.flush()
    _send(session, invitation, token, cipher=cipher, viewer=viewer, template=template, now=now)
    log.info("invited", invitation=str(invitation_id), by=str(viewer.account_id))
    return invitation


def send_again(
    session: Session, invitation: Invitation, *, cipher: Cipher, viewer: Viewer, template: str, now: datetime
) -> None:
    """Mail a new link for LENGTH from now; the one before stops working.

    Raises NotFound for an invitation that was accepted or revoked, TooManyOpen, TooManyTries.
    """
    if invitation.group is not None:
        lock_group(session, invitation.group.id)
    _lock(session, invitation)
    if state_of(invitation, now=now) not in (InvitationState.WAITING, InvitationState.EXPIRED):
        raise NotFound("invitation", str(invitation.id))
    if invitation.group is not None:
        others = Invitation.id != invitation.id
        _check_limits(session, cipher, invitation.group.id, invitation.email_index, others, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash, invitation.expires_at = hash_token(token), now + LENGTH
    _send(session, invitation, token, cipher=cipher, viewer=viewer, template=template, now=now)
    log.info("invited_again", invitation=str(invitation.id), by=str(viewer.account_id))


def revoke(session: Session, invitation: Invitation, *, viewer: Viewer, now: datetime) -> bool:
    """End an invitation; its link stops working. False when it was answered or ended before."""
    _lock(session, invitation)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        return False
    invitation.revoked_at = now
    session.flush()
    log.info("invitation_revoked", invitation=str(invitation.id), by=str(viewer.account_id))
    return True


def find(session: Session, token: str) -> Invitation | None:
    """The invitation of a link, in whatever state."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == hash_token(token)))


def state_of(invitation: Invitation, *, now: datetime) -> InvitationState:
    return state_of_invitation(
        accepted_at=invitation.accepted_at, revoked_at=invitation.revoked_at, expires_at=invitation.expires_at, now=now
    )


def obstacle_of(invitation: Invitation, account: Account) -> Obstacle | None:
    """Why this account cannot accept, or None."""
    return obstacle_for(account, role=invitation.role, authority_id=invitation.authority_id)


def obstacle_for(account: Account, *, role: AccountRole, authority_id: UUID | None) -> Obstacle | None:
    """Why this account cannot take a place that asks for this role and authority, or None."""
    if account.disabled_at is not None:
        return Obstacle.DISABLED
    if account.role is not role:
        return Obstacle.OTHER_ROLE
    return Obstacle.OTHER_AUTHORITY if account.authority_id != authority_id else None


def claim(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Hold the invitation until the transaction ends, so that two who accept at once do it once.

    Raises NotFound when it cannot be accepted any more.
    """
    _lock(session, invitation)
    if state_of(invitation, now=now) is not InvitationState.WAITING:
        raise NotFound("invitation", str(invitation.id))


def accept(session: Session, invitation: Invitation, account: Account, *, now: datetime) -> bool:
    """Give the account what was offered. False, and nothing changes, when it accepted before.

    Raises NotFound for an invitation that ended or belongs to another address, Unsuitable(obstacle).
    """
    if account.email_index != invitation.email_index:
        raise NotFound("invitation", str(invitation.id))
    _lock(session, invitation)
    if invitation.accepted_at is not None:
        return False
    claim(session, invitation, now=now)
    obstacle = obstacle_of(invitation, account)
    if obstacle is not None:
        raise Unsuitable(obstacle)
    invitation.accepted_at = now
    _join(session, invitation, account)
    session.flush()
    log.info("invitation_accepted", invitation=str(invitation.id), account=str(account.id))
    return True


def lock_group(session: Session, group_id: UUID) -> None:
    """Until the transaction ends nobody else changes who is in the group or invited to it."""
    session.flush()
    session.execute(select(Group.id).where(Group.id == group_id).with_for_update(key_share=True))


def hash_token(token: str) -> str:
    """What is kept of a link's token. It has 256 bits, so a plain SHA-256 cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


def address_of(invitation: Invitation, *, cipher: Cipher) -> str:
    return cipher.decrypt(TABLE, "email", invitation.id, invitation.email_enc)


def _join(session: Session, invitation: Invitation, account: Account) -> None:
    """Into the group, if it is one's. Who is in it already keeps the role: owners change roles, not old links."""
    if invitation.group_id is None or invitation.group_role is None:
        return
    if session.get(GroupMember, (invitation.group_id, account.id)) is None:
        session.add(GroupMember(group_id=invitation.group_id, account_id=account.id, role=invitation.group_role))


def _check_group(session: Session, cipher: Cipher, group: Group, index: str, *, now: datetime) -> None:
    lock_group(session, group.id)
    member = select(GroupMember.account_id).join(Account).where(GroupMember.group_id == group.id)
    if session.scalar(member.where(Account.email_index == index)) is not None:
        raise Duplicate("member")
    invited = (_open(now), Invitation.group_id == group.id, Invitation.email_index == index)
    if session.scalar(select(exists().where(*invited))):
        raise Duplicate("invitation")
    _check_limits(session, cipher, group.id, index, None, now=now)


def _check_limits(
    session: Session, cipher: Cipher, group_id: UUID, index: str, only: ColumnElement[bool] | None, *, now: datetime
) -> None:
    counted = select(func.count()).select_from(Invitation).where(_open(now), Invitation.group_id == group_id)
    if (session.scalar(counted if only is None else counted.where(only)) or 0) >= MOST_OPEN:
        raise TooManyOpen(MOST_OPEN)
    for purpose, who, most in (
        ("invitations of group", str(group_id), MAILS_A_DAY),
        ("invitations to address", f"{group_id} {index}", MAILS_TO_ONE_ADDRESS),
    ):
        if not throttling.allow(session, cipher, purpose=purpose, who=who, most=most, window=DAY, now=now):
            raise TooManyTries(throttling.try_again_at(DAY, now=now))


def _send(
    session: Session,
    invitation: Invitation,
    token: str,
    *,
    cipher: Cipher,
    viewer: Viewer,
    template: str,
    now: datetime,
) -> None:
    """Names of groups and authorities are public; the address and the link are not."""
    by = "operator" if viewer.role is AccountRole.OPERATOR else "owner"
    context: dict[str, str | int] = {
        "by": by,
        "days": LENGTH.days,
        "role": (invitation.group_role or invitation.role).value,
    }
    if invitation.group_id is not None:
        context["group"] = session.get_one(Group, invitation.group_id).name
    if invitation.authority_id is not None:
        authority = session.get_one(Authority, invitation.authority_id)
        context["authority"] = authority.kk_nominative if invitation.language == "kk" else authority.ru_nominative
    mail.queue_mail(
        session,
        cipher=cipher,
        to=address_of(invitation, cipher=cipher),
        template=template,
        lang=invitation.language,
        context=context,
        secrets={"token": token},
        now=now,
    )


def _lock(session: Session, invitation: Invitation) -> None:
    session.flush()
    session.execute(select(Invitation.id).where(Invitation.id == invitation.id).with_for_update())
    session.refresh(invitation)


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now)
