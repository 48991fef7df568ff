"""The legal clock's data: rules with the wording in force, and the calendar of days off.

Days off come from the package `holidays`, which has Kazakhstan with the days moved by the Government; names in
Kazakh, Russian and English are ours, because the package has no Russian ones. Where our list names a day (2024-2027),
it wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import holidays

from complaints.data.files import read_csv, read_yaml
from complaints.domain.deadlines import (
    Calendar,
    DayOff,
    DayOffKind,
    Extension,
    Rule,
    RuleBook,
    RuleSet,
    Start,
    Unit,
)

FIRST_YEAR: Final = 2021
"""The Code took effect on 1 July 2021."""
LAST_YEAR: Final = 2040
MARKS: Final = re.compile(r" \((observed|estimated|observed, estimated)\)")


@cache
def deadline_rules() -> RuleBook:
    """All wordings.

    A set of the file that names only some rules takes the others from the newest: they did not differ.
    """
    written = {row["valid_from"]: {rule["code"]: _rule(rule) for rule in row["rules"]} for row in _clock()["rule_sets"]}
    newest = written[max(written)]
    sets = ((valid_from, MappingProxyType({**newest, **rules})) for valid_from, rules in sorted(written.items()))
    return RuleBook(tuple(RuleSet(valid_from, rules) for valid_from, rules in sets))


@cache
def calendar() -> Calendar:
    """Working days and days off from 2021 on, both countrywide."""
    from_package = {day: _named(day, name) for day, name in _package_days().items()}
    return Calendar(
        days_off=MappingProxyType(dict(sorted({**from_package, **_written_days()}.items()))),
        working_weekends=frozenset(_clock()["working_weekends"]),
    )


@cache
def confirmed_until() -> date:
    """The last day whose days off are confirmed: the Government may still move later ones."""
    day: date = _clock()["confirmed_until"]
    return day


@cache
def _clock() -> dict[str, Any]:
    clock: dict[str, Any] = read_yaml("clock")
    return clock


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        code=row["code"],
        length=row["length"],
        unit=Unit(row["unit"]),
        start=Start(row["start"]),
        law=row["law"],
        extendable=Extension(**row["extension"]) if "extension" in row else None,
    )


@cache
def _written_days() -> dict[date, DayOff]:
    rows = read_csv("days_off")
    return {
        date.fromisoformat(row["day"]): DayOff(
            date.fromisoformat(row["day"]), DayOffKind(row["kind"]), row["name_kk"], row["name_ru"], row["name_en"]
        )
        for row in rows
    }


def _package_days() -> dict[date, str]:
    """The package's days off with their English names."""
    return dict(holidays.country_holidays("KZ", years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_US"))


def _named(day: date, name_en: str) -> DayOff:
    """A day of the package under our names; two holidays on one day keep both. KeyError: we name no such."""
    if "substituted" in name_en:
        return DayOff(day, DayOffKind.MOVED_DAY_OFF, *_names()["Day off moved from a weekend"])
    kind = DayOffKind.WEEKEND_SHIFT if "observed" in name_en else DayOffKind.HOLIDAY
    found = [_names()[MARKS.sub("", name)] for name in name_en.split("; ")]
    kk, ru, en = ("; ".join(names) for names in zip(*found, strict=True))
    return DayOff(day, kind, kk, ru, en)


@cache
def _names() -> dict[str, tuple[str, str, str]]:
    return {day.name_en: (day.name_kk, day.name_ru, day.name_en) for day in _written_days().values()}
