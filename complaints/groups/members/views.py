"""Pages about the members of a group. Owners see addresses; the other members see how many there are of each role."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import GroupRole, Permission, may_keep_group
from complaints.domain.errors import Duplicate, NotFound, TooManyOpen, TooManyTries, Unsuitable
from complaints.groups.blueprint import bp
from complaints.groups.finding import get_group, get_own_group
from complaints.groups.members import actions, queries
from complaints.groups.members.forms import InviteForm, RoleForm
from complaints.models import Group
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import moment
from complaints.web.labels import ROLE_HELP
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
MEMBERS: Final = "/groups/<slug>/members"
MEMBER: Final = MEMBERS + "/<uuid:account_id>"
INVITATION: Final = "/groups/<slug>/invitations/<uuid:invitation_id>"
NOT_TAKEN: Final = 422


@bp.get(MEMBERS)
@requires(Permission.SEE_GROUP_DESK)
def list_members(slug: str) -> str:
    session, viewer, cipher = context.session(), context.viewer(), context.cipher()
    group = get_group(session, viewer, slug)
    is_owner = may_keep_group(viewer, group.id)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "groups/list_members.html",
        group=group,
        role=viewer.groups[group.id],
        counts=queries.count_roles(session, group),
        members=queries.list_members(session, group, cipher=cipher, page=page) if is_owner else None,
        invited=queries.list_invited(session, group, cipher=cipher, now=context.now()) if is_owner else (),
        help=ROLE_HELP,
    )


@bp.route(MEMBERS + "/invite", methods=["GET", "POST"])
@requires(Permission.KEEP_GROUP)
def invite_member(slug: str) -> Answer:
    group = get_own_group(context.session(), context.viewer(), slug)
    form = InviteForm(data={"role": GroupRole.READER.value, "language": "kk" if context.lang() == "kk" else "ru"})
    if not form.validate_on_submit() or not _invite(group, form):
        page = render_template("groups/invite_member.html", group=group, form=form, help=ROLE_HELP)
        return (page, NOT_TAKEN) if form.errors else page
    return _to_members(slug)


@bp.post(INVITATION + "/again")
@requires(Permission.KEEP_GROUP)
def invite_again(slug: str, invitation_id: UUID) -> Response:
    session, viewer = context.session(), context.viewer()
    group = get_own_group(session, viewer, slug)
    invitation = queries.get_invitation(session, group, invitation_id)
    try:
        actions.invite_again(session, group, invitation, cipher=context.cipher(), viewer=viewer, now=context.now())
    except NotFound:
        flash(_("This invitation was answered or taken back in the meantime."), "late")
    except (TooManyOpen, TooManyTries) as error:
        session.rollback()
        flash(_too_many(error), "wrong")
    else:
        session.commit()
        flash(_("The invitation is on its way again. The link in the earlier mail does not work any more."), "right")
    return _to_members(slug)


@bp.post(INVITATION + "/revoke")
@requires(Permission.KEEP_GROUP)
def revoke_invitation(slug: str, invitation_id: UUID) -> Response:
    session, viewer = context.session(), context.viewer()
    group = get_own_group(session, viewer, slug)
    invitation = queries.get_invitation(session, group, invitation_id)
    was_open = actions.revoke_invitation(session, group, invitation, viewer=viewer, now=context.now())
    session.commit()
    if was_open:
        flash(_("The invitation is taken back. Its link does not work any more."), "right")
    else:
        flash(_("This invitation was answered or taken back in the meantime."), "late")
    return _to_members(slug)


@bp.get(MEMBER)
@requires(Permission.KEEP_GROUP)
def show_member(slug: str, account_id: UUID) -> str:
    group = get_own_group(context.session(), context.viewer(), slug)
    return _show_member(group, account_id, None)


@bp.post(MEMBER)
@requires(Permission.KEEP_GROUP)
def set_role(slug: str, account_id: UUID) -> Answer:
    session, viewer = context.session(), context.viewer()
    group = get_own_group(session, viewer, slug)
    form = RoleForm()
    if not form.validate():
        return _show_member(group, account_id, form), NOT_TAKEN
    role, now = GroupRole(form.role.data), context.now()
    try:
        changed = actions.set_role(session, group, account_id, role, cipher=context.cipher(), viewer=viewer, now=now)
    except Unsuitable:
        form.role.errors = [_("A group keeps at least one owner. Hand the group over first.")]
        return _show_member(group, account_id, form), NOT_TAKEN
    session.commit()
    if changed:
        flash(_("The role is changed. The member is told by mail."), "right")
    return _to_members(slug)


@bp.post(MEMBER + "/remove")
@requires(Permission.KEEP_GROUP)
def remove_member(slug: str, account_id: UUID) -> Response:
    session, viewer = context.session(), context.viewer()
    group = get_own_group(session, viewer, slug)
    try:
        actions.remove_member(session, group, account_id, cipher=context.cipher(), viewer=viewer, now=context.now())
    except Unsuitable as error:
        flash(_reason(error), "wrong")
    except NotFound:
        flash(_("This person is not in the group any more."), "late")
    else:
        session.commit()
        flash(_("The member is removed from the group and told by mail."), "right")
    return _to_members(slug)


@bp.route(MEMBER + "/hand-over", methods=["GET", "POST"])
@requires(Permission.KEEP_GROUP)
def hand_over(slug: str, account_id: UUID) -> Answer:
    session, viewer, cipher = context.session(), context.viewer(), context.cipher()
    group = get_own_group(session, viewer, slug)
    heir = queries.get_member(session, group, account_id, cipher=cipher)
    if request.method != "POST":
        return render_template("groups/hand_over.html", group=group, heir=heir)
    try:
        actions.hand_over(session, group, account_id, cipher=cipher, viewer=viewer, now=context.now())
    except Unsuitable as error:
        flash(_reason(error), "wrong")
    else:
        session.commit()
        flash(_("The group is handed over. You are an editor of it now; both of you are told by mail."), "right")
    return _to_members(slug)


@bp.route("/groups/<slug>/leave", methods=["GET", "POST"])
@requires(Permission.SEE_GROUP_DESK)
def leave_group(slug: str) -> Answer:
    """Open to every member; whoever is the last owner hands the group over first."""
    session, viewer = context.session(), context.viewer()
    group = get_group(session, viewer, slug)
    if request.method != "POST":
        is_last = actions.is_last_owner(session, group, viewer)
        return render_template("groups/leave_group.html", group=group, is_last=is_last)
    try:
        actions.leave_group(session, group, viewer=viewer, now=context.now())
    except Unsuitable as error:
        flash(_reason(error), "wrong")
        return redirect(url_for(".leave_group", slug=slug), 303)
    session.commit()
    flash(_("You have left the group %(group)s.", group=group.name), "right")
    return redirect(url_for("petitions.list_groups"), 303)


def _invite(group: Group, form: InviteForm) -> bool:
    """Whether there is an invitation now. The answer is the same whether or not the address has an account."""
    session = context.session()
    try:
        actions.invite_member(
            session,
            group,
            cipher=context.cipher(),
            viewer=context.viewer(),
            email=form.email.data,
            role=GroupRole(form.role.data),
            language=form.language.data,
            now=context.now(),
        )
    except Duplicate as error:
        if error.what == "invitation":  # perhaps the same form sent twice
            flash(_("This address is invited and has not answered yet. You can send the invitation again."), "late")
            return True
        form.email.errors = [_("This person is in the group already.")]
    except (TooManyOpen, TooManyTries) as error:
        form.form_errors.append(_too_many(error))
    else:
        session.commit()
        flash(_("The invitation is on its way. The link in the mail works for 14 days."), "right")
        return True
    return False


def _show_member(group: Group, account_id: UUID, form: RoleForm | None) -> str:
    """Raises NotFound."""
    session, viewer = context.session(), context.viewer()
    member = queries.get_member(session, group, account_id, cipher=context.cipher())
    return render_template(
        "groups/show_member.html",
        group=group,
        member=member,
        form=form or RoleForm(formdata=None, data={"role": member.role.value}),
        is_self=account_id == viewer.account_id,
        help=ROLE_HELP,
    )


def _reason(error: Unsuitable) -> str:
    return {
        actions.LAST_OWNER: _("A group keeps at least one owner. Hand the group over first."),
        actions.OWN_ROLE: _("This is your own membership. To go, leave the group."),
        actions.DISABLED: _("The account of this member is disabled. Choose somebody else."),
    }[error.what]


def _too_many(error: TooManyOpen | TooManyTries) -> str:
    if isinstance(error, TooManyOpen):
        return _(
            "%(most)s invitations of the group wait for an answer. Take one back, or wait until somebody answers.",
            most=error.most,
        )
    return _(
        "Today the group has mailed as often as it may. Try again after %(time)s (Kazakhstan time).",
        time=moment(error.again_at),
    )


def _to_members(slug: str) -> Response:
    return redirect(url_for(".list_members", slug=slug), 303)
