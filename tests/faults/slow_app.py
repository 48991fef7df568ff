"""The product on a disk that is slow in saying that something is safe: each commit of a writer takes COMMIT_SECONDS
longer, while the writer still holds what others wait for, as with a real disk.
"""

from __future__ import annotations

import os
import time

from sqlalchemy import Connection, event

from complaints import create_app, database
from complaints.extensions import db

SLOW_SECONDS = float(os.environ["COMMIT_SECONDS"])
app = create_app()


def wait(connection: Connection) -> None:
    if not connection.info.get(database.READS_ONLY):
        time.sleep(SLOW_SECONDS)


if SLOW_SECONDS:
    with app.app_context():
        event.listen(db.engine, "commit", wait)
