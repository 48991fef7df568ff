"""Two rounds that turn out to be one: everything of the one that goes moves to the one that stays.

Shared by the operator's page, which merges, and by whoever writes something for a round, who asks first where it
stands. Frozen versions, hand-overs, answers and consents are not touched: a complaint keeps the groups it named. Notes
of regions hang on a region and on no round, so they need no moving.

The order of locks is that of the whole product, so that nobody waits crosswise: programmes against whoever says which
round repeats which, both rounds against another merge and against the comparing of texts, then marks, petitions,
complaints, texts, and at last the vanishing round alone against everything that refers to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from complaints import changes, tallies
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import NotFound, RoundMerged, Unsuitable
from complaints.jobs import enqueue
from complaints.models.accounts import GroupRound
from complaints.models.complaints import Complaint, FilingDraft
from complaints.models.moderation import Likeness, PublicText, TextBand
from complaints.models.petitions import Petition
from complaints.models.places import Programme
from complaints.models.rounds import Round, RoundEvent, Tally

MOVED: Final = (Complaint, PublicText, Likeness, FilingDraft, Petition)
"""What says by its own column which round it belongs to."""
LONGEST_CHAIN: Final = 50


@dataclass(frozen=True)
class Effect:
    """How many of each would move. `events_dropped` stand on both timelines, on one day and in the same words."""

    complaints: int
    texts: int
    petitions: int
    groups: int
    events: int
    events_dropped: int
    repeats: int
    """Rounds that repeat the one that goes, and will repeat the one that stays."""


class _OneMoreCame(Exception):
    """Something was written for the round while its rows were being locked."""


def standing(session: Session, round_id: UUID) -> UUID:
    """The round itself, or the one it was merged into. It keeps standing until the transaction ends."""
    for _ in range(LONGEST_CHAIN):
        row = select(Round.merged_into_id).where(Round.id == round_id).with_for_update(read=True, key_share=True)
        merged_into = session.scalar(row)
        if merged_into is None:
            return round_id
        round_id = merged_into
    raise NotFound("round", str(round_id))


def require_standing(session: Session, round_id: UUID) -> None:
    """Until the transaction ends the round is merged into no other. Raises RoundMerged with the slug of the round that
    it was merged into.
    """
    stands = standing(session, round_id)
    if stands != round_id:
        raise RoundMerged(session.get_one(Round, stands).slug)


def find_standing(session: Session, slug: str) -> Round | None:
    """The round that this address leads to: its own, or the one that its round was merged into."""
    found = session.scalar(select(Round).where(Round.slug == slug))
    for _ in range(LONGEST_CHAIN):
        if found is None or found.merged_into_id is None:
            return found
        found = session.get(Round, found.merged_into_id)
    return None


def look(session: Session, goes: Round, stays: Round) -> Effect:
    """What merging would move, without moving anything. Raises Unsuitable like `merge`."""
    check(session, goes, stays)
    new, dropped = _sorted_events(session, goes, stays)
    has = select(GroupRound.group_id).where(GroupRound.round_id == stays.id)
    groups = select(GroupRound.group_id).where(GroupRound.round_id == goes.id, GroupRound.group_id.not_in(has))
    return Effect(
        complaints=_count(session, select(Complaint.id).where(Complaint.round_id == goes.id)),
        texts=_count(session, select(PublicText.complaint_id).where(PublicText.round_id == goes.id)),
        petitions=_count(session, select(Petition.id).where(Petition.round_id == goes.id)),
        groups=_count(session, groups),
        events=len(new),
        events_dropped=len(dropped),
        repeats=_count(session, select(Round.id).where(Round.repeats_id == goes.id)),
    )


def check(session: Session, goes: Round, stays: Round) -> None:
    """Raises Unsuitable: "same" for one round, "merged" when either was merged before, "hidden" when the one that stays
    is in no list, "repeats" when one repeats the other, because then they are two.
    """
    if goes.id == stays.id:
        raise Unsuitable("same")
    if goes.merged_into_id is not None or stays.merged_into_id is not None:
        raise Unsuitable("merged")
    if stays.hidden_at is not None:
        raise Unsuitable("hidden")
    if goes.id in _repeated_by(session, stays) or stays.id in _repeated_by(session, goes):
        raise Unsuitable("repeats")


def merge(session: Session, goes: Round, stays: Round, *, viewer: Viewer, now: datetime) -> Effect:
    """Move everything and leave the address of the round that goes as a way to the one that stays. What moved.

    Raises Unsuitable as `check` says.
    """
    _hold(session, goes, stays)
    effect = look(session, goes, stays)
    before = {which: _facts(session, round_) for which, round_ in (("goes", goes), ("stays", stays))}
    _compare_anew(session, goes, now=now)
    for table in MOVED:
        session.execute(update(table).where(table.round_id == goes.id).values(round_id=stays.id))
    _move_groups(session, goes, stays)
    _move_events(session, goes, stays)
    _move_figures(session, goes, stays)
    _lead_on(session, goes, stays)
    session.flush()
    session.expire_all()
    moved = {"complaints": effect.complaints, "petitions": effect.petitions, "events": effect.events}
    _record(session, goes, before["goes"], {"merged_into": stays.slug, **moved}, viewer=viewer, now=now)
    _record(session, stays, before["stays"], {"merged_from": goes.slug, **moved}, viewer=viewer, now=now)
    return effect


def _hold(session: Session, goes: Round, stays: Round) -> None:
    """Wait for everybody who works on what will move. Nobody who waits for us holds anything that we still need."""
    session.execute(select(Programme.slug).order_by(Programme.slug).with_for_update(key_share=True)).all()
    both = select(Round.id).where(Round.id.in_([goes.id, stays.id])).order_by(Round.id)
    session.execute(both.with_for_update(key_share=True)).all()
    while not _hold_what_is_there(session, goes.id):
        pass
    session.expire_all()


def _hold_what_is_there(session: Session, round_id: UUID) -> bool:
    """Lock the rows, then the round against new ones; when one came between, the round is let go again."""
    for table in (Likeness, Petition, Complaint, PublicText):
        session.execute(_ids(table, round_id).with_for_update(key_share=True)).all()
    held = _counts(session, round_id)
    try:
        with session.begin_nested():
            session.execute(select(Round.id).where(Round.id == round_id).with_for_update()).all()
            if _counts(session, round_id) != held:
                raise _OneMoreCame
    except _OneMoreCame:
        return False
    return True


def _ids(table: Any, round_id: UUID) -> Select[Any]:
    key = table.__table__.primary_key.columns[0]
    return select(key).where(table.round_id == round_id).order_by(key)


def _counts(session: Session, round_id: UUID) -> list[int]:
    return [_count(session, _ids(table, round_id)) for table in (Likeness, Petition, Complaint, PublicText)]


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def _repeated_by(session: Session, round_: Round) -> Sequence[UUID]:
    """The rounds that this one repeats: the one before, the one before that, and so on."""
    found: list[UUID] = []
    before = round_.repeats_id
    while before is not None and before not in found:
        found.append(before)
        before = session.scalar(select(Round.repeats_id).where(Round.id == before))
    return found


def _compare_anew(session: Session, goes: Round, *, now: datetime) -> None:
    """Likely duplicates are looked for within a round: what comes is compared with what is there, oldest first."""
    ours = select(Complaint.id).where(Complaint.round_id == goes.id)
    session.execute(delete(TextBand).where(TextBand.complaint_id.in_(ours)))
    comparable = or_(
        Complaint.narrative_enc.is_not(None), Complaint.iin_index.is_not(None), Complaint.bin_index.is_not(None)
    )
    waiting = session.scalars(ours.where(comparable).order_by(Complaint.filed_at, Complaint.id)).all()
    for place, complaint_id in enumerate(waiting):
        run_at = now + timedelta(microseconds=place)
        enqueue(session, "moderation.compare", {"complaint_id": str(complaint_id)}, now=now, run_at=run_at)


def _move_groups(session: Session, goes: Round, stays: Round) -> None:
    has = select(GroupRound.group_id).where(GroupRound.round_id == stays.id)
    new = select(GroupRound.group_id).where(GroupRound.round_id == goes.id, GroupRound.group_id.not_in(has))
    session.add_all(GroupRound(group_id=group_id, round_id=stays.id) for group_id in session.scalars(new).all())
    session.execute(delete(GroupRound).where(GroupRound.round_id == goes.id))


def _sorted_events(session: Session, goes: Round, stays: Round) -> tuple[list[RoundEvent], list[RoundEvent]]:
    """The events of the round that goes: those that are new to the other timeline, and those that stand there."""
    known = {_sign(event) for event in _events(session, stays)}
    new: list[RoundEvent] = []
    dropped: list[RoundEvent] = []
    for event in _events(session, goes):
        (dropped if _sign(event) in known else new).append(event)
    return new, dropped


def _move_events(session: Session, goes: Round, stays: Round) -> None:
    """The new ones go into the other timeline by day; a source that the other one lacked comes with its double. What
    has its double there stays behind, where nobody looks.
    """
    new, dropped = _sorted_events(session, goes, stays)
    there = {_sign(event): event for event in _events(session, stays)}
    for event in dropped:
        double = there[_sign(event)]
        if not double.source and not double.source_url:
            double.source, double.source_url = event.source, event.source_url
    ordered = sorted([*_with_days(list(there.values())), *_with_days(new)], key=lambda pair: pair[0])
    for position, (_, event) in enumerate(ordered, start=1):
        event.round_id, event.position = stays.id, position


def _events(session: Session, round_: Round) -> Sequence[RoundEvent]:
    found = select(RoundEvent).where(RoundEvent.round_id == round_.id)
    return session.scalars(found.order_by(RoundEvent.position, RoundEvent.id)).all()


def _sign(event: RoundEvent) -> tuple[Any, ...]:
    """Two events with the same sign are one: the same kind of thing, on the same day, in the same words."""
    texts = (" ".join(text.split()) for text in (event.text_kk, event.text_ru))
    return event.kind, event.day_earliest, event.day_latest, *texts


def _with_days(events: Sequence[RoundEvent]) -> list[tuple[date, RoundEvent]]:
    """Each event with its day; one without a known day stands after the one before it."""
    day, pairs = date.min, []
    for event in events:
        own = event.day_earliest or event.day_latest or (event.at.date() if event.at else None)
        day = max(day, own) if own else day
        pairs.append((day, event))
    return pairs


def _move_figures(session: Session, goes: Round, stays: Round) -> None:
    """The counters of both rounds as a recount would give them: all complaints are the other one's now."""
    rows = session.execute(
        select(Tally.dimension, Tally.key, Tally.complaints).where(Tally.round_id == goes.id, Tally.complaints != 0)
    ).all()
    session.execute(delete(Tally).where(Tally.round_id == goes.id))
    tallies.add(session, stays.id, {(dimension, key): number for dimension, key, number in rows})


