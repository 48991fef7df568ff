"""What both engines promise: names in Kazakh order, reads that cannot write, times that keep their zone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, delete, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from complaints.database import engine_options, in_kazakh_order, reads_only, set_up, sqlite_driver, wal_is_safe
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
