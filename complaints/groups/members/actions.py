"""What owners do with the members of their group, and what every member may do: leave. The caller commits.

Each deed locks the group first and then asks again whether the viewer still is an owner: of two owners who remove each
other at the same moment one is left, and a group never loses its last owner.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import changes, invitations, mail
from complaints.addresses import email_of
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Forbidden, NotFound, Unsuitable
from complaints.models import Account, Group, GroupMember, Invitation

LAST_OWNER: Final = "last_owner"
OWN_ROLE: Final = "own_role"
DISABLED: Final = "disabled"
log = structlog.get_logger()


def invite_member(
    session: Session,
    group: Group,
    *,
    cipher: Cipher,
    viewer: Viewer,
    email: str,
    role: GroupRole,
    language: str,
    now: datetime,
) -> None:
    """Raises what invitations.invite raises, and Forbidden for who is no owner any more."""
    _lock_as_owner(session, group, viewer)
    invitations.invite(
        session,
        invitations.Offer(AccountRole.ORGANISER, group=group, group_role=role),
        cipher=cipher,
        viewer=viewer,
        email=email,
        language=language,
        template="invitation_to_group",
        now=now,
    )


def invite_again(
    session: Session, group: Group, invitation: Invitation, *, cipher: Cipher, viewer: Viewer, now: datetime
) -> None:
    """Raises what invitations.send_again raises."""
    _lock_as_owner(session, group, viewer)
    invitations.send_again(session, invitation, cipher=cipher, viewer=viewer, template="invitation_to_group", now=now)


def revoke_invitation(session: Session, group: Group, invitation: Invitation, *, viewer: Viewer, now: datetime) -> bool:
    """False when it was answered or taken back before."""
    _lock_as_owner(session, group, viewer)
    return invitations.revoke(session, invitation, viewer=viewer, now=now)


def set_role(
    session: Session,
    group: Group,
    account_id: UUID,
    role: GroupRole,
    *,
    cipher: Cipher,
    viewer: Viewer,
    now: datetime,
) -> bool:
    """Give a member another role and say so by mail. False when it is the member's role already.

    Raises NotFound for no member, Unsuitable(LAST_OWNER).
    """
    _lock_as_owner(session, group, viewer)
    member = _get(session, group, account_id)
    if member.role is role:
        return False
    if role is not GroupRole.OWNER:
        _keep_an_owner(session, member)
    _change(session, group, member, role, cipher=cipher, viewer=viewer, now=now)
    return True


def remove_member(
    session: Session, group: Group, account_id: UUID, *, cipher: Cipher, viewer: Viewer, now: datetime
) -> None:
    """Take a member out and say so by mail; from the next page on the group is closed to that person.

    Raises NotFound for no member, Unsuitable(OWN_ROLE) for oneself, who leaves instead.
    """
    _lock_as_owner(session, group, viewer)
    if account_id == viewer.account_id:
        raise Unsuitable(OWN_ROLE)
    member = _get(session, group, account_id)
    _keep_an_owner(session, member)
    _tell(session, group, member.account, template="member_removed", cipher=cipher, now=now)
    _take_out(session, group, member, viewer=viewer, now=now)


def leave_group(session: Session, group: Group, *, viewer: Viewer, now: datetime) -> None:
    """Raises NotFound for who is in it no more, Unsuitable(LAST_OWNER): hand the group over first."""
    invitations.lock_group(session, group.id)
    if viewer.account_id is None:
        raise NotFound("member")
    member = _get(session, group, viewer.account_id)
    _keep_an_owner(session, member)
    _take_out(session, group, member, viewer=viewer, now=now)


def is_last_owner(session: Session, group: Group, viewer: Viewer) -> bool:
    """Whether the viewer must hand the group over before leaving it."""
    member = session.get(GroupMember, (group.id, viewer.account_id))
    return member is not None and member.role is GroupRole.OWNER and not _has_other_owner(session, member)


def hand_over(
    session: Session, group: Group, account_id: UUID, *, cipher: Cipher, viewer: Viewer, now: datetime
) -> None:
    """Make another member the owner and the viewer an editor, both at once; both are told by mail.

    Raises NotFound for no member, Unsuitable(DISABLED) for one who cannot sign in, Unsuitable(OWN_ROLE) for oneself.
    """
    own = _lock_as_owner(session, group, viewer)
    if account_id == viewer.account_id:
        raise Unsuitable(OWN_ROLE)
    heir = _get(session, group, account_id)
    if heir.account.disabled_at is not None:
        raise Unsuitable(DISABLED)
    if heir.role is not GroupRole.OWNER:
        _change(session, group, heir, GroupRole.OWNER, cipher=cipher, viewer=viewer, now=now)
    _change(session, group, own, GroupRole.EDITOR, cipher=cipher, viewer=viewer, now=now)


def _lock_as_owner(session: Session, group: Group, viewer: Viewer) -> GroupMember:
    """The viewer's membership, read after the lock. Raises Forbidden when it is not an owner's any more."""
    invitations.lock_group(session, group.id)
    own = session.get(GroupMember, (group.id, viewer.account_id), populate_existing=True)
    if own is None or own.role is not GroupRole.OWNER:
        raise Forbidden(group.slug)
    return own


def _get(session: Session, group: Group, account_id: UUID) -> GroupMember:
    member = session.get(GroupMember, (group.id, account_id), populate_existing=True)
    if member is None:
        raise NotFound("member", str(account_id))
    return member


def _keep_an_owner(session: Session, leaving: GroupMember) -> None:
    """Raises Unsuitable when nobody would own the group any more."""
    if leaving.role is GroupRole.OWNER and not _has_other_owner(session, leaving):
        raise Unsuitable(LAST_OWNER)


def _has_other_owner(session: Session, one: GroupMember) -> bool:
    """An owner whose account is disabled cannot keep the group, so does not count."""
    others = (
        select(GroupMember.account_id)
        .join(Account)
        .where(
            GroupMember.group_id == one.group_id,
            GroupMember.account_id != one.account_id,
            GroupMember.role == GroupRole.OWNER,
            Account.disabled_at.is_(None),
        )
    )
    return session.scalar(others.limit(1)) is not None


def _change(
    session: Session,
    group: Group,
    member: GroupMember,
    role: GroupRole,
    *,
    cipher: Cipher,
    viewer: Viewer,
    now: datetime,
) -> None:
    before, member.role = member.role, role
    _record(session, group, member, before, role, viewer=viewer, now=now)
    _tell(session, group, member.account, template="member_role_changed", role=role.value, cipher=cipher, now=now)


def _take_out(session: Session, group: Group, member: GroupMember, *, viewer: Viewer, now: datetime) -> None:
    _record(session, group, member, member.role, None, viewer=viewer, now=now)
    session.delete(member)
    session.flush()


def _record(
    session: Session,
    group: Group,
    member: GroupMember,
    before: GroupRole,
    after: GroupRole | None,
    *,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Under the member's id: the log of changes holds nothing of a person."""
    who = str(member.account_id)
    changes.record(
        session,
        viewer=viewer,
        subject=Subject.GROUP,
        key=group.slug,
        before={who: before},
        after={who: after} if after else None,
        now=now,
        group_id=group.id,
    )
    log.info("member_changed", group=group.slug, account=who, role=after.value if after else None)


def _tell(
    session: Session,
    group: Group,
    account: Account,
    *,
    template: str,
    cipher: Cipher,
    now: datetime,
    role: str = "",
) -> None:
    mail.queue_mail(
        session,
        cipher=cipher,
        to=email_of(account, cipher=cipher),
        template=template,
        lang=account.language,
        context={"group": group.name, "slug": group.slug, "role": role},
        now=now,
    )
