"""Recording what happened, by the official at the desk or by the group; putting right; denying what the group said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from complaints.answers import entries_of, proofs_of
from complaints.domain.access import Permission
from complaints.domain.errors import DomainError, Duplicate, IllegalStep, NotFound, Unsuitable
from complaints.domain.lifecycle import SENT_BACK, AttachmentKind, RecordedBy, SubmissionEvent
from complaints.evidence.faults import FileRefused
from complaints.happenings import disputes_of, newest_of, told_of
from complaints.models.submissions import HappenedEvent, Response, Submission
from complaints.responses import queries
from complaints.responses.attaching.actions import drop
from complaints.responses.attaching.views import add_uploads, keep_uploads
from complaints.responses.blueprint import bp
from complaints.responses.documents import documents_of
from complaints.responses.happening import actions, jobs
from complaints.responses.happening.forms import DisputeForm, EventForm
from complaints.responses.queries import HandOver
from complaints.responses.reaching import handed_in
from complaints.responses.refusing import cannot_follow
from complaints.web import context
from complaints.web.access import requires
from complaints.web.clocks import clock_of, today
from complaints.web.files import say_refused, takes_files
from complaints.web.filters import label
from complaints.web.words import gettext as _

__all__ = ["jobs"]
Answer = str | tuple[str, int] | Reply
NOT_TAKEN: Final = 422
TOO_LATE: Final = 409
IN_GROUP: Final = "/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/events/"
AT_DESK: Final = "/desk/<uuid:submission_id>/"


@dataclass(frozen=True)
class Recording:
    """One side that records an event of one submission, or puts right an entry of its own."""

    submission: Submission
    side: RecordedBy
    event: SubmissionEvent
    corrected: HappenedEvent | None
    crumbs: list[tuple[str, str | None]]
    done: str
    """Where to go after it."""


@bp.get(AT_DESK)
@requires(Permission.USE_DESK)
def show_at_desk(submission_id: UUID) -> str:
    """One submission as its authority sees it: what was handed in, what happened, which terms run, the answers."""
    submission = queries.get_addressed(context.session(), context.viewer(), submission_id)
    return render_template(
        "responses/show_at_desk.html",
        submission=submission,
        clock=clock_of(submission, context.now()),
        told=told_of(submission),
        entries=entries_of(submission),
        proofs=proofs_of(submission),
        documents=documents_of(context.session(), context.viewer(), submission),
        counts=queries.count_by_role(context.session(), [submission.version_id]),
        possible=actions.possible_events(submission, RecordedBy.OFFICIAL),
        may_answer=submission.state not in SENT_BACK,
        disputable=actions.disputable(submission),
        denials=disputes_of(submission),
        looked_on=today(context.now()),
        links=desk_links(submission),
    )


@bp.route(AT_DESK + "events/<name>", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
@takes_files
def record_event(submission_id: UUID, name: str) -> Answer:
    submission = queries.get_addressed(context.session(), context.viewer(), submission_id)
    return _record(_at_desk(submission, _event(name, RecordedBy.OFFICIAL), None))


@bp.route(AT_DESK + "events/<uuid:entry_id>/correction", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
@takes_files
def correct_event(submission_id: UUID, entry_id: UUID) -> Answer:
    submission = queries.get_addressed(context.session(), context.viewer(), submission_id)
    entry = _own_entry(submission, RecordedBy.OFFICIAL, entry_id)
    if request.method == "GET" and (newest := newest_of(submission, entry)) is not entry:
        return redirect(url_for(".correct_event", submission_id=submission_id, entry_id=newest.id), 303)
    return _record(_at_desk(submission, entry.event, entry))


@bp.route(IN_GROUP + "<name>", methods=["GET", "POST"])
@requires(Permission.REPORT_RESPONSE)
@takes_files
def report_event(slug: str, petition_id: int, name: str) -> Answer:
    found, submission = handed_in(slug, petition_id)
    return _record(_in_group(found, submission, _event(name, RecordedBy.ORGANISER), None))


@bp.route(IN_GROUP + "<uuid:entry_id>/correction", methods=["GET", "POST"])
@requires(Permission.REPORT_RESPONSE)
@takes_files
def correct_reported_event(slug: str, petition_id: int, entry_id: UUID) -> Answer:
    found, submission = handed_in(slug, petition_id)
    entry = _own_entry(submission, RecordedBy.ORGANISER, entry_id)
    if request.method == "GET" and (newest := newest_of(submission, entry)) is not entry:
        place = url_for(".correct_reported_event", slug=slug, petition_id=petition_id, entry_id=newest.id)
        return redirect(place, 303)
    return _record(_in_group(found, submission, entry.event, entry))


@bp.route(AT_DESK + "disputes/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def dispute_entry(submission_id: UUID, entry_id: UUID) -> Answer:
    """What the authority says against an entry of the group. Both stand beside each other in public."""
    submission = queries.get_addressed(context.session(), context.viewer(), submission_id)
    if entry_id not in actions.disputable(submission):
        raise NotFound("entry", str(entry_id))
    entries: list[HappenedEvent | Response] = [*submission.events, *submission.responses]
    denied = next(one for one in entries if one.id == entry_id)
    form = DisputeForm(denied, submission, today(context.now()))
    if form.validate_on_submit():
        actions.dispute(
            context.session(),
            viewer=context.viewer(),
            submission=submission,
            denied=entry_id,
            draft=form.draft(),
            now=context.now(),
        )
        context.session().commit()
        flash(_("What the authority says is recorded and shown beside the entry of the group."), "right")
        return redirect(url_for(".show_at_desk", submission_id=submission.id), 303)
    page = render_template(
        "responses/dispute_entry.html",
        submission=submission,
        note=denied.note if isinstance(denied, HappenedEvent) else denied.summary,
        form=form,
    )
    return (page, NOT_TAKEN) if request.method == "POST" else page


def desk_links(submission: Submission) -> dict[str, Callable[..., str]]:
    """Where the desk's steps about one submission lead."""
    place: dict[str, Any] = {"submission_id": submission.id}
    return {
        "file": partial(url_for, "responses.get_attachment_at_desk", **place),
        "correct_answer": partial(url_for, "responses.correct_response", **place),
        "event": partial(url_for, "responses.record_event", **place),
        "correct": partial(url_for, "responses.correct_event", **place),
        "dispute": partial(url_for, "responses.dispute_entry", **place),
    }


