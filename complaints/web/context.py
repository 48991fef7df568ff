"""What a view works with in this request: the session, the time, the keys, the viewer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Flask, current_app, g

from complaints.calendars import calendar_of
from complaints.cipher import Cipher
from complaints.domain.access import ANONYMOUS, Viewer
from complaints.domain.deadlines import Calendar
from complaints.extensions import db
from complaints.settings import Settings
from complaints.storage import Storage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EXTENSION = "complaints"


@dataclass(frozen=True)
class Services:
    """What create_app() made once for the whole app."""

    settings: Settings
    cipher: Cipher
    storage: Storage
    clock: Callable[[], datetime]
    places: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    """Codes and names of a region's localities by region and language: reference data, read once in each process."""


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


def viewer() -> Viewer:
    """Who is looking; the accounts slice sets it before the view runs."""
    found: Viewer = g.get("viewer", ANONYMOUS)
    return found


def lang() -> str:
    """The page's language: kk, ru or en."""
    code: str = g.get("lang", "kk")
    return code
