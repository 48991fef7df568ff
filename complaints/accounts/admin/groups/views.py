"""Pages of groups: the list, one group, its rounds and members."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template
from werkzeug.wrappers import Response

from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.groups import actions, forms, queries
from complaints.accounts.admin.places.queries import list_regions
from complaints.accounts.admin.replies import Answer, deed, page_asked, refuse, sealed_deed, show, to, words_asked
from complaints.domain.access import GroupRole, Permission
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.models import Group
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named
from complaints.web.words import gettext as _


@bp.get("/groups/")
@requires(Permission.ADMINISTER)
def list_groups() -> str:
    words = words_asked()
    sheet = queries.list_groups(context.session(), words=words, page=page_asked())
    return render_template("admin/list_groups.html", sheet=sheet, words=words)


@bp.route("/groups/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create_group() -> Answer:
    session = context.session()
    form = forms.CreateGroupForm()
    _offer(form)
    if form.validate_on_submit():
        given = {"slug": form.slug.data, "round_ids": form.round_ids()}
        try:
            actions.create_group(session, form.entry(), **given, **deed())
        except Duplicate:
            refuse(form.slug, _("Another group has this address. Choose a different one."))
        else:
            session.commit()
            flash(_("The group is created. Now add its members."), "right")
            return to("show_group", slug=form.slug.data)
    return show("admin/edit_group.html", form, group=None)


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
    _offer(form, group)
    if form.validate_on_submit():
        actions.edit_group(session, group, form.entry(), round_ids=form.round_ids(), **deed())
        session.commit()
        flash(_("The group is saved."), "right")
        return to("show_group", slug=slug)
    return show("admin/edit_group.html", form, group=group)


@bp.route("/groups/<slug>/members", methods=["GET", "POST"])
@bp.route("/groups/<slug>/members/<uuid:account_id>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def set_member(slug: str, account_id: UUID | None = None) -> Answer:
    session = context.session()
    group = queries.get_group(session, slug)
    present = queries.get_member(session, group, account_id, cipher=context.cipher()) if account_id else None
    form = forms.SetMemberForm(data={"email": present.person.email, "role": present.role.value} if present else None)
    if form.validate_on_submit():
        given = {"email": form.email.data, "role": GroupRole(form.role.data)}
        try:
            actions.set_member(session, group, **given, **sealed_deed())
        except (NotFound, Unsuitable) as error:
            _refuse_member(form, error)
        else:
            session.commit()
            flash(_("The member's role is saved."), "right")
            return to("show_group", slug=slug)
    return show("admin/set_member.html", form, group=group)


@bp.post("/groups/<slug>/members/<uuid:account_id>/remove")
@requires(Permission.ADMINISTER)
def remove_member(slug: str, account_id: UUID) -> Response:
    session = context.session()
    group = queries.get_group(session, slug)
    try:
        actions.remove_member(session, group, account_id, **deed())
    except Unsuitable:
        flash(_("A group keeps at least one owner. Make somebody else the owner first."), "wrong")
    else:
        session.commit()
        flash(_("The member is removed from the group."), "right")
    return to("show_group", slug=slug)


def _offer(form: forms.EditGroupForm, group: Group | None = None) -> None:
    session, lang = context.session(), context.lang()
    form.offer(
        regions=[(region.code, named(region)) for region in list_regions(session, lang)],
        rounds=[(str(round_.id), named(round_)) for round_ in queries.list_rounds(session, lang, group)],
    )


def _refuse_member(form: forms.SetMemberForm, error: NotFound | Unsuitable) -> None:
    if isinstance(error, NotFound):
        refuse(form.email, _("No account has this address. Create the account first."))
    elif error.what == "role":
        refuse(form.email, _("This account is not an organiser's. Only organisers can be members of groups."))
    else:
        refuse(form.role, _("A group keeps at least one owner. Make somebody else the owner first."))
