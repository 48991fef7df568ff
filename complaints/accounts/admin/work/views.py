"""Pages of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import flash, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.replies import deed, page_asked, to
from complaints.accounts.admin.work import actions, queries
from complaints.accounts.admin.work import jobs as handlers
from complaints.accounts.admin.work.queries import JobState
from complaints.domain.access import Permission
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

__all__ = ["bp", "handlers"]  # importing this module also makes the slice's jobs known

NAMES: Final[Mapping[str, Any]] = {
    "accounts.forget_email_change": _l("Forget a change of address that nobody confirmed"),
    "accounts.forget_kept_form": _l("Forget what was typed when a session ended"),
    "accounts.send_email_change": _l("Mail a link to confirm a new address"),
    "accounts.send_reset_link": _l("Mail a link to set a new password"),
    "accounts.tell_dead_jobs": _l("Tell site administrators about tasks that failed for good"),
    "attachments.clean": _l("Make a clean copy of a proof or an answer"),
    "contact.forget_link": _l("Forget a mailed link"),
    "contact.send_link": _l("Mail a link to confirm or to replace a code"),
    "contact.tell_filer": _l("Mail a link to confirm or to replace a code"),
    "evidence.clean": _l("Make a clean copy of an attached file"),
    "evidence.purge": _l("Remove a file of a form that was not sent"),
    "filing.forget_addresses": _l("Forget when mails went to an address"),
    "filing.purge_draft": _l("Forget a form that was not sent"),
    "group_requests.forget": _l("Forget who asked for a group"),
    "groups.tell_operators": _l("Tell site administrators about a request for a group"),
    "mail.send": _l("Send a mail"),
    "moderation.compare": _l("Look for likely duplicates"),
    "petitions.ask_again": _l("Ask people who joined about a new text"),
    "petitions.forget_paper": _l("Throw away a list of signatures that nobody accepted"),
    "petitions.print_sheets": _l("Print blank signature sheets"),
    "petitions.send_join_link": _l("Mail a link to confirm that somebody joined"),
    "petitions.tell_chosen": _l("Tell people that their complaint stands in a document"),
    "petitions.render": _l("Print a collective complaint"),
    "responses.remind": _l("Remind people of last days"),
    "responses.tell": _l("Tell people about an answer"),
    "responses.tell_event": _l("Tell people what happened to a document"),
    "responses.tell_moved": _l("Tell people that a last day moved"),
    "storage.delete": _l("Delete a file"),
}
STATES: Final[Mapping[JobState, Any]] = {
    JobState.DEAD: _l("failed for good"),
    JobState.FAILING: _l("failed, will be tried again"),
    JobState.RUNNING: _l("running"),
    JobState.WAITING: _l("waiting"),
}


@bp.get("/jobs/")
@requires(Permission.ADMINISTER)
def list_jobs() -> str:
    session, now = context.session(), context.now()
    asked, name = request.args.get("state", ""), request.args.get("name", "")
    state = JobState(asked) if asked in set(JobState) else JobState.DEAD
    names = queries.list_names(session)
    name = name if name in names else ""
    return render_template(
        "admin/list_jobs.html",
        sheet=queries.list_jobs(session, state, name, now=now, page=page_asked()),
        counts=queries.count_jobs(session, now=now),
        dead=queries.count_dead_by_name(session),
        state=state,
        states=STATES,
        name=name,
        names=names,
        called=called,
        surge_since=queries.surge_since(session),
    )


@bp.post("/surge")
@requires(Permission.ADMINISTER)
def switch_surge() -> Response:
    on = request.form.get("on") == "yes"
    if not actions.switch_surge(context.session(), on=on, **deed()):
        flash(_("Somebody has switched this already."))
        return to("list_jobs")
    context.session().commit()
    if on:
        flash(_("Filing goes first now. Switch this off when the rush is over."), "right")
    else:
        flash(_("Statistics, mail and printing go on."), "right")
    return to("list_jobs")


@bp.post("/jobs/<uuid:job_id>/retry")
@requires(Permission.ADMINISTER)
def retry_job(job_id: UUID) -> Response:
    if actions.retry_job(context.session(), job_id, **deed()):
        context.session().commit()
        flash(_("The task will be tried again at once."), "right")
    else:
        flash(_("This task is not among those that failed for good any more."))
    return to("list_jobs")


@bp.post("/jobs/retry")
@requires(Permission.ADMINISTER)
def retry_jobs() -> Response:
    revived = actions.retry_jobs(context.session(), request.form.get("name", ""), **deed())
    context.session().commit()
    if revived:
        flash(
            ngettext("%(num)s task will be tried again.", "%(num)s tasks will be tried again.", revived),
            "right",
        )
    else:
        flash(_("No such task has failed for good any more."))
    return to("list_jobs")


def called(name: str) -> str:
    """What a job does, in words; one without words here shows its name."""
    return str(NAMES.get(name, name))
