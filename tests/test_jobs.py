"""The queue: a job commits with its data, is done once, is tried again, and survives the death of its worker."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from complaints import jobs
from complaints.database import Line, engine_options
from complaints.extensions import db
from complaints.jobs import LEASE, MOST_LOOKS, MOST_TRIES, JobContext, Worker, enqueue, job, pause_after
from complaints.models import Base, Job, Throttle
from complaints.settings import Settings
from complaints.web.context import EXTENSION
from tests.support import doomed_worker
from tests.support.clock import Clock

TOP = Path(__file__).resolve().parents[1]
Work = Callable[[], int]


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture(autouse=True)
def handlers(seen: list[str]) -> Iterator[None]:
    """Jobs of this file only; the registry is as before afterwards."""
    before = dict(jobs._handlers)

    @job("test.note")
    def note(context: JobContext, payload: Mapping[str, Any]) -> None:
        seen.append(payload["word"])

    @job("test.fail")
    def fail(context: JobContext, payload: Mapping[str, Any]) -> None:
        context.session.add(Throttle(key="left over", window_starts_at=context.now, tries=1))
        seen.append("tried")
        raise ValueError("Асан Үсенов, 910630201017")

    @job(doomed_worker.JOB)
    def count(context: JobContext, payload: Mapping[str, Any]) -> None:
        doomed_worker.count_once(context.session, context.now)

    yield
    jobs._handlers.clear()
    jobs._handlers.update(before)


def the_job(session: Session) -> Job:
    session.commit()
    return session.scalars(select(Job).where(Job.name != "accounts.tell_dead_jobs")).one()


def count_rows(session: Session, model: type) -> int:
    session.commit()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_job_is_done_once_and_in_the_order_of_queueing(
    session: Session, clock: Clock, work: Work, seen: list[str]
) -> None:
    for word in ("first", "second"):
        enqueue(session, "test.note", {"word": word}, now=clock())
        clock.advance(seconds=1)
    assert work() == 2
    assert work() == 0
    assert seen == ["first", "second"]


def test_a_job_vanishes_with_the_data_it_was_queued_for(session: Session, clock: Clock, work: Work) -> None:
    enqueue(session, "test.note", {"word": "never"}, now=clock())
    session.rollback()
    assert work() == 0


def test_a_second_job_with_the_same_key_is_not_queued(
    session: Session, clock: Clock, work: Work, seen: list[str]
) -> None:
    for word in ("once", "twice"):
        enqueue(session, "test.note", {"word": word}, now=clock(), key="one deed")
    assert work() == 1
    assert seen == ["once"]


def test_a_failed_job_leaves_nothing_behind_and_waits_longer_each_time(
    session: Session, clock: Clock, work: Work, seen: list[str]
) -> None:
    enqueue(session, "test.fail", {}, now=clock())
    assert work() == 1
    assert count_rows(session, Throttle) == 0
    assert the_job(session).run_at == clock() + timedelta(seconds=15)
    clock.advance(seconds=14)
    assert work() == 0
    clock.advance(seconds=1)
    assert work() == 1
    assert the_job(session).run_at == clock() + timedelta(seconds=30)
    assert seen == ["tried", "tried"]


def test_the_pause_doubles_up_to_an_hour() -> None:
    assert [pause_after(tries).total_seconds() for tries in (1, 2, 3, 8, 20)] == [15, 30, 60, 1920, 3600]


def test_a_job_that_always_fails_is_kept_as_dead_and_its_error_names_nobody(
    session: Session, clock: Clock, work: Work, seen: list[str]
) -> None:
    enqueue(session, "test.fail", {}, now=clock())
    for _ in range(MOST_TRIES + 3):
        work()
        clock.advance(hours=2)
    kept = the_job(session)
    assert kept.is_dead
    assert kept.last_error == "ValueError"
    assert seen == ["tried"] * MOST_TRIES


def test_a_job_without_a_handler_is_tried_again_and_then_dead(session: Session, clock: Clock, work: Work) -> None:
    enqueue(session, "test.unknown", {}, now=clock())
    for _ in range(MOST_TRIES):
        work()
        clock.advance(hours=2)
    assert the_job(session).is_dead


def test_a_leased_job_is_not_taken_by_another_worker(
    session: Session, clock: Clock, work: Work, seen: list[str]
) -> None:
    enqueue(session, "test.note", {"word": "mine"}, now=clock())
    session.flush()
    leased = session.scalars(select(Job)).one()
    leased.lease, leased.leased_until = leased.id, clock() + LEASE
    assert work() == 0
    clock.advance(minutes=6)
    assert work() == 1
    assert seen == ["mine"]


def test_a_worker_killed_in_the_middle_of_a_job_does_not_lose_it(
    settings: Settings, sessions: sessionmaker[Session], clock: Clock, work: Work, tmp_path: Path
) -> None:
    with sessions() as session:
        enqueue(session, doomed_worker.JOB, {}, now=clock())
        session.commit()
    kill_in_the_middle(settings, clock, begun=tmp_path / "begun")
    with sessions() as session:
        assert count_rows(session, Throttle) == 0, "half a job was kept"
    assert work() == 0, "the lease of the dead worker was not respected"
    clock.advance(minutes=6)
    assert work() == 1
    clock.advance(hours=2)
    assert work() == 0
    with sessions() as session:
        assert count_rows(session, Throttle) == 1
        assert the_job(session).closed_at is not None


def test_a_worker_waits_for_a_database_that_is_away(app: Flask, clock: Clock, tmp_path: Path, seen: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'mounted' / 'late.sqlite3'}"
    engine = create_engine(url, **engine_options(url))
    made = app.extensions[EXTENSION]
    worker = Worker(
        sessionmaker(engine), cipher=made.cipher, storage=made.storage, settings=made.settings, clock=made.clock
    )
    stop = threading.Event()
    thread = threading.Thread(target=worker.run_until, args=(stop, 0.02))
    thread.start()
    try:
        time.sleep(0.1)
        (tmp_path / "mounted").mkdir()
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            enqueue(session, "test.note", {"word": "at last"}, now=clock())
            session.commit()
        until = time.monotonic() + 10
        while not seen and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        stop.set()
        thread.join()
        engine.dispose()
    assert seen == ["at last"]


class Watched(Line):
    """Somebody writes whenever it is looked at, until the rush is over; keeps how many jobs were done at each look."""

    def __init__(self, seen: list[str]) -> None:
        self.seen, self.at_looks, self.is_over = seen, list[int](), False

    def is_busy(self) -> bool:
        self.at_looks.append(len(self.seen))
        return not self.is_over


def test_in_a_rush_jobs_wait_and_still_go_on(app: Flask, clock: Clock, session: Session, seen: list[str]) -> None:
    for number in range(30):
        enqueue(session, "test.note", {"word": str(number)}, now=clock())
    session.commit()
    made, line, stop = app.extensions[EXTENSION], Watched(seen), threading.Event()
    with app.app_context():
        worker = Worker(
            sessionmaker(db.engine),
            cipher=made.cipher,
            storage=made.storage,
            settings=made.settings,
            clock=made.clock,
            line=line,
        )
    thread = threading.Thread(target=worker.run_until, args=(stop, 0.02))
    thread.start()
    try:
        wait_for(lambda: len(seen) >= 2)
        line.is_over = True
        in_rush = list(line.at_looks)
        wait_for(lambda: len(seen) == 30)
    finally:
        stop.set()
        thread.join()
    assert all(in_rush.count(done) >= MOST_LOOKS for done in range(2)), "a job did not give way"
    assert len(line.at_looks) - len(in_rush) < MOST_LOOKS + 2 * 30, "after the rush jobs still give way"


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)


def kill_in_the_middle(settings: Settings, clock: Clock, begun: Path) -> None:
    """Start a worker process, wait until it has begun the job, and kill it with SIGKILL."""
    arguments = [settings.database_url, str(settings.instance), str(begun), clock().isoformat()]
    process = subprocess.Popen([sys.executable, "-m", "tests.support.doomed_worker", *arguments], cwd=TOP)
    try:
        until = time.monotonic() + 30
        while not begun.exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
