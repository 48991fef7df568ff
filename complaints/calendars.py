"""The calendar that due dates are counted with: the reference data, and over it what the operator put right."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import data
from complaints.domain.deadlines import Calendar, DayOff, DayOffKind
from complaints.models.changes import DayOverride


def calendar_of(session: Session) -> Calendar:
    """Days off and working weekends as they stand now."""
    return calendar_with(session.scalars(select(DayOverride).order_by(DayOverride.day)))


def calendar_with(overrides: Iterable[DayOverride]) -> Calendar:
    """The reference data with these overrides. An override wins over the reference data of its day."""
    known = data.calendar()
    days_off, working_weekends = dict(known.days_off), set(known.working_weekends)
    for row in overrides:
        days_off.pop(row.day, None)
        working_weekends.discard(row.day)
        if row.is_working:
            working_weekends.add(row.day)
        else:
            days_off[row.day] = DayOff(
                row.day, DayOffKind.MOVED_DAY_OFF, row.name_kk, row.name_ru, row.name_en or row.name_ru
            )
    return Calendar(
        days_off=MappingProxyType(dict(sorted(days_off.items()))), working_weekends=frozenset(working_weekends)
    )
