"""Engine set-up for SQLite, the embedded default, and PostgreSQL, the engine to scale out.

SQLite is taken from the `pysqlite3` wheel: before 3.51.3 the library can lose committed writes in WAL mode with two
connections, so WAL is refused on such a version and the slower rollback journal is used instead. Names sort in Kazakh
order on both engines under one collation name, which is PostgreSQL's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextvars import ContextVar
from types import ModuleType
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, collate, event
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.pool import ConnectionPoolEntry

from complaints.domain.names import kazakh_sort_key

try:
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # only x86_64 has a wheel
    sqlite_module = sqlite3

FIRST_SAFE_WAL: Final = (3, 51, 3)
KAZAKH_ORDER: Final = "kk-x-icu"
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
    return {**QUIET, "pool_pre_ping": True, "pool_size": 5, "max_overflow": 5}


def set_up(engine: Engine) -> None:
    """Bind the connection settings of the engine's kind."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def reads_only(yes: bool) -> None:
    """Whether transactions begun from now on in this thread only read: they take no write lock, and SQLite refuses
    writes in them, because a GET never writes."""
    _reads_only.set(yes)


def in_kazakh_order(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """The column for ORDER BY, sorted as the Kazakh alphabet goes."""
    return collate(column, KAZAKH_ORDER)


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
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if only_reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _compare_kazakh(left: str, right: str) -> int:
    left_key, right_key = kazakh_sort_key(left), kazakh_sort_key(right)
    return (left_key > right_key) - (left_key < right_key)
