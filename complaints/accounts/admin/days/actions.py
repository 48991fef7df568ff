"""Declaring a day off or working, and taking that back. The caller commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints import jobs
from complaints.accounts.admin.days.queries import MovedTerm, get_override, list_moved
from complaints.accounts.admin.logbook import add_one, note, put, values_of
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.models import DayOverride

NUMERIC: Final = "%d.%m.%Y"


@dataclass(frozen=True)
class DayEntry:
    """What is declared of a day: off, or working; its names, and the decree that says so."""

    is_working: bool
    name_kk: str
    name_ru: str
    name_en: str
    decree: str


def as_override(day: date, entry: DayEntry) -> DayOverride:
    """A row as it would be kept, for looking at its effect; it is not kept."""
    return DayOverride(day=day, **asdict(entry))


def effect_of(day: date, entry: DayEntry | None, moved: Sequence[MovedTerm]) -> str:
    """A short sign of what was shown to the operator: when it differs on saving, the effect is shown again."""
    return sha256(repr((day, entry, [(row.petition_id, row.would_be_due_on) for row in moved])).encode()).hexdigest()[
        :16
    ]


def set_day(session: Session, day: date, entry: DayEntry, *, viewer: Viewer, now: datetime) -> None:
    """Declare it, in place of what was declared before, and tell those whose last day it moves.

    Raises Duplicate when somebody else does so at this moment.
    """
    moved = list_moved(session, day, as_override(day, entry))
    kept = session.get(DayOverride, day)
    before = values_of(kept, entry) if kept else None
    if kept is None:
        add_one(session, DayOverride(day=day, recorded_by=viewer.account_id, recorded_at=now, **asdict(entry)), "day")
    else:
        put(kept, entry)
        kept.recorded_by, kept.recorded_at = viewer.account_id, now
    note(session, "day_set", before=before, after=asdict(entry), **_about(day, viewer, now))
    _have_told(session, moved, day, entry.decree, now)


def remove_day(session: Session, day: date, *, viewer: Viewer, now: datetime) -> None:
    """The day is again as in the reference data; those whose last day that moves are told. Raises NotFound."""
    kept = get_override(session, day)
    moved = list_moved(session, day, None)
    before = {name: getattr(kept, name) for name in ("is_working", "name_kk", "name_ru", "name_en", "decree")}
    session.delete(kept)
    session.flush()
    note(session, "day_removed", before=before, **_about(day, viewer, now))
    _have_told(session, moved, day, "", now)


def _have_told(session: Session, moved: Sequence[MovedTerm], day: date, decree: str, now: datetime) -> None:
    """A job for each document whose last day moved. Days are written as figures, alike in both languages."""
    for term in moved:
        payload = {
            "submission_id": str(term.submission_id),
            "before": term.due_on.strftime(NUMERIC),
            "after": term.would_be_due_on.strftime(NUMERIC),
            "day": day.strftime(NUMERIC),
            "decree": decree,
        }
        jobs.enqueue(session, "responses.tell_moved", payload, now=now)


def _about(day: date, viewer: Viewer, now: datetime) -> dict[str, Any]:
    return {"viewer": viewer, "now": now, "subject": Subject.DAY_OFF, "key": day.isoformat()}
