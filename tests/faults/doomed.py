"""The whole drill of test_workers_killed.py as a program of its own, which prints what it found: workers are forked
from it, and the library of the storage hangs in a child of a process that has used it, as one of the suite may have.

Run with the migrated database, the folder of the keys, and a folder to work in.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints import create_app, demo, jobs, processes
from complaints.cipher import Cipher
from complaints.cli import make_worker
from complaints.extensions import db
from complaints.filing.contact.actions import ask_for_new_code
from complaints.jobs import LEASE, Handler, JobContext, enqueue
from complaints.models import Base, Job, new_id
from complaints.settings import Settings
from tests.faults.scale import IS_LONG, times
from tests.filing.test_attach_evidence import by_script, open_form, press
from tests.support import uploads
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import FORMAL
from tests.support.mails import read_mails

HORIZON = timedelta(days=10)
"""Longer than what nobody sent is kept."""
STEP_HOURS = times(24, 6)
MOST_RUNS = 400
IDS = (
    "complaint_id", "row_id", "link_id", "file_id", "response_id", "submission_id", "event_id", "request_id",
    "change_id", "kept_id", "export_id", "version_id", "sheets_id", "import_id",
)  # fmt: skip
OTHERS = {"petition_id": "0", "email_index": "nobody's", "key": "evidence/none"}
OF_THE_QUEUE = ("jobs", "mails", "throttles", "address_mails")
"""Dead jobs are told to operators day by day, and tries take their time."""
TOLD_BY_DEATH = "accounts.tell_dead_jobs"


def main(template: str, keys: str, folder: str) -> None:
    settings = install(Path(template), Path(keys), Path(folder))
    clock = Clock(datetime(2026, 11, 23, 5, tzinfo=UTC))
    app = create_app(settings, clock=clock)
    assert processes.run_apart(lambda: furnish(app, settings, clock)) == 0
    real = asked(app, names_with_work)
    begun, start, marks = clock(), Path(folder) / "start", Path(folder) / "marks"
    copy(settings, start)
    undisturbed = run(app, clock, None)
    expected = asked(app, lambda session: what_is_there(session, settings))
    clock.set(begun)
    copy_back(start, settings)
    marks.mkdir()
    disturbed = run(app, clock, marks)
    of_real = select(func.count()).select_from(Job).where(Job.name.in_(real), Job.is_dead)
    found = {
        "handlers": sorted(jobs.handler_names() - {TOLD_BY_DEATH}),
        "real": real,
        "marks": sorted(path.name for path in marks.iterdir()),
        "undisturbed": undisturbed,
        "disturbed": disturbed,
        "expected": expected,
        "in the end": asked(app, lambda session: what_is_there(session, settings)),
        "dead": asked(app, lambda session: session.scalar(of_real)),
    }
    print(json.dumps(found))


def install(template: Path, keys: Path, folder: Path) -> Settings:
    instance = folder / "instance"
    shutil.copytree(keys, instance)
    shutil.copyfile(template, folder / "complaints.sqlite3")
    return Settings.from_env({"DATABASE_URL": f"sqlite:///{folder / 'complaints.sqlite3'}"}, instance=instance)


def asked(app: Flask, ask: Callable[[Session], Any]) -> Any:
    """An answer of the database, which is let go of afterwards."""
    with app.app_context():
        try:
            return ask(db.session())
        finally:
            db.session.remove()
            db.engine.dispose()


def furnish(app: Flask, settings: Settings, clock: Clock) -> None:
    """Complaints with mails and files, a file and a form that nobody sent, somebody who lost the code; then a job about
    nothing for each handler that has none yet."""
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    for number in range(2):
        typed = {**FORMAL, "email": f"{number}@example.com"}
        assert press(client, (f"{number}.jpg", uploads.jpeg()), **typed).status_code == 303
    press(client, do="save", narrative="Half written")
    assert by_script(client, open_form(client), ("left.png", uploads.png())).status_code == 201
    cipher = Cipher(settings.encryption_keys, settings.secret_key)
    with app.app_context():
        session = db.session()
        ask_for_new_code(session, cipher=cipher, address="0@example.com", now=clock())
        if IS_LONG:
            demo.load_example(session, cipher=cipher, now=clock(), count=12, site=settings.public_url)
        session.flush()
        for name in jobs.handler_names() - set(session.scalars(select(Job.name).distinct())) - {TOLD_BY_DEATH}:
            enqueue(session, name, {**{key: str(new_id()) for key in IDS}, **OTHERS}, now=clock())
        session.commit()


def names_with_work(session: Session) -> list[str]:
    """The jobs that are about something."""
    return sorted({job.name for job in session.scalars(select(Job)) if not job.payload.keys() >= set(IDS)})


def run(app: Flask, clock: Clock, marks: Path | None) -> Counter[int]:
    """Worker after worker until all is long done. Gives how they ended."""
    ended: Counter[int] = Counter()
    until = clock() + HORIZON
    while clock() < until:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        status = processes.run_apart(lambda: work(app, marks))
        ended[status] += 1
        assert sum(ended.values()) < MOST_RUNS
        clock.advance(**({"hours": STEP_HOURS} if status == 0 else {"seconds": LEASE.total_seconds() + 1}))
    return ended


def work(app: Flask, marks: Path | None) -> None:
    """In a process of its own."""
    if marks is not None:
        jobs._handlers.update({name: deadly(name, handler, marks) for name, handler in jobs._handlers.items()})
    with app.app_context():
        make_worker().run_due()


def deadly(name: str, handler: Handler, marks: Path) -> Handler:
    """Kills its process when it is called first, and when it has first done its work; a handler that fails on its
    second call has no work that could be lost."""

    def die_once(moment: str) -> None:
        mark = marks / f"{name}-{moment}"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def handle(context: JobContext, payload: Mapping[str, Any]) -> None:
        die_once("begins")
        handler(context, payload)
        context.session.flush()
        die_once("has done it")

    return handle


def what_is_there(session: Session, settings: Settings) -> dict[str, object]:
    """Rows of each table, mails by addressee and subject, files."""
    tables = [table for name, table in Base.metadata.tables.items() if name not in OF_THE_QUEUE]
    folder = Path(urlsplit(settings.storage_url).path)
    mails = Counter(f"{mail['To']}: {mail['Subject']}" for mail in read_mails(settings.mail_url))
    return {
        **{table.name: session.scalar(select(func.count()).select_from(table)) for table in tables},
        "files": sum(path.is_file() for path in folder.rglob("*")),
        "sent": {who: count for who, count in mails.items() if "operator" not in who},
    }


def places(settings: Settings) -> Callable[[Path], list[tuple[Path, Path]]]:
    database = Path(urlsplit(settings.database_url).path)
    return lambda kept: [(database, kept / "database"), (settings.instance, kept / "instance")]


def copy(settings: Settings, kept: Path) -> None:
    kept.mkdir()
    (database, database_copy), (instance, instance_copy) = places(settings)(kept)
    shutil.copyfile(database, database_copy)
    shutil.copytree(instance, instance_copy)


def copy_back(kept: Path, settings: Settings) -> None:
    (database, database_copy), (instance, instance_copy) = places(settings)(kept)
    for beside in database.parent.glob(f"{database.name}-*"):
        beside.unlink()
    shutil.copyfile(database_copy, database)
    shutil.rmtree(instance)
    shutil.copytree(instance_copy, instance)


if __name__ == "__main__":
    main(*sys.argv[1:])
