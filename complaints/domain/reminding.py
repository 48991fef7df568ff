"""Which reminders of a last day there are, and which one is due on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from complaints.domain.deadlines import Calendar, working_days_between

DUE_SOON_DAYS: Final = 3
"""Working days before the last day; on the desk a term is shown as due soon from then on. Our choice."""


class Reminding(StrEnum):
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    REFUSED_BY_SILENCE = "refused_by_silence"


def reminders_on(today: date, due_on: date, calendar: Calendar, *, silence_refuses: bool) -> tuple[Reminding, ...]:
    """What can be told today of a term that runs; a person gets the first of them that is wanted, so one mail. A worker
    that stood still for a day tells the next day what still holds: due soon until the last day, overdue after it.
    """
    if today > due_on:
        return (Reminding.REFUSED_BY_SILENCE, Reminding.OVERDUE) if silence_refuses else (Reminding.OVERDUE,)
    if today == due_on:
        return (Reminding.DUE_TODAY,)
    return (Reminding.DUE_SOON,) if working_days_between(today, due_on, calendar) <= DUE_SOON_DAYS else ()
