"""The official's list: what is overdue first, then by due date, what is answered at the end; fifty on a page.

Due dates are computed, not stored, so the order is made here from a short line of each submission.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from complaints.domain.access import Viewer
from complaints.domain.folding import fold
from complaints.domain.petition import TERM_RULES
from complaints.responses import queries
from complaints.responses.queries import DeskLine
from complaints.web import context
from complaints.web.clocks import Clock, clock_of, term_of, today

PAGE: Final = 50


@dataclass(frozen=True)
class Desk:
    """One page of the list in its three parts."""

    overdue: Sequence[Clock]
    due: Sequence[Clock]
    answered: Sequence[Clock]
    found: int
    total: int
    number: int
    pages: int

    @property
    def is_long(self) -> bool:
        """Whether looking for a number helps."""
        return self.total > PAGE

    @property
    def clocks(self) -> Sequence[Clock]:
        return [*self.overdue, *self.due, *self.answered]


def list_desk(session: Session, viewer: Viewer, *, number: str, page: int, now: datetime) -> Desk:
    """The page of what has this number, or of everything. A page too far is the last."""
    lines = queries.list_lines(session, viewer)
    wanted = fold(number)
    found = [line for line in lines if not wanted or wanted in _numbers_of(line)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    shown = sorted(found, key=lambda line: _urgency(line, today(now)))[(page - 1) * PAGE : page * PAGE]
    submissions = queries.list_addressed(session, viewer, [line.submission_id for line in shown])
    clocks = [clock_of(submission, now) for submission in submissions]
    return Desk(
        overdue=[clock for clock in clocks if clock.runs and clock.is_overdue],
        due=[clock for clock in clocks if clock.runs and not clock.is_overdue],
        answered=[clock for clock in clocks if not clock.runs],
        found=len(found),
        total=len(lines),
        number=page,
        pages=pages,
    )


def _urgency(line: DeskLine, looked_on: date) -> tuple[int, int, str]:
    """Overdue and due by their last day, the answered ones by the day of the answer, newest first; then by id."""
    if line.answered_on is not None:
        return 2, -line.answered_on.toordinal(), str(line.submission_id)
    due_on = term_of(TERM_RULES[line.kind], line.registered_on, context.calendar()).due_on
    return int(due_on >= looked_on), due_on.toordinal(), str(line.submission_id)


def _numbers_of(line: DeskLine) -> str:
    return fold(f"{line.petition_id} {line.outside_number}")
