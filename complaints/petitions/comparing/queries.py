"""What a comparison of two frozen versions asks of the database: who came and who went, by number only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from complaints.domain.errors import NotFound
from complaints.models.complaints import Complaint
from complaints.models.petitions import PetitionVersion, Supporter, VersionComplaint, VersionSupporter
from complaints.petitions.publishing.queries import list_open_versions, list_publications
from complaints.supporting import FEW

MOST_SHOWN: Final = 50
"""Our choice: the registers hold all numbers; a page names the first ones."""


@dataclass(frozen=True)
class Numbers:
    """How many there are, and the first of them in the order of the register."""

    count: int
    first: Sequence[str]

    @property
    def others(self) -> int:
        return self.count - len(self.first)


@dataclass(frozen=True)
class Moved:
    """Who stands in the register of each version, as they were frozen."""

    before: int
    after: int
    added: Numbers
    removed: Numbers

    @property
    def is_few(self) -> bool:
        return any(0 < count < FEW for count in (self.before, self.after))


def compare_complaints(session: Session, before: UUID, after: UUID) -> Moved:
    return _compare(session, VersionComplaint, Complaint, before, after)


def compare_joined(session: Session, before: UUID, after: UUID) -> Moved:
    return _compare(session, VersionSupporter, Supporter, before, after)


def get_public_pair(session: Session, petition_id: int, number: int) -> tuple[PetitionVersion, PetitionVersion]:
    """A version that is or was on the public page, and the one that was there before it, by number.

    Raises NotFound for any other, and for every one as long as the petition is taken off: a version that was taken off
    with a reason is no longer shown in any way.
    """
    open_to_all = list_open_versions(list_publications(session, petition_id))
    numbers = [version.number for version in open_to_all]
    if number not in numbers[1:]:
        raise NotFound("version", str(number))
    at = numbers.index(number)
    return open_to_all[at - 1], open_to_all[at]


def _compare(session: Session, place: Any, row: Any, before: UUID, after: UUID) -> Moved:
    """`place` ties a version to a row; `row` has the number."""
    key = place.complaint_id if row is Complaint else place.supporter_id

    def standing(version_id: UUID) -> Select[Any]:
        return select(key).where(place.version_id == version_id)

    def missing(version_id: UUID, there: UUID) -> Numbers:
        gone = select(row.number).join(place, key == row.id).where(place.version_id == there)
        gone = gone.where(key.not_in(standing(version_id)))
        count = session.scalar(select(func.count()).select_from(gone.subquery())) or 0
        return Numbers(count, session.scalars(gone.order_by(place.position).limit(MOST_SHOWN)).all())

    def total(version_id: UUID) -> int:
        return session.scalar(select(func.count()).select_from(standing(version_id).subquery())) or 0

    return Moved(total(before), total(after), added=missing(before, after), removed=missing(after, before))
