"""The official's list: what is due today, what is overdue, what comes next, at the end what is closed; fifty a page.

Last days are computed, not stored: the clock of everything open is read, and the order is made here. Two entries of the
same day keep the order in which they were recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from complaints.domain.access import Viewer
from complaints.domain.folding import fold
from complaints.domain.lifecycle import SubmissionState
from complaints.domain.petition import PetitionKind
from complaints.models.rounds import Round
from complaints.responses.listing import queries
from complaints.responses.listing.queries import DeskLine
from complaints.web.clocks import Clock, clock_of, today

PAGE: Final = 50
FEW: Final = 3
"""So many are seen at a glance: nothing needs to be chosen from them. Our choice."""


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; None and the empty number ask for all."""

    round_slug: str | None = None
    kind: PetitionKind | None = None
    state: SubmissionState | None = None
    number: str = ""

    def fits(self, line: DeskLine) -> bool:
        asked = ((self.round_slug, line.round_slug), (self.kind, line.kind), (self.state, line.state))
        return all(want in (None, has) for want, has in asked) and fold(self.number) in _numbers_of(line)


@dataclass(frozen=True)
class Desk:
    """One page of the list in its four parts."""

    due_today: Sequence[Clock]
    overdue: Sequence[Clock]
    coming: Sequence[Clock]
    closed: Sequence[Clock]
    open_found: int
    """How many of all pages wait for an answer."""
    found: int
    total: int
    number: int
    pages: int

    @property
    def is_long(self) -> bool:
        """Whether narrowing it down helps."""
        return self.total > FEW

    @property
    def open(self) -> Sequence[Clock]:
        return [*self.due_today, *self.overdue, *self.coming]

    @property
    def clocks(self) -> Sequence[Clock]:
        return [*self.open, *self.closed]


@dataclass(frozen=True)
class Offered:
    """What there is to choose from: only what something on this desk has."""

    rounds: Sequence[Round]
    kinds: Sequence[PetitionKind]
    states: Sequence[SubmissionState]


def offered(session: Session, lines: Sequence[DeskLine]) -> Offered:
    kinds, states = {line.kind for line in lines}, {line.state for line in lines}
    return Offered(
        rounds=queries.list_rounds(session, sorted({line.round_slug for line in lines})),
        kinds=[kind for kind in PetitionKind if kind in kinds],
        states=[state for state in SubmissionState if state in states],
    )


def list_desk(
    session: Session, viewer: Viewer, lines: Sequence[DeskLine], wanted: Wanted, *, page: int, now: datetime
) -> Desk:
    """A page of what is wanted of these lines. A page too far is the last."""
    found = {line.submission_id: line for line in lines if wanted.fits(line)}
    running = _running(session, viewer, found, now)
    ended = _ended(session, viewer, found)
    pages = max(1, -(-(len(running) + len(ended)) // PAGE))
    page = min(max(page, 1), pages)
    first, last = (page - 1) * PAGE, page * PAGE
    shown = queries.list_shown(session, viewer, ended[max(0, first - len(running)) : max(0, last - len(running))])
    clocks, looked_on = running[first:last], today(now)
    return Desk(
        due_today=[clock for clock in clocks if clock.due_on == looked_on],
        overdue=[clock for clock in clocks if clock.is_overdue],
        coming=[clock for clock in clocks if clock.due_on > looked_on],
        closed=[clock_of(submission, now) for submission in shown],
        open_found=len(running),
        found=len(found),
        total=len(lines),
        number=page,
        pages=pages,
    )


def _running(session: Session, viewer: Viewer, found: Mapping[UUID, DeskLine], now: datetime) -> list[Clock]:
    """What waits for an answer, the most urgent first."""
    if not any(line.is_open for line in found.values()):
        return []
    submissions = [one for one in queries.list_open(session, viewer) if one.id in found]
    return sorted((clock_of(submission, now) for submission in submissions), key=_urgency(today(now)))


def _urgency(looked_on: date) -> Callable[[Clock], tuple[int, date, datetime, str]]:
    """Due today, then overdue with the longest first, then what comes next."""

    def place(clock: Clock) -> tuple[int, date, datetime, str]:
        part = 0 if clock.due_on == looked_on else 1 if clock.due_on < looked_on else 2
        return part, clock.due_on, clock.submission.recorded_at, str(clock.submission.id)

    return place


def _ended(session: Session, viewer: Viewer, found: Mapping[UUID, DeskLine]) -> list[UUID]:
    """What waits for nothing any more, the newest end first."""
    ended = [row_id for row_id, line in found.items() if not line.is_open]
    if not ended:
        return []
    days = queries.ended_on(session, viewer)
    return sorted(ended, key=lambda row_id: (-days.get(row_id, date.min).toordinal(), str(row_id)))


def _numbers_of(line: DeskLine) -> str:
    return fold(f"{line.petition_id} {line.outside_number}")
