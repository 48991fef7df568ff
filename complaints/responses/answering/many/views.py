"""The page on which an official answers many submissions at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from complaints.domain.access import Permission
from complaints.domain.errors import AlreadyEnded, DomainError, IllegalStep, NotFound, Unsuitable
from complaints.domain.lifecycle import ENDED, AttachmentKind
from complaints.evidence.faults import FileRefused
from complaints.models.submissions import Attachment, Submission
from complaints.responses import queries
from complaints.responses.answering.many import actions
from complaints.responses.answering.many.forms import ManyResponsesForm, document_of, many_responses_form
from complaints.responses.attaching.actions import drop
from complaints.responses.attaching.views import add_uploads, keep_uploads
from complaints.responses.blueprint import bp
from complaints.responses.queries import count_by_role, demand_codes
from complaints.responses.refusing import cannot_follow
from complaints.responses.templating.filling import fill_in
from complaints.responses.templating.queries import list_templates
from complaints.web import context
from complaints.web.access import SAFE_METHODS, requires
from complaints.web.clocks import clock_of, today
from complaints.web.files import say_refused, takes_files
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

Answer = str | tuple[str, int] | Reply
NOT_TAKEN: Final = 422
TOO_LATE: Final = 409


@bp.route("/desk/answer-many", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
@takes_files
def answer_many() -> Answer:
    """A form for those chosen that still wait for an answer; all are recorded or none."""
    chosen = _chosen()
    if isinstance(chosen, Reply):
        return chosen
    if request.method in SAFE_METHODS:
        return _ask([one for one in chosen if one.state not in ENDED], [one for one in chosen if one.state in ENDED])
    form = _form(chosen)
    if not form.validate_on_submit():
        return _show_again(form, chosen, NOT_TAKEN)
    if ended := actions.list_ended(chosen, form.drafts()):
        return _leave_out(chosen, {str(one.id) for one in ended})
    return _record(form, chosen)


def _chosen() -> Sequence[Submission] | Reply:
    """What the address or the form names. Raises NotFound for what is not addressed to the viewer's authority."""
    session, viewer = context.session(), context.viewer()
    given = list(dict.fromkeys(request.values.getlist("ids")))
    if not given:
        return _back(_("Choose at least one document first."))
    if len(given) > actions.MOST:
        return _back(_("Choose at most %(most)s documents at once.", most=actions.MOST))
    try:
        ids = [UUID(one) for one in given]
    except ValueError:
        raise NotFound("submission", "") from None
    return queries.list_addressed(session, viewer, ids)


def _back(sentence: str) -> Reply:
    flash(sentence, "late")
    return redirect(url_for(".desk"), 303)


def _form(submissions: Sequence[Submission]) -> ManyResponsesForm:
    asked = {submission.id: demand_codes(submission.version) for submission in submissions}
    return many_responses_form(submissions, asked, today(context.now()))


def _ask(waiting: Sequence[Submission], ended: Sequence[Submission]) -> Answer:
    if not waiting:
        return _back(_("None of these documents waits for an answer any more."))
    form = _form(waiting)
    fill_in(form)
    return _page(form, waiting, ended)


def _record(form: ManyResponsesForm, submissions: Sequence[Submission]) -> Answer:
    try:
        _keep(form, submissions)
    except FileRefused as refused:
        context.session().rollback()
        form.say_not_taken(say_refused(refused.fault, form.scan.data[-1].name))
        return _show_again(form, submissions, NOT_TAKEN)
    except Unsuitable:
        context.session().rollback()
        form.say_older()
        return _show_again(form, submissions, NOT_TAKEN)
    except IllegalStep as refused:
        context.session().rollback()
        form.form_errors.append(cannot_follow(refused))
        return _show_again(form, submissions, TOO_LATE)
    except AlreadyEnded as ended:
        context.session().rollback()
        return _leave_out(submissions, set(ended.keys))
    context.session().commit()
    sentence = ngettext(
        "%(num)s answer is recorded and public. Those who complained are told by e-mail.",
        "%(num)s answers are recorded and public. Those who complained are told by e-mail.",
        len(submissions),
    )
    flash(sentence, "right")
    return redirect(url_for(".desk"), 303)


def _keep(form: ManyResponsesForm, submissions: Sequence[Submission]) -> None:
    """All entries and their scans in one transaction. What is refused leaves nothing behind."""
    kept: dict[UUID, list[Attachment]] = {}
    try:
        for submission in submissions:
            kept[submission.id] = keep_uploads(form.scan.data, AttachmentKind.SCAN)
        made = actions.record_responses(
            context.session(),
            viewer=context.viewer(),
            submissions=submissions,
            drafts=form.drafts(),
            now=context.now(),
        )
        for response in made:
            add_uploads(kept[response.submission_id], response.submission, response.id)
    except (DomainError, FileRefused):
        drop(list(chain.from_iterable(kept.values())), storage=context.storage())
        raise


def _leave_out(submissions: Sequence[Submission], ended: set[str]) -> Answer:
    """Nothing is recorded: the form comes back without what ended meanwhile, with all that was typed for the others."""
    session, viewer = context.session(), context.viewer()
    fresh = queries.list_addressed(session, viewer, [submission.id for submission in submissions])
    waiting = [submission for submission in fresh if str(submission.id) not in ended]
    gone = [submission for submission in fresh if str(submission.id) in ended]
    if not waiting:
        return _back(_("None of these documents waits for an answer any more."))
    form = _form(waiting)
    form.validate()
    documents = ", ".join(document_of(submission) for submission in gone)
    form.form_errors.append(
        _(
            "Nothing is recorded yet. These were answered or closed meanwhile and are left out now: %(documents)s. "
            "Look the form through and send it for the others.",
            documents=documents,
        )
    )
    return _show_again(form, waiting, TOO_LATE, gone)


def _show_again(
    form: ManyResponsesForm, submissions: Sequence[Submission], status: int, ended: Sequence[Submission] = ()
) -> Answer:
    form.scan.ask_again()
    return _page(form, submissions, ended), status


def _page(form: ManyResponsesForm, submissions: Sequence[Submission], ended: Sequence[Submission]) -> str:
    session, now = context.session(), context.now()
    ids = [str(submission.id) for submission in submissions]
    return render_template(
        "responses/answer_many.html",
        form=form,
        clocks=[clock_of(submission, now) for submission in submissions],
        ended=ended,
        document_of=document_of,
        counts=count_by_role(session, [submission.version_id for submission in submissions]),
        answer_templates=list_templates(session, context.viewer()),
        from_template=lambda template: url_for(".answer_many", ids=ids, template=template.id),
    )