def _lead_on(session: Session, goes: Round, stays: Round) -> None:
    """What led to the round that goes leads to the one that stays, and that one takes complaints if either did."""
    session.execute(update(Round).where(Round.merged_into_id == goes.id).values(merged_into_id=stays.id))
    session.execute(update(Round).where(Round.repeats_id == goes.id).values(repeats_id=stays.id))
    stays.repeats_id = stays.repeats_id or goes.repeats_id
    stays.takes_complaints = stays.takes_complaints or (goes.takes_complaints and goes.hidden_at is None)
    stays.edit_number += 1
    goes.takes_complaints, goes.merged_into_id = False, stays.id
    goes.edit_number += 1


def _facts(session: Session, round_: Round) -> dict[str, Any]:
    repeats = session.get(Round, round_.repeats_id) if round_.repeats_id else None
    return {"takes_complaints": round_.takes_complaints, "repeats": repeats.slug if repeats else None}


def _record(
    session: Session, round_: Round, before: dict[str, Any], merged: dict[str, Any], *, viewer: Viewer, now: datetime
) -> None:
    changes.record(
        session,
        viewer=viewer,
        subject=Subject.ROUND,
        key=round_.slug,
        before=before,
        after={**_facts(session, round_), **merged},
        now=now,
        round_id=round_.id,
    )
