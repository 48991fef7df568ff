"""Deeds around the public page: publish a frozen version, take it off. Each is logged; two at once do it once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from complaints import changes
from complaints.domain.access import Viewer, may_publish_for
from complaints.domain.changes import Subject
from complaints.domain.errors import Forbidden, StaleVersion, Unsuitable
from complaints.models.base import new_id
from complaints.models.petitions import Petition, PetitionVersion, Publication
from complaints.petitions.agreeing.actions import have_asked_again
from complaints.petitions.publishing import queries
from complaints.petitions.queries import lock

REASON_MIN: Final = 10
REASON_MAX: Final = 500


def publish_petition(session: Session, *, viewer: Viewer, version: PetitionVersion, now: datetime) -> bool:
    """Put the version on the public page, in place of an earlier one. Whether that was new.

    Raises Forbidden, Unsuitable as long as its public files are not printed, StaleVersion when a later one stands
    there.
    """
    petition = version.petition
    _check(viewer, petition)
    if petition.round not in petition.group.rounds:
        raise Forbidden(petition.group.slug)
    lock(session, petition)
    latest = queries.find_latest(session, petition.id)
    running = latest if latest and latest.ended_at is None else None
    if running and running.version_id == version.id:
        return False
    if running and running.version.number > version.number:
        raise StaleVersion(running.version.number)
    if not queries.is_ready(session, version.id):
        raise Unsuitable("files")
    if running:
        running.ended_at, running.ended_by = now, viewer.account_id
    published = Publication(
        id=new_id(), petition_id=petition.id, version_id=version.id, published_at=now, published_by=viewer.account_id
    )
    session.add(published)
    have_asked_again(session, petition, now=now, key=str(published.id))
    _log(session, viewer, petition, running.version.number if running else None, version.number, now=now)
    return True


def unpublish_petition(session: Session, *, viewer: Viewer, petition: Petition, reason: str, now: datetime) -> bool:
    """Take the petition off its public page; the reason stands there instead. Whether that was new. Raises Forbidden,
    Unsuitable for a reason that is too short or too long.
    """
    _check(viewer, petition)
    if not REASON_MIN <= len(reason) <= REASON_MAX:
        raise Unsuitable("reason")
    lock(session, petition)
    running = queries.find_latest(session, petition.id)
    if running is None or running.ended_at is not None:
        return False
    running.ended_at, running.ended_by, running.reason = now, viewer.account_id, reason
    _log(session, viewer, petition, running.version.number, None, now=now)
    return True


def _check(viewer: Viewer, petition: Petition) -> None:
    if not may_publish_for(viewer, petition.group_id):
        raise Forbidden(petition.group.slug)


def _log(
    session: Session, viewer: Viewer, petition: Petition, before: int | None, after: int | None, *, now: datetime
) -> None:
    changes.record(
        session,
        viewer=viewer,
        subject=Subject.PUBLICATION,
        key=str(petition.id),
        before={"version": before},
        after={"version": after},
        now=now,
        round_id=petition.round_id,
        group_id=petition.group_id,
    )
