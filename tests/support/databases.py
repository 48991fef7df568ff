"""A fresh database for each test, copied in milliseconds from one that was migrated once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Dialect, Engine, create_engine, make_url, text

KEPT = "kept"
TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
SEQUENCES = text("SELECT sequencename, coalesce(last_value + 1, start_value) FROM pg_sequences")
END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class SqliteCopies:
    """Copies of one file. `dialect`: one that has talked to it."""

    dialect: Dialect

    def __init__(self, template: Path) -> None:
        self.template = template

    @property
    def template_url(self) -> str:
        return f"sqlite:///{self.template}"

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        path = folder / "test.sqlite3"
        shutil.copyfile(self.template, path)
        yield f"sqlite:///{path}"

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        """A database with nothing in it, not even a schema."""
        yield f"sqlite:///{folder / 'empty.sqlite3'}"

    def remove(self) -> None:
        self.template.unlink()


class PostgresqlCopies:
    """Databases of a server, for each process of the suite, made from one template. `dialect`: one that has talked to
    it.

    A test gets one that an earlier test gave back, emptied and filled as the template is: to create a database takes
    several times as long, most of it for a thousand small files.
    """

    dialect: Dialect

    def __init__(self, server_url: str) -> None:
        self._server = make_url(server_url)
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._prefix = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self._numbers = count(1)
        self._template = f"{self._prefix}_template"
        self._given_back: list[Engine] = []
        self._tables: list[str] = []
        self._sequences: dict[str, int] = {}
        self._run(f"CREATE DATABASE {self._template}")

    @property
    def template_url(self) -> str:
        return self._url(self._template)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        engine = self._given_back.pop() if self._given_back else self._made()
        yield self._url(str(engine.url.database))
        self._reset(engine)
        self._given_back.append(engine)

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        """A database with nothing in it, not even a schema."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def remove(self) -> None:
        for engine in self._given_back:
            engine.dispose()
        for name in (*(str(engine.url.database) for engine in self._given_back), self._template):
            self._run(f"DROP DATABASE {name} WITH (FORCE)")
        self._admin.dispose()

    def _made(self) -> Engine:
        """A copy of the template that keeps the template's rows beside its tables."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY")
        engine = create_engine(self._server.set(database=name, drivername="postgresql+psycopg"))
        with engine.begin() as connection:
            self._tables = list(connection.scalars(TABLES))
            self._sequences = dict(connection.execute(SEQUENCES).all())
            connection.execute(text(f"CREATE SCHEMA {KEPT}"))
            for table in self._tables:
                connection.execute(text(f"CREATE TABLE {KEPT}.{table} AS TABLE public.{table}"))
        return engine

    def _reset(self, engine: Engine) -> None:
        """End what the test left open, then put every row back as it was in the template.

        Tables are truncated, though to delete rows were quicker: what is deleted leaves gaps, and rows that the next
        test writes into them would come back in another order than it wrote them.
        """
        with engine.begin() as connection:
            connection.execute(END_OTHERS)
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # in any order of the tables
            filled = ", ".join(f"public.{table}" for table in self._filled(connection, "public"))
            if filled:
                connection.execute(text(f"TRUNCATE {filled} CASCADE"))
            for table in self._filled(connection, KEPT):
                connection.execute(text(f"INSERT INTO public.{table} SELECT * FROM {KEPT}.{table}"))
            for sequence, following in self._sequences.items():
                connection.execute(text(f"ALTER SEQUENCE {sequence} RESTART WITH {following}"))

    def _filled(self, connection: Connection, schema: str) -> list[str]:
        """The tables that have rows."""
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {schema}.{name})" for name in self._tables)
        return list(connection.scalars(text(" UNION ALL ".join(asked))))

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
