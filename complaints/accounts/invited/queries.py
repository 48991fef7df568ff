"""How an invitation stands with whoever opened its link."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole, Viewer
from complaints.domain.groups import Obstacle
from complaints.invitations import obstacle_of
from complaints.models import Account, Invitation


class Way(StrEnum):
    """What the visitor has to do."""

    SET_PASSWORD = "set_password"  # noqa: S105
    """The address has no account, or one without a password: it is made, or opened, with the acceptance."""
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    """Somebody else is signed in here."""
    ACCEPT = "accept"
    CANNOT = "cannot"


@dataclass(frozen=True)
class Standing:
    """`obstacle` says why, where the way is CANNOT. `by_operator`: else an owner of the group invites."""

    way: Way
    obstacle: Obstacle | None
    by_operator: bool


def find_account(session: Session, invitation: Invitation) -> Account | None:
    """The account of the invited address."""
    return session.scalar(select(Account).where(Account.email_index == invitation.email_index))


def standing_of(session: Session, invitation: Invitation, viewer: Viewer) -> Standing:
    account = find_account(session, invitation)
    obstacle = obstacle_of(invitation, account) if account else None
    return Standing(_way(account, obstacle, viewer), obstacle, _is_by_operator(session, invitation))


def _way(account: Account | None, obstacle: Obstacle | None, viewer: Viewer) -> Way:
    if viewer.is_signed_in and (account is None or account.id != viewer.account_id):
        return Way.SIGN_OUT
    if obstacle is not None:
        return Way.CANNOT
    if account is None or account.password_hash is None:
        return Way.SET_PASSWORD
    return Way.ACCEPT if viewer.is_signed_in else Way.SIGN_IN


def _is_by_operator(session: Session, invitation: Invitation) -> bool:
    inviting = session.get(Account, invitation.invited_by) if invitation.invited_by else None
    return inviting is None or inviting.role is AccountRole.OPERATOR
