"""The group whose pages these are. A stranger learns nothing, not even that it exists."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import Viewer, may_keep_group, may_see_group
from complaints.domain.errors import Forbidden, NotFound
from complaints.models import Group


def get_group(session: Session, viewer: Viewer, slug: str) -> Group:
    """For every member. Raises NotFound, also for people who are no members."""
    found = session.scalar(select(Group).where(Group.slug == slug))
    if found is None or not may_see_group(viewer, found.id):
        raise NotFound("group", slug)
    return found


def get_own_group(session: Session, viewer: Viewer, slug: str) -> Group:
    """For owners only. Raises NotFound for strangers, Forbidden for the other members."""
    group = get_group(session, viewer, slug)
    if not may_keep_group(viewer, group.id):
        raise Forbidden(slug)
    return group
