"""Importing what was read from a file: new rounds, and with `update` changes of known ones. Each change is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import ANONYMOUS
from complaints.domain.errors import DomainError
from complaints.domain.round_facts import EventFacts, Fault, RoundFacts, as_plain
from complaints.models.base import new_id
from complaints.models.rounds import Round, RoundEvent
from complaints.rounds.editing import actions as editing
from complaints.rounds.editing import queries
from complaints.rounds.editing.writing import put_round
from complaints.rounds.importing.reading import ReadEvent, ReadRound


class Deed(StrEnum):
    """What became of a round of the file."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    LEFT_ALONE = "left_alone"
    """It is there already, and updating was not asked for."""
    OUT_OF_SIGHT = "out_of_sight"
    """It is there, hidden or merged into another one."""


@dataclass(frozen=True)
class Done:
    """`facts` are the names of those that changed."""

    slug: str
    deed: Deed
    facts: Sequence[str] = ()
    events_added: int = 0
    events_changed: int = 0


class CannotImport(DomainError):
    """A known round cannot be changed so. `line` is where it stands in the file."""

    def __init__(self, line: int, slug: str, faults: Sequence[Fault]) -> None:
        super().__init__(line, slug, faults)
        self.line = line
        self.slug = slug
        self.faults = faults


def import_rounds(
    session: Session, rounds: Sequence[ReadRound], *, update: bool, now: datetime, is_example: bool = False
) -> list[Done]:
    """In the order of the file. Events that the file does not list stay. Raises CannotImport."""
    queries.lock_repetitions(session)
    wanted = select(Round.slug, Round.id).where(Round.slug.in_([one.slug for one in rounds]))
    known = dict(session.execute(wanted).all())
    for one in rounds:
        if one.slug not in known:
            _add(session, one, is_example=is_example)
    session.flush()
    return [
        _change(session, one, known[one.slug], update=update, now=now)
        if one.slug in known
        else _finish(session, one, now=now)
        for one in rounds
    ]


def _add(session: Session, one: ReadRound, *, is_example: bool) -> None:
    """Without the round that it repeats: that one may stand further down in the file."""
    made = Round(id=new_id(), slug=one.slug, is_example=is_example)
    put_round(session, made, {name: value for name, value in as_plain(one.facts).items() if name != "repeats"})
    session.add(made)


def _finish(session: Session, one: ReadRound, *, now: datetime) -> Done:
    made = session.scalars(select(Round).where(Round.slug == one.slug)).one()
    put_round(session, made, {"repeats": one.facts.repeats})
    editing.log_round(session, made, viewer=ANONYMOUS, group_id=None, before=None, after=one.facts, now=now)
    added, _changed = _put_events(session, made, one.events or (), now=now)
    return Done(one.slug, Deed.ADDED, events_added=added)


def _change(session: Session, one: ReadRound, round_id: UUID, *, update: bool, now: datetime) -> Done:
    if not update:
        return Done(one.slug, Deed.LEFT_ALONE)
    round_ = queries.lock_round(session, round_id)
    if not round_.is_listed:
        return Done(one.slug, Deed.OUT_OF_SIGHT)
    before = queries.facts_of(session, round_)
    changed = _differing(before, one.facts)
    if changed:
        try:
            editing.refuse_unsettling(session, round_, before, one.facts)
        except editing.Refused as refused:
            raise CannotImport(one.line, one.slug, refused.faults) from refused
        put_round(session, round_, as_plain(one.facts))
        round_.edit_number += 1
        editing.log_round(session, round_, viewer=ANONYMOUS, group_id=None, before=before, after=one.facts, now=now)
    events_added, events_changed = _put_events(session, round_, one.events or (), now=now)
    deed = Deed.CHANGED if changed or events_added or events_changed else Deed.SAME
    return Done(one.slug, deed, changed, events_added, events_changed)


def _put_events(session: Session, round_: Round, events: Sequence[ReadEvent], *, now: datetime) -> tuple[int, int]:
    """How many were added and changed. An event is the same one when its kind and its time are; equal ones first."""
    left = list(round_.events)
    standing = [queries.event_facts(event) for event in left]
    new = [one.facts for one in events if not _take_equal(one.facts, standing, left)]
    added = changed = 0
    for facts in new:
        event = _take_alike(facts, left)
        if event is None:
            editing.insert_event(session, round_, facts, event_id=new_id(), viewer=ANONYMOUS, group_id=None, now=now)
            added += 1
        else:
            editing.change_event(session, round_, event, facts, viewer=ANONYMOUS, group_id=None, now=now)
            changed += 1
        session.flush()
    return added, changed


def _take_equal(facts: EventFacts, standing: list[EventFacts], left: list[RoundEvent]) -> bool:
    if facts not in standing:
        return False
    place = standing.index(facts)
    del standing[place], left[place]
    return True


def _take_alike(facts: EventFacts, left: list[RoundEvent]) -> RoundEvent | None:
    for event in left:
        standing = queries.event_facts(event)
        if (standing.kind, standing.days, standing.at) == (facts.kind, facts.days, facts.at):
            left.remove(event)
            return event
    return None


def _differing(before: RoundFacts, after: RoundFacts) -> list[str]:
    return [one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name)]
