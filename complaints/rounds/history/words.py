"""Facts of the log in the reader's words: what stood before and what stands after, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from complaints.domain.round_facts import DAYS, MINUTES, TIMES, from_plain
from complaints.domain.rounds import Basis, DurationFact
from complaints.rounds import wording
from complaints.rounds.editing.sentences import fact_name
from complaints.web.filters import label, moment, named, number
from complaints.web.words import gettext as _

NAMED: Final = ("programme", "region", "authority", "repeats", "merged_into", "merged_from")
"""Facts that refer to something with a name."""
SETS: Final = ("state", "kind", "said_by")


@dataclass(frozen=True)
class Line:
    """One fact; None: nothing was, or is, known."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Names:
    """What slugs and codes stand for, by fact and key: rows with names; `zone` is the region's."""

    rows: Mapping[tuple[str, str], Any]
    zone: str


def lines(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, names: Names) -> list[Line]:
    """In the order in which the log keeps them. Facts of which nothing was known before and after are left out."""
    facts = dict.fromkeys([*(after or {}), *(before or {})])
    both = ((fact, (before or {}).get(fact), (after or {}).get(fact)) for fact in facts)
    return [
        Line(fact_name(fact), in_words(fact, was, names), in_words(fact, became, names))
        for fact, was, became in both
        if was not in (None, "") or became not in (None, "")
    ]


def in_words(fact: str, value: Any, names: Names) -> str | None:
    """One value; None when nothing was known. What cannot be read is shown as it is kept."""
    if value is None or value == "":
        return None
    try:
        return _in_words(fact, value, names)
    except (ValueError, TypeError, KeyError):
        return str(value)


def _in_words(fact: str, value: Any, names: Names) -> str | None:
    if fact in NAMED:
        row = names.rows.get((fact, value))
        return named(row) if row is not None else str(value)
    if fact in SETS:
        return label(from_plain(fact, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return number(value)
    return _known_when(fact, value, names.zone)


def _known_when(fact: str, value: Any, zone: str) -> str | None:
    """A day, a time or a duration; any other value is a text."""
    if fact in DAYS:
        return wording.on_day(from_plain(fact, value))
    if fact in TIMES:
        return wording.at_moment(from_plain(fact, value), zone)
    if fact in MINUTES:
        span = from_plain(fact, value)
        return wording.lasting(DurationFact(span.earliest, span.latest, Basis.REPORTED))
    return moment(from_plain(fact, value), zone) if fact == "at" else str(value)
