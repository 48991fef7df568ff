"""Pages of authorities: the list, adding one, editing one."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from complaints.accounts.admin.authorities import actions, forms, queries
from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.fields import NONE
from complaints.accounts.admin.places.queries import list_regions
from complaints.accounts.admin.replies import Answer, deed, page_asked, refuse, show, to, words_asked
from complaints.domain.access import Permission
from complaints.domain.errors import Duplicate, Unsuitable
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named
from complaints.web.words import gettext as _


@bp.get("/authorities/")
@requires(Permission.ADMINISTER)
def list_authorities() -> str:
    words, only = words_asked(), request.args.get("checked") == "no"
    sheet = queries.list_authorities(
        context.session(), context.lang(), words=words, only_to_be_checked=only, page=page_asked()
    )
    kinds = dict(forms.AUTHORITY_ROLES)
    return render_template("admin/list_authorities.html", sheet=sheet, kinds=kinds, words=words, only=only)


@bp.route("/authorities/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_authority() -> Answer:
    session = context.session()
    form = forms.CreateAuthorityForm()
    _offer(form)
    if form.validate_on_submit():
        given = {"slug": form.slug.data, "superior_slug": form.superior_slug.data}
        try:
            actions.create_authority(session, form.entry(), **given, **deed())
        except Duplicate:
            refuse(form.slug, _("Another authority has this address. Choose a different one."))
        else:
            session.commit()
            flash(_("The authority is saved."), "right")
            return to("list_authorities")
    return show("admin/edit_authority.html", form, authority=None)


@bp.route("/authorities/<slug>/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_authority(slug: str) -> Answer:
    session = context.session()
    authority = queries.get_authority(session, slug)
    superior = authority.superior.slug if authority.superior else NONE
    form = forms.EditAuthorityForm(obj=authority, superior_slug=superior)
    if queries.is_in_use(session, authority):
        form.keep_slug()
    _offer(form, but=slug)
    if form.validate_on_submit():
        given = {"superior_slug": form.superior_slug.data, "slug": form.slug_or(slug)}
        try:
            actions.edit_authority(session, authority, form.entry(), **given, **deed())
        except (Duplicate, Unsuitable) as error:
            _refuse(form, error)
        else:
            session.commit()
            flash(_("The authority is saved."), "right")
            return to("list_authorities")
    return show("admin/edit_authority.html", form, authority=authority)


def _refuse(form: forms.EditAuthorityForm, error: Duplicate | Unsuitable) -> None:
    if isinstance(error, Duplicate):
        refuse(form.slug, _("Another authority has this address. Choose a different one."))
    elif error.what == "slug" and form.slug:
        refuse(form.slug, _("Something refers to this authority by now: it keeps its address."))
    else:
        refuse(form.superior_slug, _("This body stands below the one you edit. Choose another superior body."))


def _offer(form: Any, but: str | None = None) -> None:
    session, lang = context.session(), context.lang()
    bodies = [body for body in queries.list_all(session, lang) if body.slug != but]
    form.offer(
        regions=[(region.code, named(region)) for region in list_regions(session, lang)],
        authorities=[(body.slug, named(body)) for body in bodies],
    )
