"""What a view works with in this request: the session, the time, the keys, the viewer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from flask import Flask, current_app, g

from complaints.calendars import calendar_of
from complaints.cipher import Cipher
from complaints.domain.access import ANONYMOUS, Viewer
from complaints.domain.deadlines import Calendar
from complaints.extensions import db
from complaints.freshness import Watch
from complaints.settings import Settings
from complaints.storage import Storage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EXTENSION = "complaints"
Known = TypeVar("Known")


@dataclass(frozen=True)
class Services:
    """What create_app() made once for the whole app."""

    settings: Settings
    cipher: Cipher
    storage: Storage
    clock: Callable[[], datetime]
    watch: Watch


def services() -> Services:
    return services_of(current_app)


def services_of(app: Flask) -> Services:
    made: Services = app.extensions[EXTENSION]
    return made


def session() -> Session:
    return db.session()


def now() -> datetime:
    """The time of this request, aware UTC; the same however often it is asked."""
    if "now" not in g:
        g.now = services().clock()
    moment: datetime = g.now
    return moment


def calendar() -> Calendar:
    """Days off as they stood when this request first asked: the database is asked once."""
    if "calendar" not in g:
        g.calendar = calendar_of(session())
    known: Calendar = g.calendar
    return known


def cipher() -> Cipher:
    return services().cipher


def settings() -> Settings:
    return services().settings


def storage() -> Storage:
    return services().storage


def remembered(key: Hashable, read: Callable[[], Known]) -> Known:
    """What `read` gave before, as long as nothing that the public may see was edited; see freshness.Watch."""
    return services().watch.remembered(key, read)


def viewer() -> Viewer:
    """Who is looking; the accounts slice sets it before the view runs."""
    found: Viewer = g.get("viewer", ANONYMOUS)
    return found


def lang() -> str:
    """The page's language: kk, ru or en."""
    code: str = g.get("lang", "kk")
    return code
