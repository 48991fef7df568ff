"""A filing asks little of the database: thousands come in an hour, and each holds up the others while it writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from complaints.extensions import db
from complaints.models import Complaint
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.filings import EVIDENCE, FORMAL
from tests.support.forms import fill_and_send, filled_in

PAGE = "/ru/rounds/damu-bala-mangystau-2025-03/complain"
MOST = 8


@contextmanager
def counted(app: Flask) -> Iterator[tuple[list[str], list[str]]]:
    """The statements from here on, and the transactions that were committed; what steers a transaction is no
    statement.
    """
    statements: list[str] = []
    commits: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    def note_commit(_connection: Any) -> None:
        commits.append("COMMIT")

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", note_commit)
    try:
        yield statements, commits
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", note_commit)


def test_a_formal_complaint_with_an_address_takes_eight_statements_and_one_commit(
    app: Flask, client: CheckedClient, session: Session
) -> None:
    context.services_of(
        app
    ).watch.check_seconds = 60  # what was edited is looked for ten times a second, not per filing
    fill_and_send(client, PAGE, FORMAL)  # the first one of a network in a while forgets older counts, too
    for typed in (FORMAL, EVIDENCE):
        another = app.test_client()
        form = another.get(PAGE)
        assert form.status_code == 200
        with counted(app) as (statements, commits):
            answer = fill_and_send_only(another, form.get_data(as_text=True), typed)
        assert answer.status_code == 303
        assert len(commits) == 1
        assert len(statements) <= MOST, "\n".join(statements)
    assert session.scalar(select(func.count()).select_from(Complaint)) == 3


def fill_and_send_only(client: Any, page: str, typed: dict[str, str | list[str]]) -> Any:
    values = filled_in(page, PAGE).to_dict(flat=False)
    values |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return client.post(PAGE, data=values)
