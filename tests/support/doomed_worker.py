"""A worker that is about to be killed: takes one job, changes a row, says that it has begun, and never ends by itself.

Run as a program with the address of the database, the folder of the installation, the file to write when the job has
begun, and the moment that its clock shows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from complaints import create_app
from complaints.cli import make_worker
from complaints.jobs import JobContext, job
from complaints.models import Throttle
from complaints.settings import Settings

JOB = "test.count"


def count_once(session: Session, now: datetime) -> None:
    """What the job does: one more row."""
    session.add(Throttle(key=JOB, window_starts_at=now, tries=1))
    session.flush()


def main(database_url: str, instance: str, begun: str, moment: str) -> None:
    @job(JOB)
    def never_ends(context: JobContext, payload: Mapping[str, Any]) -> None:
        count_once(context.session, context.now)
        Path(begun).touch()
        time.sleep(600)

    settings = Settings.from_env({"DATABASE_URL": database_url}, instance=Path(instance))
    app = create_app(settings, clock=lambda: datetime.fromisoformat(moment))
    with app.app_context():
        make_worker().run_due()


if __name__ == "__main__":
    main(*sys.argv[1:])
