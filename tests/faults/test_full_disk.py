"""The disk is full in the middle of a burst: who files is told so honestly, who reads reads on, and as soon as there is
room everything goes on by itself. The disk is a small one in memory, which only root can mount.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import Make, prepare
from tests.faults.filers import Burst
from tests.faults.installation import Installation
from tests.faults.postgresql import server
from tests.faults.scale import say, times
from tests.faults.truth import compare
from tests.support.filings import ROUND

FILLS = times(1, 5)
BETWEEN = times(10, 200)
PATIENCE_SECONDS = 60
REFUSED = 8
"""So many sendings are answered with 503 before the disk is looked at as full."""


@pytest.fixture
def disk() -> Iterator[Path]:
    """A disk of 96 MB of its own, where the database server's user may go too (pytest's folders are closed to it)."""
    mounted = Path(tempfile.mkdtemp(prefix="adil-tirkeu-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=755", "tmpfs", str(mounted)], check=True)
    try:
        yield mounted
    finally:
        subprocess.run(["umount", "--lazy", str(mounted)], check=True)
        mounted.rmdir()


def test_a_full_disk_is_told_honestly_and_reading_goes_on(disk: Path, install: Make) -> None:
    site = install(disk / "site")
    with site.running():
        burst = Burst(site)
        with burst.going_on():
            for _ in range(FILLS):
                burst.wait_for(BETWEEN)
                with filled(disk):
                    wait_until_refused(burst)
                    for path in ("/kk/", f"/ru/rounds/{ROUND}/", "/ru/track", "/ru/rounds/no-such-round/"):
                        assert site.status_of(path) in (200, 404), path
                burst.wait_for(1, PATIENCE_SECONDS)
        check("SQLite", site, burst)


def test_a_full_disk_under_postgresql_is_told_honestly(disk: Path, install: Make, keys: Path) -> None:
    with server(made(disk / "postgresql")) as database:
        prepare(keys, database.address)
        site = install(database_url=database.address)
        with site.running():
            burst = Burst(site)
            with burst.going_on():
                for _ in range(FILLS):
                    burst.wait_for(BETWEEN)
                    with filled(disk):
                        wait_until_refused(burst)
                    database.start_if_it_gave_up()
                    burst.wait_for(1, PATIENCE_SECONDS)
            check("PostgreSQL", site, burst)


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is free until the block ends; whatever becomes free meanwhile is taken too."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue
    try:
        yield
    finally:
        ballast.unlink()


def wait_until_refused(burst: Burst) -> None:
    """Until people are answered with 503, and with nothing else but what was on its way."""
    before, until = refusals(burst), time.monotonic() + PATIENCE_SECONDS
    while refusals(burst) < before + REFUSED:
        assert time.monotonic() < until, "the disk does not get full"
        time.sleep(0.05)


def refusals(burst: Burst) -> int:
    return sum(filer.answered.count("503") for filer in list(burst.filers))


def check(engine: str, site: Installation, burst: Burst) -> None:
    assert burst.surprises == {}
    answers = Counter(said for filer in burst.filers for said in filer.answered)
    told = compare(site, burst.filers)
    assert told.unanswered == 0
    assert site.starts == 1
    assert site.process is not None
    assert site.process.poll() is None, "it ended"
    say(f"{engine}, disk full {FILLS} times: {told.acknowledged} acknowledged, none lost; answers: {dict(answers)}")
