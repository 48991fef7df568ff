"""Marking complaints that may be one, and what a moderator decides about the marks.

The earliest of several complaints with one text is the one the others are marked against, and the only one that keeps
bands; likewise the earliest of one person. So each complaint has at most one mark of a kind, and a text pasted five
hundred times makes five hundred marks, not a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from complaints import departures, tallies
from complaints.domain.complaint import Departure, Mode
from complaints.domain.errors import NotFound, StaleVersion
from complaints.domain.moderation import LikenessKind, LikenessState
from complaints.jobs import enqueue
from complaints.models import Complaint, Likeness, TextBand, new_id
from complaints.moderation.duplicates import queries
from complaints.moderation.duplicates.queries import Subject

FULL: Final = 100


def mark_likeness(
    session: Session, subject: Subject, *, bands: Sequence[str], alike: Mapping[UUID, int], now: datetime
) -> None:
    """Bring the marks of the complaint in line with what was found; `alike` has the complaints with nearly its text
    and how many per cent.

    The caller holds the round's lock. Done again, it changes nothing; a decision stays as long as its mark is true.
    """
    if queries.list_bands(session, subject.id) not in ([], list(bands)):
        _release(session, subject.id, LikenessKind.SAME_TEXT, now=now)  # its text was corrected
    _mark_text(session, subject, bands, alike, now=now)
    _mark_person(session, subject, now=now)
    session.flush()


def _mark_person(session: Session, subject: Subject, *, now: datetime) -> None:
    people = queries.list_same_person(session, subject) or [subject]
    first = people[0]
    if first.id == subject.id:
        _drop_marks(session, subject.id, LikenessKind.SAME_PERSON)
        _release(session, subject.id, LikenessKind.SAME_PERSON, but={row.id for row in people}, now=now)
    else:
        _release(session, subject.id, LikenessKind.SAME_PERSON, now=now)
    for later in people[1:] if first.id == subject.id else [subject]:
        _set_mark(session, later, first, LikenessKind.SAME_PERSON, FULL, now=now)


def _mark_text(
    session: Session, subject: Subject, bands: Sequence[str], alike: Mapping[UUID, int], *, now: datetime
) -> None:
    found = queries.list_subjects(session, alike)
    earlier = [row for row in found if row.place < subject.place]
    _forget_bands(session, subject.id)
    if earlier:
        _release(session, subject.id, LikenessKind.SAME_TEXT, now=now)
        _set_mark(session, subject, earlier[0], LikenessKind.SAME_TEXT, alike[earlier[0].id], now=now)
        return
    _drop_marks(session, subject.id, LikenessKind.SAME_TEXT)
    session.add_all(TextBand(complaint_id=subject.id, band=number, value=value) for number, value in enumerate(bands))
    for later in found:  # filed after this one and compared before it
        _forget_bands(session, later.id)
        _release(session, later.id, LikenessKind.SAME_TEXT, now=now)
        _set_mark(session, later, subject, LikenessKind.SAME_TEXT, alike[later.id], now=now)


def forget(session: Session, subject: Subject, *, now: datetime) -> None:
    """A withdrawn or erased complaint is like no other. What was joined with it is joined no more."""
    _forget_bands(session, subject.id)
    partners = set(queries.list_joined_with(session, [subject.id]))
    for mark in queries.list_followers(session, subject.id):
        enqueue(session, "moderation.compare", {"complaint_id": str(mark.complaint_id)}, now=now)
    about = or_(Likeness.complaint_id == subject.id, Likeness.earlier_id == subject.id)
    session.execute(delete(Likeness).where(about))
    for partner in sorted(partners):
        _settle(session, partner, now=now)


def _set_mark(
    session: Session, later: Subject, earlier: Subject, kind: LikenessKind, percent: int, *, now: datetime
) -> None:
    """The one mark of this kind that the later complaint has; a join with another complaint stays beside it."""
    kept = None
    for mark in queries.list_marks(session, later.id):
        if mark.kind is kind and mark.earlier_id == earlier.id:
            kept = mark
        elif mark.kind is kind and mark.state is not LikenessState.JOINED:
            session.delete(mark)
    if kept is not None:
        kept.percent = percent
        return
    session.add(
        Likeness(
            id=new_id(),
            complaint_id=later.id,
            earlier_id=earlier.id,
            round_id=later.round_id,
            kind=kind,
            percent=percent,
            state=LikenessState.OPEN,
            found_at=now,
        )
    )


def _drop_marks(session: Session, complaint_id: UUID, kind: LikenessKind) -> None:
    for mark in queries.list_marks(session, complaint_id):
        if mark.kind is kind and mark.state is not LikenessState.JOINED:
            session.delete(mark)


def _forget_bands(session: Session, complaint_id: UUID) -> None:
    session.execute(delete(TextBand).where(TextBand.complaint_id == complaint_id))


def _release(
    session: Session, earlier_id: UUID, kind: LikenessKind, *, now: datetime, but: Collection[UUID] = ()
) -> None:
    """Take the marks against this complaint away, but not those of `but`, and have their complaints compared anew."""
    for mark in queries.list_followers(session, earlier_id):
        if mark.kind is kind and mark.state is not LikenessState.JOINED and mark.complaint_id not in but:
            enqueue(session, "moderation.compare", {"complaint_id": str(mark.complaint_id)}, now=now)
            session.delete(mark)


def join(session: Session, mark_id: UUID, *, by: UUID, now: datetime) -> None:
    """One person: of the two complaints one counts, the other leaves the figures and the drafts.

    Raises NotFound, and StaleVersion when somebody else decided first or one of the two was withdrawn.
    """
    mark = _undecided(session, mark_id)
    _decide(session, mark, LikenessState.JOINED, by=by, now=now)
    _settle(session, mark.earlier_id, now=now)


def dismiss(session: Session, mark_id: UUID, *, by: UUID, now: datetime) -> None:
    """Different people: both count. Raises NotFound, and StaleVersion when somebody else decided first."""
    _decide(session, _undecided(session, mark_id), LikenessState.DISMISSED, by=by, now=now)


def dismiss_all(session: Session, kind: LikenessKind, earlier_id: UUID, *, by: UUID, now: datetime) -> int:
    """Many people took one text: nothing is left to decide about it. How many marks were open."""
    marks = queries.list_open_marks(session, kind, earlier_id)
    for mark in marks:
        _decide(session, mark, LikenessState.DISMISSED, by=by, now=now)
    return len(marks)


def undo(session: Session, mark_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take a decision back: what was joined counts again, and the mark waits as before.

    Raises NotFound, and StaleVersion when somebody else took it back first.
    """
    mark = _locked(session, mark_id)
    if mark.state is LikenessState.OPEN:
        raise StaleVersion(0)
    was_joined = mark.state is LikenessState.JOINED
    _decide(session, mark, LikenessState.OPEN, by=by, now=now)
    for complaint_id in (mark.earlier_id, mark.complaint_id) if was_joined else ():
        _settle(session, complaint_id, now=now)


