"""Trying dead jobs again, and letting all but filing wait. The caller commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from complaints.accounts.admin.logbook import note
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.models import Job, Site
from complaints.models.site import THE_SITE


def retry_job(session: Session, job_id: UUID, *, viewer: Viewer, now: datetime) -> bool:
    """Let a dead job be tried anew, as often as a new one. False when it is dead no more: somebody clicked before."""
    if _revive(session, Job.id == job_id, now=now) == 0:
        return False
    about = _about(job_id, viewer, now)
    note(session, "job_retried", before={"state": "dead"}, after={"state": "waiting"}, **about)
    return True


def retry_jobs(session: Session, name: str, *, viewer: Viewer, now: datetime) -> int:
    """All dead jobs of one name. How many there were."""
    revived = _revive(session, Job.name == name, now=now)
    if revived:
        note(session, "jobs_retried", after={"state": "retried", "tasks": revived}, **_about(name, viewer, now))
    return revived


def switch_surge(session: Session, *, on: bool, viewer: Viewer, now: datetime) -> bool:
    """Let statistics, mail and printing wait while very many file, or go on. False when it is so already."""
    site = session.get_one(Site, THE_SITE, with_for_update=True)
    if (site.surge_since is not None) == on:
        return False
    before, site.surge_since = site.surge_since, now if on else None
    about = {**_about("surge", viewer, now), "subject": Subject.SITE}
    note(session, "surge_switched", before={"since": before}, after={"since": site.surge_since}, **about)
    return True


def _about(key: UUID | str, viewer: Viewer, now: datetime) -> dict[str, Any]:
    return {"viewer": viewer, "now": now, "subject": Subject.JOB, "key": key}


def _revive(session: Session, which: Any, *, now: datetime) -> int:
    revived = session.execute(
        update(Job)
        .where(which, Job.is_dead)
        .values(is_dead=False, closed_at=None, tries=0, run_at=now, lease=None, leased_until=None)
    )
    return int(revived.rowcount)  # type: ignore[attr-defined]
