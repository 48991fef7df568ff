"""The group's list of complaints that wait for confirmation, and what a member can do about one of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may_confirm_for
from complaints.domain.complaint import ConfirmedBy
from complaints.domain.errors import Forbidden, Unsuitable
from complaints.grouping.blueprint import bp
from complaints.grouping.confirming import actions, queries
from complaints.grouping.confirming.forms import ConfirmForm
from complaints.grouping.groups import get_group
from complaints.models import Complaint, Group
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _


@bp.get("/groups/<slug>/unconfirmed")
@requires(Permission.LIST_COMPLAINTS)
def list_unconfirmed(slug: str) -> str:
    session, viewer = context.session(), context.viewer()
    group = get_group(session, viewer, slug)
    found = queries.list_unconfirmed(session, group, request.args.get("page", 1, type=int))
    return render_template(
        "grouping/unconfirmed.html", group=group, found=found, may_confirm=may_confirm_for(viewer, group.id)
    )


@bp.get("/groups/<slug>/unconfirmed/<number>")
@requires(Permission.CONFIRM_COMPLAINT)
def show_unconfirmed(slug: str, number: str) -> str:
    """The complaint without the phone, which only a POST shows."""
    group, complaint = _find(slug, number)
    return _show(group, complaint, ConfirmForm())


@bp.post("/groups/<slug>/unconfirmed/<number>")
@requires(Permission.CONFIRM_COMPLAINT)
def see_phone(slug: str, number: str) -> str:
    """Shown in this one answer, which no cache keeps; asking again is another look on record."""
    group, complaint = _find(slug, number)
    session = context.session()
    phone = actions.see_phone(
        session,
        cipher=context.cipher(),
        viewer=context.viewer(),
        group=group,
        complaint=complaint,
        now=context.now(),
    )
    session.commit()
    return _show(group, complaint, ConfirmForm(formdata=None), phone)


@bp.post("/groups/<slug>/unconfirmed/<number>/confirm")
@requires(Permission.CONFIRM_COMPLAINT)
def confirm(slug: str, number: str) -> str | Response | tuple[str, int]:
    group, complaint = _find(slug, number)
    form = ConfirmForm()
    if not form.validate():
        return _show(group, complaint, form), 422
    try:
        done = actions.confirm_complaint(
            context.session(),
            viewer=context.viewer(),
            group=group,
            complaint=complaint,
            by=ConfirmedBy(form.by.data),
            now=context.now(),
        )
    except Unsuitable:
        form.by.errors = [_("Nobody of the group has looked at the number yet: show the phone and call first")]
        return _show(group, complaint, form), 422
    context.session().commit()
    if done:
        flash(_("Complaint %(number)s is confirmed.", number=number), "right")
    return redirect(url_for(".list_unconfirmed", slug=slug), 303)


def _find(slug: str, number: str) -> tuple[Group, Complaint]:
    """Raises NotFound for strangers and for what this group may not confirm, Forbidden for readers."""
    session, viewer = context.session(), context.viewer()
    group = get_group(session, viewer, slug)
    if not may_confirm_for(viewer, group.id):
        raise Forbidden(slug)
    return group, queries.get_unconfirmed(session, group, number)


def _show(group: Group, complaint: Complaint, form: ConfirmForm, phone: str | None = None) -> str:
    return render_template(
        "grouping/unconfirmed_one.html",
        group=group,
        complaint=complaint,
        form=form,
        phone=phone,
        looks=queries.list_looks(context.session(), group, complaint),
    )
