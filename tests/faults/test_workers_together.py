"""Several workers at one queue: each job is run by one of them at a time, and once. A job that fails for good is seen
by the operator, who has it tried again by a click.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from complaints import create_app, jobs
from complaints.cli import make_worker
from complaints.domain.access import AccountRole
from complaints.extensions import db
from complaints.jobs import MOST_TRIES, JobContext, enqueue, job
from complaints.models import Job
from complaints.processes import _forking
from complaints.settings import Settings
from tests.faults.conftest import Make, prepare
from tests.faults.postgresql import server
from tests.faults.scale import say, times
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

JOBS = times(120, 3_000)
WORKERS = 4
SHORT_LEASE = timedelta(seconds=1.5)
LONG_WORK_SECONDS = 4.0
"""Longer than two leases."""
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = dict(jobs._handlers)
    yield
    jobs._handlers.clear()
    jobs._handlers.update(before)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, install: Make, keys: Path) -> Iterator[Flask]:
    """An app at a database that several processes work on."""
    if request.param == "sqlite":
        yield create_app(install().settings)
        return
    with server() as database:
        prepare(keys, database.address)
        yield create_app(Settings.from_env({"DATABASE_URL": database.address}, instance=keys))


def test_no_job_is_run_twice_or_by_two_at_once_however_long_it_takes(
    shared: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(shared, JOBS)
    done = together(shared, tmp_path / "quick", seconds=lambda number: (number % 5) / 1000)
    assert Counter(line["job"] for line in done) == Counter(map(str, range(JOBS))), "each once"
    workers = Counter(line["worker"] for line in done)
    assert len(workers) > 1, "one did everything: the drill proves nothing"
    monkeypatch.setattr(jobs, "LEASE", SHORT_LEASE)
    queue(shared, 1)
    assert len(together(shared, tmp_path / "long", seconds=lambda _number: LONG_WORK_SECONDS)) == 1
    say(f"{engine_of(shared)}: {JOBS} jobs by {WORKERS} workers, each run once; shares {sorted(workers.values())}")


def test_a_job_that_failed_for_good_is_seen_and_tried_again_by_a_click(
    sign_in: Callable[..., CheckedClient], session: Session, clock: Clock, work: Work
) -> None:
    is_broken = [True]

    @job("test.broken")
    def broken(_context: JobContext, _payload: Mapping[str, Any]) -> None:
        if is_broken:
            raise ConnectionError

    operator = sign_in(AccountRole.OPERATOR)
    enqueue(session, "test.broken", {"row_id": "1"}, now=clock())
    for _ in range(MOST_TRIES):
        work()
        clock.advance(hours=1)
    page = operator.get("/en/admin/jobs/").text
    assert "test.broken" in page
    assert "ConnectionError" in page
    is_broken.clear()
    dead = session.scalars(select(Job.id).where(Job.is_dead)).one()
    session.commit()
    assert operator.post(f"/en/admin/jobs/{dead}/retry", data={"csrf_token": token_in(page)}).status_code == 303
    assert work() >= 1
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Job).where(Job.is_dead)) == 0
    assert "test.broken" not in operator.get("/en/admin/jobs/").text


def token_in(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def engine_of(app: Flask) -> str:
    with app.app_context():
        return db.engine.dialect.name


def queue(app: Flask, count: int) -> None:
    with app.app_context():
        with sessionmaker(db.engine)() as session:
            for number in range(count):
                enqueue(session, "test.quick", {"number": str(number)}, now=datetime.now(UTC))
            session.commit()
        db.engine.dispose()


def together(app: Flask, told: Path, *, seconds: Callable[[int], float]) -> list[dict[str, Any]]:
    """Workers in processes of their own until nothing is due. Gives what each job noted; two of one job at the same
    time fail."""

    jobs._handlers.pop("test.quick", None)  # of an earlier round, which notes elsewhere

    @job("test.quick")
    def quick(_context: JobContext, payload: Mapping[str, Any]) -> None:
        mine = told / payload["number"]
        os.close(os.open(mine, os.O_CREAT | os.O_EXCL))  # fails when it is being done or was done
        time.sleep(seconds(int(payload["number"])))
        with (told / "log").open("a") as log:
            log.write(json.dumps({"job": payload["number"], "worker": os.getpid()}) + "\n")

    def work() -> None:
        with app.app_context():
            worker = make_worker()
            until = time.monotonic() + 2 * LONG_WORK_SECONDS
            while worker.run_due() or (count_open() and time.monotonic() < until):
                time.sleep(0.05)

    told.mkdir()
    workers = [_forking.Process(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    with app.app_context(), sessionmaker(db.engine)() as session:
        failed = session.execute(select(Job.payload, Job.last_error).where(Job.last_error.is_not(None))).all()
        assert failed == []
        assert session.scalar(select(func.max(Job.tries)).where(Job.name == "test.quick")) == 1
    return [json.loads(line) for line in (told / "log").read_text().splitlines()]


def count_open() -> int:
    with sessionmaker(db.engine)() as session:
        return session.scalar(select(func.count()).select_from(Job).where(Job.closed_at.is_(None))) or 0
