"""How often a drill strikes: a few times in `make test`, as often as was promised in `make drill`."""

from __future__ import annotations

import os
from typing import Final

IS_LONG: Final = os.environ.get("DRILL") == "1"


def times(short: int, long: int) -> int:
    return long if IS_LONG else short


def say(*words: object) -> None:
    """A figure of a drill, for docs/reliability.md; pytest shows it with -s."""
    print("drill:", *words, flush=True)


def percentile(seconds: list[float], share: float) -> float:
    """The share (0.5: the median) of the measured times that were no longer than this."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]
