"""The operator's invitations: of officials to one authority, of moderators and operators, of owners to groups.

The caller commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from complaints import invitations
from complaints.accounts.admin.logbook import note
from complaints.accounts.queries import find_by_email
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.models import Authority, Group, Invitation


def offer_of(role: AccountRole, *, group: Group | None = None, authority: Authority | None = None) -> invitations.Offer:
    """Whoever the operator invites to a group becomes its owner. Raises NotFound when the place is missing."""
    if (role is AccountRole.ORGANISER and group is None) or (role is AccountRole.OFFICIAL and authority is None):
        raise NotFound("place", role.value)
    return invitations.Offer(role, group=group, group_role=GroupRole.OWNER if group else None, authority=authority)


def invite(
    session: Session,
    offer: invitations.Offer,
    *,
    email: str,
    language: str,
    cipher: Cipher,
    viewer: Viewer,
    now: datetime,
) -> Invitation:
    """Invite somebody by mail.

    Raises Unsuitable(obstacle) for an address whose account cannot accept, Duplicate("account") for one that has this
    role already, and what invitations.invite raises.
    """
    _check_account(session, offer, email, cipher=cipher)
    way = _way_of(offer)
    invitation = way(session, offer, cipher=cipher, viewer=viewer, email=email, language=language, now=now)
    after = {
        "role": offer.role,
        "group": offer.group.slug if offer.group else None,
        "authority": offer.authority.slug if offer.authority else None,
    }
    _note(
        session,
        "person_invited",
        invitation,
        viewer=viewer,
        now=now,
        after={name: value for name, value in after.items() if value},
    )
    return invitation


def send_again(session: Session, invitation: Invitation, *, cipher: Cipher, viewer: Viewer, now: datetime) -> None:
    """Raises what invitations.send_again raises."""
    offer = invitations.Offer(invitation.role, group=invitation.group, authority=invitation.authority)
    _way_of_again(offer)(session, invitation, cipher=cipher, viewer=viewer, now=now)
    _note(session, "invitation_sent_again", invitation, viewer=viewer, now=now, after={"deed": "sent_again"})


def revoke(session: Session, invitation: Invitation, *, viewer: Viewer, now: datetime) -> bool:
    """False when it was answered or taken back before."""
    was_open = invitations.revoke(session, invitation, viewer=viewer, now=now)
    if was_open:
        _note(session, "invitation_revoked", invitation, viewer=viewer, now=now, after={"deed": "revoked"})
    return was_open


def _check_account(session: Session, offer: invitations.Offer, email: str, *, cipher: Cipher) -> None:
    """An address with an account is invited to groups only, or when the account waits for its first password."""
    account = find_by_email(session, email, cipher=cipher)
    if account is None:
        return
    authority_id = offer.authority.id if offer.authority else None
    obstacle = invitations.obstacle_for(account, role=offer.role, authority_id=authority_id)
    if obstacle is not None:
        raise Unsuitable(obstacle)
    if offer.group is None and account.password_hash is not None:
        raise Duplicate("account")


def _way_of(offer: invitations.Offer) -> partial[Invitation]:
    if offer.group is not None:
        return partial(invitations.invite, template="invitation_to_group")
    if offer.authority is not None:
        return partial(invitations.invite, template="invitation_to_authority")
    return partial(invitations.invite, template="invitation_to_site")


def _way_of_again(offer: invitations.Offer) -> partial[None]:
    template: str = _way_of(offer).keywords["template"]
    return partial(invitations.send_again, template=template)


def _note(
    session: Session, event: str, invitation: Invitation, *, viewer: Viewer, now: datetime, after: Mapping[str, Any]
) -> None:
    note(session, event, viewer=viewer, now=now, subject=Subject.INVITATION, key=invitation.id, after=after)
