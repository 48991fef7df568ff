"""The hand-over of a collective complaint, as its group records and follows it."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import complaints.responses.jobs  # noqa: F401 (its handler is registered)
from complaints.answers import entries_of, proofs_of
from complaints.domain.access import Permission, may_edit_group
from complaints.domain.errors import Forbidden, IllegalStep, NotFound, SomebodyLeft
from complaints.domain.lifecycle import AttachmentKind, RecordedBy
from complaints.evidence.faults import FileRefused
from complaints.happenings import disputes_of, told_of
from complaints.models.petitions import PetitionVersion
from complaints.models.submissions import Attachment
from complaints.responses import actions, queries
from complaints.responses.attaching.actions import drop
from complaints.responses.attaching.views import add_uploads, keep_uploads
from complaints.responses.blueprint import bp
from complaints.responses.escalating.steps import next_steps
from complaints.responses.forms import HandOverForm, ProofForm, RegistrationForm
from complaints.responses.happening.actions import possible_events
from complaints.responses.happening.views import group_links
from complaints.responses.queries import HandOver
from complaints.responses.refusing import cannot_follow
from complaints.responses.reminding.jobs import schedule
from complaints.web import context
from complaints.web.access import SAFE_METHODS, requires
from complaints.web.clocks import clock_of, today
from complaints.web.files import say_refused, takes_files
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
AGAIN: Final = "again"
"""In the address of the form: another version is handed in after the first was sent back."""


@bp.route("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission", methods=["GET", "POST"])
@requires(Permission.RECORD_SUBMISSION)
@takes_files
def record_submission(slug: str, petition_id: int) -> Answer:
    found = queries.get_hand_over(context.session(), context.viewer(), slug, petition_id)
    version = found.version
    if found.submission is not None:
        version = found.follower if AGAIN in request.args else None
        if version is None:
            return show_submission(found) if request.method in SAFE_METHODS else back_to(found)
    if version is None:
        return render_template("responses/record_submission.html", found=found, version=None, may_edit=may_edit(found))
    form = hand_over_form(found, version)
    if form.validate_on_submit() and (done := hand_over(found, version, form)):
        return done
    form.proof.ask_again()
    page = render_template(
        "responses/record_submission.html", found=found, version=version, form=form, may_edit=may_edit(found)
    )
    return (page, NOT_TAKEN) if request.method == "POST" else page


def hand_over_form(found: HandOver, version: PetitionVersion) -> HandOverForm:
    return HandOverForm(
        found.bodies,
        today=today(context.now()),
        frozen_on=actions.frozen_on(version),
        workday_ends=context.settings().workday_ends,
        calendar=context.calendar(),
        channel=request.args.get("channel", ""),
    )


def hand_over(found: HandOver, version: PetitionVersion, form: HandOverForm) -> Response | None:
    """Record it with its proof. None when a file could not be kept: its field says so. Raises Forbidden."""
    if not may_edit(found):
        raise Forbidden
    kept: list[Attachment] = []
    try:
        kept = keep_uploads(form.proof.data, AttachmentKind.PROOF)
        submission = actions.record_submission(
            context.session(),
            viewer=context.viewer(),
            version=version,
            handed=form.handed(),
            workday_ends=context.settings().workday_ends,
            now=context.now(),
        )
        add_uploads(kept, submission, None)
    except FileRefused as refused:
        context.session().rollback()
        form.proof.errors = [say_refused(refused.fault, form.proof.data[-1].name)]
        return None
    except SomebodyLeft:
        drop(kept, storage=context.storage())
        return back_to(found)
    schedule(context.session(), now=context.now())
    context.session().commit()
    flash(_("The hand-over is recorded. The clock runs."), "right")
    return back_to(found)


@bp.post("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/number")
@requires(Permission.RECORD_SUBMISSION)
def register_submission(slug: str, petition_id: int) -> Answer:
    found = queries.get_hand_over(context.session(), context.viewer(), slug, petition_id)
    if found.submission is None:
        raise NotFound("submission", str(petition_id))
    form = RegistrationForm(found.submission, today(context.now()))
    if not form.validate_on_submit():
        return show_submission(found, form), NOT_TAKEN
    try:
        actions.register_submission(
            context.session(),
            viewer=context.viewer(),
            submission=found.submission,
            outside_number=form.outside_number.data,
            registered=form.registered_on.data,
            now=context.now(),
        )
    except IllegalStep as refused:
        context.session().rollback()
        flash(cannot_follow(refused), "late")
        return back_to(found)
    context.session().commit()
    flash(_("The number and the day of registration are saved."), "right")
    return back_to(found)


def show_submission(found: HandOver, form: RegistrationForm | None = None) -> str:
    """Where it lies, when the answer is due and why then, and what was answered."""
    submission = found.submission
    if submission is None:
        raise NotFound("submission", str(found.petition.id))
    place: dict[str, Any] = {"slug": found.petition.group.slug, "petition_id": found.petition.id}
    clock = clock_of(submission, context.now())
    return render_template(
        "responses/show_submission.html",
        found=found,
        submission=submission,
        clock=clock,
        next_steps=next_steps(submission, clock),
        entries=entries_of(submission),
        proofs=proofs_of(submission),
        form=form or RegistrationForm(submission, today(context.now())),
        proof_form=ProofForm(formdata=None),
        may_edit=may_edit(found),
        may_register=may_edit(found) and actions.has_simple_registration(submission),
        told=told_of(submission),
        earlier=[(before, told_of(before)) for before in found.before],
        denials=disputes_of(submission),
        possible=possible_events(submission, RecordedBy.ORGANISER) if may_edit(found) else (),
        looked_on=today(context.now()),
        links=group_links(**place),
    )


def may_edit(found: HandOver) -> bool:
    return may_edit_group(context.viewer(), found.petition.group_id)


def back_to(found: HandOver) -> Response:
    petition = found.petition
    return redirect(url_for("responses.record_submission", slug=petition.group.slug, petition_id=petition.id), 303)
