"""The official's list as a page."""

from __future__ import annotations

from flask import render_template, request

from complaints.domain.access import Permission
from complaints.responses.blueprint import bp
from complaints.responses.listing import queries
from complaints.responses.listing.desk import list_desk, offered
from complaints.responses.listing.forms import DeskForm
from complaints.responses.queries import count_by_role, get_authority
from complaints.web import context
from complaints.web.access import requires


@bp.get("/desk/")
@requires(Permission.USE_DESK)
def desk() -> str:
    """What was handed in to the official's authority: due today, overdue, next, at the end what is closed."""
    session, viewer = context.session(), context.viewer()
    lines = queries.list_lines(session, viewer)
    form = DeskForm(request.args, offered(session, lines))
    page = request.args.get("page", 1, type=int)
    found = list_desk(session, viewer, lines, form.wanted(), page=page, now=context.now())
    return render_template(
        "responses/desk.html",
        form=form,
        desk=found,
        chosen=form.chosen(),
        authority=get_authority(session, viewer),
        marks_all=request.args.get("mark") == "all",
        counts=count_by_role(session, [clock.submission.version_id for clock in found.clocks]),
        now=context.now(),
    )
