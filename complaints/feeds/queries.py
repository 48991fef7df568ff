"""What was handed in about a round, to an authority or by a group, with all that its clock reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.domain.access import Viewer, may_see_group
from complaints.domain.changes import Subject
from complaints.domain.errors import NotFound
from complaints.domain.lifecycle import ENDED
from complaints.models.accounts import Group
from complaints.models.changes import Change
from complaints.models.petitions import Petition, PetitionVersion
from complaints.models.places import Authority
from complaints.models.rounds import Round
from complaints.models.submissions import HappenedEvent, Response, Submission

KEPT_DAYS: Final = 100
"""How long what has ended stays in a calendar: longer than the three months in which its end can be complained of. Our
choice.
"""
MOST: Final = 500
"""Entries of one calendar, the newest hand-overs: our choice."""


def get_round(session: Session, slug: str) -> Round:
    """Raises NotFound, also for one that is not shown."""
    found = session.scalar(select(Round).where(Round.slug == slug, Round.is_listed))
    if found is None:
        raise NotFound("round", slug)
    return found


def get_authority(session: Session, slug: str) -> Authority:
    """Raises NotFound."""
    found = session.scalar(select(Authority).where(Authority.slug == slug))
    if found is None:
        raise NotFound("authority", slug)
    return found


def get_group(session: Session, slug: str) -> Group:
    """Raises NotFound. Whoever knows the secret link may read its calendar."""
    found = session.scalar(select(Group).where(Group.slug == slug))
    if found is None:
        raise NotFound("group", slug)
    return found


def get_own_group(session: Session, viewer: Viewer, slug: str) -> Group:
    """Raises NotFound, also for people who are no members."""
    group = get_group(session, slug)
    if not may_see_group(viewer, group.id):
        raise NotFound("group", slug)
    return group


def of_round(round_: Round) -> ColumnElement[bool]:
    return (Petition.round_id == round_.id) & Round.is_listed


def of_authority(authority: Authority) -> ColumnElement[bool]:
    return (Submission.held_by_id == authority.id) & Round.is_listed


def of_group(group: Group) -> ColumnElement[bool]:
    """Also about rounds that are hidden: the group's own terms run on."""
    return Petition.group_id == group.id


def list_submissions(session: Session, which: ColumnElement[bool], *, now: datetime) -> Sequence[Submission]:
    """Those that run, and those whose last entry is not older than `KEPT_DAYS`; oldest first."""
    since = now - timedelta(days=KEPT_DAYS)
    answered = select(Response.submission_id).where(Response.recorded_at >= since)
    ended = select(HappenedEvent.submission_id).where(HappenedEvent.recorded_at >= since)
    statement = (
        select(Submission)
        .join(Submission.version)
        .join(PetitionVersion.petition)
        .join(Petition.round)
        .where(which)
        .where(or_(Submission.state.not_in(ENDED), Submission.id.in_(answered), Submission.id.in_(ended)))
        .options(
            joinedload(Submission.authority),
            joinedload(Submission.version).defer(PetitionVersion.content),
            joinedload(Submission.version).joinedload(PetitionVersion.petition).joinedload(Petition.round),
            selectinload(Submission.responses).selectinload(Response.outcomes),
            selectinload(Submission.events),
        )
        .order_by(Submission.recorded_at.desc(), Submission.id.desc())
        .limit(MOST)
    )
    return list(reversed(session.scalars(statement).all()))


def count_calendar_changes(session: Session) -> tuple[int, datetime | None]:
    """How often days off were put right, and when last: each may move a last day."""
    wanted = select(func.count(), func.max(Change.at)).where(Change.subject == Subject.DAY_OFF)
    count, latest = session.execute(wanted).one()
    return count, latest
