"""Who agrees to a collective complaint without an own complaint, and who of them counts: as conditions of queries.

Shared by the petitions that take them up, the group that confirms them, and the person's own pages.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.domain import references
from complaints.models import Complaint, PetitionComplaint, Supporter

NO_CODE: Final = "0" * 64
"""Compared with when the number is unknown, so that the answer takes as long as for a wrong code; no code has it."""

FEW: Final = 5
"""Fewer who joined are not told in public: nobody shall be able to watch who comes and goes."""


def is_waiting(supporter: Supporter) -> bool:
    """Whether the person still has to be reached."""
    return supporter.confirmed_at is None and not has_left(supporter)


def has_left(supporter: Supporter) -> bool:
    return bool(supporter.withdrawn_at or supporter.erased_at)


def is_here(of: type[Supporter] = Supporter) -> ColumnElement[bool]:
    """Neither withdrawn nor erased."""
    return and_(of.withdrawn_at.is_(None), of.erased_at.is_(None))


def waits() -> ColumnElement[bool]:
    """`is_waiting` as a condition."""
    return and_(Supporter.confirmed_at.is_(None), is_here())


def is_repeated() -> ColumnElement[bool]:
    """Whether the same IIN or e-mail address joined the same petition earlier, or the same IIN stands in it with a
    complaint: a possible duplicate, which counts once. One that nobody confirmed stands in nobody's way.
    """
    other = aliased(Supporter)
    is_earlier = or_(
        other.joined_at < Supporter.joined_at,
        and_(other.joined_at == Supporter.joined_at, other.number < Supporter.number),
    )
    same = or_(other.iin_index == Supporter.iin_index, other.email_index == Supporter.email_index)
    earlier = select(other.id).where(
        other.petition_id == Supporter.petition_id, same, is_earlier, other.confirmed_at.is_not(None), is_here(other)
    )
    own = (
        select(Complaint.id)
        .join(PetitionComplaint, PetitionComplaint.complaint_id == Complaint.id)
        .where(
            PetitionComplaint.petition_id == Supporter.petition_id,
            Complaint.iin_index == Supporter.iin_index,
            Complaint.withdrawn_at.is_(None),
            Complaint.erased_at.is_(None),
        )
    )
    return or_(earlier.exists(), own.exists())


def counts(petition_id: int) -> ColumnElement[bool]:
    """Confirmed, still there, and no possible duplicate: who is in the next freeze of the petition."""
    return and_(Supporter.petition_id == petition_id, Supporter.confirmed_at.is_not(None), is_here(), ~is_repeated())


def list_counted(session: Session, petition_id: int) -> Sequence[Supporter]:
    """In the order of joining, read anew."""
    wanted = select(Supporter).where(counts(petition_id)).order_by(Supporter.joined_at, Supporter.number)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def count_counted(session: Session, petition_id: int) -> int:
    return session.scalar(select(func.count()).select_from(Supporter).where(counts(petition_id))) or 0


def count_waiting(session: Session, petition_id: int) -> int:
    """Who still has to be reached."""
    wanted = select(func.count()).select_from(Supporter).where(Supporter.petition_id == petition_id, waits())
    return session.scalar(wanted) or 0


def code_fits(session: Session, number: str, code: str) -> bool:
    """Whether somebody joined under this number with this code. As slow for an unknown number as for a wrong code.

    Raises InvalidReference for a code that cannot be one of ours.
    """
    kept = session.scalar(select(Supporter.code_hash).where(Supporter.number == number))
    return hmac.compare_digest(references.hash_code(code), kept or NO_CODE)
