"""Jobs as the operator sees them: what waits, what runs, what is dead. Done jobs are not listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.accounts.admin.sheets import Sheet, sheet_of
from complaints.domain.errors import NotFound
from complaints.models import Job, Site
from complaints.models.site import THE_SITE


class JobState(StrEnum):
    """`failing`: it failed before and waits for the next try."""

    DEAD = "dead"
    FAILING = "failing"
    RUNNING = "running"
    WAITING = "waiting"


def condition(state: JobState, now: datetime) -> ColumnElement[bool]:
    free = or_(Job.leased_until.is_(None), Job.leased_until < now)
    is_open = Job.closed_at.is_(None)
    if state is JobState.DEAD:
        return Job.is_dead.is_(True)
    if state is JobState.RUNNING:
        return and_(is_open, Job.leased_until >= now)
    return and_(is_open, free, Job.tries > 0 if state is JobState.FAILING else Job.tries == 0)


def list_jobs(session: Session, state: JobState, name: str | None, *, now: datetime, page: int) -> Sheet[Job]:
    """A page of the jobs in this state, dead ones newest first, the others by when they are due."""
    wanted = select(Job).where(condition(state, now))
    if name:
        wanted = wanted.where(Job.name == name)
    order = Job.closed_at.desc() if state is JobState.DEAD else Job.run_at
    return sheet_of(session, wanted.order_by(order, Job.id), page)


def count_jobs(session: Session, *, now: datetime) -> Mapping[JobState, int]:
    counted = [func.count().filter(condition(state, now)) for state in JobState]
    row = session.execute(select(*counted).where(or_(Job.closed_at.is_(None), Job.is_dead))).one()
    return dict(zip(JobState, row, strict=True))


def count_dead_by_name(session: Session) -> Mapping[str, int]:
    """How many dead jobs there are of each name, by name."""
    counted = select(Job.name, func.count()).where(Job.is_dead).group_by(Job.name).order_by(Job.name)
    return {name: number for name, number in session.execute(counted)}  # noqa: C416 (rows are no pairs to mypy)


def list_names(session: Session) -> Sequence[str]:
    """The names of all jobs that are listed, for the filter."""
    listed = select(Job.name).where(or_(Job.closed_at.is_(None), Job.is_dead)).distinct()
    return session.scalars(listed.order_by(Job.name)).all()


def get_dead(session: Session, job_id: UUID) -> Job:
    """Raises NotFound, also for a job that is not dead any more."""
    found = session.scalar(select(Job).where(Job.id == job_id, Job.is_dead))
    if found is None:
        raise NotFound("job", str(job_id))
    return found


def surge_since(session: Session) -> datetime | None:
    """Since when all but filing waits; None when nothing does."""
    return session.scalar(select(Site.surge_since).where(Site.id == THE_SITE))
