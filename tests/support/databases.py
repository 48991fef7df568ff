"""A fresh database for each test, copied in milliseconds from one that was migrated once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Dialect, create_engine, make_url, text


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
    """Copies of one database of a server, for each process of the suite. `dialect`: one that has talked to it."""

    dialect: Dialect

    def __init__(self, server_url: str) -> None:
        self._server = make_url(server_url)
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._prefix = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self._numbers = count(1)
        self._template = f"{self._prefix}_template"
        self._run(f"CREATE DATABASE {self._template}")

    @property
    def template_url(self) -> str:
        return self._url(self._template)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        with self._made(f"TEMPLATE {self._template} STRATEGY FILE_COPY") as url:
            yield url

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        """A database with nothing in it, not even a schema."""
        with self._made("") as url:
            yield url

    def remove(self) -> None:
        self._run(f"DROP DATABASE {self._template} WITH (FORCE)")
        self._admin.dispose()

    @contextmanager
    def _made(self, options: str) -> Iterator[str]:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} {options}")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
