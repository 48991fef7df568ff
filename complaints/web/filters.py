"""How values look in the reader's language: dates in the official style, numbers, names, labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import format_decimal

from complaints import data
from complaints.data import Norm
from complaints.domain.lifecycle import WHOLE_REQUEST
from complaints.web.context import lang
from complaints.web.labels import LABELS, TONES
from complaints.web.words import gettext as _

MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "kk": (
        "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
        "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
DAY_STYLES: Final = {
    "kk": "{year} жылғы {day} {month}",
    "ru": "{day} {month} {year} года",
    "en": "{day} {month} {year}",
}
DEFAULT_ZONE: Final = "Asia/Almaty"


def day(value: date, code: str | None = None) -> str:
    """A date in the official style: «2025 жылғы 29 наурыз», «29 марта 2025 года», "29 March 2025"."""
    code = code or lang()
    return DAY_STYLES[code].format(year=value.year, day=value.day, month=MONTHS[code][value.month - 1])


def moment(value: datetime, zone: str = DEFAULT_ZONE) -> str:
    """An aware datetime as day and HH:MM in the zone's local time."""
    if value.tzinfo is None:
        raise ValueError("a naive datetime")
    local = value.astimezone(ZoneInfo(zone))
    shown = day(local.date()).removesuffix(" года")
    return f"{shown}, {local:%H:%M}"


def isoday(value: date | datetime) -> str:
    """For the datetime attribute of <time>."""
    return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()


def number(value: float) -> str:
    """A number with the language's own separators."""
    return str(format_decimal(value))


def label(member: StrEnum) -> str:
    """The translated label of a member of any of the domain's closed sets. Raises KeyError for an unknown one."""
    return str(LABELS[type(member), member.value])


def named(thing: Any, attribute: str = "name") -> str:
    """`name_kk`, `name_ru` or `name_en` of a row (or another attribute with these endings).

    Where a group wrote nothing in English, the English page shows the Russian words.
    """
    value: str = getattr(thing, f"{attribute}_{lang()}")
    return value or (getattr(thing, f"{attribute}_ru") if lang() == "en" else value)


def text(value: Any) -> str:
    """The page's language out of a text of reference data with attributes or keys kk, ru, en."""
    chosen: str = value[lang()] if isinstance(value, Mapping) else getattr(value, lang())
    return chosen


def cited(norm: Norm) -> str:
    """How a provision of law is cited in the page's language. Raises ValueError for one that was not read."""
    return {"kk": data.cite_kk, "ru": data.cite_ru, "en": data.cite_en}[lang()](norm)


def demand_label(code: str) -> str:
    """The label of a demand in the page's language, or of a request that asks for information and demands nothing.

    Raises KeyError for an unknown code.
    """
    if code == WHOLE_REQUEST:
        return _("The request for information as a whole")
    return text(data.demands()[code].label)


def install(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, moment=moment, isoday=isoday, number=number)
    app.jinja_env.globals.update(label=label, named=named, text=text, cited=cited, demand_label=demand_label)
    app.jinja_env.globals.update(tone_of=TONES.__getitem__)
