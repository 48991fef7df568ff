"""Why a last day is on its day, in sentences of the reader's language: for pages, calendars and the command alike."""

from __future__ import annotations

from collections.abc import Iterator

from complaints import data
from complaints.domain.deadlines import Calendar, Deadline, Start, Unit
from complaints.web.filters import cited, day, named
from complaints.web.words import gettext as _
from complaints.web.words import ngettext


def explain(term: Deadline, calendar: Calendar) -> list[str]:
    """The provision, what is counted from which day, and every day that was left out, with its name."""
    return [
        _("The term is set by this provision: %(provision)s.", provision=cited(data.norms()[term.rule.law])),
        " ".join([_length(term), *_weekends(term)]),
        *_days_off(term),
        *_moved(term, calendar),
    ]


def _length(term: Deadline) -> str:
    length, since = term.rule.length, day(term.starts_on)
    if term.rule.unit is Unit.MONTHS:
        return ngettext(
            "It is %(num)s month, counted from %(day)s.",
            "It is %(num)s months, counted from %(day)s.",
            length,
            day=since,
        )
    if length == 0:
        return _("It is the day of arrival, or the next working day after hours and on days off.")
    if term.rule.start is Start.BEFORE_ACT:
        return ngettext(
            "It is %(num)s working day before %(day)s, counted back.",
            "It is %(num)s working days before %(day)s, counted back.",
            length,
            day=since,
        )
    if term.rule.start in (Start.REGISTRATION, Start.ARRIVAL):
        return _after_registration(term, since)
    return ngettext(
        "It is %(num)s working day after %(day)s; that day is not counted.",
        "It is %(num)s working days after %(day)s; that day is not counted.",
        length,
        day=since,
    )


def _after_registration(term: Deadline, since: str) -> str:
    if term.rule.unit is Unit.CALENDAR:
        return ngettext(
            "The term is %(num)s calendar day, counted from the day after registration, %(day)s.",
            "The term is %(num)s calendar days, counted from the day after registration, %(day)s.",
            term.rule.length,
            day=since,
        )
    return ngettext(
        "The term is %(num)s working day, counted from the day after registration, %(day)s.",
        "The term is %(num)s working days, counted from the day after registration, %(day)s.",
        term.rule.length,
        day=since,
    )


def _weekends(term: Deadline) -> Iterator[str]:
    if term.weekend_days:
        yield ngettext(
            "%(num)s Saturday or Sunday is left out.", "%(num)s Saturdays and Sundays are left out.", term.weekend_days
        )


def _days_off(term: Deadline) -> Iterator[str]:
    if term.left_out:
        names = "; ".join(f"{day(off.day)}: {named(off)}" for off in term.left_out)
        yield _("These days off are left out too:") + f" {names}."


def _moved(term: Deadline, calendar: Calendar) -> Iterator[str]:
    if term.rolled_from:
        yield _(
            "The term would have ended on %(day)s, a day off, so it ends on the next working day.",
            day=day(term.rolled_from),
        )
    if term.rule.unit is Unit.MONTHS and not calendar.is_working(term.due_on):
        before = day(calendar.last_working(term.due_on))
        yield _("That is a day off, and no provision that we read moves it: act by %(day)s.", day=before)
    if term.rule.unit is not Unit.MONTHS and term.due_on > data.confirmed_until():
        yield _("The Government may still move days off in this period, so the day may change.")
