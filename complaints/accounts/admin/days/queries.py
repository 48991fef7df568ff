"""The days of a year that differ from its weekdays, and what another day off would do to running terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.calendars import calendar_of, calendar_with
from complaints.courses import read_course
from complaints.domain.deadlines import DayOff
from complaints.domain.errors import NotFound
from complaints.domain.lifecycle import ENDED
from complaints.domain.petition import PetitionKind
from complaints.models import Authority, DayOverride, Petition, PetitionVersion, Submission

FIRST_YEAR: Final = 2021
LAST_YEAR: Final = 2100
YEARS_BACK: Final = 2
YEARS_AHEAD: Final = 3


@dataclass(frozen=True)
class Line:
    """One day of the list: whether people work, its name if it has one, and the override that made it so."""

    day: date
    is_working: bool
    named: DayOff | None
    override: DayOverride | None


@dataclass(frozen=True)
class MovedTerm:
    """A submission that waits for its answer, and its due date before and after."""

    submission_id: UUID
    petition_id: int
    kind: PetitionKind
    authority: Authority
    due_on: date
    would_be_due_on: date


def list_days(session: Session, year: int) -> Sequence[Line]:
    """The named days off, working weekends and overrides of a year as they hold now."""
    calendar, overrides = calendar_of(session), _overrides(session)
    days = {*calendar.days_off, *calendar.working_weekends, *overrides}
    return [
        Line(day, calendar.is_working(day), calendar.days_off.get(day), overrides.get(day))
        for day in sorted(days)
        if day.year == year
    ]


def list_years(session: Session, today: date) -> Sequence[int]:
    """The years to choose from: those around this one, and those with an override."""
    around = range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)
    return sorted({*around, *(day.year for day in _overrides(session))})


def find_override(session: Session, day: date) -> DayOverride | None:
    return session.get(DayOverride, day)


def get_override(session: Session, day: date) -> DayOverride:
    """Raises NotFound."""
    found = session.get(DayOverride, day)
    if found is None:
        raise NotFound("day_off", day.isoformat())
    return found


def list_moved(session: Session, day: date, instead: DayOverride | None) -> Sequence[MovedTerm]:
    """The running terms whose due date would move with this override of the day, or with none at all. Terms in months
    never move.
    """
    overrides = _overrides(session)
    others = [row for other, row in overrides.items() if other != day]
    now_holds = calendar_with(overrides.values())
    then = calendar_with([*others, instead] if instead else others)
    moved = []
    for submission in _running(session):
        before, after = (read_course(submission, calendar).due_on for calendar in (now_holds, then))
        if before != after:
            petition = submission.version.petition
            moved.append(MovedTerm(submission.id, petition.id, petition.kind, submission.authority, before, after))
    return moved


def _running(session: Session) -> Sequence[Submission]:
    """Handed in and not ended, oldest registration first, with all that its clock reads."""
    loaded = joinedload(Submission.version).joinedload(PetitionVersion.petition).load_only(Petition.id, Petition.kind)
    statement = (
        select(Submission)
        .where(Submission.state.not_in(ENDED))
        .options(loaded, joinedload(Submission.version).load_only(PetitionVersion.id, PetitionVersion.petition_id))
        .options(joinedload(Submission.authority), selectinload(Submission.events), selectinload(Submission.responses))
    )
    return session.scalars(statement.order_by(Submission.registered_on, Submission.id)).all()


def _overrides(session: Session) -> dict[date, DayOverride]:
    return {row.day: row for row in session.scalars(select(DayOverride))}
