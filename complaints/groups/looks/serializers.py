"""The list of looks as a spreadsheet, and one look in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Final
from zoneinfo import ZoneInfo

from complaints import spreadsheets
from complaints.domain.complaint import LookedAt
from complaints.groups.looks.queries import Line
from complaints.web.filters import DEFAULT_ZONE, label, named
from complaints.web.words import gettext as _

ZONE: Final = ZoneInfo(DEFAULT_ZONE)
"""The whole country has one time; so does this list."""


def as_csv(lines: Iterable[Line]) -> str:
    header = (_("When (Kazakhstan time)"), _("When (UTC)"), _("Member"), _("What was looked at"))
    return spreadsheets.as_csv(header, (_cells(line) for line in lines))


def who(line: Line) -> str:
    """The member's address; of an official the authority."""
    return _("An official: %(authority)s", authority=named(line.authority)) if line.authority else line.email


def words_of(line: Line) -> str:
    """What was looked at. Of a complaint that was erased meanwhile nothing but the look is left."""
    if line.look.what is LookedAt.PHONE:
        if line.number is None:
            return _("A phone number that is erased now")
        return _("The phone number of %(number)s", number=line.number)
    language = label(line.look.language) if line.look.language else ""
    return _(
        "The official copy with names: collective complaint %(petition)s, version %(version)s. Language: %(language)s",
        petition=line.petition_id or "?",
        version=line.version or "?",
        language=language,
    )


def _cells(line: Line) -> tuple[str, ...]:
    at = line.look.at
    return (
        at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S"),
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        who(line),
        words_of(line),
    )
