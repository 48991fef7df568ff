"""Figures of an authority, counted from the clocks of what was handed in or passed on to it and stayed there. Every
figure keeps what it counted.

In time: the first answer that stands is not later than the last day. Counted are those that were answered and those
whose last day has passed without an answer; what is still within its term, and what was returned, left without
consideration or withdrawn, is counted in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Final

from complaints.answers import outcomes
from complaints.domain.deadlines import Calendar, working_days_between
from complaints.domain.lifecycle import Outcome, RecordedBy
from complaints.models.places import Authority
from complaints.web.clocks import Clock

RANKED_FROM: Final = 5
"""Answered submissions from which an authority is ranked: fewer say nothing of its habits."""


@dataclass(frozen=True)
class Line:
    """One submission. `days`: working days from the registration, not counted, to the first answer."""

    clock: Clock
    days: int | None

    @property
    def body(self) -> Authority | None:
        """That has it now; None when it is none of ours."""
        return self.clock.submission.held_by

    @property
    def is_answered(self) -> bool:
        return self.clock.answer is not None

    @property
    def is_late_now(self) -> bool:
        return self.clock.runs and self.clock.is_overdue

    @property
    def is_in_time(self) -> bool:
        return self.is_answered and not self.clock.is_overdue


@dataclass(frozen=True)
class Figures:
    authority: Authority
    lines: Sequence[Line]

    @cached_property
    def answered(self) -> list[Line]:
        return [line for line in self.lines if line.is_answered]

    @cached_property
    def in_time(self) -> list[Line]:
        return [line for line in self.lines if line.is_in_time]

    @cached_property
    def overdue(self) -> list[Line]:
        """Late now, the longest first."""
        return longest_first(line for line in self.lines if line.is_late_now)

    @cached_property
    def judged(self) -> list[Line]:
        """Of which it can be said whether they were answered in time."""
        return [line for line in self.lines if line.is_answered or line.is_late_now]

    @property
    def share_in_time(self) -> float | None:
        """Between 0 and 1; None when nothing can be judged yet."""
        return len(self.in_time) / len(self.judged) if self.judged else None

    @property
    def median_days(self) -> float | None:
        """Working days; None without an answer."""
        days = [line.days for line in self.answered if line.days is not None]
        return median(days) if days else None

    @property
    def is_ranked(self) -> bool:
        return len(self.answered) >= RANKED_FROM

    @cached_property
    def by_demand(self) -> Mapping[str, Mapping[RecordedBy, Mapping[Outcome, int]]]:
        """For each demand and each side how many newest standing answers say what."""
        counted: dict[str, dict[RecordedBy, dict[Outcome, int]]] = {}
        for line in self.answered:
            for code, sides in outcomes(line.clock.submission.responses).items():
                for side, outcome in sides.items():
                    row = counted.setdefault(code, {}).setdefault(side, dict.fromkeys(Outcome, 0))
                    row[outcome] += 1
        return counted


def line_of(clock: Clock, calendar: Calendar) -> Line:
    answer = clock.answer
    days = working_days_between(clock.course.started_on, answer.responded_on, calendar) if answer else None
    return Line(clock, days)


def longest_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.clock.due_on, line.clock.submission.id))


def by_authority(lines: Iterable[Line]) -> list[Figures]:
    """In the order of the authorities' slugs, without what a body has that is none of ours."""
    found: dict[str, tuple[Authority, list[Line]]] = {}
    for line in lines:
        if line.body is not None:
            found.setdefault(line.body.slug, (line.body, []))[1].append(line)
    return [Figures(authority, own) for _slug, (authority, own) in sorted(found.items())]


def ranked(all_figures: Iterable[Figures]) -> list[Figures]:
    """Those with enough answers: the larger share in time first, then the shorter median."""
    enough = [one for one in all_figures if one.is_ranked]
    return sorted(enough, key=lambda one: (-(one.share_in_time or 0), one.median_days or 0, one.authority.slug))


def unranked(all_figures: Iterable[Figures]) -> list[Figures]:
    return [one for one in all_figures if not one.is_ranked]
