"""Undoing one change of a public fact: a moderator's deed, itself a change in the log, which can be undone once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from complaints import changes
from complaints.domain.access import Permission, Viewer, may
from complaints.domain.changes import Subject
from complaints.domain.errors import DomainError, Forbidden, Unsuitable
from complaints.domain.round_facts import EventFacts, as_plain, from_plain, goes_round
from complaints.models.changes import Change
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition
from complaints.models.rounds import Round, RoundEvent
from complaints.rounds.editing import actions as editing
from complaints.rounds.editing import queries as facts
from complaints.rounds.editing.writing import put_round
from complaints.rounds.history import queries

CREATED: Mapping[str, Any] = {"hidden": False}
HIDDEN: Mapping[str, Any] = {"hidden": True}


class Why(StrEnum):
    """Why a change cannot be undone."""

    UNDONE_ALREADY = "undone_already"
    CHANGED_LATER = "changed_later"
    IN_USE = "in_use"
    """People complained about the round, or a group prepares a collective complaint about it."""
    MERGED = "merged"
    """It is about two rounds that became one."""
    GONE = "gone"
    """What the facts before referred to is no longer here, or would now go round in a circle."""


class CannotUndo(DomainError):
    """`later` is the newest change that touched the same facts."""

    def __init__(self, why: Why, later: Change | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.later = later


def undo_change(session: Session, *, viewer: Viewer, round_: Round, change_id: UUID, now: datetime) -> None:
    """Put back what stood before this change. Raises CannotUndo, NotFound, Forbidden."""
    if not may(viewer, Permission.UNDO_CHANGE):
        raise Forbidden(str(change_id))
    facts.lock_repetitions(session)
    round_ = facts.lock_round(session, round_.id)
    change = queries.get_change(session, round_, change_id)
    of_thing = queries.list_of_thing(session, change)
    if any(other.undoes_id == change.id for other in of_thing):
        raise CannotUndo(Why.UNDONE_ALREADY)
    if round_.merged_into_id is not None:
        raise CannotUndo(Why.MERGED)
    if change.subject is Subject.EVENT:
        _undo_event(session, round_, change, of_thing, viewer=viewer, now=now)
    elif change.before is None or change.before.get("hidden") is True:
        _hide(session, round_, change, viewer=viewer, now=now)
    elif change.before.get("hidden") is False:
        _show_again(session, round_, change, viewer=viewer, now=now)
    else:
        _undo_facts(session, round_, change, of_thing, viewer=viewer, now=now)


def _undo_facts(
    session: Session, round_: Round, change: Change, of_thing: Sequence[Change], *, viewer: Viewer, now: datetime
) -> None:
    standing = as_plain(facts.facts_of(session, round_))
    before, after = change.before or {}, change.after or {}
    if {*before, *after} - set(standing):
        raise CannotUndo(Why.MERGED)
    _refuse_later(change, of_thing, {name: standing[name] for name in after})
    repeats = before.get("repeats")
    if repeats is not None and goes_round(repeats, facts.known(session).rounds, round_.slug):
        raise CannotUndo(Why.GONE)
    try:
        put_round(session, round_, before)
    except Unsuitable as error:
        raise CannotUndo(Why.GONE) from error
    round_.edit_number += 1
    _record(session, round_, change, viewer=viewer, before=after, after=before, now=now)


def _undo_event(
    session: Session, round_: Round, change: Change, of_thing: Sequence[Change], *, viewer: Viewer, now: datetime
) -> None:
    event = session.get(RoundEvent, UUID(change.key))
    standing = as_plain(facts.event_facts(event)) if event else None
    _refuse_later(change, of_thing, _same_facts(standing, change.after))
    logged: dict[str, Any] = {"viewer": viewer, "group_id": None, "now": now, "undoes": change.id}
    if event is None:
        old = _event_facts(change.before or {})
        editing.insert_event(session, round_, old, event_id=UUID(change.key), **logged)
    elif change.before is None:
        editing.remove_event(session, round_, event, **logged)
    else:
        editing.change_event(session, round_, event, _event_facts({**(standing or {}), **change.before}), **logged)


def _hide(session: Session, round_: Round, change: Change, *, viewer: Viewer, now: datetime) -> None:
    """The creation leaves no facts to put back: the round goes out of sight with all that was changed since."""
    uses = (exists().where(table.round_id == round_.id) for table in (Complaint, Petition))
    if any(session.scalar(select(used)) for used in uses):
        raise CannotUndo(Why.IN_USE)
    round_.hidden_at = now
    round_.edit_number += 1
    _record(session, round_, change, viewer=viewer, before=CREATED, after=HIDDEN, now=now)


def _show_again(session: Session, round_: Round, change: Change, *, viewer: Viewer, now: datetime) -> None:
    round_.hidden_at = None
    round_.edit_number += 1
    _record(session, round_, change, viewer=viewer, before=HIDDEN, after=CREATED, now=now)


def _record(
    session: Session,
    round_: Round,
    change: Change,
    *,
    viewer: Viewer,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> None:
    changes.record(
        session,
        viewer=viewer,
        subject=Subject.ROUND,
        key=round_.slug,
        round_id=round_.id,
        before=before,
        after=after,
        now=now,
        undoes=change.id,
    )


def _refuse_later(change: Change, of_thing: Sequence[Change], standing: Mapping[str, Any] | None) -> None:
    """Raises CannotUndo when the facts are no longer as the change left them, with the last change that touched them.

    Changes that were undone since do not stand in the way, nor does their undoing.
    """
    touched = {*(change.before or {}), *(change.after or {})}
    later = [
        other
        for other in of_thing[of_thing.index(change) + 1 :]
        if touched & {*(other.before or {}), *(other.after or {})}
    ]
    in_force = _in_force(later)
    if in_force or standing != change.after:
        last = next(reversed(in_force or later), None)
        raise CannotUndo(Why.CHANGED_LATER, last)


def _in_force(later: Sequence[Change]) -> list[Change]:
    """Without pairs of a change and its undoing, both later."""
    left = list(later)
    for other in reversed(later):
        undone = next((one for one in left if one.id == other.undoes_id), None)
        if undone is not None and other in left:
            left.remove(undone)
            left.remove(other)
    return left


def _same_facts(standing: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Those of the facts that stand which the change set."""
    if standing is None or after is None:
        return standing
    return {name: standing.get(name) for name in after}


def _event_facts(plain: Mapping[str, Any]) -> EventFacts:
    return EventFacts(**{name: from_plain(name, value) for name, value in plain.items()})
