"""Recording what happened to a submission. Entries are only added; the state follows from all that stand.

The caller commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from complaints import data, happenings, jobs
from complaints.addressed import is_addressed
from complaints.answers import standing as standing_answers
from complaints.calendars import calendar_of
from complaints.courses import WORKDAY_ENDS, arrived_on, read_course
from complaints.domain.access import Permission, Viewer, may, may_edit_group
from complaints.domain.course import latest_extension
from complaints.domain.deadlines import Calendar
from complaints.domain.errors import Duplicate, Forbidden, IllegalStep, NotFound, Unsuitable
from complaints.domain.lifecycle import RecordedBy, SubmissionEvent, fits
from complaints.domain.petition import TERM_RULES
from complaints.models.base import new_id
from complaints.models.submissions import HappenedEvent, Submission
from complaints.responses import queries

log = structlog.get_logger()
BY_OFFICIAL: Final = (
    SubmissionEvent.REGISTERED,
    SubmissionEvent.FORWARDED,
    SubmissionEvent.FIX_REQUESTED,
    SubmissionEvent.FIXED,
    SubmissionEvent.REVIEW_STARTED,
    SubmissionEvent.HEARING_SET,
    SubmissionEvent.HEARD,
    SubmissionEvent.EXTENDED,
    SubmissionEvent.RETURNED,
    SubmissionEvent.LEFT_UNCONSIDERED,
)
BY_ORGANISER: Final = (*BY_OFFICIAL, SubmissionEvent.WITHDRAWN)
"""The group may learn of each of them on paper; withdrawing is the applicants' own deed."""
RECORDABLE: Final = {RecordedBy.OFFICIAL: BY_OFFICIAL, RecordedBy.ORGANISER: BY_ORGANISER}


@dataclass(frozen=True)
class EventDraft:
    """An event as one side tells it; see `models.HappenedEvent`."""

    event: SubmissionEvent
    happened_on: date
    until: date | None = None
    notified_on: date | None = None
    number: str = ""
    body_id: UUID | None = None
    note: str = ""
    is_void: bool = False


def side_of(viewer: Viewer, submission: Submission) -> RecordedBy:
    """For whom the viewer records. Raises Forbidden."""
    if is_addressed(viewer, submission):
        return RecordedBy.OFFICIAL
    if may(viewer, Permission.REPORT_RESPONSE) and may_edit_group(viewer, submission.version.petition.group_id):
        return RecordedBy.ORGANISER
    raise Forbidden


def possible_events(submission: Submission, side: RecordedBy) -> list[SubmissionEvent]:
    """What this side can record now, in the order in which it usually happens; an extension where the law knows one."""
    told = happenings.happenings_of(submission)
    rule = data.deadline_rules().rule(TERM_RULES[submission.version.petition.kind], submission.registered_on)
    return [
        event
        for event in RECORDABLE[side]
        if fits(event, told) and (event is not SubmissionEvent.EXTENDED or rule.extendable is not None)
    ]


def record_event(
    session: Session,
    *,
    viewer: Viewer,
    submission: Submission,
    draft: EventDraft,
    now: datetime,
    corrects: UUID | None = None,
    workday_ends: time = WORKDAY_ENDS,
) -> HappenedEvent:
    """Keep an event, or with `corrects` put right an entry of the same side. Sent twice, it is kept once. Taking back a
    registration gives the day back that follows from the hand-over and from when the working day ends.

    Raises Forbidden; Unsuitable naming the value that cannot be; IllegalStep when it cannot have happened between the
    others; NotFound and Duplicate for a correction of what is not this side's or was put right already.
    """
    side = side_of(viewer, submission)
    _hold(session, submission)
    for known in happenings.newest(submission):
        if (known.recorded_as, known.corrects_id, draft_of(known)) == (side, corrects, draft):
            return known
    if corrects is not None:
        _check_correction(submission, side, corrects, draft)
    elif draft.event not in RECORDABLE[side]:
        raise IllegalStep(submission.state, draft.event)
    _check_days(submission, draft)
    calendar = calendar_of(session)
    if draft.event is SubmissionEvent.EXTENDED and not draft.is_void:
        _check_extension(submission, draft, calendar)
    entry = _add(viewer, submission, draft, side, corrects=corrects, now=now)
    if draft.event is SubmissionEvent.REGISTERED and draft.is_void:
        _forget_registration(submission, workday_ends, calendar)
    project(submission, calendar)
    return _tell(session, entry, now)


def register_at_once(session: Session, *, viewer: Viewer, submission: Submission, number: str, now: datetime) -> None:
    """The registration that is known when the hand-over is recorded; the hand-over itself tells of it."""
    draft = EventDraft(SubmissionEvent.REGISTERED, submission.registered_on, number=number)
    _add(viewer, submission, draft, RecordedBy.ORGANISER, now=now)
    project(submission, calendar_of(session))
    session.flush()


