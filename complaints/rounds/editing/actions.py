"""Deeds of a group's editors: add a round, change its facts, keep its timeline. Each change goes into the log."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import changes
from complaints.domain.access import Viewer, may_edit_round_for
from complaints.domain.changes import Subject
from complaints.domain.errors import DomainError, Forbidden, StaleVersion
from complaints.domain.round_facts import (
    EventFacts,
    Fault,
    RoundFacts,
    What,
    as_plain,
    event_faults,
    proposed_slug,
    round_faults,
)
from complaints.models.accounts import Group, GroupRound
from complaints.models.complaints import Complaint
from complaints.models.places import Region
from complaints.models.rounds import Round, RoundEvent
from complaints.rounds.editing import queries
from complaints.rounds.editing.writing import put_event, put_round

SLUG_MAX: Final = 74
"""Leaves room for the number that tells apart two rounds of the same month."""
MOST_ALIKE: Final = 1000
SETTLED: Final = ("programme", "region")
"""Facts that stay once somebody complained: places, terms and letters hang on them."""


class Refused(DomainError):
    """The facts cannot be so."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


def create_round(
    session: Session,
    *,
    viewer: Viewer,
    group: Group,
    facts: RoundFacts,
    round_id: UUID,
    now: datetime,
    is_example: bool = False,
) -> Round:
    """A new round, attached to the group. The same id sent again gives the round that is there already.

    Raises Refused, Forbidden.
    """
    _check_may_edit(viewer, group)
    made = session.get(Round, round_id)
    if made is None:
        refuse_faults(session, facts, slug=None, now=now)
        made = _insert(session, facts, round_id, group.id, is_example=is_example)
    if made.created_by_group_id != group.id:
        raise Forbidden(str(round_id))
    if session.get(GroupRound, (group.id, made.id)) is not None:
        return made
    session.add(GroupRound(group_id=group.id, round_id=made.id))
    log_round(session, made, viewer=viewer, group_id=group.id, before=None, after=facts, now=now)
    return made


def edit_round(
    session: Session,
    *,
    viewer: Viewer,
    group: Group,
    round_: Round,
    facts: RoundFacts,
    edit_number: int,
    now: datetime,
) -> None:
    """Replace the facts. What already stands so is no conflict: a save sent twice is saved once.

    Raises Refused, StaleVersion when somebody saved other facts since this edit began, Forbidden.
    """
    _check_may_edit(viewer, group)
    queries.lock_repetitions(session)
    round_ = queries.lock_round(session, round_.id)
    standing = queries.facts_of(session, round_)
    if standing == facts:
        return
    if round_.edit_number != edit_number:
        raise StaleVersion(round_.edit_number)
    refuse_faults(session, facts, slug=round_.slug, now=now)
    refuse_unsettling(session, round_, standing, facts)
    put_round(session, round_, as_plain(facts))
    round_.edit_number += 1
    log_round(session, round_, viewer=viewer, group_id=group.id, before=standing, after=facts, now=now)


def add_event(
    session: Session, *, viewer: Viewer, group: Group, round_: Round, facts: EventFacts, event_id: UUID, now: datetime
) -> None:
    """One more line of the timeline. The same id sent again adds nothing. Raises Refused, Forbidden."""
    _check_may_edit(viewer, group)
    refuse_event_faults(facts)
    round_ = queries.lock_round(session, round_.id)
    there = session.get(RoundEvent, event_id)
    if there is not None and there.round_id != round_.id:
        raise Forbidden(str(event_id))
    if there is None:
        insert_event(session, round_, facts, event_id=event_id, viewer=viewer, group_id=group.id, now=now)


def edit_event(
    session: Session,
    *,
    viewer: Viewer,
    group: Group,
    round_: Round,
    event_id: UUID,
    facts: EventFacts,
    edit_number: int,
    now: datetime,
) -> None:
    """Replace the facts of an event. Raises Refused, NotFound, StaleVersion, Forbidden."""
    _check_may_edit(viewer, group)
    refuse_event_faults(facts)
    round_ = queries.lock_round(session, round_.id)
    event = queries.get_event(round_, event_id)
    if queries.event_facts(event) == facts:
        return
    if round_.edit_number != edit_number:
        raise StaleVersion(round_.edit_number)
    change_event(session, round_, event, facts, viewer=viewer, group_id=group.id, now=now)


def take_away_event(
    session: Session, *, viewer: Viewer, group: Group, round_: Round, event_id: UUID, edit_number: int, now: datetime
) -> None:
    """The event leaves the timeline; the log keeps it. Raises NotFound, StaleVersion, Forbidden."""
    _check_may_edit(viewer, group)
    round_ = queries.lock_round(session, round_.id)
    event = queries.get_event(round_, event_id)
    if round_.edit_number != edit_number:
        raise StaleVersion(round_.edit_number)
    remove_event(session, round_, event, viewer=viewer, group_id=group.id, now=now)


