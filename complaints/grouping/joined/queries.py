"""Who joined the petitions of a group and waits to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from complaints import supporting
from complaints.domain.errors import NotFound
from complaints.models import Group, Look, Petition, Round, Supporter

PER_PAGE: Final = 50


@dataclass(frozen=True)
class Page:
    """One page of them, oldest first. `looks`: how often a member of this group looked at the phone; `repeated`: the
    possible duplicates.
    """

    supporters: Sequence[Supporter]
    looks: dict[UUID, int]
    repeated: frozenset[UUID]
    total: int
    number: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def list_joined(session: Session, group: Group, number: int) -> Page:
    """The page with this number, or the last one when there are fewer."""
    waits = _waits_for(group)
    total = session.scalar(select(func.count()).select_from(Supporter).where(waits)) or 0
    number = max(1, min(number, -(-total // PER_PAGE)))
    wanted = select(Supporter).where(waits).options(_around()).order_by(Supporter.joined_at, Supporter.number)
    found = session.scalars(wanted.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    ids = [one.id for one in found]
    repeated = session.scalars(select(Supporter.id).where(Supporter.id.in_(ids), supporting.is_repeated()))
    return Page(found, _count_looks(session, group, ids), frozenset(repeated), total, number)


def get_joined(session: Session, group: Group, number: str) -> Supporter:
    """Raises NotFound for one that is confirmed, has left, or that this group has nothing to do with."""
    wanted = select(Supporter).where(Supporter.number == number, _waits_for(group)).options(_around())
    found = session.scalar(wanted)
    if found is None:
        raise NotFound("supporter", number)
    return found


def has_looked(session: Session, group: Group, supporter: Supporter) -> bool:
    """Whether a member of the group saw the phone."""
    return bool(_count_looks(session, group, [supporter.id]))


def list_looks(session: Session, group: Group, supporter: Supporter) -> Sequence[Look]:
    """When members of the group looked at the phone, oldest first: each is an attempt to reach the person."""
    wanted = select(Look).where(Look.group_id == group.id, Look.supporter_id == supporter.id)
    return session.scalars(wanted.order_by(Look.at, Look.id)).all()


def _waits_for(group: Group) -> ColumnElement[bool]:
    mine = select(Petition.id).where(Petition.group_id == group.id)
    return and_(Supporter.petition_id.in_(mine), supporting.waits())


def _around() -> Any:
    return joinedload(Supporter.petition).joinedload(Petition.round).joinedload(Round.region)


def _count_looks(session: Session, group: Group, ids: Sequence[UUID]) -> dict[UUID, int]:
    wanted = select(Look.supporter_id, func.count()).where(Look.group_id == group.id, Look.supporter_id.in_(ids))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Look.supporter_id)) if row[0]}
