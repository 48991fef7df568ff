"""A fact has three forms: known exactly, within bounds, not known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from complaints.domain.rounds import Basis, DurationFact, Span
from complaints.rounds import wording

AQTAU = "Asia/Aqtau"


def duration(low: int | None, high: int | None) -> DurationFact:
    return DurationFact(low, high, Basis.REPORTED)


def say(app: Flask, language: str, function: object, *arguments: object) -> str | None:
    with app.test_request_context():
        g.lang = language
        said: str | None = function(*arguments)  # type: ignore[operator]
        return said


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (duration(7, 7), "7 minutes"),
        (duration(1, 1), "1 minute"),
        (duration(60, 60), "1 hour"),
        (duration(90, 90), "1 h 30 min"),
        (duration(2880, 2880), "2 days"),
        (duration(60, 90), "from 1 hour to 1 h 30 min"),
        (duration(60, None), "at least 1 hour"),
        (duration(None, 90), "at most 1 h 30 min"),
        (duration(0, 90), "at most 1 h 30 min"),
        (duration(0, 0), "0 minutes"),
        (None, None),
    ],
)
def test_a_duration_is_said_exactly_within_bounds_or_not_at_all(
    app: Flask, fact: DurationFact | None, said: str | None
) -> None:
    assert say(app, "en", wording.lasting, fact) == said


MARCH = (date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("first", "last", "kk", "ru"),
    [
        (date(2025, 3, 29), date(2025, 3, 29), "2025 жылғы 29 наурыз", "29 марта 2025 года"),
        (date(2025, 3, 28), date(2025, 3, 29), "2025 жылғы 28 немесе 29 наурыз", "28 или 29 марта 2025 года"),
        (date(2025, 3, 1), date(2025, 3, 30), "2025 жылғы 1–30 наурыз аралығында", "между 1 и 30 марта 2025 года"),
        (*MARCH, "2025 жылғы наурыз", "март 2025 года"),
        (None, None, None, None),
    ],
)
def test_a_day_is_said_exactly_within_bounds_or_not_at_all(
    app: Flask, first: date | None, last: date | None, kk: str | None, ru: str | None
) -> None:
    assert say(app, "kk", wording.on_day, Span(first, last)) == kk
    assert say(app, "ru", wording.on_day, Span(first, last)) == ru


def test_bounds_over_two_months_name_both_ends(app: Flask) -> None:
    span = Span(date(2025, 3, 30), date(2025, 4, 2))
    assert say(app, "en", wording.on_day, span) == "between 30 March 2025 and 2 April 2025"
    assert (
        say(app, "en", wording.on_day, Span(date(2025, 1, 1), date(2025, 2, 28)))
        == "between January 2025 and February 2025"
    )


def test_a_bound_that_is_open_on_one_side_says_only_the_other(app: Flask) -> None:
    assert say(app, "en", wording.on_day, Span(None, date(2023, 11, 27))) == "not after 27 November 2023"
    assert say(app, "en", wording.on_day, Span(date(2023, 11, 27), None)) == "not before 27 November 2023"


def test_a_moment_is_said_in_the_zone_of_the_region(app: Flask) -> None:
    opened = datetime(2025, 3, 29, 5, 0, tzinfo=UTC)
    later = datetime(2025, 3, 29, 5, 7, tzinfo=UTC)
    assert say(app, "kk", wording.at_moment, Span(opened, opened), AQTAU) == "2025 жылғы 29 наурыз, 10:00"
    assert (
        say(app, "en", wording.at_moment, Span(opened, later), AQTAU)
        == "between 29 March 2025, 10:00 and 29 March 2025, 10:07"
    )
    assert say(app, "kk", wording.at_moment, Span(None, None), AQTAU) is None


def test_bounds_that_are_whole_days_are_said_as_days(app: Flask) -> None:
    first, last = datetime(2025, 3, 27, 19, 0, tzinfo=UTC), datetime(2025, 3, 29, 18, 59, tzinfo=UTC)
    assert say(app, "ru", wording.at_moment, Span(first, last), AQTAU) == "28 или 29 марта 2025 года"
