"""Recording an answer: by the official of the authority, or by the group that got it. A correction is a new entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from complaints.answers import entries_of, newest_of, proofs_of
from complaints.domain.access import Permission
from complaints.domain.errors import DomainError, Duplicate, IllegalStep, NotFound, Unsuitable
from complaints.domain.lifecycle import AttachmentKind, RecordedBy
from complaints.evidence.faults import FileRefused
from complaints.models.submissions import Response, Submission
from complaints.responses import actions, queries
from complaints.responses.attaching.actions import drop
from complaints.responses.attaching.views import add_uploads, keep_uploads
from complaints.responses.blueprint import bp
from complaints.responses.documents import documents_of
from complaints.responses.forms import ResponseForm, reported_response_form, response_form
from complaints.responses.queries import HandOver
from complaints.responses.reaching import handed_in
from complaints.responses.refusing import cannot_follow
from complaints.responses.templating.filling import fill_in
from complaints.responses.templating.queries import list_templates
from complaints.web import context
from complaints.web.access import requires
from complaints.web.clocks import clock_of, today
from complaints.web.files import say_refused, takes_files
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Reply
NOT_TAKEN: Final = 422
TOO_LATE: Final = 409


@dataclass(frozen=True)
class Recording:
    """One side that records an answer to one submission, or puts right an entry of its own."""

    submission: Submission
    side: RecordedBy
    form: ResponseForm
    corrected: Response | None
    show: Callable[..., str]
    """The page with the form."""
    done: str
    """Where to go after it."""


@bp.route("/desk/<uuid:submission_id>/answer", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
@takes_files
def record_response(submission_id: UUID) -> Answer:
    return _record(_at_desk(queries.get_addressed(context.session(), context.viewer(), submission_id), None))


@bp.route("/desk/<uuid:submission_id>/answer/<uuid:response_id>", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
@takes_files
def correct_response(submission_id: UUID, response_id: UUID) -> Answer:
    submission = queries.get_addressed(context.session(), context.viewer(), submission_id)
    corrected = _own_entry(submission, RecordedBy.OFFICIAL, response_id)
    if request.method == "GET" and (newest := newest_of(submission, corrected)) is not corrected:
        return redirect(url_for(".correct_response", submission_id=submission_id, response_id=newest.id), 303)
    return _record(_at_desk(submission, corrected))


@bp.route("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/answer", methods=["GET", "POST"])
@requires(Permission.REPORT_RESPONSE)
@takes_files
def report_response(slug: str, petition_id: int) -> Answer:
    found, submission = handed_in(slug, petition_id)
    return _record(_in_group(found, submission, None))


@bp.route(
    "/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/answer/<uuid:response_id>",
    methods=["GET", "POST"],
)
@requires(Permission.REPORT_RESPONSE)
@takes_files
def correct_reported_response(slug: str, petition_id: int, response_id: UUID) -> Answer:
    found, submission = handed_in(slug, petition_id)
    corrected = _own_entry(submission, RecordedBy.ORGANISER, response_id)
    if request.method == "GET" and (newest := newest_of(submission, corrected)) is not corrected:
        place = url_for(".correct_reported_response", slug=slug, petition_id=petition_id, response_id=newest.id)
        return redirect(place, 303)
    return _record(_in_group(found, submission, corrected))


def _own_entry(submission: Submission, side: RecordedBy, response_id: UUID) -> Response:
    """Raises NotFound, also for what the other side recorded."""
    for known in submission.responses:
        if known.id == response_id and known.recorded_as is side:
            return known
    raise NotFound("response", str(response_id))


def _at_desk(submission: Submission, corrected: Response | None) -> Recording:
    codes = queries.demand_codes(submission.version)
    show = partial(
        render_template,
        "responses/record_response.html",
        counts=queries.count_by_role(context.session(), [submission.version_id]),
        proofs=proofs_of(submission),
        documents=documents_of(context.session(), context.viewer(), submission),
        answer_templates=list_templates(context.session(), context.viewer()),
        from_template=lambda template: url_for(
            str(request.endpoint), **{**(request.view_args or {}), "template": template.id}
        ),
        file_url=partial(url_for, ".get_attachment_at_desk", submission_id=submission.id),
        correct_url=partial(url_for, ".correct_response", submission_id=submission.id),
    )
    form = response_form(submission, codes, today(context.now()), corrected)
    fill_in(form)
    return Recording(submission, RecordedBy.OFFICIAL, form, corrected, show, url_for(".desk"))


def _in_group(found: HandOver, submission: Submission, corrected: Response | None) -> Recording:
    codes = queries.demand_codes(submission.version)
    place: dict[str, Any] = {"slug": found.petition.group.slug, "petition_id": found.petition.id}
    show = partial(
        render_template,
        "responses/report_response.html",
        file_url=partial(url_for, ".get_attachment", **place),
        correct_url=partial(url_for, ".correct_reported_response", **place),
    )
    form = reported_response_form(submission, codes, today(context.now()), corrected)
    return Recording(submission, RecordedBy.ORGANISER, form, corrected, show, url_for(".record_submission", **place))


def _record(recording: Recording) -> Answer:
    form = recording.form
    if not form.validate_on_submit():
        form.scan.ask_again()
        return _page(recording, NOT_TAKEN)
    try:
        _keep(recording)
    except FileRefused as refused:
        context.session().rollback()
        form.say_not_taken(say_refused(refused.fault, form.scan.data[-1].name))
        return _page(recording, NOT_TAKEN)
    except Unsuitable:
        context.session().rollback()
        form.say_older()
        return _page(recording, NOT_TAKEN)
    except IllegalStep as refused:
        context.session().rollback()
        form.form_errors.append(cannot_follow(refused))
        return _page(recording, TOO_LATE)
    except Duplicate:
        context.session().rollback()
        form.form_errors.append(
            _("Somebody has just put this entry right: look at the newest one. Your text is kept here.")
        )
        return _page(recording, TOO_LATE)
    context.session().commit()
    flash(_("The answer is recorded and public. Those who complained are told by e-mail."), "right")
    return redirect(recording.done, 303)


def _keep(recording: Recording) -> None:
    """The entry and its scan in one transaction. What is refused leaves nothing behind."""
    kept = keep_uploads(recording.form.scan.data, AttachmentKind.SCAN)
    deed = actions.record_response if recording.side is RecordedBy.OFFICIAL else actions.report_response
    try:
        response = deed(
            context.session(),
            viewer=context.viewer(),
            submission=recording.submission,
            draft=recording.form.draft(),
            corrects=recording.corrected.id if recording.corrected else None,
            now=context.now(),
        )
    except DomainError:
        drop(kept, storage=context.storage())
        raise
    add_uploads(kept, recording.submission, response.id)


def _page(recording: Recording, status: int) -> Answer:
    """Sent again, the form goes to the entry that stands now."""
    submission, corrected = recording.submission, recording.corrected
    page = recording.show(
        submission=submission,
        clock=clock_of(submission, context.now()),
        entries=entries_of(submission),
        corrected=corrected,
        newest=newest_of(submission, corrected) if corrected else None,
        side=recording.side,
        form=recording.form,
    )
    return (page, status) if request.method == "POST" else page
