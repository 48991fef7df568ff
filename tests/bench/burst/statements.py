"""What one filing asks of the database: statements and commits over the app's own route, counted where SQLAlchemy sends
them. What steers a transaction (BEGIN, PRAGMA, SAVEPOINT) is no statement; several rows of one insert are one.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from flask import Flask

from complaints import create_app
from complaints.cli import bring_up_to_date
from tests.bench.burst import telling
from tests.bench.burst.people import Answers, answers_of, as_shown
from tests.bench.burst.running import Ours, database_of_its_own
from tests.filing.test_few_statements import counted
from tests.support.filings import EVIDENCE, form_path
from tests.tools.with_postgresql import postgresql

MOST: Final = 8
WARM: Final = 2
LANG: Final = "ru"


def main() -> None:
    telling.head("Statements and commits of one filing")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        _tell("SQLite", Ours(Path(name) / "sqlite"))
        with postgresql() as server, database_of_its_own(server) as url:
            _tell("PostgreSQL", Ours(Path(name) / "postgresql", database_url=url))


def _tell(engine: str, site: Ours) -> None:
    formal = answers_of(2)
    kinds = {
        "a formal complaint": formal,
        "one whose text may be published": {**formal, "consent_publish": "y"},
        "evidence only": {name: value for name, value in EVIDENCE.items() if name != "language"},
    }
    app = create_app(site.settings)
    with app.app_context():
        bring_up_to_date()
    for kind, answers in kinds.items():
        for _ in range(WARM):  # the first one of a network in a while forgets older counts, too
            _file(app, answers)
        statements, commits = _file(app, answers)
        telling.at_most(f"{kind}, {engine}: statements", MOST, len(statements), said=str(len(statements)))
        exactly = "held" if len(commits) == 1 else telling.MISSED
        print(f"| {kind}, {engine}: commits | exactly 1 | {len(commits)} | {exactly} |")


def _file(app: Flask, answers: Answers) -> tuple[list[str], list[str]]:
    client = app.test_client()
    page = client.get(form_path(LANG)).text
    fields = {**as_shown(page, LANG), **answers}
    with counted(app) as (statements, commits):
        answer = client.post(form_path(LANG), data=fields)
    assert answer.status_code == 303, answer.text
    return statements, commits
