"""Which next steps make sense for a submission today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from complaints.answers import outcomes
from complaints.domain.lifecycle import UNMET, RecordedBy, SubmissionState
from complaints.models.submissions import Submission
from complaints.web.clocks import Clock

COMPLAINABLE_ENDS: Final = frozenset({SubmissionState.RETURNED, SubmissionState.LEFT_UNCONSIDERED})
"""It ended without an answer, by the authority's decision."""


@dataclass(frozen=True)
class NextSteps:
    """`unmet`: demands that the newest answer refuses, evades or passes over, by the authority's own record if any."""

    unmet: int
    may_complain: bool


def next_steps(submission: Submission, clock: Clock) -> NextSteps | None:
    """None while nothing is wrong: it is within its term, withdrawn, or answered in time with nothing left unmet."""
    if clock.runs:
        return NextSteps(0, may_complain=True) if clock.is_overdue else None
    if clock.answer is None:
        may_complain = clock.course.state in COMPLAINABLE_ENDS
        return NextSteps(0, may_complain=True) if may_complain else None
    unmet = count_unmet(submission)
    return NextSteps(unmet, may_complain=unmet > 0) if unmet or clock.is_overdue else None


def count_unmet(submission: Submission) -> int:
    """Where both sides recorded an answer, the authority's own counts."""
    sides = outcomes(submission.responses).values()
    told = [by_side.get(RecordedBy.OFFICIAL, by_side.get(RecordedBy.ORGANISER)) for by_side in sides]
    return sum(outcome in UNMET for outcome in told)