def insert_event(
    session: Session,
    round_: Round,
    facts: EventFacts,
    *,
    event_id: UUID,
    viewer: Viewer,
    group_id: UUID | None,
    now: datetime,
    undoes: UUID | None = None,
) -> None:
    """Behind the others of its day. The round is locked."""
    last = session.scalar(select(func.max(RoundEvent.position)).where(RoundEvent.round_id == round_.id))
    event = RoundEvent(id=event_id, round_id=round_.id, position=(last or 0) + 1)
    put_event(event, as_plain(facts))
    session.add(event)
    round_.edit_number += 1
    _log_event(session, event, None, facts, viewer=viewer, group_id=group_id, now=now, undoes=undoes)


def change_event(
    session: Session,
    round_: Round,
    event: RoundEvent,
    facts: EventFacts,
    *,
    viewer: Viewer,
    group_id: UUID | None,
    now: datetime,
    undoes: UUID | None = None,
) -> None:
    """The round is locked."""
    before = queries.event_facts(event)
    put_event(event, as_plain(facts))
    round_.edit_number += 1
    _log_event(session, event, before, facts, viewer=viewer, group_id=group_id, now=now, undoes=undoes)


def remove_event(
    session: Session,
    round_: Round,
    event: RoundEvent,
    *,
    viewer: Viewer,
    group_id: UUID | None,
    now: datetime,
    undoes: UUID | None = None,
) -> None:
    """The round is locked."""
    round_.edit_number += 1
    _log_event(
        session, event, queries.event_facts(event), None, viewer=viewer, group_id=group_id, now=now, undoes=undoes
    )
    session.delete(event)
    session.flush()
    session.expire(round_, ["events"])


def log_round(
    session: Session,
    round_: Round,
    *,
    viewer: Viewer,
    group_id: UUID | None,
    before: RoundFacts | None,
    after: RoundFacts,
    now: datetime,
) -> None:
    changes.record(
        session,
        viewer=viewer,
        subject=Subject.ROUND,
        key=round_.slug,
        round_id=round_.id,
        group_id=group_id,
        before=as_plain(before) if before else None,
        after=as_plain(after),
        now=now,
    )


def refuse_faults(session: Session, facts: RoundFacts, *, slug: str | None, now: datetime) -> None:
    """Raises Refused with everything that is wrong."""
    faults = round_faults(facts, queries.known(session), slug=slug, now=now)
    if faults:
        raise Refused(faults)


def refuse_event_faults(facts: EventFacts) -> None:
    """Raises Refused with everything that is wrong."""
    if faults := event_faults(facts):
        raise Refused(faults)


def _log_event(
    session: Session,
    event: RoundEvent,
    before: EventFacts | None,
    after: EventFacts | None,
    *,
    viewer: Viewer,
    group_id: UUID | None,
    now: datetime,
    undoes: UUID | None,
) -> None:
    changes.record(
        session,
        viewer=viewer,
        subject=Subject.EVENT,
        key=str(event.id),
        round_id=event.round_id,
        group_id=group_id,
        before=as_plain(before) if before else None,
        after=as_plain(after) if after else None,
        now=now,
        undoes=undoes,
    )


def refuse_unsettling(session: Session, round_: Round, before: RoundFacts, after: RoundFacts) -> None:
    """Raises Refused when facts would change that must stay once somebody complained."""
    moved = [name for name in SETTLED if getattr(before, name) != getattr(after, name)]
    if moved and session.scalar(select(exists().where(Complaint.round_id == round_.id))):
        raise Refused([Fault(name, What.FIXED) for name in moved])


def _insert(session: Session, facts: RoundFacts, round_id: UUID, group_id: UUID, *, is_example: bool) -> Round:
    """Under the proposed slug, or with a number behind it when there is one already. Somebody else may take it in
    between, and the same form may be sent twice at once."""
    proposed = proposed_slug(facts, session.get_one(Region, facts.region).slug, longest=SLUG_MAX)
    for number in range(1, MOST_ALIKE):
        slug = proposed if number == 1 else f"{proposed}-{number}"
        if session.scalar(select(exists().where(Round.slug == slug))):
            continue
        made = Round(id=round_id, slug=slug, created_by_group_id=group_id, is_example=is_example)
        put_round(session, made, as_plain(facts))
        try:
            with session.begin_nested():
                session.add(made)
        except IntegrityError:
            twin = session.scalar(select(Round).where(Round.id == round_id))
            if twin is not None:
                return twin
        else:
            return made
    raise RuntimeError("no free slug was found")


def _check_may_edit(viewer: Viewer, group: Group) -> None:
    if not may_edit_round_for(viewer, group.id):
        raise Forbidden(group.slug)
