"""Making the secret link of a group's calendar anew. The caller commits."""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session

from complaints.domain.access import Viewer, may_keep_group
from complaints.domain.errors import Forbidden
from complaints.models.accounts import Group

log = structlog.get_logger()


def renew_link(session: Session, *, viewer: Viewer, group: Group) -> None:
    """From now on the old link opens nothing. Raises Forbidden for all but owners."""
    if not may_keep_group(viewer, group.id):
        raise Forbidden
    group.calendar_turn = Group.calendar_turn + 1
    session.flush()
    log.info("calendar_link_renewed", group=str(group.id), by=str(viewer.account_id))
