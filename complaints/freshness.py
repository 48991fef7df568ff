"""Whether a public page still shows what is on record, without looking at what it shows.

Every transaction that changes what the public may see counts up one of two numbers: a filing, and whatever else moves
the figures of a round, that round's version (complaints/tallies.py); everything else `site.edits`, by itself, just
before it commits. A page is as new as the numbers it was made under. A table that no public page shows is named in
UNSEEN; a forgotten one costs pages made anew, never a page that is out of date.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy import Connection, Engine, Table, event, func, inspect, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.dml import UpdateBase

from complaints import database
from complaints.models.rounds import VERSION, Tally
from complaints.models.site import THE_SITE, Site

UNSEEN: Final = frozenset(
    {
        "account_sessions", "address_mails", "answer_templates", "contact_links", "email_changes", "evidence_files",
        "exports", "filing_drafts", "group_requests", "invitations", "jobs", "kept_forms", "likenesses", "looks",
        "mail_stops", "mails", "moderation_decisions", "paper_imports", "paper_rows", "paper_sheets", "password_links",
        "reminders", "site", "spare_codes", "tallies", "text_bands", "throttles",
    }
)  # fmt: skip
CHECK_SECONDS: Final = 0.1
"""Our choice: a page may be so much older than what is on record, and each process asks ten times a second at most."""
EDITED: Final = "public_edit"
"""In the session's `info` while its transaction has changed something that the public may see."""
Known = TypeVar("Known")
log = structlog.get_logger()


@dataclass(frozen=True)
class Version:
    """`edits` and `figures` only ever grow."""

    edits: int
    figures: int
    surge_since: datetime | None = None


_VERSION: Final = select(
    Site.edits,
    select(func.coalesce(func.sum(Tally.complaints), 0)).where(Tally.dimension == VERSION).scalar_subquery(),
    Site.surge_since,
).where(Site.id == THE_SITE)


def version_of(connection: Connection) -> Version:
    """What is on record now. Raises LookupError in a database without a site: the schema is not up to date."""
    row = connection.execute(_VERSION).one_or_none()
    if row is None:
        raise LookupError("no row of the site")
    return Version(*row)


def touch(session: Session) -> None:
    """Say that this transaction changes what the public may see, where no statement of the session tells it."""
    session.info[EDITED] = True


def install() -> None:
    """Watch every session of this process. Calling it again changes nothing."""
    for name, listener in (
        ("after_flush", _note_rows),
        ("do_orm_execute", _note_statement),
        ("before_commit", _count_edit),
        ("after_rollback", _forget),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def _note_rows(session: Session, _flush: Any) -> None:
    if EDITED not in session.info:
        changed = (*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row)))
        if any(_is_seen(table) for row in changed for table in inspect(type(row)).tables):
            touch(session)


def _note_statement(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, UpdateBase) and isinstance(statement.table, Table) and _is_seen(statement.table):
        touch(state.session)


def _is_seen(table: Any) -> bool:
    return table.name not in UNSEEN


def _count_edit(session: Session) -> None:
    """The last statement of the transaction, so that the row of the site is held for the commit alone."""
    if session.in_nested_transaction():
        return
    session.flush()
    if session.info.pop(EDITED, False):
        session.connection().execute(update(Site).where(Site.id == THE_SITE).values(edits=Site.edits + 1))


def _forget(session: Session) -> None:
    """A transaction that was rolled back changed nothing."""
    session.info.pop(EDITED, None)


class Watch:
    """What is on record, asked of the database at most every `check_seconds`. One for each process."""

    def __init__(self, engine: Engine, check_seconds: float = CHECK_SECONDS) -> None:
        self.check_seconds = check_seconds
        self._engine = engine
        self._seen: Version | None = None
        self._asked_at = -math.inf
        self._asking = threading.Lock()
        self._known: dict[Hashable, Any] = {}
        self._known_under = -1

    def version(self) -> Version | None:
        """None while the database is away, or its schema is not up to date."""
        if time.monotonic() - self._asked_at >= self.check_seconds:
            with self._asking:  # who waited here finds that it was just asked
                if time.monotonic() - self._asked_at >= self.check_seconds:
                    self._seen, self._asked_at = self._ask(), time.monotonic()
        return self._seen

    def remembered(self, key: Hashable, read: Callable[[], Known]) -> Known:
        """What `read` gave for this key, until what the public may see was edited: for what every filing asks. It
        belongs to no session and is only looked at."""
        version = self.version()
        if version is None:
            return read()
        if version.edits != self._known_under:
            self._known, self._known_under = {}, version.edits
        known = self._known  # another thread may begin anew meanwhile
        if key not in known:
            known[key] = read()
        found: Known = known[key]
        return found

    def _ask(self) -> Version | None:
        with database.only_reading():
            try:
                with self._engine.connect() as connection:
                    return version_of(connection)
            except (DBAPIError, LookupError) as error:
                log.warning("version_unknown", error=type(error).__name__)
                return None
