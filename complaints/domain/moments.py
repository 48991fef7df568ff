"""Days and times as people here write them: `29.03.2025` or `2025-03-29`, with `10:07` behind it where a time is
meant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

FIRST_YEAR: Final = 2000
"""Our choice: an earlier year is a slip of the finger, no registration was held on a platform then."""
LAST_YEAR: Final = 2100
DAY: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)|(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})", re.ASCII
)
TIME: Final = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::00)?", re.ASCII)
PARTED: Final = re.compile(r"\s*(?:,\s*|T|\s)\s*")
LAST_MINUTE: Final = time(23, 59)


class Unreadable(ValueError):
    """The text is no day and no time."""


def read_day(text: str) -> date:
    """Raises Unreadable."""
    found = DAY.fullmatch(text.strip())
    if found is None:
        raise Unreadable
    part = found.groupdict()
    year, month, day = (int(part[long] or part[short]) for long, short in (("year", "y"), ("month", "m"), ("day", "d")))
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise Unreadable
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unreadable from error


def read_moment(text: str, zone: ZoneInfo, *, without_time: time | None = None) -> datetime:
    """A time of this zone as aware UTC. A day alone means `without_time` on it; None: a time is asked for.

    Raises Unreadable.
    """
    day, *rest = PARTED.split(text.strip(), maxsplit=1)
    if rest:
        at = _read_time(rest[0])
    elif without_time is None:
        raise Unreadable
    else:
        at = without_time
    return datetime.combine(read_day(day), at, zone).astimezone(UTC)


def _read_time(text: str) -> time:
    found = TIME.fullmatch(text.strip())
    if found is None:
        raise Unreadable
    try:
        return time(int(found["hour"]), int(found["minute"]))
    except ValueError as error:
        raise Unreadable from error
