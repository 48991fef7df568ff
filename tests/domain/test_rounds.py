"""Times known exactly, as bounds, or not at all, and the durations that follow."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaints.domain.rounds import Basis, Certainty, DurationFact, Span, notice_period, sell_out_time

NINE = datetime(2025, 3, 28, 9, tzinfo=UTC)
TEN = datetime(2025, 3, 28, 10, tzinfo=UTC)
HALF_PAST_TEN = datetime(2025, 3, 28, 10, 30, tzinfo=UTC)
UNKNOWN_TIME: Span[datetime] = Span()
UNKNOWN_MINUTES: Span[int] = Span()


@pytest.mark.parametrize(
    ("span", "certainty"),
    [
        (Span(), Certainty.UNKNOWN),
        (Span(1, 1), Certainty.KNOWN),
        (Span(1, 2), Certainty.BOUNDS),
        (Span(1, None), Certainty.BOUNDS),
        (Span(None, 2), Certainty.BOUNDS),
    ],
)
def test_a_span_says_how_sure_it_is(span: Span[int], certainty: Certainty) -> None:
    assert span.certainty is certainty


def test_two_exact_times_beat_what_was_reported() -> None:
    fact = notice_period(Span(NINE, NINE), Span(HALF_PAST_TEN, HALF_PAST_TEN), Span(120, 120))
    assert fact == DurationFact(90, 90, Basis.COMPUTED)


def test_what_was_reported_beats_bounds() -> None:
    assert notice_period(Span(NINE, TEN), Span(TEN, HALF_PAST_TEN), Span(90, 90)) == DurationFact(
        90, 90, Basis.REPORTED
    )


def test_bounds_give_the_shortest_and_the_longest() -> None:
    fact = notice_period(Span(NINE, TEN), Span(TEN, HALF_PAST_TEN), UNKNOWN_MINUTES)
    assert fact == DurationFact(0, 90, Basis.COMPUTED)
    assert fact.certainty is Certainty.BOUNDS


def test_one_sided_bounds_leave_the_other_side_open() -> None:
    fact = sell_out_time(Span(NINE, NINE), Span(None, TEN), UNKNOWN_MINUTES)
    assert fact == DurationFact(None, 60, Basis.COMPUTED)


def test_nothing_known_is_none_and_never_zero() -> None:
    assert sell_out_time(UNKNOWN_TIME, UNKNOWN_TIME, UNKNOWN_MINUTES) is None
    assert sell_out_time(Span(NINE, NINE), UNKNOWN_TIME, UNKNOWN_MINUTES) is None


def test_an_announcement_after_the_opening_gave_no_notice() -> None:
    assert notice_period(Span(TEN, TEN), Span(NINE, NINE), UNKNOWN_MINUTES) == DurationFact(0, 0, Basis.COMPUTED)
