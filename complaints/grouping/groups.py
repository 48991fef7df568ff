"""The group whose pages these are. A stranger learns nothing, not even that it exists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from complaints.domain.access import Viewer, may_see_group
from complaints.domain.errors import NotFound
from complaints.models import Group, GroupRound, Round


def get_group(session: Session, viewer: Viewer, slug: str) -> Group:
    """Raises NotFound, also for people who are no members."""
    found = session.scalar(select(Group).where(Group.slug == slug))
    if found is None or not may_see_group(viewer, found.id):
        raise NotFound("group", slug)
    return found


def list_rounds(session: Session, group: Group) -> Sequence[Round]:
    """Rounds the operator attached the group to, newest first."""
    attached = select(Round).join(GroupRound).where(GroupRound.group_id == group.id, Round.is_listed)
    attached = attached.options(joinedload(Round.region))
    return session.scalars(attached.order_by(Round.held_on_latest.desc().nulls_last(), Round.slug)).all()
