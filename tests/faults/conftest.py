"""What the drills share: a database that is migrated once and has its operator, so that a start makes no example."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaints import create_app
from complaints.accounts.actions import create_account
from complaints.cli import bring_up_to_date
from complaints.domain.access import AccountRole
from complaints.extensions import db
from complaints.settings import Settings
from complaints.web import context
from tests.faults.installation import Installation

Make = Callable[..., Installation]
collect_ignore: list[str] = []
if os.geteuid() != 0:
    collect_ignore.append("test_full_disk.py")
    warnings.warn("the drills with a full disk are left out: only root can mount one", stacklevel=1)


def prepare(folder: Path, database_url: str) -> None:
    """The schema and one account."""
    app = create_app(Settings.from_env({"DATABASE_URL": database_url}, instance=folder))
    with app.app_context():
        bring_up_to_date()
        operator = AccountRole.OPERATOR
        create_account(
            db.session(), cipher=context.cipher(), email="operator@example.kz", role=operator,
            group_slug=None, authority_slug=None, now=datetime.now(UTC),
        )  # fmt: skip
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Path:
    path = tmp_path_factory.mktemp("faults") / "template.sqlite3"
    prepare(keys, f"sqlite:///{path}")
    return path


@pytest.fixture
def install(template: Path, keys: Path, tmp_path: Path) -> Make:
    """`install(**environment)`: an installation that does not run yet."""

    def make(folder: Path | None = None, **more: str) -> Installation:
        return Installation(folder or tmp_path / "site", template, keys, **more)

    return make
