"""Remarks on the demands of one submission, by its group and by its authority."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from complaints.domain.access import Permission
from complaints.happenings import newest_remarks
from complaints.models.submissions import Submission
from complaints.responses import queries
from complaints.responses.blueprint import bp
from complaints.responses.happening.views import AT_DESK
from complaints.responses.reaching import handed_in
from complaints.responses.remarking import actions
from complaints.responses.remarking.forms import remarks_form
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

NOT_TAKEN: Final = 422


@bp.route("/groups/<slug>/petitions/<int(max=2147483647):petition_id>/submission/remarks", methods=["GET", "POST"])
@requires(Permission.REPORT_RESPONSE)
def remark_as_group(slug: str, petition_id: int) -> str | tuple[str, int] | Reply:
    _found, submission = handed_in(slug, petition_id)
    return _remark(submission, url_for(".record_submission", slug=slug, petition_id=petition_id))


@bp.route(AT_DESK + "remarks", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def remark_at_desk(submission_id: UUID) -> str | tuple[str, int] | Reply:
    submission = queries.get_addressed(context.session(), context.viewer(), submission_id)
    return _remark(submission, url_for(".show_at_desk", submission_id=submission.id))


def _remark(submission: Submission, back: str) -> str | tuple[str, int] | Reply:
    form = remarks_form(queries.demand_codes(submission.version))
    if form.validate_on_submit():
        session = context.session()
        added = actions.add_remarks(
            session, viewer=context.viewer(), submission=submission, texts=form.texts(), now=context.now()
        )
        session.commit()
        if added:
            flash(ngettext("%(num)s remark is public now.", "%(num)s remarks are public now.", added), "right")
        else:
            flash(_("Nothing new was typed: nothing is changed."), "late")
        return redirect(back, 303)
    page = render_template(
        "responses/remark.html", submission=submission, form=form, known=newest_remarks(submission), back=back
    )
    return (page, NOT_TAKEN) if request.method == "POST" else page
