"""The log of changes: who changed what in the open, and when, with the values before and after.

Shared by the pages of rounds (their public history), of groups and of operators. Entries are added with the change
itself, in its transaction, and are never edited; undoing is one more entry, made by the slice that owns the thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.models.base import new_id
from complaints.models.changes import Change


def record(
    session: Session,
    *,
    viewer: Viewer,
    subject: Subject,
    key: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    now: datetime,
    round_id: UUID | None = None,
    group_id: UUID | None = None,
    undoes: UUID | None = None,
) -> Change | None:
    """Log one change; only the values that differ are kept. None, and nothing is kept, when none does.

    The values must hold no personal data. None for `before`: it was added; None for `after`: it was taken away.
    """
    was, became = _plain(before), _plain(after)
    if was is not None and became is not None:
        differing = {name for name in {*was, *became} if was.get(name) != became.get(name)}
        if not differing:
            return None
        was = {name: value for name, value in was.items() if name in differing}
        became = {name: value for name, value in became.items() if name in differing}
    change = Change(
        id=new_id(),
        at=now,
        account_id=viewer.account_id,
        group_id=group_id,
        subject=subject,
        key=key,
        round_id=round_id,
        before=was,
        after=became,
        undoes_id=undoes,
    )
    session.add(change)
    session.flush()
    return change


def list_of(session: Session, subject: Subject, key: str) -> Sequence[Change]:
    """The changes of one thing, newest first."""
    found = select(Change).where(Change.subject == subject, Change.key == key)
    return session.scalars(found.order_by(Change.at.desc(), Change.id.desc())).all()


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value
