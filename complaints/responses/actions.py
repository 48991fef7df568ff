"""Deeds around an authority: say that a petition was handed in, say under which number, record the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import jobs
from complaints.addressed import is_addressed
from complaints.answers import standing as standing_answers
from complaints.calendars import calendar_of
from complaints.domain.access import Permission, Viewer, may, may_edit_group
from complaints.domain.complaint import LetterLanguage
from complaints.domain.deadlines import KAZAKHSTAN, Calendar, registered_on
from complaints.domain.errors import Duplicate, Forbidden, IllegalStep, NotFound, SomebodyLeft, Unsuitable
from complaints.domain.lifecycle import (
    SENT_BACK,
    Channel,
    Outcome,
    RecordedBy,
    SubmissionEvent,
    SubmissionState,
    next_status,
)
from complaints.happenings import standing
from complaints.models.base import new_id
from complaints.models.petitions import Petition, PetitionVersion
from complaints.models.submissions import Response, ResponseOutcome, Submission
from complaints.responses import queries
from complaints.responses.happening.actions import EventDraft, project, record_event, register_at_once
from complaints.responses.happening.actions import draft_of as draft_of_event

log = structlog.get_logger()


@dataclass(frozen=True)
class HandedIn:
    """How, when and to whom. Without `registered_on` the day follows from the rule."""

    authority_id: UUID
    channel: Channel
    handed_in_on: date
    handed_in_time: time | None
    outside_number: str
    registered_on: date | None


@dataclass(frozen=True)
class ResponseDraft:
    """An answer as its official gives it: an outcome for each demand of the version, in the letter's order."""

    number: str
    responded_on: date
    language: LetterLanguage
    summary: str
    outcomes: Mapping[str, Outcome]


def propose_registration(
    handed_in_on: date, handed_in_time: time | None, workday_ends: time, calendar: Calendar
) -> date:
    """The day it counts as registered. Without a time of day it came within working hours (our choice)."""
    moment = datetime.combine(handed_in_on, handed_in_time or time.min)
    return registered_on(moment, calendar, workday_ends)


def record_submission(
    session: Session, *, viewer: Viewer, version: PetitionVersion, handed: HandedIn, workday_ends: time, now: datetime
) -> Submission:
    """Note that a frozen version was handed in. Sent twice, it is noted once and stays as it was. After a return
    another version may follow.

    Raises Forbidden, SomebodyLeft when a person of this version withdrew or stepped out after the freeze, and
    Unsuitable when it was not frozen yet on the day of the hand-over.
    """
    if not may_edit_group(viewer, version.petition.group_id):
        raise Forbidden
    queries.lock(session, Petition, version.petition_id)
    versions = select(PetitionVersion.id).where(PetitionVersion.petition_id == version.petition_id)
    newest = (
        select(Submission)
        .where(Submission.version_id.in_(versions))
        .order_by(Submission.recorded_at.desc(), Submission.id.desc())
    )
    known = session.scalar(newest.limit(1))
    if known is not None and (known.version_id == version.id or known.state not in SENT_BACK):
        return known
    if queries.has_leavers(session, version.id):
        raise SomebodyLeft
    if handed.handed_in_on < frozen_on(version):
        raise Unsuitable("handed_in_on")
    calendar = calendar_of(session)
    proposed = propose_registration(handed.handed_in_on, handed.handed_in_time, workday_ends, calendar)
    submission = Submission(
        id=new_id(),
        version_id=version.id,
        authority_id=handed.authority_id,
        channel=handed.channel,
        handed_in_on=handed.handed_in_on,
        handed_in_time=handed.handed_in_time,
        outside_number=handed.outside_number,
        registered_on=handed.registered_on or proposed,
        state=next_status(SubmissionState.DRAFT, SubmissionEvent.SUBMITTED),
        recorded_by=viewer.account_id,
        recorded_at=now,
    )
    session.add(submission)
    session.flush()
    if handed.outside_number or handed.registered_on:
        register_at_once(session, viewer=viewer, submission=submission, number=handed.outside_number, now=now)
    log.info("submission_recorded", submission=str(submission.id), by=str(viewer.account_id))
    return submission


def register_submission(
    session: Session, *, viewer: Viewer, submission: Submission, outside_number: str, registered: date, now: datetime
) -> None:
    """Note the authority's number and day, or put the group's own note right. Raises Forbidden, and IllegalStep where
    more happened than a registration by the group: then each entry is put right by itself.
    """
    if not may_edit_group(viewer, submission.version.petition.group_id):
        raise Forbidden
    queries.lock(session, Submission, submission.id)
    session.refresh(submission, ["state", "responses", "events"])
    if not has_simple_registration(submission):
        raise IllegalStep(submission.state, SubmissionEvent.REGISTERED)
    mine = next(iter(standing(submission)), None)
    draft = EventDraft(SubmissionEvent.REGISTERED, registered, number=outside_number)
    corrects = mine.id if mine else None
    if mine is None or draft_of_event(mine) != draft:
        record_event(session, viewer=viewer, submission=submission, draft=draft, corrects=corrects, now=now)


