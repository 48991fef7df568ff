"""A disk that takes 5 ms for each commit: what becomes of throughput and waiting. The figures say whether joining the
filings that wait into one commit is worth its code; docs/reliability.md has the answer.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.conftest import Make
from tests.faults.filers import Burst
from tests.faults.scale import IS_LONG, percentile, say, times
from tests.faults.truth import compare

SECONDS = times(3, 40)
COMMIT_SECONDS = 0.005
LEAST_PER_SECOND = 15
"""Of acknowledged complaints, on a slow disk and on a machine that does other things too: 54,000 in an hour."""
CLIENTS = (8, 32) if IS_LONG else (8,)
PAUSES = (0.0, COMMIT_SECONDS) if IS_LONG else (COMMIT_SECONDS,)


@pytest.mark.parametrize("clients", CLIENTS)
def test_a_slow_disk_slows_filing_and_no_more(install: Make, tmp_path: Path, clients: int) -> None:
    rates = {pause: measure(install, tmp_path / f"{pause}", pause, clients) for pause in PAUSES}
    assert LEAST_PER_SECOND < rates[COMMIT_SECONDS] < 1 / COMMIT_SECONDS, "the disk was not slow"


def measure(install: Make, folder: Path, pause: float, clients: int) -> float:
    """Acknowledged complaints in a second."""
    site = install(folder, app="tests.faults.slow_app", COMMIT_SECONDS=str(pause))
    with site.running():
        burst = Burst(site)
        begun = time.monotonic()
        with burst.going_on(clients):
            time.sleep(SECONDS)
        lasted = time.monotonic() - begun
        assert burst.surprises == {}
    told = compare(site, burst.filers)
    rate, waited = told.acknowledged / lasted, [1000 * filer.seconds for filer in burst.acknowledged]
    half, most = percentile(waited, 0.5), percentile(waited, 0.99)
    say(f"{clients} at once, {1000 * pause:.0f} ms a commit: {rate:.0f}/s, {half:.0f} ms (median), {most:.0f} ms (p99)")
    return rate
