"""The course of one kept submission: its rows, the reference data and the calendar become a `domain.course.Course`.

Shared by the pages (`web.clocks`), by jobs and by what a group prepares next, so that everybody counts alike.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from complaints import data
from complaints.domain.course import Course, Law, course_of
from complaints.domain.deadlines import Calendar, registered_on
from complaints.domain.errors import IllegalStep
from complaints.domain.lifecycle import RecordedBy
from complaints.domain.petition import TERM_RULES
from complaints.happenings import happenings_of, is_disputed
from complaints.models.submissions import Submission

WORKDAY_ENDS: Final = time(18, 30)
"""Where the setting is not at hand. It moves no last day of an answer, only the day by which to register."""


def read_course(
    submission: Submission,
    calendar: Calendar,
    account: RecordedBy = RecordedBy.ORGANISER,
    *,
    workday_ends: time = WORKDAY_ENDS,
) -> Course:
    """Its terms by one side's account. Raises IllegalStep where that account contradicts itself."""
    return course_of(
        TERM_RULES[submission.version.petition.kind],
        happenings_of(submission, account),
        Law(data.deadline_rules(), calendar),
        arrived_on=arrived_on(submission, workday_ends, calendar),
        registered_on=submission.registered_on,
    )


def arrived_on(submission: Submission, workday_ends: time, calendar: Calendar) -> date:
    """The first working day on which it could be registered. Without a time of day it came within working hours."""
    handed_in = datetime.combine(submission.handed_in_on, submission.handed_in_time or time.min)
    return registered_on(handed_in, calendar, workday_ends)


def read_other_course(submission: Submission, calendar: Calendar) -> Course | None:
    """By the authority's account, where it denies what the group recorded and that account can be."""
    if not is_disputed(submission):
        return None
    try:
        return read_course(submission, calendar, RecordedBy.OFFICIAL)
    except IllegalStep:
        return None
