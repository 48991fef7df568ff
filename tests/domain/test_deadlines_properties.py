"""What holds for every term, whatever the day and whatever days the operator declares: against an independent counter.

The counter walks day by day over two plain sets and shares nothing with the code it checks.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from complaints import data
from complaints.domain.deadlines import (
    Calendar,
    DayOff,
    DayOffKind,
    Rule,
    Start,
    Unit,
    deadline,
    registered_on,
    working_days_between,
)

FIRST, LAST = date(2024, 1, 1), date(2027, 10, 1)
RULES = [rule for rules in data.deadline_rules().sets for rule in rules.rules.values()]
FORWARD = [rule for rule in RULES if rule.unit is not Unit.MONTHS and rule.start is not Start.BEFORE_ACT]
BACKWARD = [rule for rule in RULES if rule.start is Start.BEFORE_ACT]
DAYS = some.dates(FIRST, LAST)
SATURDAY = 5


def made(off: set[date], working: set[date]) -> Calendar:
    """The reference calendar with these days declared off and these weekends working, as an operator would."""
    known = data.calendar()
    days_off = {day: known.days_off[day] for day in known.days_off if day not in working}
    days_off |= {day: DayOff(day, DayOffKind.MOVED_DAY_OFF, "Мысал", "Пример", "Example") for day in off - working}
    working_weekends = (known.working_weekends | working) - (off - working)
    return Calendar(MappingProxyType(days_off), frozenset(working_weekends))


CALENDARS = some.builds(made, some.sets(DAYS, max_size=40), some.sets(DAYS, max_size=20))


def works(day: date, calendar: Calendar) -> bool:
    """Said anew: a declared working day, or a Monday to Friday that is not in the list."""
    return day in set(calendar.working_weekends) or (day.isoweekday() <= SATURDAY and day not in set(calendar.days_off))


def walk(start: date, rule: Rule, calendar: Calendar, step: int = 1) -> date:
    """Day by day, counting on fingers."""
    day, counted = start, 0
    while counted < rule.length:
        day += timedelta(days=step)
        counted += rule.unit is Unit.CALENDAR or works(day, calendar)
    while not works(day, calendar):
        day += timedelta(days=step)
    return day


def names(rule: Rule) -> str:
    return f"{rule.code}-{rule.start}"


@pytest.mark.parametrize("rule", FORWARD, ids=names)
@given(start=DAYS, calendar=CALENDARS)
@settings(max_examples=60, deadline=None)
def test_a_term_ends_where_the_slow_counter_ends_and_never_on_a_day_off(
    rule: Rule, start: date, calendar: Calendar
) -> None:
    found = deadline(rule, start, calendar)
    assert found.due_on == walk(start, rule, calendar)
    assert works(found.due_on, calendar)


@pytest.mark.parametrize("rule", BACKWARD, ids=names)
@given(start=DAYS, calendar=CALENDARS)
@settings(max_examples=60, deadline=None)
def test_a_term_counted_back_does_so_too(rule: Rule, start: date, calendar: Calendar) -> None:
    assert deadline(rule, start, calendar).due_on == walk(start, rule, calendar, step=-1)


@pytest.mark.parametrize("rule", RULES, ids=names)
@given(start=DAYS, later=some.integers(0, 40), calendar=CALENDARS)
@settings(max_examples=40, deadline=None)
def test_who_starts_later_is_never_due_earlier(rule: Rule, start: date, later: int, calendar: Calendar) -> None:
    after = start + timedelta(days=later)
    assert deadline(rule, start, calendar).due_on <= deadline(rule, after, calendar).due_on


@pytest.mark.parametrize("rule", FORWARD, ids=names)
@given(start=DAYS, calendar=CALENDARS, more=DAYS)
@settings(max_examples=40, deadline=None)
def test_one_more_day_off_never_brings_a_term_forward(rule: Rule, start: date, calendar: Calendar, more: date) -> None:
    declared = {**calendar.days_off, more: DayOff(more, DayOffKind.HOLIDAY, "", "", "")}
    longer = Calendar(MappingProxyType(declared), calendar.working_weekends - {more})
    assert deadline(rule, start, longer).due_on >= deadline(rule, start, calendar).due_on


@pytest.mark.parametrize("rule", FORWARD, ids=names)
@given(start=DAYS, calendar=CALENDARS)
@settings(max_examples=40, deadline=None)
def test_every_day_left_out_is_told_once(rule: Rule, start: date, calendar: Calendar) -> None:
    found = deadline(rule, start, calendar)
    first = start + timedelta(days=1 if rule.length else 0)
    passed = [first + timedelta(days=n) for n in range((found.due_on - first).days + 1)]
    if rule.unit is Unit.CALENDAR:  # only the days at its end move it
        passed = [day for day in passed if (day - start).days >= rule.length]
    left_out = [day for day in passed if not works(day, calendar)]
    assert {off.day for off in found.left_out} == {day for day in left_out if day in calendar.days_off}
    assert len(found.left_out) + found.weekend_days == len(left_out)


@given(moment=some.builds(datetime.combine, DAYS, some.times()), calendar=CALENDARS)
@settings(max_examples=200, deadline=None)
def test_registration_is_on_the_first_working_day_from_the_moment_of_arrival(
    moment: datetime, calendar: Calendar
) -> None:
    ends = time(18, 30)
    day = moment.date() + timedelta(days=moment.time() >= ends)
    while not works(day, calendar):
        day += timedelta(days=1)
    assert registered_on(moment, calendar, ends) == day


@given(start=DAYS, length=some.integers(0, 60), calendar=CALENDARS)
@settings(max_examples=200, deadline=None)
def test_working_days_between_are_those_that_the_term_counted(start: date, length: int, calendar: Calendar) -> None:
    rule = Rule("any", length, Unit.WORKING, Start.REQUEST, "appk-99")
    due_on = walk(start, rule, calendar)
    assert working_days_between(start, due_on, calendar) == (length or int(due_on > start))


COUNTED: list[tuple[str, str, str]] = [
    ("redirect", "2025-12-30", "2026-01-06"),
    ("redirect", "2026-03-18", "2026-03-26"),
    ("return_with_reasons", "2026-11-20", "2026-11-25"),
    ("return_with_reasons", "2026-12-14", "2026-12-18"),
    ("case_sent_back", "2026-12-28", "2027-01-06"),
    ("hearing_objection", "2026-12-15", "2026-12-18"),
    ("hearing_objection", "2026-11-20", "2026-11-24"),
    ("case_file_access", "2024-05-03", "2024-05-10"),
    ("info_refusal", "2026-05-04", "2026-05-13"),
    ("act_execution", "2026-10-21", "2026-10-29"),
    ("petition_central_review", "2026-11-02", "2026-12-29"),
    ("petition_join_first_50", "2026-11-02", "2026-11-30"),
    ("consent_withdrawal", "2026-12-21", "2027-01-14"),
    ("petition_collect", "2026-08-31", "2027-02-28"),
    ("court_window", "2026-12-31", "2027-01-31"),
    ("court_window", "2027-01-31", "2027-02-28"),
    ("hearing_notice", "2027-01-05", "2026-12-29"),
    ("registration", "2027-01-01", "2027-01-05"),
]


@pytest.mark.parametrize(("code", "start", "due"), COUNTED, ids=str)
def test_rules_without_a_worked_example_end_on_the_day_counted_by_hand(code: str, start: str, due: str) -> None:
    starts_on = date.fromisoformat(start)
    found = deadline(data.deadline_rules().rule(code, starts_on), starts_on, data.calendar())
    assert found.due_on.isoformat() == due


def test_every_rule_has_a_worked_case() -> None:
    examples = {"appeal_review", "complaint_review", "complaint_forward", "petition_local_review", "info_request"}
    windows = {"complaint_window", "complaint_window_no_notice"}
    assert {code for code, _, _ in COUNTED} | examples | windows == {rule.code for rule in RULES}
