"""What the round page costs when it is made anew, with a thousand complaints about the round and with a million.

The thousand are the larger example as the app itself files it. The million are those thousand written again and again
by plain SQL, with all that hangs on them: reasons, demands, named groups, texts that wait or are released; the counters
are multiplied. Both pages are made in one process by the app's own route, by turns, and the CPU of the process is read.
A page that asked the database less than half of what the first one asked was not made anew: then there is no result.
"""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

import structlog
from flask import Flask

from complaints import create_app
from complaints.database import sqlite_driver
from tests.bench.burst import telling
from tests.bench.burst.pages import round_page
from tests.bench.burst.running import Ours
from tests.filing.test_few_statements import counted
from tests.support.filings import ROUND
from tests.support.site import TOP

SMALL: Final = 1_000
MOST: Final = 1.25
WARM, READINGS = 5, 40
COPIED: Final = ("complaint_grounds", "complaint_demands", "complaint_groups", "public_texts")
ID: Final = "substr({column}, 1, 24) || printf('%08x', copies.number)"
"""The time and the first random digits of the row's own key, then the number of the copy."""


class Reader:
    """An anonymous reader of one database. Each reading is two days after the last one and at an address of its own, so
    that no copy that was kept for a while is still good.
    """

    def __init__(self, site: Ours) -> None:
        self._now = datetime.now(UTC)
        self.app: Flask = create_app(site.settings, clock=lambda: self._now)
        self.statements: list[int] = []
        self.seconds: list[float] = []
        self.size = 0

    def read(self) -> None:
        self._now += timedelta(days=2)
        client = self.app.test_client()
        with counted(self.app) as (statements, _commits):
            start = time.process_time()
            page = client.get(f"{round_page('kk')}?anew={len(self.seconds)}")
            self.seconds.append(time.process_time() - start)
        assert page.status_code == 200
        self.statements.append(len(statements))
        self.size = len(page.data)

    @property
    def always_anew(self) -> bool:
        return min(self.statements) > self.statements[0] / 2


def main(complaints: int) -> None:
    telling.head(f"The round page made anew, {SMALL:,} and {complaints:,} complaints")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        small = Ours(Path(name) / "small")
        _load(small)
        large = small.copy(Path(name) / "large")
        start = time.perf_counter()
        multiply(large.folder / "complaints.sqlite3", complaints // SMALL)
        planted = time.perf_counter() - start
        rows = large.count_complaints()
        readers = [Reader(site) for site in (small, large)]
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        for _ in range(WARM + READINGS):
            for reader in readers:
                reader.read()
    of_small, of_large = (median(reader.seconds[WARM:]) for reader in readers)
    telling.note("planted", f"{rows:,} rows in {planted:.0f} s")
    telling.note(f"CPU, {SMALL:,}", _said(readers[0], of_small))
    telling.note(f"CPU, {rows:,}", _said(readers[1], of_large))
    if not all(reader.always_anew for reader in readers):
        telling.note("the page was not made anew", "no result")
        return
    telling.at_most("growth of CPU", MOST, of_large / of_small, unit=" x")


def _said(reader: Reader, seconds: float) -> str:
    return f"{telling.ms(seconds)}, {reader.statements[-1]} statements, {reader.size:,} bytes"


def _load(site: Ours) -> None:
    """The larger example, by the commands that the README names."""
    for command in (["db", "upgrade"], ["demo", "load", "--complaints", str(SMALL)]):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            env=site.environment, cwd=TOP, check=True, capture_output=True,
        )  # fmt: skip


def multiply(database: Path, times: int) -> None:
    """Write every complaint of the round `times - 1` times more, with its answers and texts; the counters follow."""
    with closing(sqlite_driver().connect(str(database))) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        [(round_id,)] = connection.execute("SELECT id FROM rounds WHERE slug = ?", (ROUND,)).fetchall()
        connection.execute("CREATE TEMP TABLE copies (number INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO copies VALUES (?)", [(number,) for number in range(1, times)])
        connection.execute("CREATE TEMP TABLE originals AS SELECT id FROM complaints WHERE round_id = ?", (round_id,))
        _copy(connection, "complaints", own="id", anew={
            "number": "'P' || printf('%08d', complaints.rowid * 10000 + copies.number)",
            "token_hash": "lower(hex(randomblob(32)))",
        })  # fmt: skip
        for table in COPIED:
            _copy(connection, table, own="complaint_id", anew={})
        connection.execute("UPDATE tallies SET complaints = complaints * ? WHERE round_id = ?", (times, round_id))
        connection.commit()
        connection.execute("PRAGMA journal_mode=WAL")


def _copy(connection: sqlite3.Connection | Any, table: str, *, own: str, anew: dict[str, str]) -> None:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    anew = {**anew, own: ID.format(column=f"{table}.{own}")}
    values = ", ".join(anew.get(name, f"{table}.{name}") for name in names)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM copies, {table}"
        f" WHERE {table}.{own} IN (SELECT id FROM originals)"
    )
