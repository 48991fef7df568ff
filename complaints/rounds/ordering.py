"""The order of a timeline: by time, then by position."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from complaints.models.rounds import RoundEvent

FIRST = datetime.min.replace(tzinfo=UTC)


def dated(events: Iterable[RoundEvent], zone: str) -> list[tuple[date, RoundEvent]]:
    """The events in their order with the day each stands at: its first possible one; an event of which no day is known
    stands behind the one before it. Within a day the position decides, and exact times go by the clock."""
    last = date.min
    days: list[tuple[date, RoundEvent]] = []
    for event in sorted(events, key=lambda one: (one.position, one.id)):
        last = _day_of(event, zone) or last
        days.append((last, event))
    return _by_clock(sorted(days, key=lambda item: item[0]))


def in_order(events: Iterable[RoundEvent], zone: str) -> list[RoundEvent]:
    return [event for _day, event in dated(events, zone)]


def _day_of(event: RoundEvent, zone: str) -> date | None:
    if event.at is not None:
        return event.at.astimezone(ZoneInfo(zone)).date()
    return event.day_earliest or event.day_latest


def _by_clock(days: list[tuple[date, RoundEvent]]) -> list[tuple[date, RoundEvent]]:
    """Events with an exact time change places among themselves within their day; the others stay where they are."""
    timed = sorted((item for item in days if item[1].at is not None), key=lambda item: (item[0], _time_of(item[1])))
    left = iter(timed)
    return [item if item[1].at is None else next(left) for item in days]


def _time_of(event: RoundEvent) -> datetime:
    return event.at or FIRST
