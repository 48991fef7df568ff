"""Registration rounds: times known exactly, only as bounds, or not at all, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Generic, TypeVar

T = TypeVar("T")
MINUTE: Final = timedelta(minutes=1)


class Certainty(StrEnum):
    KNOWN = "known"
    BOUNDS = "bounds"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """Whether a duration follows from two times on record or is what somebody said."""

    COMPUTED = "computed"
    REPORTED = "reported"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    ANNULLED = "annulled"
    REPEATED = "repeated"
    UPHELD = "upheld"


class EventKind(StrEnum):
    ANNOUNCED = "announced"
    ANNOUNCEMENT_EDITED = "announcement_edited"
    OPENED = "opened"
    SOLD_OUT = "sold_out"
    CLOSED = "closed"
    APPEALED = "appealed"
    ANNULLED = "annulled"
    REPEATED = "repeated"
    ANSWERED = "answered"
    OTHER = "other"


class SaidBy(StrEnum):
    AUTHORITY = "authority"
    DOCUMENT = "document"
    FILERS = "filers"
    PRESS = "press"
    ESTIMATE = "estimate"


@dataclass(frozen=True)
class Span(Generic[T]):
    """Between which two values something lies.

    Equal ends: known exactly. One end None: open on that side. Both: not known.
    """

    earliest: T | None = None
    latest: T | None = None

    @property
    def certainty(self) -> Certainty:
        if self.earliest is None and self.latest is None:
            return Certainty.UNKNOWN
        return Certainty.KNOWN if self.earliest == self.latest else Certainty.BOUNDS


@dataclass(frozen=True)
class DurationFact:
    """A duration in whole minutes between two bounds (either may be None: open) and where it comes from."""

    low_minutes: int | None
    high_minutes: int | None
    basis: Basis

    @property
    def certainty(self) -> Certainty:
        return Span(self.low_minutes, self.high_minutes).certainty


def notice_period(announced: Span[datetime], opened: Span[datetime], reported: Span[int]) -> DurationFact | None:
    """How long before the opening the round was announced, or None when nothing is known of it."""
    return _duration(announced, opened, reported)


def sell_out_time(opened: Span[datetime], sold_out: Span[datetime], reported: Span[int]) -> DurationFact | None:
    """How long it took until no place was left, or None when nothing is known of it."""
    return _duration(opened, sold_out, reported)


def _duration(start: Span[datetime], end: Span[datetime], reported: Span[int]) -> DurationFact | None:
    """Two exact times beat what was reported, and that beats bounds: a day says less than a witness (our choice)."""
    low, high = _minutes(start.latest, end.earliest), _minutes(start.earliest, end.latest)
    if start.certainty is Certainty.KNOWN and end.certainty is Certainty.KNOWN:
        return DurationFact(low, high, Basis.COMPUTED)
    if reported.certainty is not Certainty.UNKNOWN:
        return DurationFact(reported.earliest, reported.latest, Basis.REPORTED)
    if low is None and high is None:
        return None
    return DurationFact(low, high, Basis.COMPUTED)


def _minutes(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes between; 0 when the end comes first: something announced after the opening had no notice."""
    if start is None or end is None:
        return None
    return max(0, (end - start) // MINUTE)
