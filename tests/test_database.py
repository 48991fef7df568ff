"""What both engines promise: names in Kazakh order, reads that cannot write, times that keep their zone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, delete, event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from complaints.database import (
    Line,
    engine_options,
    in_kazakh_order,
    line_of,
    only_reading,
    reads_only,
    set_up,
    sqlite_driver,
    wal_is_safe,
)
from complaints.models import Group, GroupRound, Region
from tests.support.clock import Clock

# The Kazakh alphabet: А Ә Б В Г Ғ Д Е Ё Ж З И Й К Қ Л М Н Ң О Ө П Р С Т У Ұ Ү Ф Х Һ Ц Ч Ш Щ Ъ Ы І Ь Э Ю Я
IN_ORDER = [
    "Ахмет", "Әсем", "Бекзат", "Гүлнар", "Ғалым", "Дәурен", "Камила", "Қайрат", "Назым", "Ңар", "Олжас", "Өмір",
    "Улан", "Ұлжан", "Үміт", "Фарида", "Хадиша", "Һауа", "Ыбырай", "Ілияс", "Юлия", "Яна",
]  # fmt: skip


def test_names_are_sorted_as_the_kazakh_alphabet_goes(session: Session, clock: Clock) -> None:
    session.execute(delete(GroupRound))
    region = session.scalars(select(Region.code)).first()
    for position, name in enumerate(sorted(IN_ORDER)):
        session.add(Group(slug=f"g{position}", name=name, region_code=region, created_at=clock()))
    session.flush()
    assert list(session.scalars(select(Group.name).order_by(in_kazakh_order(Group.name)))) == IN_ORDER


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """SQLite as the program sets it up, whatever engine the suite runs on."""
    url = f"sqlite:///{tmp_path / 'some.sqlite3'}"
    engine = create_engine(url, **engine_options(url))
    set_up(engine)
    yield engine
    engine.dispose()


def test_sqlite_is_a_build_without_the_defect_of_wal(sqlite_engine: Engine) -> None:
    assert wal_is_safe()
    assert sqlite_driver().sqlite_version_info >= (3, 51, 3)
    with sqlite_engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas] == ["wal", 2, 1, 1]


def test_while_only_reading_sqlite_refuses_to_write(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
    reads_only(True)
    try:
        with sqlite_engine.connect() as connection, pytest.raises(DBAPIError):
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    finally:
        reads_only(False)
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")


def test_an_error_of_the_database_does_not_say_what_was_written(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection, pytest.raises(DBAPIError) as failed:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Асан Үсенов"})
    assert "Үсенов" not in str(failed.value)


def test_a_time_comes_back_as_it_was(session: Session, clock: Clock) -> None:
    region = session.scalars(select(Region.code)).first()
    session.add(Group(slug="g", name="Топ", region_code=region, created_at=clock()))
    session.commit()
    assert session.scalars(select(Group.created_at).where(Group.slug == "g")).one() == clock()


IMPATIENT = "PRAGMA busy_timeout=1"


@pytest.fixture
def counter(sqlite_engine: Engine) -> Engine:
    """SQLite with one row, whose own patience is a millisecond: without a line the second writer is refused."""

    @event.listens_for(sqlite_engine, "connect")
    def be_impatient(connection: Any, _record: object) -> None:
        connection.execute(IMPATIENT)

    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        connection.exec_driver_sql("INSERT INTO t VALUES (0)")
    return sqlite_engine


def add_one(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE t SET a = a + 1")


def test_writers_wait_in_line_and_none_is_refused(counter: Engine) -> None:
    with ExitStack() as all_open:  # opening a connection takes a lock of its own for a moment
        for _ in range(4):
            all_open.enter_context(counter.connect())
    with ThreadPoolExecutor(4) as many:
        done = [many.submit(add_one, counter) for _ in range(40)]
    assert [one.exception() for one in done] == [None] * 40
    with counter.connect() as connection:
        assert connection.exec_driver_sql("SELECT a FROM t").scalar() == 40


def test_a_failed_writer_leaves_the_line(counter: Engine) -> None:
    with pytest.raises(DBAPIError), counter.begin() as connection:
        connection.exec_driver_sql("UPDATE nowhere SET a = 1")
    add_one(counter)


def test_who_only_reads_waits_for_nobody(counter: Engine) -> None:
    with counter.begin() as writing:
        writing.exec_driver_sql("UPDATE t SET a = 7")
        reads_only(True)
        try:
            with counter.connect() as reading:
                assert reading.exec_driver_sql("SELECT a FROM t").scalar() == 0
        finally:
            reads_only(False)


def test_the_line_is_busy_while_somebody_writes_and_not_while_one_reads(counter: Engine, tmp_path: Path) -> None:
    line = line_of(counter)
    assert line is not None
    with counter.begin():
        assert line.is_busy()
    assert not line.is_busy()
    with only_reading(), counter.begin():
        assert not line.is_busy()
    assert not Line(tmp_path / "away" / "some-line").is_busy()


def test_a_process_that_dies_leaves_the_line(counter: Engine, tmp_path: Path) -> None:
    line = tmp_path / "some.sqlite3-line"
    holds = f"import fcntl, time; file = open({str(line)!r}); fcntl.flock(file, fcntl.LOCK_EX); print(1, flush=True)"
    with subprocess.Popen([sys.executable, "-c", f"{holds}; time.sleep(60)"], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"1\n"
        with ThreadPoolExecutor(1) as one:
            waits = one.submit(add_one, counter)
            assert not wait([waits], timeout=0.2).done
            other.kill()
            assert waits.exception() is None
