"""When invented people learned of the round, tried to register and filed: most of them on the first evening, then fewer
and fewer. The hours are invented; they keep to what was reported, 90 minutes of notice and places gone in 7 minutes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from complaints.domain.complaint import ScreenResult

DAY: Final = date(2025, 3, 29)
ANNOUNCED: Final = time(10, 0)
OPENED: Final = time(11, 30)
FROZEN: Final = datetime(2025, 4, 14, 6, 0, tzinfo=UTC)
"""When the group made its text final. Whoever stands in it had filed by the evening before."""
LAST_FILING: Final = FROZEN - timedelta(hours=10)
FIRST_FILINGS: Final = datetime(2025, 3, 30, 4, 0, tzinfo=UTC)
HOURS: Final = (2, 1, 0, 0, 0, 1, 2, 5, 8, 9, 9, 9, 10, 9, 8, 8, 8, 9, 11, 14, 18, 22, 20, 9)
"""How many file in each hour of a later day: people do it in the evening."""
SHARES: Final = (38, 24, 38)
"""First evening, second day, all days after."""
MEAN_DAYS: Final = 3.5
SAID_THE_DAY_BEFORE: Final = 0.1
"""The exact day is not known: some say the 28th."""


@dataclass(frozen=True)
class Times:
    learned_at: datetime
    attempted_at: datetime | None


def invent_times(chance: random.Random, zone: ZoneInfo, screen_result: ScreenResult | None) -> Times:
    """Who tried had learned before the start or right after it; who did not try learned late or was at work."""
    day = DAY - timedelta(days=chance.random() < SAID_THE_DAY_BEFORE)
    announced, opened = (datetime.combine(day, at, zone) for at in (ANNOUNCED, OPENED))
    if screen_result is ScreenResult.DID_NOT_TRY and chance.random() < 0.6:
        return Times(_utc(opened + timedelta(minutes=chance.randrange(9, 270))), None)
    learned = announced + timedelta(minutes=chance.randrange(2, 85))
    if screen_result in {None, ScreenResult.DID_NOT_TRY}:
        return Times(_utc(learned), None)
    tried = opened + timedelta(minutes=chance.choice((-3, 0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 15, 25)))
    return Times(_utc(learned), _utc(tried))


def invent_filing(chance: random.Random, zone: ZoneInfo) -> datetime:
    """After everybody learned of it and before the group's text was final."""
    evening = datetime.combine(DAY, time(17), zone)
    part = chance.choices(range(3), weights=SHARES)[0]
    if part == 0:
        filed = evening + timedelta(hours=chance.triangular(0, 7, 3.5))
    else:
        days = 1 if part == 1 else 2 + int(chance.expovariate(1 / MEAN_DAYS))
        hour = chance.choices(range(24), weights=HOURS)[0]
        at = time(hour, chance.randrange(60), chance.randrange(60))
        filed = datetime.combine(DAY + timedelta(days=days), at, zone)
    return min(_utc(filed), LAST_FILING - timedelta(seconds=chance.randrange(86400)))


def invent_late_filing(chance: random.Random, zone: ZoneInfo) -> datetime:
    """From July to October: the three months to complain had passed."""
    day = date(2025, 7, 1) + timedelta(days=chance.randrange(100))
    return _utc(datetime.combine(day, time(chance.randrange(8, 23), chance.randrange(60)), zone))


def first_filings(position: int) -> datetime:
    """Every seven hours from the morning after, for the few of the small example."""
    return FIRST_FILINGS + timedelta(hours=7) * position % timedelta(days=12)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