def dispute(
    session: Session, *, viewer: Viewer, submission: Submission, denied: UUID, draft: EventDraft, now: datetime
) -> HappenedEvent:
    """Keep what the authority says against an entry of the group that stands. It takes nothing's place: both are shown.

    Raises Forbidden; NotFound for what the group did not record; Unsuitable for a day that cannot be. Sent twice, it is
    kept once.
    """
    if not is_addressed(viewer, submission):
        raise Forbidden
    _hold(session, submission)
    if denied not in disputable(submission):
        raise NotFound("entry", str(denied))
    said = happenings.disputes_of(submission).get(denied, ())
    if said and draft_of(said[-1]) == draft:
        return said[-1]
    if not draft.is_void:
        _check_days(submission, draft)
    entry = _add(viewer, submission, draft, RecordedBy.OFFICIAL, disputes=denied, now=now)
    return _tell(session, entry, now)


def disputable(submission: Submission) -> frozenset[UUID]:
    """The group's events and answers that stand."""
    events = [entry.id for entry in happenings.standing(submission) if entry.recorded_as is RecordedBy.ORGANISER]
    answers = standing_answers(submission.responses)
    return frozenset([*events, *(answer.id for answer in answers if answer.recorded_as is RecordedBy.ORGANISER)])


def project(submission: Submission, calendar: Calendar) -> None:
    """Repeat in the submission's own row what its events and answers say. Raises IllegalStep."""
    submission.state = read_course(submission, calendar).state
    told = sorted(happenings.standing(submission), key=lambda one: one.happened_on)
    passed_on = [one for one in told if one.event is SubmissionEvent.FORWARDED]
    submission.held_by_id = passed_on[-1].body_id if passed_on else submission.authority_id
    registered = [one for one in told if one.event is SubmissionEvent.REGISTERED]
    if registered:
        submission.registered_on = registered[0].happened_on
        submission.outside_number = registered[-1].number or submission.outside_number


def _forget_registration(submission: Submission, workday_ends: time, calendar: Calendar) -> None:
    """As before the entry that was taken back; what else is told of registrations is read anew after it."""
    submission.registered_on = arrived_on(submission, workday_ends, calendar)
    submission.outside_number = ""


def draft_of(entry: HappenedEvent) -> EventDraft:
    """A kept entry as it was given."""
    return EventDraft(
        event=entry.event,
        happened_on=entry.happened_on,
        until=entry.until,
        notified_on=entry.notified_on,
        number=entry.number,
        body_id=entry.body_id,
        note=entry.note,
        is_void=entry.is_void,
    )


def _hold(session: Session, submission: Submission) -> None:
    queries.lock(session, Submission, submission.id)
    session.refresh(submission, ["state", "registered_on", "outside_number", "responses", "events"])


def _check_correction(submission: Submission, side: RecordedBy, corrects: UUID, draft: EventDraft) -> None:
    known = next((entry for entry in submission.events if entry.id == corrects), None)
    if known is None or known.recorded_as is not side or known.disputes_id is not None or known.event != draft.event:
        raise NotFound("event", str(corrects))
    if any(entry.corrects_id == corrects for entry in submission.events):
        raise Duplicate("correction")


def _check_days(submission: Submission, draft: EventDraft) -> None:
    """Nothing happened before the hand-over, and no last day lies before what sets it."""
    if draft.happened_on < submission.handed_in_on:
        raise Unsuitable("happened_on")
    if draft.until is not None and draft.until < draft.happened_on:
        raise Unsuitable("until")
    if draft.notified_on is not None and draft.notified_on < draft.happened_on:
        raise Unsuitable("notified_on")


def _check_extension(submission: Submission, draft: EventDraft, calendar: Calendar) -> None:
    """A last day beyond what the law allows, or not later than the one that runs, was mistyped or is no extension."""
    review = read_course(submission, calendar).review
    latest = latest_extension(review.rule, review.due_on, draft.happened_on)
    if latest is None:
        raise IllegalStep(submission.state, draft.event)
    is_of_this_term = draft.happened_on >= review.starts_on
    if draft.until is None or draft.until > calendar.next_working(latest):
        raise Unsuitable("until")
    if is_of_this_term and draft.until <= review.due_on:
        raise Unsuitable("until")


def _add(
    viewer: Viewer,
    submission: Submission,
    draft: EventDraft,
    side: RecordedBy,
    *,
    now: datetime,
    corrects: UUID | None = None,
    disputes: UUID | None = None,
) -> HappenedEvent:
    entry = HappenedEvent(
        id=new_id(),
        submission_id=submission.id,
        recorded_by=viewer.account_id,
        recorded_as=side,
        recorded_at=now,
        corrects_id=corrects,
        disputes_id=disputes,
        **vars(draft),
    )
    submission.events.append(entry)
    return entry


def _tell(session: Session, entry: HappenedEvent, now: datetime) -> HappenedEvent:
    session.flush()
    payload = {"event_id": str(entry.id)}
    jobs.enqueue(session, "responses.tell_event", payload, now=now, key=f"responses.tell_event:{entry.id}")
    log.info("event_recorded", id=str(entry.id), kind=str(entry.event), by=str(entry.recorded_by))
    return entry
