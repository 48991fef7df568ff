"""The hand-over of a collective complaint, and the desk of the official who answers it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import complaints.responses.jobs  # noqa: F401 (its handler is registered)
from complaints.domain.access import Permission, may_edit_group
from complaints.domain.errors import Forbidden, IllegalStep, NotFound, SomebodyLeft
from complaints.responses import actions, queries
from complaints.responses.blueprint import bp
from complaints.responses.forms import HandOverForm, RegistrationForm, response_form
from complaints.responses.queries import HandOver
from complaints.web import context
from complaints.web.access import SAFE_METHODS, requires
from complaints.web.clocks import Clock, clock_of, today
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422


@bp.route("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission", methods=["GET", "POST"])
@requires(Permission.RECORD_SUBMISSION)
def record_submission(slug: str, petition_id: int) -> Answer:
    found = queries.get_hand_over(context.session(), context.viewer(), slug, petition_id)
    if found.submission is not None:
        return show_submission(found) if request.method in SAFE_METHODS else back_to(found)
    form = HandOverForm(found.bodies, today(context.now()), context.settings().workday_ends)
    if not form.validate_on_submit():
        page = render_template("responses/record_submission.html", found=found, form=form, may_edit=may_edit(found))
        return (page, NOT_TAKEN) if request.method == "POST" else page
    try:
        hand_over(found, form)
    except SomebodyLeft:
        return back_to(found)
    flash(_("The hand-over is recorded. The clock runs."), "right")
    return back_to(found)


def hand_over(found: HandOver, form: HandOverForm) -> None:
    """Raises Forbidden when nothing is frozen yet, SomebodyLeft when the version must be frozen anew."""
    if found.version is None:
        raise Forbidden
    actions.record_submission(
        context.session(),
        viewer=context.viewer(),
        version=found.version,
        handed=form.handed(),
        workday_ends=context.settings().workday_ends,
        now=context.now(),
    )
    context.session().commit()


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
        )
    except IllegalStep:
        flash(_("The answer is recorded: the number and the day stay as they are."), "late")
        return back_to(found)
    context.session().commit()
    flash(_("The number and the day of registration are saved."), "right")
    return back_to(found)


def show_submission(found: HandOver, form: RegistrationForm | None = None) -> str:
    """Where it lies, when the answer is due and why then, and what was answered."""
    submission = found.submission
    if submission is None:
        raise NotFound("submission", str(found.petition.id))
    return render_template(
        "responses/show_submission.html",
        found=found,
        submission=submission,
        clock=clock_of(submission, context.now()),
        form=form or RegistrationForm(submission, today(context.now())),
        may_edit=may_edit(found) and not submission.responses,
    )


def may_edit(found: HandOver) -> bool:
    return may_edit_group(context.viewer(), found.petition.group_id)


def back_to(found: HandOver) -> Response:
    petition = found.petition
    return redirect(url_for("responses.record_submission", slug=petition.group.slug, petition_id=petition.id), 303)


@bp.get("/desk/")
@requires(Permission.USE_DESK)
def desk() -> str:
    """What was handed in to the official's authority: the most urgent first, what is answered at the end."""
    submissions = queries.list_addressed(context.session(), context.viewer())
    clocks = [clock_of(submission, context.now()) for submission in submissions]
    counts = queries.count_by_role(context.session(), [submission.version_id for submission in submissions])
    running = sorted((clock for clock in clocks if clock.runs), key=lambda clock: clock.due_on)
    return render_template(
        "responses/desk.html",
        overdue=[clock for clock in running if clock.is_overdue],
        due=[clock for clock in running if not clock.is_overdue],
        answered=sorted((clock for clock in clocks if not clock.runs), key=answered_on, reverse=True),
        counts=counts,
    )


def answered_on(clock: Clock) -> str:
    return clock.answer.responded_on.isoformat() if clock.answer else ""


@bp.route("/desk/<uuid:submission_id>/answer", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def record_response(submission_id: UUID) -> Answer:
    submission = queries.get_addressed(context.session(), context.viewer(), submission_id)
    form = response_form(submission, queries.demand_codes(submission.version), today(context.now()))
    if form.validate_on_submit():
        actions.record_response(
            context.session(), viewer=context.viewer(), submission=submission, draft=form.draft(), now=context.now()
        )
        context.session().commit()
        flash(_("The answer is recorded and public. Those who complained are told by e-mail."), "right")
        return redirect(url_for("responses.desk"), 303)
    page = render_template(
        "responses/record_response.html",
        submission=submission,
        clock=clock_of(submission, context.now()),
        counts=queries.count_by_role(context.session(), [submission.version_id]),
        form=form,
    )
    return (page, NOT_TAKEN) if request.method == "POST" else page
