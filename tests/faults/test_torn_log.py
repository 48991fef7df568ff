"""The tail of SQLite's write-ahead log is torn, as by a power cut while it was written: the database opens and takes
more, with whole complaints only in it, and with all of them whose part of the log is there.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from complaints import database
from complaints.models import Complaint, ComplaintDemand, ComplaintGround, Throttle
from tests.faults.conftest import Make
from tests.faults.filers import Burst
from tests.faults.installation import Installation, looking_at
from tests.faults.scale import say, times
from tests.faults.truth import compare

TEARS = times(10, 200)
FILED = times(30, 400)
LOG_HEADER = 32
PAGE = 4096


def test_a_torn_log_opens_with_whole_complaints_only(install: Make, tmp_path: Path) -> None:
    site, dice = install(), random.Random(7)
    with site.running(), everything_stays_in_the_log(site):
        burst = Burst(site)
        with burst.going_on():
            burst.wait_for(FILED)
        site.kill("all")
        log = Path(f"{site.database}-wal").read_bytes()
        places = sorted(dice.randrange(LOG_HEADER, len(log)) for _ in range(TEARS))
        cut = [reopen(site, log[:place], tmp_path / f"cut {place}") for place in places]
        wrong = [reopen(site, spoiled(log, place, dice), tmp_path / f"wrong {place}") for place in places]
        whole = reopen(site, log, tmp_path / "whole")
    told = compare(site, burst.filers)
    assert whole == told.acknowledged
    assert cut == sorted(cut), "more of the log, and fewer complaints"
    assert wrong == cut, "what stands behind wrong bytes is not believed"
    assert min(cut) < whole, "no tear took anything: the drill proves nothing"
    say(f"{2 * TEARS} torn logs opened, with {cut[0]} to {cut[-1]} of {whole} complaints, all whole; the rest is lost")


@contextmanager
def everything_stays_in_the_log(site: Installation) -> Iterator[None]:
    """A reader that stays keeps SQLite from moving anything into the file, as it may only after the log is safe."""
    with site.looking() as engine, engine.connect() as reader:
        with database.only_reading():
            reader.execute(text("SELECT count(*) FROM complaints"))
        yield


def spoiled(log: bytes, place: int, dice: random.Random) -> bytes:
    """The log with a page of wrong bytes in it: parts of it may reach the disk in any order."""
    return log[:place] + dice.randbytes(min(PAGE, len(log) - place)) + log[place + PAGE :]


def reopen(site: Installation, log: bytes, folder: Path) -> int:
    """Open a copy with this log and write to it. Gives how many complaints it has; fails when one is half."""
    folder.mkdir()
    copy = folder / "copy.sqlite3"
    shutil.copyfile(site.database, copy)
    Path(f"{copy}-wal").write_bytes(log)
    with looking_at(f"sqlite:///{copy}") as engine, Session(engine) as session:
        assert session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
        kept = set(session.scalars(select(Complaint.id)))
        for kind in (ComplaintGround, ComplaintDemand):
            assert set(session.scalars(select(kind.complaint_id))) == kept, "half a complaint"
        session.add(Throttle(key="opened again", window_starts_at=datetime.now(UTC), tries=1))
        session.commit()
    shutil.rmtree(folder)
    return len(kept)
