"""Engine set-up for SQLite, the embedded default, and PostgreSQL, the engine to scale out.

SQLite is taken from the `pysqlite3` wheel: before 3.51.3 the library can lose committed writes in WAL mode with two
connections, so WAL is refused on such a version and the slower rollback journal is used instead. Names sort in Kazakh
order on both engines under one collation name, which is PostgreSQL's own.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, collate, event
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.pool import ConnectionPoolEntry

from complaints.domain.names import kazakh_sort_key

try:
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # only x86_64 has a wheel
    sqlite_module = sqlite3

FIRST_SAFE_WAL: Final = (3, 51, 3)
KAZAKH_ORDER: Final = "kk-x-icu"
FILE: Final = "line"
"""The name under which a connection keeps its place in line."""
READS_ONLY: Final = "reads_only"
"""The name under which a connection remembers what SQLite was told last."""
AWAY: Final = (OperationalError, InterfaceError, TimeoutError)
CONNECT_SECONDS: Final = 5
QUIET: Final[Mapping[str, Any]] = {"hide_parameters": True}
"""Errors of the database go to the log without the values of the statement, which may be somebody's words."""
_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


def sqlite_driver() -> ModuleType:
    """The DB-API module used for SQLite."""
    return sqlite_module  # type: ignore[no-any-return]


def wal_is_safe() -> bool:
    return tuple(sqlite_driver().sqlite_version_info) >= FIRST_SAFE_WAL


def engine_url(database_url: str) -> str:
    """The SQLAlchemy URL for a DATABASE_URL: `postgresql://` means psycopg 3."""
    for prefix in ("postgresql://", "postgres://"):
        if database_url.startswith(prefix):
            return "postgresql+psycopg://" + database_url.removeprefix(prefix)
    return database_url


def engine_options(database_url: str) -> dict[str, Any]:
    """What create_engine() gets besides the URL."""
    if database_url.startswith("sqlite"):
        return {**QUIET, "module": sqlite_driver(), "connect_args": {"timeout": 5, "check_same_thread": False}}
    connecting = {"connect_timeout": CONNECT_SECONDS}
    return {**QUIET, "pool_pre_ping": True, "pool_size": 5, "max_overflow": 5, "connect_args": connecting}


def is_away(error: BaseException) -> bool:
    """Whether the database cannot be asked or cannot write now, by no fault of the request: it does not answer, it is
    locked for long, its disk is full.
    """
    return isinstance(error, AWAY)


def set_up(engine: Engine) -> None:
    """Bind the connection settings of the engine's kind."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        if line := line_of(engine):
            event.listen(engine, "begin", line.wait)
            event.listen(engine, "checkin", line.leave)
            event.listen(engine, "close", line.close)
        event.listen(engine, "begin", _begin_sqlite)


def line_of(engine: Engine) -> Line | None:
    """Where the writers of this database stand in line; None where the engine lets them write side by side."""
    is_file = engine.dialect.name == "sqlite" and engine.url.database
    return Line(Path(f"{engine.url.database}-line")) if is_file else None


def reads_only(yes: bool) -> None:
    """Whether transactions begun from now on in this thread only read: they take no write lock, and SQLite refuses
    writes in them, because a GET never writes."""
    _reads_only.set(yes)


@contextmanager
def only_reading() -> Iterator[None]:
    """The same for a part of the work; what held before holds after it."""
    before = _reads_only.set(True)
    try:
        yield
    finally:
        _reads_only.reset(before)


def in_kazakh_order(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """The column for ORDER BY, sorted as the Kazakh alphabet goes."""
    return collate(column, KAZAKH_ORDER)


class Line:
    """Where those who want to write to one SQLite file stand in line, across threads and processes.

    SQLite lets writers try again after growing pauses, so that under load some wait for seconds while later ones pass.
    The kernel's lock on a file beside the database lets them in one after another. Each connection opens the file for
    itself, and whoever dies leaves the line.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def wait(self, connection: Connection) -> None:
        """Before a transaction that may write begins."""
        if _reads_only.get():
            return
        if FILE not in connection.info:
            connection.info[FILE] = self._open()
        fcntl.flock(connection.info[FILE], fcntl.LOCK_EX)

    def is_busy(self) -> bool:
        """Whether somebody writes at this moment."""
        try:
            file = self._open()
        except FileNotFoundError:  # its folder is away
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(file)
        return False

    def _open(self) -> int:
        return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def leave(self, _connection: Any, record: ConnectionPoolEntry) -> None:
        """When the connection is given back, which is right after the commit."""
        if FILE in record.info:
            fcntl.flock(record.info[FILE], fcntl.LOCK_UN)

    def close(self, _connection: Any, record: ConnectionPoolEntry) -> None:
        if FILE in record.info:
            os.close(record.info.pop(FILE))


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not behind our back
    connection.create_collation(KAZAKH_ORDER, _compare_kazakh)
    mode = "WAL" if wal_is_safe() else "DELETE"
    for pragma in (
        f"journal_mode={mode}",
        "synchronous=FULL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    only_reads = _reads_only.get()
    if connection.info.get(READS_ONLY) is not only_reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if only_reads else 'OFF'}")
        connection.info[READS_ONLY] = only_reads
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _compare_kazakh(left: str, right: str) -> int:
    left_key, right_key = kazakh_sort_key(left), kazakh_sort_key(right)
    return (left_key > right_key) - (left_key < right_key)
