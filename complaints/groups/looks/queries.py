"""Who of a group, or of an authority that got its document, looked at what; newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from complaints.addresses import email_of
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole
from complaints.models import Account, Authority, Complaint, Group, Look, PetitionVersion, Supporter

PAGE: Final = 50
BATCH: Final = 500


@dataclass(frozen=True)
class Wanted:
    """None asks for all. `number`: of a complaint or of somebody who joined without one."""

    account_id: UUID | None = None
    number: str | None = None


@dataclass(frozen=True)
class Line:
    """`number`: whose phone it was. `petition_id` and `version`: of which document the file was. Of an official the
    group learns the authority only.
    """

    look: Look
    email: str
    authority: Authority | None
    number: str | None
    petition_id: int | None
    version: int | None


@dataclass(frozen=True)
class Looks:
    """One page; pages are counted from 1. `all`: how many there are, chosen or not."""

    lines: Sequence[Line]
    all: int
    shown: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.shown // PAGE))


def list_looks(session: Session, group: Group, wanted: Wanted, *, cipher: Cipher, page: int) -> Looks:
    every = session.scalar(select(func.count()).select_from(Look).where(Look.group_id == group.id)) or 0
    chosen = _chosen(group, wanted)
    shown = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    number = min(max(page, 1), max(1, -(-shown // PAGE)))
    rows = session.execute(chosen.limit(PAGE).offset((number - 1) * PAGE))
    return Looks([_line(row, cipher=cipher) for row in rows], every, shown, number)


def iterate_looks(session: Session, group: Group, wanted: Wanted, *, cipher: Cipher) -> Iterator[Line]:
    """All of them, in the order of the list."""
    offset = 0
    while rows := session.execute(_chosen(group, wanted).limit(BATCH).offset(offset)).all():
        yield from (_line(row, cipher=cipher) for row in rows)
        offset += BATCH


def list_lookers(session: Session, group: Group, *, cipher: Cipher) -> list[tuple[UUID, str]]:
    """Every member who ever looked, also those who have left the group, by address; no officials."""
    looked = select(Look.account_id).where(Look.group_id == group.id)
    accounts = session.scalars(select(Account).where(Account.id.in_(looked), Account.role != AccountRole.OFFICIAL))
    return sorted(
        ((account.id, email_of(account, cipher=cipher)) for account in accounts), key=lambda pair: pair[1].lower()
    )


def _chosen(group: Group, wanted: Wanted) -> Select[Look, Account, Authority, str, str, int, int]:
    whose = (Complaint.number, Supporter.number, PetitionVersion.petition_id, PetitionVersion.number)
    rows = (
        select(Look, Account, Authority, *whose)
        .join(Account, Account.id == Look.account_id)
        .outerjoin(Authority, (Authority.id == Account.authority_id) & (Account.role == AccountRole.OFFICIAL))
        .outerjoin(Complaint, Complaint.id == Look.complaint_id)
        .outerjoin(Supporter, Supporter.id == Look.supporter_id)
        .outerjoin(PetitionVersion, PetitionVersion.id == Look.version_id)
        .where(Look.group_id == group.id, *_conditions(wanted))
    )
    return rows.order_by(Look.at.desc(), Look.id.desc())


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.account_id is not None:
        yield Look.account_id == wanted.account_id
    if wanted.number is not None:
        yield or_(Complaint.number == wanted.number, Supporter.number == wanted.number)


def _line(row: Any, *, cipher: Cipher) -> Line:
    look, account, authority, complaint, supporter, petition_id, version = row
    email = "" if authority else email_of(account, cipher=cipher)
    return Line(look, email, authority, complaint or supporter, petition_id, version)
