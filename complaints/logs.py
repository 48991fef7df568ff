"""Logs: one event per deed with reference and actor id; names, phones, texts and codes are dropped if they come this
far."""

from __future__ import annotations

import io
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, Final, TextIO

import structlog

NEVER_LOGGED: Final = frozenset(
    {
        "full_name", "name", "phone", "email", "iin", "bin", "organisation", "postal_address", "narrative",
        "code", "token", "password", "to",
    }
)  # fmt: skip


def drop_personal(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: removes the keys that may hold somebody's data."""
    for key in NEVER_LOGGED & event.keys():
        event[key] = "[dropped]"
    return event


class Unfailing(io.TextIOBase):
    """A text file that is written to as far as it goes: a log on a full disk must cost nobody an answer."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        with suppress(OSError):
            return self._file.write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()


def install() -> None:
    structlog.configure(
        processors=[
            drop_personal,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(Unfailing(sys.stderr)),  # type: ignore[arg-type]
        # stdout belongs to what commands print
    )
