"""One line in the log and one entry in the log of changes for each deed of the operator; rows kept once.

Entries name things by id, slug or code. Nothing of a person is written: no address, no name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import changes
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Duplicate

log = structlog.get_logger()


def note(
    session: Session,
    event: str,
    *,
    viewer: Viewer,
    now: datetime,
    subject: Subject,
    key: UUID | str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    """Log the deed and keep what differs; with nothing different nothing is kept. `more` goes to the log of changes."""
    kept = changes.record(
        session, viewer=viewer, subject=subject, key=str(key), before=before, after=after, now=now, **more
    )
    if kept is not None:
        log.info(event, by=str(viewer.account_id), subject=subject.value, key=str(key))


def values_of(row: Any, entry: Any) -> dict[str, Any]:
    """What the row has now of all that the entry has."""
    return {name: getattr(row, name) for name in asdict(entry)}


def put(row: Any, entry: Any) -> None:
    for name, value in asdict(entry).items():
        setattr(row, name, value)


def add_one(session: Session, row: Any, what: str) -> None:
    """Insert it. Raises Duplicate(what) when there is one already, also when somebody else is faster by an instant."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Duplicate(what) from error
