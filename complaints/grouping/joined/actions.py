"""A member of a group reaches somebody who joined. Every look at a phone is written down, and the person sees it."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from complaints import confirming
from complaints.cipher import Cipher
from complaints.domain.access import Viewer, may_confirm_for
from complaints.domain.complaint import ConfirmedBy, LookedAt
from complaints.domain.errors import Forbidden, NotFound, Unsuitable
from complaints.grouping.joined.queries import has_looked
from complaints.models import Group, Look, Supporter, new_id

log = structlog.get_logger()


def see_joined_phone(
    session: Session, *, cipher: Cipher, viewer: Viewer, group: Group, supporter: Supporter, now: datetime
) -> str:
    """The phone in plain, after the look was written down. Raises Forbidden, and NotFound when there is no phone."""
    if viewer.account_id is None or not may_confirm_for(viewer, group.id):
        raise Forbidden(group.slug)
    if supporter.phone_enc is None:
        raise NotFound("phone", supporter.number)
    session.add(
        Look(
            id=new_id(),
            supporter_id=supporter.id,
            account_id=viewer.account_id,
            group_id=group.id,
            what=LookedAt.PHONE,
            at=now,
        )
    )
    session.flush()
    log.info("phone_seen", number=supporter.number, actor=str(viewer.account_id), group=group.slug)
    return cipher.decrypt("supporters", "phone", supporter.id, supporter.phone_enc)


def confirm_joined(
    session: Session, *, viewer: Viewer, group: Group, supporter: Supporter, by: ConfirmedBy, now: datetime
) -> bool:
    """Record that a member reached the person; False when somebody else was faster.

    Raises Forbidden, and Unsuitable for a call by a group that never saw the number.
    """
    if not may_confirm_for(viewer, group.id):
        raise Forbidden(group.slug)
    if by is ConfirmedBy.CALL and not has_looked(session, group, supporter):
        raise Unsuitable("call")
    done = confirming.confirm_supporter(session, supporter, by=by, now=now, account_id=viewer.account_id)
    if done:
        log.info("joining_confirmed", number=supporter.number, by=by.value, actor=str(viewer.account_id))
    return done
