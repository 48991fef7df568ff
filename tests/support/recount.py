"""The public counters counted anew from the rows they stand for."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import departures, tallies
from complaints.models import Complaint, Tally
from complaints.models.rounds import VERSION

NOT_OF_COMPLAINTS = ("released", "blanked", "held", VERSION)


def all_kept(session: Session) -> dict[tuple[str, str], int]:
    """The counters of complaints and of texts as they stand, where one round has any."""
    rows = session.scalars(select(Tally).where(Tally.dimension != VERSION))
    return {(row.dimension, row.key): row.complaints for row in rows}


def kept(session: Session, round_id: UUID) -> dict[tuple[str, str], int]:
    """The counters of complaints as they stand; those at nought are left out, none may be below it. The version of the
    figures counts no complaints."""
    session.expire_all()
    rows = list(session.scalars(select(Tally).where(Tally.round_id == round_id)))
    assert all(row.complaints >= 0 for row in rows), [row.key for row in rows if row.complaints < 0]
    return {
        (row.dimension, row.key): row.complaints
        for row in rows
        if row.complaints and row.dimension not in NOT_OF_COMPLAINTS
    }


def counted_anew(session: Session, round_id: UUID) -> dict[tuple[str, str], int]:
    counted: Counter[tuple[str, str]] = Counter()
    for complaint in session.scalars(select(Complaint).where(Complaint.round_id == round_id)):
        counted.update(tallies.keys_of(complaint))
        how = departures.departure_of(complaint)
        if how is not None:
            counted[tallies.departed(how)] += 1
    return dict(counted)


def assert_true_counters(session: Session, round_id: UUID) -> None:
    assert kept(session, round_id) == counted_anew(session, round_id)
