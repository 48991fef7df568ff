"""The group's list of those who joined and wait for confirmation, and what a member can do about one of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may_confirm_for
from complaints.domain.complaint import ConfirmedBy
from complaints.domain.errors import Forbidden, Unsuitable
from complaints.grouping.blueprint import bp
from complaints.grouping.groups import get_group
from complaints.grouping.joined import actions, queries
from complaints.grouping.joined.forms import ConfirmJoinedForm
from complaints.models import Group, Supporter
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _


@bp.get("/groups/<slug>/joined")
@requires(Permission.LIST_COMPLAINTS)
def list_joined(slug: str) -> str:
    session, viewer = context.session(), context.viewer()
    group = get_group(session, viewer, slug)
    found = queries.list_joined(session, group, request.args.get("page", 1, type=int))
    return render_template(
        "grouping/list_joined.html", group=group, found=found, may_confirm=may_confirm_for(viewer, group.id)
    )


@bp.get("/groups/<slug>/joined/<number>")
@requires(Permission.CONFIRM_COMPLAINT)
def show_waiting_joined(slug: str, number: str) -> str:
    """Without the phone, which only a POST shows."""
    group, supporter = _find(slug, number)
    return _show(group, supporter, ConfirmJoinedForm())


@bp.post("/groups/<slug>/joined/<number>")
@requires(Permission.CONFIRM_COMPLAINT)
def see_joined_phone(slug: str, number: str) -> str:
    """Shown in this one answer, which no cache keeps; asking again is another look on record."""
    group, supporter = _find(slug, number)
    session, viewer = context.session(), context.viewer()
    phone = actions.see_joined_phone(
        session, cipher=context.cipher(), viewer=viewer, group=group, supporter=supporter, now=context.now()
    )
    session.commit()
    return _show(group, supporter, ConfirmJoinedForm(formdata=None), phone)


@bp.post("/groups/<slug>/joined/<number>/confirm")
@requires(Permission.CONFIRM_COMPLAINT)
def confirm_joined(slug: str, number: str) -> str | Response | tuple[str, int]:
    group, supporter = _find(slug, number)
    session, viewer, form = context.session(), context.viewer(), ConfirmJoinedForm()
    if not form.validate():
        return _show(group, supporter, form), 422
    by = ConfirmedBy(form.by.data)
    try:
        done = actions.confirm_joined(
            session, viewer=viewer, group=group, supporter=supporter, by=by, now=context.now()
        )
    except Unsuitable:
        form.by.errors = [_("Nobody of the group has looked at the number yet: show the phone and call first")]
        return _show(group, supporter, form), 422
    session.commit()
    if done:
        flash(_("%(number)s is confirmed.", number=number), "right")
    return redirect(url_for(".list_joined", slug=slug), 303)


def _find(slug: str, number: str) -> tuple[Group, Supporter]:
    """Raises NotFound for strangers and for what this group may not confirm, Forbidden for readers."""
    session, viewer = context.session(), context.viewer()
    group = get_group(session, viewer, slug)
    if not may_confirm_for(viewer, group.id):
        raise Forbidden(slug)
    return group, queries.get_joined(session, group, number)


def _show(group: Group, supporter: Supporter, form: ConfirmJoinedForm, phone: str | None = None) -> str:
    return render_template(
        "grouping/show_waiting_joined.html",
        group=group,
        supporter=supporter,
        form=form,
        phone=phone,
        looks=queries.list_looks(context.session(), group, supporter),
    )
