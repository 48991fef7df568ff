"""Three fields of a form for one thing that is known exactly, only as bounds, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from complaints.domain import moments
from complaints.domain.moments import Unreadable
from complaints.domain.rounds import Certainty, Span
from complaints.web.cleaning import one_line

Read = Callable[[str, time | None], Any]
"""Reads a text; a day alone means this time of it."""


class How(StrEnum):
    """How well something is known."""

    EXACTLY = "exactly"
    BETWEEN = "between"
    UNKNOWN = "unknown"


HOW_OF: Final = {
    Certainty.KNOWN: How.EXACTLY,
    Certainty.BOUNDS: How.BETWEEN,
    Certainty.UNKNOWN: How.UNKNOWN,
}
CHOICES: Final = [
    SelectChoice(How.EXACTLY.value, _l("Exactly")),
    SelectChoice(How.BETWEEN.value, _l("Between")),
    SelectChoice(How.UNKNOWN.value, _l("Not known")),
]


def how(label: Any) -> Any:
    return RadioField(label, choices=CHOICES, default=How.UNKNOWN.value, validate_choice=False)


def line(label: Any, description: Any = "") -> Any:
    """One line that may stay empty."""
    return StringField(label, description=description, filters=[one_line])


def optional_line(label: Any, description: Any = "") -> Any:
    return StringField(label, description=description, filters=[one_line], validators=[Optional()])


def read_span(form: Form, name: str, read: Read, wrong: Any) -> Span[Any]:
    """What the three fields mean together. What is wrong is said beside them, and then nothing is known.

    `wrong` is the sentence for what `read` finds unreadable.
    """
    chosen, first, last = form[f"{name}_how"], form[f"{name}_first"], form[f"{name}_last"]
    if chosen.data == How.EXACTLY:
        if last.data and last.data != first.data:
            _refuse(last, _l("Exactly means one value: leave this empty, or choose “Between”."))
        if not first.data:
            _refuse(first, _l("Enter it, or choose “Not known”."))
        value = _read(first, read, wrong, None)
        return Span(value, value)
    if chosen.data == How.BETWEEN:
        if not first.data and not last.data:
            _refuse(first, _l("Enter at least one of the two, or choose “Not known”."))
        return Span(_read(first, read, wrong, time.min), _read(last, read, wrong, moments.LAST_MINUTE))
    if first.data or last.data:
        _refuse(chosen, _l("Something is typed here: choose “Exactly” or “Between”, or take it out."))
    return Span()


def typed_span(name: str, span: Span[Any], zone: ZoneInfo) -> dict[str, str]:
    """What stands in the three fields."""
    how_known = HOW_OF[span.certainty]
    last = "" if how_known is How.EXACTLY else typed(span.latest, zone)
    return {f"{name}_how": how_known.value, f"{name}_first": typed(span.earliest, zone), f"{name}_last": last}


def typed(value: Any, zone: ZoneInfo) -> str:
    """A value as it is typed here."""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)


def _read(field: Any, read: Read, wrong: Any, day_means: time | None) -> Any:
    if not field.data:
        return None
    try:
        return read(field.data, day_means)
    except Unreadable:
        _refuse(field, wrong)
        return None


def _refuse(field: Any, message: Any) -> None:
    if not field.errors:
        field.errors = [str(message)]
