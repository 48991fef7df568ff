"""Every migration goes up, down and up again with a row in every table, and together they make the schema of the
models.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, inspect

from complaints import PACKAGE, create_app
from complaints.extensions import db
from complaints.models import Base
from tests.conftest import Copies, settings_for
from tests.support.rows import fill_empty_tables

MIGRATIONS = PACKAGE / "migrations"
SCRIPTS = ScriptDirectory(str(MIGRATIONS))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture
def empty_app(copies: Copies, keys: Path, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database without any table."""
    with copies.empty(tmp_path) as url:
        app = create_app(settings_for(keys, url))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


def test_there_is_one_head() -> None:
    assert len(SCRIPTS.get_heads()) == 1


def test_every_migration_goes_up_down_and_up_with_a_row_in_every_table(empty_app: Flask) -> None:
    for revision in REVISIONS:
        flask_migrate.upgrade(revision=revision)
        with db.engine.begin() as connection:
            before = fill_empty_tables(connection)
        assert all(before.values()), before
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade(revision=revision)
        with db.engine.begin() as connection:
            assert tables(connection) == set(before)
            assert all(fill_empty_tables(connection).values())


def test_all_the_way_down_nothing_is_left(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.begin() as connection:
        fill_empty_tables(connection)
    flask_migrate.downgrade(revision="base")
    with db.engine.begin() as connection:
        assert tables(connection) == set()


def test_the_migrations_make_the_schema_of_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("path", sorted((MIGRATIONS / "versions").glob("*.py")), ids=lambda path: path.name)
def test_a_migration_imports_nothing_of_the_program(path: Path) -> None:
    names = [
        name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    ]
    assert [name for name in names if name.startswith("complaints")] == []
