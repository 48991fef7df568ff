"""The first page of the operator."""

from __future__ import annotations

from flask import render_template

from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.overview import queries
from complaints.domain.access import Permission
from complaints.web import context
from complaints.web.access import requires


@bp.get("/")
@requires(Permission.ADMINISTER)
def show_overview() -> str:
    session = context.session()
    return render_template(
        "admin/show_overview.html",
        overview=queries.get_overview(session),
        waiting=queries.get_waiting(session),
    )
