"""The legal clock against worked cases: what is counted, what is left out, where a term rolls."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from complaints import data
from complaints.domain.complaint import is_late, last_day_in_time
from complaints.domain.deadlines import (
    Calendar,
    Deadline,
    Rule,
    RuleBook,
    RuleSet,
    Start,
    Unit,
    add_months,
    deadline,
    is_overdue,
    overdue_days,
    registered_on,
    working_days_between,
)
from complaints.domain.errors import UnknownRule

HERE = Path(__file__).parent
WORKDAY_ENDS = time(18, 30)
RULE_OF_EXAMPLE = {
    "appeal_15wd": "appeal_review",
    "complaint_20wd": "complaint_review",
    "forward_3wd": "complaint_forward",
    "petition_local_20wd": "petition_local_review",
    "info_request_15cd": "info_request",
}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def due(code: str, starts_on: str) -> Deadline:
    day = date.fromisoformat(starts_on)
    return deadline(data.deadline_rules().rule(code, day), day, data.calendar())


@pytest.mark.parametrize("row", rows("deadline_examples.csv"), ids=lambda row: f"{row['rule']}-{row['received_on']}")
def test_a_worked_example_is_due_on_its_day(row: dict[str, str]) -> None:
    received = datetime.fromisoformat(row["received_on"] + "T10:00")
    assert registered_on(received, data.calendar(), WORKDAY_ENDS).isoformat() == row["registered_on"]
    found = due(RULE_OF_EXAMPLE[row["rule"]], row["registered_on"])
    assert found.due_on.isoformat() == row["due_on"]
    assert (found.rule.length, found.rule.unit.value) == (int(row["length"]), row["unit"])


@pytest.mark.parametrize("row", rows("complaint_window_examples.csv"), ids=lambda row: row["learned_of_act_on"])
def test_a_window_to_complain_ends_on_the_same_day_of_the_month(row: dict[str, str]) -> None:
    learned_on = row["learned_of_act_on"]
    assert due("complaint_window", learned_on).due_on.isoformat() == row["last_day_3_months"]
    six_months = row["last_day_6_months_if_no_remedies_notice"]
    assert due("complaint_window_no_notice", learned_on).due_on.isoformat() == six_months
    assert last_day_in_time(date.fromisoformat(learned_on)).isoformat() == row["last_day_3_months"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-10-15", 3, "2026-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(
    ("filed_on", "late"), [("2025-06-28", False), ("2025-06-29", False), ("2025-06-30", True), ("2026-11-22", True)]
)
def test_a_complaint_is_late_from_the_day_after_three_months(filed_on: str, late: bool) -> None:
    assert is_late(date(2025, 3, 29), date.fromisoformat(filed_on)) is late


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-23T00:00", "2026-11-23"),
        ("2026-11-23T18:29:59", "2026-11-23"),
        ("2026-11-23T18:30", "2026-11-24"),
        ("2026-11-20T19:00", "2026-11-23"),
        ("2026-11-22T12:00", "2026-11-23"),
        ("2024-05-04T12:00", "2024-05-04"),
        ("2024-05-08T12:00", "2024-05-10"),
        ("2025-12-31T18:30", "2026-01-05"),
    ],
)
def test_registration_is_the_same_day_or_the_next_working_day(received: str, expected: str) -> None:
    day = registered_on(datetime.fromisoformat(received), data.calendar(), WORKDAY_ENDS)
    assert day.isoformat() == expected


def test_the_explanation_names_each_day_left_out_once() -> None:
    found = due("complaint_review", "2026-11-23")
    assert [day.name_ru for day in found.left_out] == ["День независимости"]
    assert found.weekend_days == 8
    assert found.rolled_from is None
    assert (found.due_on - found.starts_on).days == found.rule.length + len(found.left_out) + found.weekend_days


def test_a_day_off_on_a_weekend_counts_as_named_and_not_as_weekend() -> None:
    found = due("complaint_forward", "2025-03-20")
    assert [day.day.day for day in found.left_out] == [21, 22, 23, 24, 25]
    assert found.weekend_days == 0
    assert found.due_on == date(2025, 3, 28)


def test_a_weekend_that_was_a_working_day_is_counted() -> None:
    assert due("complaint_forward", "2024-05-03").due_on == date(2024, 5, 10)
    assert data.calendar().is_working(date(2024, 5, 4))
    assert not data.calendar().is_working(date(2024, 5, 8))


def test_a_calendar_term_that_ends_on_a_day_off_rolls_and_says_so() -> None:
    found = due("info_request", "2025-04-22")
    assert found.rolled_from == date(2025, 5, 7)
    assert found.due_on == date(2025, 5, 8)
    assert [day.name_kk for day in found.left_out] == ["Отан қорғаушы күні"]


def test_a_calendar_term_names_only_the_days_it_rolled_over() -> None:
    found = due("info_request", "2026-12-02")
    assert (found.due_on, found.rolled_from, found.left_out) == (date(2026, 12, 17), None, ())


def test_a_term_in_months_is_not_moved_from_a_day_off() -> None:
    found = due("complaint_window", "2025-03-29")
    assert found.due_on.weekday() == 6
    assert (found.rolled_from, found.left_out, found.weekend_days) == (None, (), 0)
    assert data.calendar().last_working(found.due_on) == date(2025, 6, 27)


def test_registration_itself_is_a_term_of_no_days() -> None:
    assert due("registration", "2026-11-23").due_on == date(2026, 11, 23)
    assert due("registration", "2026-11-22").due_on == date(2026, 11, 23)


def test_the_notice_of_a_hearing_is_counted_back_from_the_act() -> None:
    found = due("hearing_notice", "2026-12-18")
    assert found.due_on == date(2026, 12, 14)
    assert [day.name_en for day in found.left_out] == ["Independence Day"]


@pytest.mark.parametrize(
    ("starts_on", "start"),
    [("2021-07-01", Start.ARRIVAL), ("2025-12-31", Start.ARRIVAL), ("2026-01-01", Start.REGISTRATION)],
)
def test_the_wording_is_that_of_the_day_the_term_starts_from(starts_on: str, start: Start) -> None:
    assert due("complaint_review", starts_on).rule.start is start


def test_a_day_before_the_oldest_wording_takes_the_oldest() -> None:
    old = Rule("x", 1, Unit.WORKING, Start.ARRIVAL, "appk-99")
    new = Rule("x", 2, Unit.WORKING, Start.ARRIVAL, "appk-99")
    book = RuleBook((RuleSet(date(2021, 7, 1), {"x": old}), RuleSet(date(2026, 1, 1), {"x": new})))
    assert book.rule("x", date(2020, 1, 1)) is old
    assert book.rule("x", date(2025, 12, 31)) is old
    assert book.rule("x", date(2026, 1, 1)) is new


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(UnknownRule) as raised:
        data.deadline_rules().rule("no_such_rule", date(2026, 1, 1))
    assert raised.value.code == "no_such_rule"


@pytest.mark.parametrize(
    ("today", "overdue", "days"),
    [
        ("2026-11-13", False, 0),
        ("2026-11-20", False, 0),
        ("2026-11-21", True, 0),
        ("2026-11-23", True, 1),
        ("2026-11-24", True, 2),
        ("2026-12-17", True, 18),
    ],
)
def test_overdue_is_counted_in_working_days_past_the_last_day(today: str, overdue: bool, days: int) -> None:
    due_on, day = date(2026, 11, 20), date.fromisoformat(today)
    assert is_overdue(due_on, day) is overdue
    assert overdue_days(due_on, day, data.calendar()) == days


def test_working_days_between_leave_out_the_first_day_and_take_the_last() -> None:
    plain = Calendar(days_off={})
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 23), plain) == 1
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20), plain) == 0
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 20), plain) == 0
