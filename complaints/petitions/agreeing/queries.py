"""Which version's text people who joined agreed to. Who agreed to several stands behind the latest of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from complaints import supporting
from complaints.models.petitions import Agreement, PetitionVersion, Supporter


@dataclass(frozen=True)
class Agreed:
    version: PetitionVersion
    at: datetime


def list_agreed_versions(session: Session, petition_id: int) -> Mapping[UUID, int]:
    """`agreed_version` of everybody who joined: the number of the version, by the id of the supporter."""
    return dict(session.execute(_agreed_versions(petition_id)).all())


def count_agreed(session: Session, petition_id: int) -> Mapping[int, int]:
    """How many of those who count today agreed to each version, by its number, the earliest first."""
    agreed = _agreed_versions(petition_id).subquery()
    wanted = (
        select(agreed.c.number, func.count())
        .join(Supporter, Supporter.id == agreed.c.supporter_id)
        .where(supporting.counts(petition_id))
        .group_by(agreed.c.number)
        .order_by(agreed.c.number)
    )
    return dict(session.execute(wanted).all())


def list_agreed(session: Session, supporter: Supporter) -> Sequence[Agreed]:
    """The versions that this person agreed to, the latest version first."""
    wanted = select(PetitionVersion, Agreement.agreed_at).join(Agreement, Agreement.version_id == PetitionVersion.id)
    wanted = wanted.where(Agreement.supporter_id == supporter.id, Agreement.agreed_at.is_not(None))
    found = session.execute(wanted.order_by(PetitionVersion.number.desc()))
    return [Agreed(version, at) for version, at in found if at]


def list_askable(session: Session, petition_id: int) -> Sequence[Supporter]:
    """Who joined, was confirmed, is still in it and left an address, in the order of joining. Possible duplicates are
    among them: a mail that does not come must not tell that somebody else joined with the same IIN.
    """
    wanted = select(Supporter).where(
        Supporter.petition_id == petition_id,
        Supporter.confirmed_at.is_not(None),
        Supporter.email_enc.is_not(None),
        ~Supporter.is_example,
        supporting.is_here(),
    )
    return session.scalars(wanted.order_by(Supporter.joined_at, Supporter.number)).all()


def list_asked(session: Session, version_id: UUID) -> frozenset[str]:
    """The blind indexes of the addresses that were asked for this version."""
    wanted = select(Supporter.email_index).join(Agreement, Agreement.supporter_id == Supporter.id)
    asked = wanted.where(Agreement.version_id == version_id, Agreement.asked_at.is_not(None))
    return frozenset(index for index in session.scalars(asked) if index)


def _agreed_versions(petition_id: int) -> Select[UUID, int]:
    return (
        select(Agreement.supporter_id, func.max(PetitionVersion.number).label("number"))
        .join(PetitionVersion, PetitionVersion.id == Agreement.version_id)
        .where(PetitionVersion.petition_id == petition_id, Agreement.agreed_at.is_not(None))
        .group_by(Agreement.supporter_id)
    )
