"""The legal clock: terms in working days, calendar days and months, and the calendar they run on.

Rules and days off are data (`complaints.data`); here is only how a term is counted. The day a term starts from is not
counted. A term in working or calendar days that ends on a day off ends on the next working day (Code art. 76, part
5); a term in months keeps its raw date, because the statute gives no such rule for the windows to complain.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from complaints.domain.errors import UnknownRule

KAZAKHSTAN: Final = ZoneInfo("Asia/Almaty")
"""The one zone of the country since 2024-03-01."""
ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
REFUSED_BY_SILENCE: Final = frozenset({"complaint_review", "appeal_review"})


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"
    MONTHS = "months"


class Start(StrEnum):
    """The event from whose day a term runs."""

    ARRIVAL = "arrival"
    REGISTRATION = "registration"
    FIX_TERM_END_OR_REGISTRATION = "fix_term_end_or_registration"
    DECISION = "decision"
    BEFORE_ACT = "before_act"
    """Counted backwards: the last day on which something must be done before the act."""
    PRELIMINARY_DECISION_RECEIVED = "preliminary_decision_received"
    REQUEST = "request"
    LEARNED_OF_ACT = "learned_of_act"
    DECISION_DELIVERED_OR_TERM_EXPIRED = "decision_delivered_or_term_expired"
    DRAFT = "draft"
    PUBLICATION = "publication"
    ACT = "act"
    NOTICE = "notice"


class DayOffKind(StrEnum):
    HOLIDAY = "holiday"
    RELIGIOUS_DAY_OFF = "religious_day_off"
    WEEKEND_SHIFT = "weekend_shift"
    MOVED_DAY_OFF = "moved_day_off"


@dataclass(frozen=True)
class Extension:
    """How far a body may prolong a term by a reasoned decision, and how soon it must say so."""

    notify_working_days: int
    max_months: int | None = None
    max_calendar_days: int | None = None


@dataclass(frozen=True)
class Rule:
    """One term. `law` is the id of the norm that sets it."""

    code: str
    length: int
    unit: Unit
    start: Start
    law: str
    extendable: Extension | None = None


@dataclass(frozen=True)
class RuleSet:
    """The rules for terms that start on `valid_from` or later, by code."""

    valid_from: date
    rules: Mapping[str, Rule]


@dataclass(frozen=True)
class RuleBook:
    """All wordings of the law, the oldest first."""

    sets: tuple[RuleSet, ...]

    def rule(self, code: str, starts_on: date) -> Rule:
        """The wording for a term that starts on this day; before the oldest set, the oldest (our choice).

        Raises UnknownRule.
        """
        in_force = [rules for rules in self.sets if rules.valid_from <= starts_on] or self.sets[:1]
        try:
            return in_force[-1].rules[code]
        except KeyError:
            raise UnknownRule(code) from None


@dataclass(frozen=True)
class DayOff:
    """A named day off. Plain Saturdays and Sundays have no name and are not kept."""

    day: date
    kind: DayOffKind
    name_kk: str
    name_ru: str
    name_en: str


@dataclass(frozen=True)
class Calendar:
    days_off: Mapping[date, DayOff]
    working_weekends: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        if day in self.working_weekends:
            return True
        return day not in self.days_off and day.weekday() < SATURDAY

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, otherwise the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def last_working(self, day: date) -> date:
        """The day itself if it is a working day, otherwise the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day


@dataclass(frozen=True)
class Deadline:
    """A due date with its explanation.

    `left_out` are the named days off that were skipped, `weekend_days` the other Saturdays and Sundays; each skipped
    day is in exactly one of them. `rolled_from` is the raw last day when that was a day off.
    """

    rule: Rule
    starts_on: date
    due_on: date
    left_out: tuple[DayOff, ...]
    weekend_days: int
    rolled_from: date | None


def deadline(rule: Rule, starts_on: date, calendar: Calendar) -> Deadline:
    """When a term that starts from this day (not counted) ends, and which days were left out."""
    if rule.unit is Unit.MONTHS:
        return Deadline(rule, starts_on, add_months(starts_on, rule.length), (), 0, None)
    if rule.start is Start.BEFORE_ACT:
        return _working_days_back(rule, starts_on, calendar)
    raw = starts_on + timedelta(days=rule.length)
    skipped_from = raw
    if rule.unit is Unit.WORKING:
        raw = _after_working_days(starts_on, rule.length, calendar)
        skipped_from = starts_on + ONE_DAY if rule.length else starts_on
    due_on = calendar.next_working(raw)
    left_out, weekend_days = _skipped(_days(skipped_from, due_on), calendar)
    return Deadline(rule, starts_on, due_on, left_out, weekend_days, raw if raw != due_on else None)


def add_months(day: date, months: int) -> date:
    """The same day number `months` later, or the last day of a shorter month (our convention, usual in civil law)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def registered_on(received_at_local: datetime, calendar: Calendar, workday_ends: time) -> date:
    """The day an appeal counts as registered: the day of arrival, or the next working day after hours or on a day off.

    Code art. 64, part 3. What arrives at `workday_ends` or later came after hours; the hour itself is not in the Code.
    """
    day = received_at_local.date()
    if received_at_local.time() >= workday_ends:
        day += ONE_DAY
    return calendar.next_working(day)


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """Working days after `a`, up to and including `b`; 0 when `b` is not later."""
    return sum(calendar.is_working(day) for day in _days(a + ONE_DAY, b))


def is_overdue(due_on: date, today: date) -> bool:
    """Whether the last day has passed. Silence past the term counts as a refusal (Code art. 91, part 2)."""
    return today > due_on


def silence_refuses(rule: Rule) -> bool:
    """Whether silence past this term counts as a refusal: the Code's terms (art. 91, part 1-3). Of the law on access to
    information no such rule was read.
    """
    return rule.code in REFUSED_BY_SILENCE


def overdue_days(due_on: date, today: date, calendar: Calendar) -> int:
    """Working days past the due date; 0 when it is not overdue, and on days off right after it."""
    return working_days_between(due_on, today, calendar)


def _days(first: date, last: date) -> Sequence[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _after_working_days(starts_on: date, length: int, calendar: Calendar) -> date:
    day = starts_on
    for _ in range(length):
        day = calendar.next_working(day + ONE_DAY)
    return day


def _working_days_back(rule: Rule, starts_on: date, calendar: Calendar) -> Deadline:
    day = starts_on
    for _ in range(rule.length):
        day = calendar.last_working(day - ONE_DAY)
    left_out, weekend_days = _skipped(_days(day, starts_on - ONE_DAY), calendar)
    return Deadline(rule, starts_on, day, left_out, weekend_days, None)


def _skipped(days: Iterable[date], calendar: Calendar) -> tuple[tuple[DayOff, ...], int]:
    skipped = [day for day in days if not calendar.is_working(day)]
    named = tuple(calendar.days_off[day] for day in skipped if day in calendar.days_off)
    return named, len(skipped) - len(named)
