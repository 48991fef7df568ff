"""Pages of an authority's answer templates, for its officials."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission
from complaints.domain.errors import NotFound, StaleVersion
from complaints.responses.blueprint import bp
from complaints.responses.templating import actions, queries
from complaints.responses.templating.forms import TemplateForm, form_of
from complaints.web import context
from complaints.web.access import SAFE_METHODS, requires
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
TEMPLATES: Final = "/desk/templates/"
NOT_TAKEN: Final = 422
CONFLICT: Final = 409


@bp.get(TEMPLATES)
@requires(Permission.RECORD_RESPONSE)
def list_templates() -> str:
    found = queries.list_templates(context.session(), context.viewer())
    return render_template("responses/templating/list_templates.html", templates=found)


@bp.route(TEMPLATES + "new", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def create_template() -> Answer:
    form = TemplateForm()
    if not form.validate_on_submit():
        return _page(form, NOT_TAKEN)
    actions.create_template(context.session(), viewer=context.viewer(), draft=form.draft(), now=context.now())
    return _done(_("The template is saved."))


@bp.route(TEMPLATES + "<uuid:template_id>/", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def edit_template(template_id: UUID) -> Answer:
    session, viewer = context.session(), context.viewer()
    try:
        template = queries.get_template(session, viewer, template_id)
        form = form_of(template)
        if not form.validate_on_submit():
            return _page(form, NOT_TAKEN, template=template)
        actions.edit_template(
            session, viewer=viewer, template=template, draft=form.draft(), seen=form.edit_seen(), now=context.now()
        )
    except StaleVersion:
        session.rollback()
        template = queries.get_template(session, viewer, template_id)
        form.refuse_stale(template)
        return _page(form, CONFLICT, template=template, is_stale=True)
    except NotFound:
        session.rollback()
        if request.method in SAFE_METHODS or queries.exists(session, template_id):
            raise
        return _as_new_one()
    return _done(_("The template is saved."))


def _as_new_one() -> Answer:
    """What was typed into a template that is gone: it can be saved as another one."""
    form = TemplateForm()
    form.validate()
    form.refuse_deleted()
    return _page(form, CONFLICT)


@bp.route(TEMPLATES + "<uuid:template_id>/delete", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def delete_template(template_id: UUID) -> Answer:
    session, viewer = context.session(), context.viewer()
    template = queries.get_template(session, viewer, template_id)
    if request.method in SAFE_METHODS:
        return render_template("responses/templating/delete_template.html", template=template)
    actions.delete_template(session, viewer=viewer, template=template)
    return _done(_("The template is deleted. Answers that were begun from it stay as they are."))


def _done(sentence: str) -> Response:
    context.session().commit()
    flash(sentence, "right")
    return redirect(url_for(".list_templates"), 303)


def _page(form: TemplateForm, status: int, **values: object) -> Answer:
    page = render_template("responses/templating/edit_template.html", form=form, **values)
    return (page, status) if request.method not in SAFE_METHODS else page