def _locked(session: Session, mark_id: UUID) -> Likeness:
    mark = queries.lock_mark(session, mark_id)
    if mark is None:
        raise NotFound("mark", str(mark_id))
    return mark


def _undecided(session: Session, mark_id: UUID) -> Likeness:
    mark = _locked(session, mark_id)
    have_left = [row for row in (mark.earlier, mark.complaint) if row.withdrawn_at or row.erased_at]
    if mark.state is not LikenessState.OPEN or have_left:
        raise StaleVersion(0)
    return mark


def _decide(session: Session, mark: Likeness, state: LikenessState, *, by: UUID, now: datetime) -> None:
    """About both marks of the two complaints, if there are two: they are the same people either way."""
    for row in queries.list_marks_of_pair(session, mark):
        row.state, row.decided_by, row.decided_at = state, by, now
    session.flush()


def _settle(session: Session, complaint_id: UUID, *, now: datetime) -> None:
    """Of all complaints that moderators joined with this one exactly one counts: a confirmed one, else a formal one,
    else the earliest. With any other the person would lose the place in the collective complaint.
    """
    joined = queries.list_joined_complaints(session, complaint_id)
    for complaint in joined:
        departures.hold(session, complaint)
    person = [complaint for complaint in joined if not (complaint.withdrawn_at or complaint.erased_at)]
    if not person:  # who withdraws at the same moment was waited for
        return
    counts = max(person, key=_strength)  # the first of equals
    _come_back(session, counts)
    for complaint in person:
        if complaint is counts:
            continue
        if complaint.joined_to_id is None:
            departures.leave(session, complaint, Departure.JOINED, now=now, joined_to=counts.id)
        complaint.joined_to_id = counts.id
    session.flush()


def _strength(complaint: Complaint) -> tuple[bool, bool]:
    return complaint.confirmation is not None, complaint.mode is Mode.FORMAL


def _come_back(session: Session, complaint: Complaint) -> None:
    """Into the figures; drafts of collective complaints do not take it back by themselves."""
    if complaint.joined_to_id is None:
        return
    complaint.joined_to_id = None
    session.flush()
    joined = tallies.departed(Departure.JOINED)
    tallies.move(session, complaint.round_id, before={joined}, after=tallies.keys_of(complaint))