def has_simple_registration(submission: Submission) -> bool:
    """Whether nothing is known but, at most, the registration that the group recorded."""
    return not submission.responses and all(
        one.event is SubmissionEvent.REGISTERED and one.recorded_as is RecordedBy.ORGANISER
        for one in standing(submission)
    )


def frozen_on(version: PetitionVersion) -> date:
    """The day in Kazakhstan on which the text became final."""
    return version.frozen_at.astimezone(KAZAKHSTAN).date()


def record_response(
    session: Session,
    *,
    viewer: Viewer,
    submission: Submission,
    draft: ResponseDraft,
    now: datetime,
    corrects: UUID | None = None,
) -> Response:
    """Keep an answer as the authority gives it, for good, and queue the mails about it. `corrects` is the authority's
    own entry that this one puts right. Raises Forbidden, and what `_keep` raises.
    """
    if not is_addressed(viewer, submission):
        raise Forbidden
    return _keep(session, viewer, submission, draft, RecordedBy.OFFICIAL, corrects=corrects, now=now)


def report_response(
    session: Session,
    *,
    viewer: Viewer,
    submission: Submission,
    draft: ResponseDraft,
    now: datetime,
    corrects: UUID | None = None,
) -> Response:
    """The same by the group that got the answer. It stands beside what the authority records and replaces none of it.

    Raises Forbidden, and what `_keep` raises.
    """
    may_report = may(viewer, Permission.REPORT_RESPONSE)
    if not may_report or not may_edit_group(viewer, submission.version.petition.group_id):
        raise Forbidden
    return _keep(session, viewer, submission, draft, RecordedBy.ORGANISER, corrects=corrects, now=now)


def _keep(
    session: Session,
    viewer: Viewer,
    submission: Submission,
    draft: ResponseDraft,
    side: RecordedBy,
    *,
    corrects: UUID | None,
    now: datetime,
) -> Response:
    """The same entry sent twice is kept once. Raises Unsuitable for an answer from before the registration, IllegalStep
    for one after a return, NotFound for a correction of what this side did not record, Duplicate when another
    correction of it was first.
    """
    queries.lock(session, Submission, submission.id)
    session.refresh(submission, ["state", "registered_on", "responses", "events"])
    for known in standing_answers(submission.responses):
        if (known.recorded_as, known.corrects_id, draft_of(known)) == (side, corrects, draft):
            return known
    if corrects is not None:
        _check_correction(submission, side, corrects)
    if draft.responded_on < submission.registered_on:
        raise Unsuitable("responded_on")
    response = _entry(submission, viewer, draft, side, corrects=corrects, now=now)
    submission.responses.append(response)
    project(submission, calendar_of(session))
    session.flush()
    key = f"responses.tell:{response.id}"
    jobs.enqueue(session, "responses.tell", {"response_id": str(response.id)}, now=now, key=key)
    log.info("response_recorded", response=str(response.id), side=str(side), by=str(viewer.account_id))
    return response


def _check_correction(submission: Submission, side: RecordedBy, corrects: UUID) -> None:
    if not any(known.id == corrects and known.recorded_as is side for known in submission.responses):
        raise NotFound("response", str(corrects))
    if any(known.corrects_id == corrects for known in submission.responses):
        raise Duplicate("correction")


def _entry(
    submission: Submission,
    viewer: Viewer,
    draft: ResponseDraft,
    side: RecordedBy,
    *,
    corrects: UUID | None,
    now: datetime,
) -> Response:
    return Response(
        id=new_id(),
        submission_id=submission.id,
        number=draft.number,
        responded_on=draft.responded_on,
        language=draft.language,
        summary=draft.summary,
        recorded_by=viewer.account_id,
        recorded_as=side,
        recorded_at=now,
        corrects_id=corrects,
        outcomes=[
            ResponseOutcome(demand_code=code, outcome=outcome, position=position)
            for position, (code, outcome) in enumerate(draft.outcomes.items(), start=1)
        ],
    )


def draft_of(response: Response) -> ResponseDraft:
    """A kept answer as it was given."""
    return ResponseDraft(
        number=response.number,
        responded_on=response.responded_on,
        language=response.language,
        summary=response.summary,
        outcomes={row.demand_code: row.outcome for row in response.outcomes},
    )
