"""An app for each test in a fraction of the time that it takes to make one: routes and templates are those of one app.

What a test can change is its own: services, database, and the functions around a request. The configuration is the
pattern's, since extensions ask the app that they were made for; who changes it puts it back.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from flask import Flask
from sqlalchemy import Dialect

from complaints import application, freshness
from complaints.cipher import Cipher
from complaints.extensions import db
from complaints.settings import Settings
from complaints.storage import Storage
from complaints.web import context, kept_pages

AROUND: Final = (
    "before_request_funcs", "after_request_funcs", "teardown_request_funcs", "template_context_processors",
    "url_value_preprocessors", "url_default_functions",
)  # fmt: skip
COMPILED: Final[dict[Any, Any]] = {}
"""Statements compiled once for all tests of this process; each belongs to one dialect."""


def app_like(pattern: Flask, settings: Settings, clock: Callable[[], datetime], dialect: Dialect) -> Flask:
    """An app with the pattern's routes. `dialect` is one that has talked to a database of the same kind."""
    made = copy.copy(pattern)
    made.extensions = {name: known for name, known in pattern.extensions.items() if name != "sqlalchemy"}
    made.teardown_appcontext_funcs = []
    for name in AROUND:
        kept = {slice_: list(functions) for slice_, functions in getattr(pattern, name).items()}
        setattr(made, name, type(getattr(pattern, name))(list, kept))
    application.configure(made, settings)
    made.extensions[context.EXTENSION] = context.Services(
        settings=settings,
        cipher=Cipher(settings.encryption_keys, settings.secret_key),
        storage=Storage(settings.storage_url),
        clock=clock,
        watch=freshness.Watch(application.install_database(made)),
    )
    application.install_server(made)
    show_all_anew(made)
    with made.app_context():
        db.engine.dialect = dialect
        db.engine.update_execution_options(compiled_cache=COMPILED)
    return made


def show_all_anew(app: Flask) -> None:
    """What was done a moment ago shows at once: kept pages are checked each time, and none rests."""
    kept = app.extensions[kept_pages.EXTENSION]
    kept.watch.check_seconds = kept.rest = 0
