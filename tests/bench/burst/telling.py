"""The tables that are printed: what, bar, measured, and whether the bar was held. A missed bar raises nothing."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from typing import Final

HEAD: Final = "| what | bar | measured | |\n|---|---|---|---|"
MISSED: Final = "**missed**"
WRITES: Final = 50


def head(title: str) -> None:
    print(f"\n## {title}\n\n{HEAD}", flush=True)


def at_least(what: str, bar: float, measured: float, *, unit: str = "", said: str = "") -> None:
    _row(what, f"at least {bar:g}{unit}", said or f"{measured:.2f}{unit}", "held" if measured >= bar else MISSED)


def at_most(what: str, bar: float, measured: float, *, unit: str = "", said: str = "") -> None:
    _row(what, f"at most {bar:g}{unit}", said or f"{measured:.2f}{unit}", "held" if measured <= bar else MISSED)


def note(what: str, measured: str) -> None:
    """A figure without a bar."""
    _row(what, "", measured, "")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed; infinite when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def durable_write() -> str:
    """How long this disk takes to keep a write for good: what a durable commit waits for at least."""
    with tempfile.TemporaryFile() as file:
        took = []
        for _ in range(WRITES):
            start = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - start)
    return ms(percentile(took, 0.5))


def _row(what: str, bar: str, measured: str, held: str) -> None:
    print(f"| {what} | {bar} | {measured} | {held} |", flush=True)
