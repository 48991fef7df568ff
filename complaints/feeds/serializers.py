"""A calendar as RFC 5545 wants it. The same state gives the same bytes: no clock of the machine goes into it.

An entry keeps its UID for ever. Its SEQUENCE counts what can have moved its day: entries about the submission, answers,
days off that an operator put right; all of them are only ever added. What has ended stays as cancelled for a while, so
that programs take it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

import icalendar

from complaints.domain.course import AFTERWARDS, OURS, Course, Purpose, Term
from complaints.domain.deadlines import KAZAKHSTAN, ONE_DAY, Calendar, Deadline
from complaints.domain.reminding import DUE_SOON_DAYS
from complaints.models.submissions import Submission
from complaints.web.explaining import explain
from complaints.web.filters import label, named
from complaints.web.words import gettext as _

ALARM_AT: Final = time(9, tzinfo=KAZAKHSTAN)
REVIEW: Final = "review"
PRODUCT: Final = "-//Adil Tirkeu//Legal clock//EN"
PUBLIC_PURPOSES: Final = frozenset(Purpose) - OURS - {Purpose.REGISTRATION}
"""What the authority must keep. The applicants' own terms stand in the calendar of their group."""


@dataclass(frozen=True)
class Line:
    """One submission with its course. `page` is the address of its dossier."""

    submission: Submission
    course: Course
    page: str


@dataclass(frozen=True)
class Feed:
    """What a calendar is written from."""

    name: str
    lines: Sequence[Line]
    host: str
    is_own: bool
    """Of the group: its own terms stand in it too."""
    day_changes: int
    days_changed_at: datetime | None


@dataclass(frozen=True)
class Entry:
    """One last day. `is_off`: nothing is due any more."""

    purpose: str
    due_on: date
    summary: str
    counted: Deadline | None
    is_off: bool = False


def write(feed: Feed, calendar: Calendar, today: date) -> bytes:
    """The whole calendar in the language that is spoken now."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", feed.name)
    made.add("x-wr-timezone", str(KAZAKHSTAN))
    for line in feed.lines:
        for entry in _entries(feed, line, today):
            made.add_component(_event(feed, line, entry, calendar))
    return bytes(made.to_ical())


def _entries(feed: Feed, line: Line, today: date) -> Iterator[Entry]:
    course = line.course
    due = _("Last day for the answer: %(document)s", document=_document(line))
    counted = course.review if course.due_on == course.review.due_on else None
    yield Entry(REVIEW, course.due_on, due, counted, is_off=not course.runs)
    for term in course.terms_on(today):
        if term.kept_on is None and (feed.is_own or term.purpose in PUBLIC_PURPOSES) and _is_alive(term, course):
            yield Entry(term.purpose.value, term.due_on, f"{label(term.purpose)}: {_document(line)}", term.counted)


def _is_alive(term: Term, course: Course) -> bool:
    """Of what has ended only the ways to go on are left."""
    return course.runs or term.purpose in AFTERWARDS


def _document(line: Line) -> str:
    petition = line.submission.version.petition
    return _("%(kind)s No. %(id)s", kind=label(petition.kind), id=petition.id)


def _event(feed: Feed, line: Line, entry: Entry, calendar: Calendar) -> icalendar.Event:
    submission = line.submission
    changed_at = _changed_at(feed, submission)
    event = icalendar.Event()
    event.add("uid", f"{submission.id}-{entry.purpose}@{feed.host}")
    event.add("sequence", len(submission.events) + len(submission.responses) + feed.day_changes)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + ONE_DAY)
    event.add("summary", entry.summary)
    why = explain(entry.counted, calendar) if entry.counted else []
    event.add("description", "\n".join([*_about(line), *why]))
    event.add("url", line.page)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    if not entry.is_off:
        for day in (_days_before(entry.due_on, calendar), entry.due_on):
            event.add_component(_alarm(day, entry.summary))
    return event


def _about(line: Line) -> list[str]:
    submission = line.submission
    handed_in = _("Handed in to: %(authority)s.", authority=named(submission.authority))
    lines = [named(submission.version.petition.round), handed_in]
    if submission.outside_number:
        lines.append(_("Number there: %(number)s", number=submission.outside_number))
    return lines


def _alarm(day: date, summary: str) -> icalendar.Alarm:
    """At nine in the morning in Kazakhstan, said in UTC: a day without an hour has no zone of its own."""
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", datetime.combine(day, ALARM_AT).astimezone(UTC))
    return alarm


def _days_before(due_on: date, calendar: Calendar) -> date:
    """The day three working days before the last one."""
    day = due_on
    for _step in range(DUE_SOON_DAYS):
        day = calendar.last_working(day - ONE_DAY)
    return day


def _changed_at(feed: Feed, submission: Submission) -> datetime:
    """When something last changed that can have moved the day, to the second."""
    moments = [submission.recorded_at, *(entry.recorded_at for entry in submission.events)]
    moments += [response.recorded_at for response in submission.responses]
    if feed.days_changed_at is not None:
        moments.append(feed.days_changed_at)
    return max(moments).astimezone(UTC).replace(microsecond=0)