def group_links(slug: str, petition_id: int) -> dict[str, Callable[..., str]]:
    """The same for the group."""
    place: dict[str, Any] = {"slug": slug, "petition_id": petition_id}
    return {
        "file": partial(url_for, "responses.get_attachment", **place),
        "correct_answer": partial(url_for, "responses.correct_reported_response", **place),
        "event": partial(url_for, "responses.report_event", **place),
        "correct": partial(url_for, "responses.correct_reported_event", **place),
    }


def _event(name: str, side: RecordedBy) -> SubmissionEvent:
    """Raises NotFound for what this side never records. What cannot be now is said by the form."""
    known = {event.value.replace("_", "-"): event for event in actions.RECORDABLE[side]}
    if name not in known:
        raise NotFound("event", name)
    return known[name]


def _own_entry(submission: Submission, side: RecordedBy, entry_id: UUID) -> HappenedEvent:
    """Raises NotFound, also for what the other side recorded."""
    for one in told_of(submission):
        if one.entry.id == entry_id and one.entry.recorded_as is side:
            return one.entry
    raise NotFound("event", str(entry_id))


def _at_desk(submission: Submission, event: SubmissionEvent, corrected: HappenedEvent | None) -> Recording:
    place = url_for(".show_at_desk", submission_id=submission.id)
    petition = submission.version.petition
    crumbs: list[tuple[str, str | None]] = [
        (_("Desk"), url_for(".desk")),
        (_("%(kind)s No. %(id)s", kind=label(petition.kind), id=petition.id), place),
        (label(event), None),
    ]
    return Recording(submission, RecordedBy.OFFICIAL, event, corrected, crumbs, place)


def _in_group(
    found: HandOver, submission: Submission, event: SubmissionEvent, corrected: HappenedEvent | None
) -> Recording:
    petition = found.petition
    of_petition: dict[str, Any] = {"slug": petition.group.slug, "petition_id": petition.id}
    place = url_for(".record_submission", **of_petition)
    crumbs: list[tuple[str, str | None]] = [
        (petition.group.name, url_for("petitions.show_group", slug=petition.group.slug)),
        (
            _("%(kind)s No. %(id)s", kind=label(petition.kind), id=petition.id),
            url_for("petitions.show_petition", **of_petition),
        ),
        (_("Hand-over"), place),
        (label(event), None),
    ]
    return Recording(submission, RecordedBy.ORGANISER, event, corrected, crumbs, place)


def _record(recording: Recording) -> Answer:
    session = context.session()
    form = EventForm(
        recording.event,
        recording.submission,
        recording.side,
        today=today(context.now()),
        bodies=queries.list_bodies(session) if recording.event is SubmissionEvent.FORWARDED else (),
        corrected=recording.corrected,
    )
    if not form.validate_on_submit():
        form.papers.ask_again()
        return _page(recording, form, NOT_TAKEN)
    if (refusal := _keep(recording, form)) is not None:
        session.rollback()
        return _page(recording, form, refusal)
    session.commit()
    flash(_("The entry is recorded and public. The dates are counted anew."), "right")
    return redirect(recording.done, 303)


def _keep(recording: Recording, form: EventForm) -> int | None:
    """The entry and its papers in one transaction. The status of the page when it was refused: the form says why."""
    kept = []
    try:
        kept = keep_uploads(form.papers.data, AttachmentKind.NOTICE)
        entry = actions.record_event(
            context.session(),
            viewer=context.viewer(),
            submission=recording.submission,
            draft=form.draft(),
            corrects=recording.corrected.id if recording.corrected else None,
            now=context.now(),
            workday_ends=context.settings().workday_ends,
        )
        add_uploads(kept, recording.submission, None, entry.id)
    except FileRefused as refused:
        form.say_not_taken(say_refused(refused.fault, form.papers.data[-1].name))
        return NOT_TAKEN
    except DomainError as refused:
        drop(kept, storage=context.storage())
        return _say(form, refused)
    return None


def _say(form: EventForm, refused: DomainError) -> int:
    """Raises what is no matter of the form."""
    if isinstance(refused, Unsuitable):
        form.say_impossible(refused.what)
        return NOT_TAKEN
    if isinstance(refused, Duplicate):
        form.form_errors.append(
            _("Somebody has just put this entry right: look at the newest one. Your text is kept here.")
        )
        return TOO_LATE
    if not isinstance(refused, IllegalStep):
        raise refused
    form.form_errors.append(cannot_follow(refused))
    return TOO_LATE


def _page(recording: Recording, form: EventForm, status: int) -> Answer:
    page = render_template(
        "responses/record_event.html",
        recording=recording,
        submission=recording.submission,
        clock=clock_of(recording.submission, context.now()),
        form=form,
    )
    return (page, status) if request.method == "POST" else page
