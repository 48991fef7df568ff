"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime, timedelta


class Clock:
    """Calling it gives the time, aware UTC, as create_app() wants it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime) -> None:
        assert now.tzinfo is not None
        self.now = now

    def advance(self, **amount: float) -> None:
        """Move on by what `timedelta` takes: days, hours, minutes, seconds."""
        self.now += timedelta(**amount)
