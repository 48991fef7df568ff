"""A queue of jobs in the product's own database, so that a job commits or vanishes with the data it serves.

A worker leases a job, works, and closes it in the same transaction as the job's own changes. A worker that dies
leaves a lease which runs out, and the job is taken again: handlers must therefore be idempotent. A failing job is
retried with growing pauses and, after the last try, kept as dead for the operator. Payloads hold ids only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

import structlog
from sqlalchemy import Table, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from complaints.cipher import Cipher
from complaints.database import AWAY, Line
from complaints.models.base import new_id
from complaints.models.jobs import Job
from complaints.models.site import THE_SITE, Site
from complaints.settings import Settings
from complaints.storage import Storage

LEASE: Final = timedelta(minutes=5)
MOST_TRIES: Final = 8
FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(hours=1)
ONE_DAY: Final = timedelta(days=1)
LOOK_SECONDS: Final = 0.005
QUIET_LOOKS: Final = 20
"""So often in turn nobody writes before the worker takes it that the rush is over. Our choice."""
MOST_LOOKS: Final = 40
"""So often it looks before each job, so that five jobs a second are done in any rush."""
NEW: Final = insert(cast(Table, Job.__table__))
FRESH: Final = {"tries": 0, "is_dead": False}
log = structlog.get_logger()


@dataclass(frozen=True)
class JobContext:
    """What a handler works with. The session is committed by the worker after the handler returns."""

    session: Session
    now: datetime
    cipher: Cipher
    storage: Storage
    settings: Settings

    def let_go(self) -> None:
        """End the reading transaction before slow work, so that nobody waits for it; rows read before are expired."""
        self.session.rollback()


Handler = Callable[[JobContext, Mapping[str, Any]], None]
_handlers: dict[str, Handler] = {}
_patient: set[str] = set()


def job(name: str, *, waits_in_surge: bool = False) -> Callable[[Handler], Handler]:
    """Register the handler of a job name. `waits_in_surge`: it is left lying while an operator lets filing go first.
    Raises ValueError when the name is taken by another handler.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(name, handler).__qualname__ != handler.__qualname__:
            raise ValueError(f"two handlers for job {name}")
        if waits_in_surge:
            _patient.add(name)
        return handler

    return register


def handler_names() -> frozenset[str]:
    return frozenset(_handlers)


