"""A test client as strict as a reader: a page with broken HTML fails the test, and so does a view that forgot to
commit.
"""

from __future__ import annotations

import os
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.test import TestResponse

from complaints.extensions import db

UNSAVED = "unsaved"


class CheckedClient(FlaskClient):
    """Asks like Flask's client and checks every answer."""

    reads_html = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        held: Session | None = self.application.extensions.get("test_session")
        if held is not None:
            held.commit()
        self.application.extensions[UNSAVED] = []
        response = super().open(*args, **kwargs)
        forgotten = self.application.extensions[UNSAVED]
        assert not forgotten or response.status_code >= 400, f"{response.request.path} did not commit {forgotten}"
        is_plain = response.mimetype == "text/html" and "Content-Encoding" not in response.headers
        if is_plain and self.reads_html and "TEST_DATABASE_URL" not in os.environ:  # once; another engine, same pages
            check_html(response.get_data(as_text=True), response.request.path)
        return response


def check_html(page: str, path: str) -> None:
    """Raises AssertionError for a page that a browser would have to repair."""
    if not page.lstrip().lower().startswith("<!doctype html>") and "<html" not in page:
        return  # the short body of a redirect
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except ParseError as error:
        raise AssertionError(f"broken HTML at {path}: {error}") from error


def watch_for_unsaved_changes(app: Flask) -> None:
    """Note what a request flushed or changed and did not commit, just before its session is given back."""

    @app.teardown_request
    def look(_error: BaseException | None) -> None:
        session = db.session()
        unsaved = [
            type(row).__name__ for row in (*session.new, *session.dirty, *session.deleted) if session.is_modified(row)
        ]
        app.extensions.setdefault(UNSAVED, []).extend(unsaved + sorted(session.info.get(UNSAVED, ())))


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    names = {type(row).__name__ for row in (*session.new, *session.dirty, *session.deleted)}
    session.info.setdefault(UNSAVED, set()).update(names)


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info.setdefault(UNSAVED, set()).add("a changing statement")


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _settled(session: Session) -> None:
    session.info.pop(UNSAVED, None)
