"""The clock of the product is two days ahead or behind (libfaketime, in its processes), and is put right later: people
file, mails go, and nothing is lost when the clock jumps back.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from complaints.models import Complaint
from tests.faults.conftest import Make
from tests.faults.filers import Burst
from tests.faults.installation import Installation
from tests.faults.scale import IS_LONG, say, times
from tests.faults.truth import ZONE, compare
from tests.support.mails import read_mails

OFF = timedelta(days=2)
FILED = times(3, 100)
PATIENCE_SECONDS = 60
LEARNED = datetime.now(ZONE) - timedelta(days=3)
"""In the past, also for a clock that is behind."""
TYPED = {"learned_at": f"{LEARNED:%d.%m.%Y %H:%M}", "attempted_at": f"{LEARNED:%Y-%m-%dT%H:%M}"}


@pytest.mark.parametrize("off", [OFF, -OFF] if IS_LONG else [OFF], ids=lambda off: "ahead" if off == OFF else "behind")
def test_a_wrong_clock_loses_nothing(install: Make, off: timedelta) -> None:
    site = install()
    right = dict(site.environment)
    site.environment |= wrong_clock(off)
    with site.running():
        burst = Burst(site)
        burst.clock_is_off = off
        file_some(burst, "wrong")
        with site.reading() as session:
            newest = session.scalars(select(func.max(Complaint.filed_at))).one()
            assert abs(newest - datetime.now(UTC) - off) < timedelta(hours=1), "the clock was not wrong"
        wait_for_mails(site, FILED)
        site.kill("all")  # with a clock that only seems to run, stopping takes its time
    site.environment = right
    with site.running():
        burst.clock_is_off = timedelta()
        file_some(burst, "right")
        wait_for_mails(site, 2 * FILED)
    told = compare(site, burst.filers)
    assert told.acknowledged == 2 * FILED
    say(f"clock off by {off.days} days, then put right: {told.acknowledged} acknowledged, all there, all mails sent")


def file_some(burst: Burst, what: str) -> None:
    for number in range(FILED):
        burst.file_once(email=f"{what}-{number}@example.com", **TYPED)


def wrong_clock(off: timedelta) -> dict[str, str]:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "libfaketime is not here: sudo apt-get install -y faketime"
    seconds = int(off.total_seconds())
    return {"LD_PRELOAD": str(found[0]), "FAKETIME": f"{seconds:+d}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def wait_for_mails(site: Installation, count: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while len(read_mails(f"file://{site.folder / 'mail'}")) < count:
        assert time.monotonic() < until, "a mail did not go"
        time.sleep(0.1)