def enqueue(
    session: Session,
    name: str,
    payload: Mapping[str, str],
    *,
    now: datetime,
    key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Queue a job in the caller's transaction, to run at once or from `run_at` on.

    With a key that was queued before, nothing is added.
    """
    if key is not None and session.scalar(select(Job.id).where(Job.key == key)) is not None:
        return
    session.add(Job(id=new_id(), name=name, payload=dict(payload), key=key, created_at=now, run_at=run_at or now))


def new_row(name: str, payload: Mapping[str, str], *, now: datetime) -> dict[str, Any]:
    """A job to run at once, for enqueue_rows()."""
    return {"id": new_id(), "name": name, "payload": dict(payload), "created_at": now, "run_at": now, **FRESH}


def enqueue_rows(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Queue these jobs, which no key names, by one statement: for what comes by the thousand."""
    if rows:
        session.connection().execute(NEW, rows)


def report_dead(session: Session, *, now: datetime) -> None:
    """Have operators told that a job is dead: a mail a day at most. When today's went already, tomorrow's tells it."""
    today = f"dead-jobs:{now.date().isoformat()}"
    if session.scalar(select(Job.id).where(Job.key == today, Job.closed_at.is_not(None))) is not None:
        return report_tomorrow(session, now=now)
    return _report(session, now, key=today, run_at=now)


def report_tomorrow(session: Session, *, now: datetime) -> None:
    """Look again in a day whether jobs are dead."""
    later = now + ONE_DAY
    _report(session, now, key=f"dead-jobs:{later.date().isoformat()}", run_at=later)


def _report(session: Session, now: datetime, *, key: str, run_at: datetime) -> None:
    """Two workers may lose a job at the same moment: the key lets one report in."""
    with suppress(IntegrityError), session.begin_nested():
        enqueue(session, "accounts.tell_dead_jobs", {}, now=now, key=key, run_at=run_at)


def pause_after(tries: int) -> timedelta:
    """How long to wait after the given number of failed tries: 15 s, doubled each time, at most an hour. Our choice."""
    return min(FIRST_PAUSE * int(2 ** (tries - 1)), LONGEST_PAUSE)


class Worker:
    """Takes due jobs one by one. `clock` gives aware UTC datetimes; `line` is where writers stand in line, where only
    one can write.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        *,
        cipher: Cipher,
        storage: Storage,
        settings: Settings,
        clock: Callable[[], datetime],
        line: Line | None = None,
    ) -> None:
        self._sessions = sessions
        self._cipher = cipher
        self._storage = storage
        self._settings = settings
        self._clock = clock
        self._line = line
        self._in_rush = False

    def run_due(self) -> int:
        """Work until no job is due. Returns how many jobs were tried."""
        tried = 0
        while self._work_on_one():
            tried += 1
        return tried

    def run_until(self, stop: threading.Event, pause_seconds: float = 1.0) -> None:
        """Work until told to stop; the job in hand is finished first. A database that is away is waited for."""
        while not stop.is_set():
            self._give_way(stop)
            try:
                worked = self._work_on_one()
            except AWAY as error:  # the lease brings the job back
                log.warning("queue_unreachable", error=type(error).__name__)
                worked = False
            if not worked:
                stop.wait(pause_seconds)

    def _give_way(self, stop: threading.Event) -> None:
        """Who files goes first: while people write one after another, the jobs wait for gaps."""
        if self._line is None or not (self._in_rush or self._line.is_busy()):
            return
        quiet = looks = 0
        while quiet < QUIET_LOOKS and looks < MOST_LOOKS and not stop.wait(LOOK_SECONDS):
            quiet, looks = 0 if self._line.is_busy() else quiet + 1, looks + 1
        self._in_rush = quiet < QUIET_LOOKS

    def _work_on_one(self) -> bool:
        lease = new_id()
        with self._sessions() as session:
            job_id = _take(session, lease, now=self._clock())
            session.commit()
        if job_id is None:
            return False
        with _kept_alive(self._sessions, job_id, lease, self._clock):
            try:
                self._handle(job_id, lease)
            except Exception as error:  # a job may fail in any way; the queue must go on
                self._put_back(job_id, lease, error)
        return True

    def _handle(self, job_id: UUID, lease: UUID) -> None:
        with self._sessions() as session:
            taken = session.get_one(Job, job_id)
            context = JobContext(session, self._clock(), self._cipher, self._storage, self._settings)
            _handlers[taken.name](context, taken.payload)
            closed = session.execute(
                update(Job)
                .where(Job.id == job_id, Job.lease == lease, Job.closed_at.is_(None))
                .values(closed_at=self._clock(), lease=None, leased_until=None, last_error=None)
            )
            if closed.rowcount == 1:  # type: ignore[attr-defined]
                session.commit()

    def _put_back(self, job_id: UUID, lease: UUID, error: Exception) -> None:
        with self._sessions() as session:
            failed = session.scalar(select(Job).where(Job.id == job_id, Job.lease == lease))
            if failed is None:
                return
            failed.last_error = type(error).__name__
            failed.lease = failed.leased_until = None
            failed.run_at = self._clock() + pause_after(failed.tries)
            failed.is_dead = failed.tries >= MOST_TRIES
            failed.closed_at = self._clock() if failed.is_dead else None
            if failed.is_dead:
                report_dead(session, now=self._clock())
            log.warning("job_failed", job=failed.name, id=str(job_id), tries=failed.tries, error=failed.last_error)
            session.commit()


def _take(session: Session, lease: UUID, *, now: datetime) -> UUID | None:
    """Lease the job that has waited longest, or None. Counts as a try, so a job that kills its worker ends as dead
    too."""
    free = or_(Job.leased_until.is_(None), Job.leased_until < now)
    due = select(Job).where(Job.closed_at.is_(None), Job.run_at <= now, free).order_by(Job.run_at, Job.id).limit(1)
    if session.scalar(select(Site.surge_since).where(Site.id == THE_SITE)) is not None:
        due = due.where(Job.name.not_in(_patient))
    taken = session.scalar(due.with_for_update(skip_locked=True))
    if taken is None:
        return None
    if taken.tries >= MOST_TRIES:
        taken.is_dead, taken.closed_at, taken.lease, taken.leased_until = True, now, None, None
        report_dead(session, now=now)
        return _take(session, lease, now=now)
    taken.tries += 1
    taken.lease, taken.leased_until = lease, now + LEASE
    return taken.id


@contextmanager
def _kept_alive(
    sessions: sessionmaker[Session], job_id: UUID, lease: UUID, clock: Callable[[], datetime]
) -> Iterator[None]:
    """Renew the lease while a long job runs, so that only a dead worker's job is taken by another."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(LEASE.total_seconds() / 3):
            with suppress(*AWAY), sessions() as session:  # there are more tries before the lease ends
                session.execute(
                    update(Job).where(Job.id == job_id, Job.lease == lease).values(leased_until=clock() + LEASE)
                )
                session.commit()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
