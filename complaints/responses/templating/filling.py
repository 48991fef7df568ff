"""What a new answer at the desk begins with: today, and the template that `?template=ID` in the address names."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import request

from complaints.domain.errors import NotFound
from complaints.responses.forms import ResponseForm
from complaints.responses.templating import queries
from complaints.web import context
from complaints.web.access import SAFE_METHODS
from complaints.web.clocks import today


def fill_in(form: ResponseForm) -> None:
    """Only what has nothing in it yet. What is no template of the viewer's authority fills nothing."""
    if request.method not in SAFE_METHODS:
        return
    form.responded_on.data = form.responded_on.data or today(context.now())
    if "template" not in request.args:
        return
    with suppress(ValueError, NotFound):
        template = queries.get_template(context.session(), context.viewer(), UUID(request.args["template"]))
        form.summary.data = form.summary.data or template.text
        form.language.data = form.language.data or template.language.value
