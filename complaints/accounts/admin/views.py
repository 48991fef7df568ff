"""The operator's pages. Each view is a list, a form, or one deed; what a page shows is asked in queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Field

from complaints.accounts.admin import actions, forms, queries
from complaints.accounts.admin.blueprint import bp
from complaints.domain.access import AccountRole, GroupRole, Permission
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422


@bp.get("/")
@requires(Permission.ADMINISTER)
def show_overview() -> str:
    return render_template("admin/show_overview.html", overview=queries.get_overview(context.session()))


@bp.get("/accounts/")
@requires(Permission.ADMINISTER)
def list_accounts() -> str:
    asked = request.args.get("role", "")
    role = AccountRole(asked) if asked in set(AccountRole) else None
    people = queries.list_people(context.session(), role, cipher=context.cipher())
    return render_template("admin/list_accounts.html", people=people, role=role, roles=AccountRole)


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_account() -> Answer:
    session = context.session()
    form = forms.CreateAccountForm()
    form.offer(groups=_slugs(queries.list_groups(session)), authorities=_authorities())
    if form.validate_on_submit():
        try:
            token = actions.invite(session, form.invitation(), **_deed(), now=context.now())
        except Duplicate:
            _refuse(form.email, _("This address has an account already. Open it in the list of accounts."))
        else:
            session.commit()
            return show_link(token, form.email.data, form.language.data)
    return _show("admin/create_account.html", form)


@bp.get("/accounts/<uuid:account_id>/")
@requires(Permission.ADMINISTER)
def show_account(account_id: UUID) -> str:
    person = queries.get_person(context.session(), account_id, cipher=context.cipher())
    return render_template("admin/show_account.html", person=person)


@bp.post("/accounts/<uuid:account_id>/link")
@requires(Permission.ADMINISTER)
def renew_link(account_id: UUID) -> Answer:
    session = context.session()
    person = queries.get_person(session, account_id, cipher=context.cipher())
    try:
        token = actions.renew_link(session, person.account, **_deed(), now=context.now())
    except Unsuitable:
        flash(_("Enable the account first, then make a link."), "wrong")
        return _to("show_account", account_id=account_id)
    session.commit()
    return show_link(token, person.email, person.account.language)


@bp.post("/accounts/<uuid:account_id>/disable")
@requires(Permission.ADMINISTER)
def disable_account(account_id: UUID) -> Response:
    session = context.session()
    person = queries.get_person(session, account_id, cipher=context.cipher())
    try:
        actions.disable_account(session, person.account, viewer=context.viewer(), now=context.now())
    except Unsuitable:
        flash(_("You cannot disable your own account. Ask another site administrator."), "wrong")
    else:
        session.commit()
        flash(_("The account is disabled and signed out everywhere."), "right")
    return _to("show_account", account_id=account_id)


@bp.post("/accounts/<uuid:account_id>/enable")
@requires(Permission.ADMINISTER)
def enable_account(account_id: UUID) -> Response:
    person = queries.get_person(context.session(), account_id, cipher=context.cipher())
    actions.enable_account(person.account, viewer=context.viewer())
    context.session().commit()
    flash(_("The account is enabled. Its password works again."), "right")
    return _to("show_account", account_id=account_id)


@bp.get("/groups/")
@requires(Permission.ADMINISTER)
def list_groups() -> str:
    return render_template("admin/list_groups.html", groups=queries.list_groups(context.session()))


@bp.route("/groups/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_group() -> Answer:
    session = context.session()
    form = forms.CreateGroupForm()
    form.offer(regions=_regions(), rounds=_rounds())
    if form.validate_on_submit():
        given = {"slug": form.slug.data, "round_ids": form.round_ids(), "now": context.now()}
        try:
            actions.create_group(session, form.entry(), viewer=context.viewer(), **given)
        except Duplicate:
            _refuse(form.slug, _("Another group has this address. Choose a different one."))
        else:
            session.commit()
            flash(_("The group is created. Now add its members."), "right")
            return _to("show_group", slug=form.slug.data)
    return _show("admin/edit_group.html", form, group=None)


@bp.get("/groups/<slug>/")
@requires(Permission.ADMINISTER)
def show_group(slug: str) -> str:
    session = context.session()
    group = queries.get_group(session, slug)
    members = queries.list_members(session, group, cipher=context.cipher())
    return render_template("admin/show_group.html", group=group, members=members)


@bp.route("/groups/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_group(slug: str) -> Answer:
    session = context.session()
    group = queries.get_group(session, slug)
    chosen = [str(round_.id) for round_ in group.rounds]
    form = forms.EditGroupForm(
        data={"name": group.name, "region": group.region_code, "purpose": group.purpose, "rounds": chosen}
    )
    form.offer(regions=_regions(), rounds=_rounds())
    if form.validate_on_submit():
        actions.edit_group(session, group, form.entry(), round_ids=form.round_ids(), viewer=context.viewer())
        session.commit()
        flash(_("The group is saved."), "right")
        return _to("show_group", slug=slug)
    return _show("admin/edit_group.html", form, group=group)


@bp.route("/groups/<slug>/members", methods=["GET", "POST"])
@bp.route("/groups/<slug>/members/<uuid:account_id>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def set_member(slug: str, account_id: UUID | None = None) -> Answer:
    session = context.session()
    group = queries.get_group(session, slug)
    present = queries.get_member(session, group, account_id, cipher=context.cipher()) if account_id else None
    form = forms.SetMemberForm(data={"email": present.person.email, "role": present.role.value} if present else None)
    if form.validate_on_submit():
        try:
            actions.set_member(session, group, email=form.email.data, role=GroupRole(form.role.data), **_deed())
        except (NotFound, Unsuitable) as error:
            _refuse_member(form, error)
        else:
            session.commit()
            flash(_("The member's role is saved."), "right")
            return _to("show_group", slug=slug)
    return _show("admin/set_member.html", form, group=group)


@bp.post("/groups/<slug>/members/<uuid:account_id>/remove")
@requires(Permission.ADMINISTER)
def remove_member(slug: str, account_id: UUID) -> Response:
    session = context.session()
    group = queries.get_group(session, slug)
    try:
        actions.remove_member(session, group, account_id, viewer=context.viewer())
    except Unsuitable:
        flash(_("A group keeps at least one owner. Make somebody else the owner first."), "wrong")
    else:
        session.commit()
        flash(_("The member is removed from the group."), "right")
    return _to("show_group", slug=slug)


@bp.get("/authorities/")
@requires(Permission.ADMINISTER)
def list_authorities() -> str:
    found = queries.list_authorities(context.session(), context.lang())
    return render_template("admin/list_authorities.html", authorities=found, kinds=dict(forms.AUTHORITY_ROLES))


@bp.route("/authorities/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_authority() -> Answer:
    session = context.session()
    form = forms.CreateAuthorityForm()
    form.offer(regions=_regions(), authorities=_authorities())
    if form.validate_on_submit():
        given = {"slug": form.slug.data, "superior_slug": form.superior_slug.data, "viewer": context.viewer()}
        try:
            actions.create_authority(session, form.entry(), **given)
        except Duplicate:
            _refuse(form.slug, _("Another authority has this address. Choose a different one."))
        else:
            session.commit()
            flash(_("The authority is saved."), "right")
            return _to("list_authorities")
    return _show("admin/edit_authority.html", form, authority=None)


@bp.route("/authorities/<slug>/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_authority(slug: str) -> Answer:
    session = context.session()
    authority = queries.get_authority(session, slug)
    superior = authority.superior.slug if authority.superior else forms.NONE
    form = forms.EditAuthorityForm(obj=authority, superior_slug=superior)
    form.offer(regions=_regions(), authorities=_authorities(but=slug))
    if form.validate_on_submit():
        given = {"superior_slug": form.superior_slug.data, "viewer": context.viewer()}
        try:
            actions.edit_authority(session, authority, form.entry(), **given)
        except Unsuitable:
            _refuse(form.superior_slug, _("This body stands below the one you edit. Choose another superior body."))
        else:
            session.commit()
            flash(_("The authority is saved."), "right")
            return _to("list_authorities")
    return _show("admin/edit_authority.html", form, authority=authority)


@bp.get("/localities/")
@requires(Permission.ADMINISTER)
def list_regions() -> str:
    session = context.session()
    regions = queries.list_regions(session, context.lang())
    return render_template("admin/list_regions.html", regions=regions, counts=queries.count_localities(session))


@bp.get("/localities/<slug>/")
@requires(Permission.ADMINISTER)
def list_localities(slug: str) -> str:
    session = context.session()
    region = queries.get_region(session, slug)
    found = queries.list_localities(session, region)
    return render_template(
        "admin/list_localities.html", region=region, localities=found, kinds=dict(forms.LOCALITY_KINDS)
    )


@bp.route("/localities/<slug>/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_locality(slug: str) -> Answer:
    session = context.session()
    region = queries.get_region(session, slug)
    form = forms.CreateLocalityForm()
    if form.validate_on_submit():
        try:
            actions.create_locality(session, region, form.entry(), code=form.code.data, viewer=context.viewer())
        except Duplicate:
            _refuse(form.code, _("There is a city or district with this code already. Check the digits."))
        except Unsuitable:
            _refuse(
                form.code, _("The codes of this region begin with %(digits)s. Check the digits.", digits=region.kato2)
            )
        else:
            session.commit()
            flash(_("The city or district is saved."), "right")
            return _to("list_localities", slug=slug)
    return _show("admin/edit_locality.html", form, region=region, locality=None)


@bp.route("/localities/<slug>/<code>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_locality(slug: str, code: str) -> Answer:
    session = context.session()
    locality = queries.get_locality(session, slug, code)
    form = forms.EditLocalityForm(obj=locality)
    if form.validate_on_submit():
        actions.edit_locality(locality, form.entry(), viewer=context.viewer())
        session.commit()
        flash(_("The city or district is saved."), "right")
        return _to("list_localities", slug=slug)
    return _show("admin/edit_locality.html", form, region=locality.region, locality=locality)


def show_link(token: str, email: str, lang: str) -> str:
    """The answer to the POST itself, never a page of its own: the link is nowhere to be read a second time."""
    url = context.settings().public_url + url_for("accounts.set_password", token=token, lang=lang)
    return render_template("admin/show_link.html", url=url, email=email)


def _show(template: str, form: Any, **values: Any) -> Answer:
    page = render_template(template, form=form, **values)
    return (page, NOT_TAKEN) if form.errors else page


def _refuse(field: Field, message: str) -> None:
    field.errors = [*field.errors, message]


def _refuse_member(form: forms.SetMemberForm, error: NotFound | Unsuitable) -> None:
    if isinstance(error, NotFound):
        _refuse(form.email, _("No account has this address. Create the account first."))
    elif error.what == "role":
        _refuse(form.email, _("This account is not an organiser's. Only organisers can be members of groups."))
    else:
        _refuse(form.role, _("A group keeps at least one owner. Make somebody else the owner first."))


def _deed() -> dict[str, Any]:
    return {"cipher": context.cipher(), "viewer": context.viewer()}


def _to(view: str, **values: Any) -> Response:
    return redirect(url_for(f"accounts.admin.{view}", **values), 303)


def _slugs(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(row.slug, row.name) for row in rows]


def _authorities(but: str | None = None) -> list[tuple[str, str]]:
    found = queries.list_authorities(context.session(), context.lang())
    return [(authority.slug, named(authority)) for authority in found if authority.slug != but]


def _regions() -> list[tuple[str, str]]:
    return [(region.code, named(region)) for region in queries.list_regions(context.session(), context.lang())]


def _rounds() -> list[tuple[str, str]]:
    return [(str(round_.id), named(round_)) for round_ in queries.list_rounds(context.session(), context.lang())]
