"""Facts in the reader's words. Each has three forms: known exactly, within bounds, not known (None: the page says so).

No query and no rule lives here. The letter of a collective complaint has its own wording: it speaks to an authority.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from complaints.domain.rounds import Certainty, DurationFact, Span
from complaints.web.context import lang
from complaints.web.filters import MONTHS, day, moment, number
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

T = TypeVar("T")
HOUR: Final = 60
DAY: Final = 24 * HOUR
ONE_DAY: Final = timedelta(days=1)
TWO_DAYS: Final = {
    "kk": "{year} жылғы {first} немесе {last} {month}",
    "ru": "{first} или {last} {month} {year} года",
    "en": "{first} or {last} {month} {year}",
}
WITHIN_A_MONTH: Final = {
    "kk": "{year} жылғы {first}–{last} {month} аралығында",
    "ru": "между {first} и {last} {month} {year} года",
    "en": "between {first} and {last} {month} {year}",
}
AS_AUTHORS_STATE: Final = {
    "kk": "авторларда бар мәліметке сәйкес",
    "ru": "по имеющимся у авторов сведениям",
    "en": "as the authors state",
}
"""Stands beside a reason that accuses somebody of an offence: nothing is proven (product rule on allegations)."""
MONTH: Final = {"kk": "{year} жылғы {month}", "ru": "{month} {year} года", "en": "{month} {year}"}


def lasting(fact: DurationFact | None) -> str | None:
    """A duration: "7 minutes", "1 h to 1 h 30 min", "at least 1 h", or None when not known."""
    if fact is None or fact.certainty is Certainty.UNKNOWN:
        return None
    low, high = fact.low_minutes, fact.high_minutes
    if fact.certainty is Certainty.KNOWN and low is not None:
        return span_of_time(low)
    if low is None or low == 0:
        return _("at most %(time)s", time=span_of_time(high or 0))
    if high is None:
        return _("at least %(time)s", time=span_of_time(low))
    return _("from %(low)s to %(high)s", low=span_of_time(low), high=span_of_time(high))


def span_of_time(minutes: int) -> str:
    """Minutes below an hour, hours and minutes below two days, then whole days."""
    if minutes < HOUR:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes >= 2 * DAY:
        return ngettext("%(num)s day", "%(num)s days", minutes // DAY)
    hours, rest = divmod(minutes, HOUR)
    if rest:
        return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    return ngettext("%(num)s hour", "%(num)s hours", hours)


def on_day(span: Span[date]) -> str | None:
    """A day: "29 March 2025", "28 or 29 March 2025", "March 2025", "between ... and ...", or None when not known."""
    first, last = span.earliest, span.latest
    if first is None or last is None:
        return _open_ended(day(first) if first else None, day(last) if last else None)
    if first == last:
        return day(first)
    are_whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if (first.year, first.month) != (last.year, last.month):
        said = month_of if are_whole_months else day
        return _("between %(first)s and %(last)s", first=said(first), last=said(last))
    if are_whole_months:
        return month_of(first)
    style = TWO_DAYS if last - first == ONE_DAY else WITHIN_A_MONTH
    return style[lang()].format(year=first.year, first=first.day, last=last.day, month=MONTHS[lang()][first.month - 1])


def at_moment(span: Span[datetime], zone: str) -> str | None:
    """A time in the region's zone; bounds that are whole days are said as days. None when not known."""
    first, last = span.earliest, span.latest
    if first is None or last is None:
        return _open_ended(moment(first, zone) if first else None, moment(last, zone) if last else None)
    if first == last:
        return moment(first, zone)
    whole_days = _whole_days(first.astimezone(ZoneInfo(zone)), last.astimezone(ZoneInfo(zone)))
    if whole_days is not None:
        return on_day(whole_days)
    return _("between %(first)s and %(last)s", first=moment(first, zone), last=moment(last, zone))


def month_of(value: date) -> str:
    """The month of a day: "March 2025", «март 2025 года», «2025 жылғы наурыз»."""
    names = get_month_names("wide", "stand-alone", lang())
    month = names[value.month] if lang() == "en" else names[value.month].lower()
    return MONTH[lang()].format(year=value.year, month=month)


def as_authors_state() -> str:
    return AS_AUTHORS_STATE[lang()]


def counted(value: int | None) -> str | None:
    return None if value is None else number(value)


def _open_ended(first: str | None, last: str | None) -> str | None:
    if first:
        return _("not before %(first)s", first=first)
    return _("not after %(last)s", last=last) if last else None


def _whole_days(first: datetime, last: datetime) -> Span[date] | None:
    """The days, when the bounds are the first and the last minute of a day."""
    starts_a_day = first.time() == time.min
    if starts_a_day and last.time() >= time(23, 59):
        return Span(first.date(), last.date())
    if starts_a_day and last.time() == time.min:
        return Span(first.date(), last.date() - ONE_DAY)
    return None
