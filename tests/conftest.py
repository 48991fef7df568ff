"""Fixtures of the whole suite: an app on a database of its own per test, a clock to set, people signed in, mails and
jobs.

Commits are real. Each test gets a copy of a database that was migrated once: a copied file on SQLite, a copied
database on PostgreSQL when TEST_DATABASE_URL names a server (tests/tools/with_postgresql.py starts one).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Unpack

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session, sessionmaker

from complaints import create_app
from complaints.accounts import passwords
from complaints.cli import bring_up_to_date, make_worker
from complaints.domain.access import AccountRole
from complaints.extensions import db
from complaints.petitions.printing import Printed, Sheaf
from complaints.settings import Settings
from tests.support.apps import app_like
from tests.support.browserlike import CheckedClient, watch_for_unsaved_changes
from tests.support.clock import Clock
from tests.support.databases import PostgresqlCopies, SqliteCopies
from tests.support.mails import read_mails
from tests.support.people import Belonging, sign_in_as
from tests.support.routes import compile_once

Copies = SqliteCopies | PostgresqlCopies
compile_once()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second engine only what asks a database is run: the rest would show nothing new."""
    if os.environ.get("TEST_DATABASE_URL"):
        asks = [item for item in items if "copies" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asks)])
        items[:] = asks


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 with little work, because hundreds of tests sign in."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_hasher", quick)
        patch.setattr(passwords, "NOBODYS", quick.hash("nobody's password"))
        yield


def settings_for(folder: Path, database_url: str) -> Settings:
    """Settings of the example mode with everything inside the folder."""
    return Settings.from_env({"DATABASE_URL": database_url}, instance=folder)


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """The migrated database that each test's own is a copy of."""
    folder = tmp_path_factory.mktemp("template")
    server = os.environ.get("TEST_DATABASE_URL")
    made: Copies = PostgresqlCopies(server) if server else SqliteCopies(folder / "template.sqlite3")
    app = create_app(settings_for(folder, made.template_url))
    with app.app_context():
        bring_up_to_date()
        made.dialect = db.engine.dialect
        db.session.remove()
        db.engine.dispose()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the keys of an installation were made once."""
    folder = tmp_path_factory.mktemp("keys")
    settings_for(folder, "sqlite://")
    return folder


@pytest.fixture
def database_url(copies: Copies, tmp_path: Path) -> Iterator[str]:
    with copies.copy(tmp_path) as url:
        yield url


@pytest.fixture
def settings(database_url: str, keys: Path, tmp_path: Path) -> Settings:
    instance = tmp_path / "instance"
    shutil.copytree(keys, instance)
    return settings_for(instance, database_url)


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, 10:00 in Kazakhstan, until a test says otherwise."""
    return Clock(datetime(2026, 11, 23, 5, tzinfo=UTC))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all apps of this process: compiling a page takes longer than showing it."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture(scope="session")
def pattern(keys: Path, compiled: FileSystemBytecodeCache) -> Flask:
    """An app that no test changes."""
    made = create_app(settings_for(keys, "sqlite://"))
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture
def app(
    settings: Settings, clock: Clock, pattern: Flask, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    unchanged = dict(pattern.config)
    made = app_like(pattern, settings, clock, copies.dialect)
    made.config["TESTING"] = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.test_client_class = CheckedClient
    monkeypatch.setattr("complaints.petitions.jobs.press", Sheaf.print)  # a process for each file takes a second
    watch_for_unsaved_changes(made)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    pattern.config.clear()
    pattern.config.update(unchanged)


@pytest.fixture
def unprinted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a version are kept without being laid out: for tests of who gets one and when, not of what it says."""
    monkeypatch.setattr("complaints.petitions.jobs.press", lambda sheaf: Printed(b"%PDF-1.7 " + sheaf.cut.encode(), 1))


@pytest.fixture
def sessions(app: Flask) -> sessionmaker[Session]:
    """Sessions outside any request, for tests that need several."""
    with app.app_context():
        return sessionmaker(db.engine)


@pytest.fixture
def session(app: Flask, sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session to arrange and to look with. Each request of the client commits it first, so that neither waits
    for the other.
    """
    with sessions() as opened:
        app.extensions["test_session"] = opened
        yield opened


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., CheckedClient]:
    """`sign_in(AccountRole.ORGANISER)`: a client of its own, signed in as a new account with this role."""

    def make(role: AccountRole, **belonging: Unpack[Belonging]) -> CheckedClient:
        held = app.extensions.get("test_session")
        if held is not None:
            held.commit()
        return sign_in_as(app, role, **belonging)

    return make


@pytest.fixture
def work(app: Flask) -> Callable[[], int]:
    """Do every job that is due by the test's clock; gives how many were tried."""

    def run() -> int:
        held = app.extensions.get("test_session")
        if held is not None:
            held.commit()
        with app.app_context():
            return make_worker().run_due()

    return run


@pytest.fixture
def mails(settings: Settings) -> Callable[[], list[EmailMessage]]:
    """The mails sent so far, oldest first."""
    return lambda: read_mails(settings.mail_url)
