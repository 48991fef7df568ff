"""The legal clock of what was handed in, as every page shows it: due when, why then, and how it stands today.

Nothing of it is stored: the submission's day of registration and the calendar give it anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from complaints import data
from complaints.answers import first_answer
from complaints.courses import read_course, read_other_course
from complaints.domain.course import Course
from complaints.domain.deadlines import (
    KAZAKHSTAN,
    Calendar,
    Deadline,
    deadline,
    is_overdue,
    overdue_days,
    silence_refuses,
    working_days_between,
)
from complaints.domain.lifecycle import SENT_BACK, SubmissionState
from complaints.domain.reminding import DUE_SOON_DAYS
from complaints.models.rounds import Round
from complaints.models.submissions import Response, Submission
from complaints.web import context
from complaints.web.explaining import explain
from complaints.web.filters import label
from complaints.web.words import gettext as _
from complaints.web.words import ngettext


@dataclass(frozen=True, kw_only=True)
class TermClock:
    """How a term stands. `days_left` and `days_over` are working days; one of them is 0."""

    term: Deadline
    answer: Response | None = None
    """The first answer that stands: it is the one that stops the clock."""
    is_overdue: bool
    days_left: int
    days_over: int

    @property
    def runs(self) -> bool:
        return self.answer is None

    @property
    def status(self) -> tuple[str, str]:
        """The words and the tone of the status tag, in the reader's language."""
        return status(self)

    @property
    def silence_refuses(self) -> bool:
        """Whether silence past the term counts as a refusal."""
        return silence_refuses(self.term.rule)

    @property
    def due_on(self) -> date:
        return self.term.due_on


@dataclass(frozen=True, kw_only=True)
class Clock(TermClock):
    """How one submission of a collective complaint stands, by the events recorded of it."""

    submission: Submission
    course: Course
    other_due_on: date | None = None
    """The last day by the authority's account, where it denies what the group recorded and the day differs."""

    @property
    def runs(self) -> bool:
        return self.course.runs

    @property
    def due_on(self) -> date:
        return self.course.due_on

    @property
    def registered_on(self) -> date:
        """At the body that has it, as its number; until that one registers what was passed on to it, at the first."""
        is_on_its_way = self.course.state is SubmissionState.FORWARDED
        return self.submission.registered_on if is_on_its_way else self.course.started_on

    @property
    def is_prolonged(self) -> bool:
        """Whether an extension holds, so that the last day is not that of the term itself."""
        return self.due_on != self.term.due_on


def install(app: Flask) -> None:
    """What templates need to explain a last day."""
    app.jinja_env.globals.update(norm_of=data.norms().__getitem__, explain=explain_here)


def explain_here(term: Deadline) -> list[str]:
    """By the calendar as it stands now."""
    return explain(term, context.calendar())


def zone_of(round_: Round) -> ZoneInfo:
    """The zone in which a round's times are told: its region's."""
    return ZoneInfo(round_.region.time_zone)


def clock_of(submission: Submission, now: datetime) -> Clock:
    """The clock today, or on the day of the first answer that stands or of another end."""
    calendar = context.calendar()
    course = read_course(submission, calendar, workday_ends=context.settings().workday_ends)
    other = read_other_course(submission, calendar)
    looked_on = course.ended_on or today(now)
    return Clock(
        submission=submission,
        course=course,
        term=course.review,
        answer=first_answer(submission.responses),
        is_overdue=is_overdue(course.due_on, looked_on),
        days_left=working_days_between(looked_on, course.due_on, calendar),
        days_over=overdue_days(course.due_on, looked_on, calendar),
        other_due_on=other.due_on if other and other.due_on != course.due_on else None,
    )


def term_clock(rule_code: str, starts_on: date, looked_on: date) -> TermClock:
    """How the term of this rule that starts from `starts_on` (not counted) stands on a day. Raises UnknownRule."""
    calendar = context.calendar()
    term = term_of(rule_code, starts_on, calendar)
    return TermClock(
        term=term,
        is_overdue=is_overdue(term.due_on, looked_on),
        days_left=working_days_between(looked_on, term.due_on, calendar),
        days_over=overdue_days(term.due_on, looked_on, calendar),
    )


def term_of(rule_code: str, starts_on: date, calendar: Calendar) -> Deadline:
    """When the term of this rule ends, in the wording in force on the day it starts from. Raises UnknownRule."""
    return deadline(data.deadline_rules().rule(rule_code, starts_on), starts_on, calendar)


def today(now: datetime) -> date:
    """The day in Kazakhstan, one zone since 1 March 2024."""
    return now.astimezone(KAZAKHSTAN).date()


def status(clock: TermClock) -> tuple[str, str]:
    """The words and the tone of the status tag."""
    if isinstance(clock, Clock) and clock.course.state in SENT_BACK:
        return label(clock.course.state), "plain"
    if clock.answer is not None:
        return (_("Answered late"), "late") if clock.is_overdue else (_("Answered in time"), "right")
    if clock.is_overdue:
        return over_by(clock.days_over), "wrong"
    if clock.days_left == 0:
        return _("Due today"), "late"
    left = ngettext("%(num)s working day left", "%(num)s working days left", clock.days_left)
    return left, "late" if clock.days_left <= DUE_SOON_DAYS else "plain"


def over_by(days: int) -> str:
    """On days off right after the due date no working day has passed yet, and it is overdue all the same."""
    if days == 0:
        return _("Overdue")
    return ngettext("Overdue by %(num)s working day", "Overdue by %(num)s working days", days)
