"""Making and editing groups, attaching them to rounds, their members. The caller commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from complaints import merging
from complaints.accounts.admin.logbook import add_one, note, put, values_of
from complaints.accounts.queries import find_by_email
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.domain.groups import RESERVED_SLUGS
from complaints.models import Group, GroupMember, GroupRound, Round, new_id


@dataclass(frozen=True)
class GroupEntry:
    name: str
    region_code: str
    purpose: str


def create_group(
    session: Session, entry: GroupEntry, *, slug: str, round_ids: Collection[UUID], viewer: Viewer, now: datetime
) -> Group:
    """Raises Duplicate for a slug that is taken, by another group or by a page of the site."""
    if slug in RESERVED_SLUGS:
        raise Duplicate("slug")
    group = Group(id=new_id(), slug=slug, created_at=now, **asdict(entry))
    add_one(session, group, "slug")
    _attach(session, group, round_ids)
    after = {"slug": slug, **asdict(entry), "rounds": _slugs(session, group)}
    note(session, "group_created", after=after, **_about(group, viewer, now))
    return group


def edit_group(
    session: Session, group: Group, entry: GroupEntry, *, round_ids: Collection[UUID], viewer: Viewer, now: datetime
) -> None:
    _hold(session, group)
    before = {**values_of(group, entry), "rounds": _slugs(session, group)}
    put(group, entry)
    _attach(session, group, round_ids)
    after = {**asdict(entry), "rounds": _slugs(session, group)}
    note(session, "group_edited", before=before, after=after, **_about(group, viewer, now))


def set_member(
    session: Session, group: Group, *, email: str, role: GroupRole, cipher: Cipher, viewer: Viewer, now: datetime
) -> None:
    """Take the organiser with this address into the group, or change the role there.

    Raises NotFound for an address without an account, Unsuitable("role") for one that is not an organiser's and
    Unsuitable("last_owner") when nobody would own the group any more.
    """
    account = find_by_email(session, email, cipher=cipher)
    if account is None:
        raise NotFound("account")
    if account.role is not AccountRole.ORGANISER:
        raise Unsuitable("role")
    _hold(session, group)
    membership = session.get(GroupMember, (group.id, account.id), populate_existing=True)
    before = {str(account.id): membership.role} if membership else None
    if membership is None:
        session.add(GroupMember(group_id=group.id, account_id=account.id, role=role))
    else:
        if role is not GroupRole.OWNER:
            _keep_an_owner(session, membership)
        membership.role = role
    session.flush()
    note(session, "member_set", before=before, after={str(account.id): role}, **_about(group, viewer, now))


def remove_member(session: Session, group: Group, account_id: UUID, *, viewer: Viewer, now: datetime) -> None:
    """Raises NotFound for no member, Unsuitable("last_owner") for the only owner."""
    _hold(session, group)
    membership = session.get(GroupMember, (group.id, account_id), populate_existing=True)
    if membership is None:
        raise NotFound("member", str(account_id))
    _keep_an_owner(session, membership)
    before = {str(account_id): membership.role}
    session.delete(membership)
    session.flush()
    note(session, "member_removed", before=before, **_about(group, viewer, now))


def _hold(session: Session, group: Group) -> None:
    """Until the transaction ends nobody else changes the group: of two owners who leave at once, one stays."""
    session.execute(select(Group.id).where(Group.id == group.id).with_for_update(key_share=True))


def _about(group: Group, viewer: Viewer, now: datetime) -> dict[str, Any]:
    return {"viewer": viewer, "now": now, "subject": Subject.GROUP, "key": group.slug, "group_id": group.id}


def _slugs(session: Session, group: Group) -> list[str]:
    attached = select(Round.slug).join(GroupRound, GroupRound.round_id == Round.id)
    return list(session.scalars(attached.where(GroupRound.group_id == group.id).order_by(Round.slug)))


def _attach(session: Session, group: Group, round_ids: Collection[UUID]) -> None:
    """Exactly these rounds; for one that was merged into another meanwhile, that other one."""
    wanted = {merging.standing(session, round_id) for round_id in sorted(round_ids)}
    session.execute(delete(GroupRound).where(GroupRound.group_id == group.id))
    session.add_all(GroupRound(group_id=group.id, round_id=round_id) for round_id in sorted(wanted))
    session.flush()
    session.expire(group, ["rounds"])


def _keep_an_owner(session: Session, leaving: GroupMember) -> None:
    others = (
        GroupMember.group_id == leaving.group_id,
        GroupMember.account_id != leaving.account_id,
        GroupMember.role == GroupRole.OWNER,
    )
    if leaving.role is GroupRole.OWNER and not session.scalar(select(exists().where(*others))):
        raise Unsuitable("last_owner")
