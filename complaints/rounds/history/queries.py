"""What the history asks of the database: changes a page at a time, who made them, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from complaints.domain.access import AccountRole
from complaints.domain.changes import Subject
from complaints.domain.errors import NotFound
from complaints.models.accounts import Account, Group
from complaints.models.changes import Change
from complaints.models.places import Authority, Programme, Region
from complaints.models.rounds import Round

PAGE: Final = 50
PUBLIC: Final = (Subject.ROUND, Subject.EVENT)
REFERRED: Final[Mapping[str, tuple[type[Any], str]]] = {
    "programme": (Programme, "slug"),
    "region": (Region, "code"),
    "authority": (Authority, "slug"),
    "repeats": (Round, "slug"),
    "merged_into": (Round, "slug"),
    "merged_from": (Round, "slug"),
}
"""Facts that refer to a row, and by what."""


@dataclass(frozen=True)
class Sheet:
    """A page of changes, the newest first."""

    changes: Sequence[Change]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class By:
    """Who changed something: a group, or somebody with this role; neither for a command of the operator."""

    group: Group | None
    role: AccountRole | None


def list_changes(session: Session, round_id: UUID | None, *, page: int) -> Sheet:
    """Changes of the public facts of a round, or with None of all rounds. A page too far is the last."""
    wanted = select(Change).where(Change.subject.in_(PUBLIC), Change.round_id.is_not(None))
    if round_id is not None:
        wanted = wanted.where(Change.round_id == round_id)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    shown = _newest_first(wanted).limit(PAGE).offset((number - 1) * PAGE)
    return Sheet(session.scalars(shown).all(), total, number, pages)


def get_change(session: Session, round_: Round, change_id: UUID) -> Change:
    """Raises NotFound."""
    found = session.get(Change, change_id)
    if found is None or found.round_id != round_.id or found.subject not in PUBLIC:
        raise NotFound("change", str(change_id))
    return found


def list_of_thing(session: Session, change: Change) -> Sequence[Change]:
    """All changes of the round or event that this one changed, oldest first."""
    wanted = select(Change).where(
        Change.round_id == change.round_id, Change.subject == change.subject, Change.key == change.key
    )
    return session.scalars(wanted.order_by(Change.at, Change.id)).all()


def has_creation(session: Session, round_id: UUID) -> bool:
    """Whether the log knows how the round came; those of the reference data came without a word."""
    wanted = select(Change.before).where(Change.round_id == round_id, Change.subject == Subject.ROUND)
    return any(before is None for before in session.scalars(wanted))


def get_round(session: Session, slug: str) -> Round:
    """Also a hidden one. Raises NotFound."""
    found = session.scalar(select(Round).where(Round.slug == slug).options(joinedload(Round.region)))
    if found is None:
        raise NotFound("round", slug)
    return found


def list_rounds(session: Session, round_ids: Iterable[UUID | None]) -> Mapping[UUID, Round]:
    """With their regions."""
    wanted = select(Round).where(Round.id.in_({found for found in round_ids if found is not None}))
    return {row.id: row for row in session.scalars(wanted.options(joinedload(Round.region)))}


def who_made(session: Session, changes: Iterable[Change]) -> Mapping[UUID, By]:
    """By the id of the change. Never a person."""
    shown = list(changes)
    wanted = select(Group).where(Group.id.in_({change.group_id for change in shown if change.group_id}))
    groups = {group.id: group for group in session.scalars(wanted)}
    people = {change.account_id for change in shown if change.account_id}
    roles = dict(session.execute(select(Account.id, Account.role).where(Account.id.in_(people))).all())
    return {
        change.id: By(
            groups.get(change.group_id) if change.group_id else None,
            roles.get(change.account_id) if change.account_id else None,
        )
        for change in shown
    }


def find_undone(session: Session, changes: Iterable[Change]) -> frozenset[UUID]:
    """Those of the changes that were undone."""
    wanted = select(Change.undoes_id).where(Change.undoes_id.in_([change.id for change in changes]))
    return frozenset(found for found in session.scalars(wanted) if found is not None)


def names_of(session: Session, changes: Iterable[Change]) -> Mapping[tuple[str, str], Any]:
    """What slugs and codes in these changes stand for, by fact and key."""
    rows: dict[tuple[str, str], Any] = {}
    kept = [values for change in changes for values in (change.before, change.after) if values]
    for fact, (table, key) in REFERRED.items():
        wanted = {values[fact] for values in kept if isinstance(values.get(fact), str)}
        if wanted:
            found = session.scalars(select(table).where(getattr(table, key).in_(wanted)))
            rows |= {(fact, getattr(row, key)): row for row in found}
    return rows


def _newest_first(wanted: Select[Change]) -> Select[Change]:
    return wanted.order_by(Change.at.desc(), Change.id.desc())
