"""Pages of the operator's invitations: the list, inviting, sending again, taking back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from complaints.accounts.admin.authorities import queries as authorities
from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.groups import queries as groups
from complaints.accounts.admin.inviting import actions, queries
from complaints.accounts.admin.inviting.forms import InviteForm
from complaints.accounts.admin.replies import Answer, deed, page_asked, refuse, sealed_deed, show, to, words_asked
from complaints.domain.access import AccountRole, Permission
from complaints.domain.errors import Duplicate, NotFound, TooManyOpen, TooManyTries, Unsuitable
from complaints.domain.groups import Obstacle
from complaints.invitations import Offer
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import label, named
from complaints.web.words import gettext as _


@bp.get("/invitations/")
@requires(Permission.ADMINISTER)
def list_invitations() -> str:
    only_open, words = request.args.get("state") != "all", words_asked()
    return render_template(
        "admin/inviting/list_invitations.html",
        sheet=queries.list_invitations(
            context.session(),
            only_open=only_open,
            words=words,
            cipher=context.cipher(),
            now=context.now(),
            page=page_asked(),
        ),
        only_open=only_open,
        words=words,
        OPEN=queries.OPEN,
    )


@bp.route("/invitations/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def invite() -> Answer:
    session = context.session()
    form = InviteForm(data=_asked())
    form.offer(
        groups=[(group.slug, group.name) for group in groups.list_all(session)],
        authorities=[(body.slug, named(body)) for body in authorities.list_all(session, context.lang())],
    )
    if form.validate_on_submit():
        try:
            actions.invite(session, _offer(form), email=form.email.data, language=form.language.data, **sealed_deed())
        except (Duplicate, Unsuitable, TooManyOpen, TooManyTries) as error:
            session.rollback()
            refuse(form.email, _reason(error))
        else:
            session.commit()
            flash(_("The invitation is on its way. The link in the mail works for 14 days."), "right")
            return to("list_invitations")
    return show("admin/inviting/invite.html", form)


@bp.post("/invitations/<uuid:invitation_id>/again")
@requires(Permission.ADMINISTER)
def send_invitation_again(invitation_id: UUID) -> Response:
    session = context.session()
    invitation = queries.get_invitation(session, invitation_id)
    try:
        actions.send_again(session, invitation, **sealed_deed())
    except NotFound:
        flash(_("This invitation was answered or taken back in the meantime."), "late")
    except (TooManyOpen, TooManyTries) as error:
        session.rollback()
        flash(_reason(error), "wrong")
    else:
        session.commit()
        flash(_("The invitation is on its way again. The link in the earlier mail does not work any more."), "right")
    return to("list_invitations")


@bp.post("/invitations/<uuid:invitation_id>/revoke")
@requires(Permission.ADMINISTER)
def revoke_invitation(invitation_id: UUID) -> Response:
    session = context.session()
    invitation = queries.get_invitation(session, invitation_id)
    was_open = actions.revoke(session, invitation, **deed())
    session.commit()
    if was_open:
        flash(_("The invitation is taken back. Its link does not work any more."), "right")
    else:
        flash(_("This invitation was answered or taken back in the meantime."), "late")
    return to("list_invitations")


def _asked() -> dict[str, str | None]:
    """What the page that leads here knows already."""
    group, authority = request.args.get("group"), request.args.get("authority")
    role = AccountRole.ORGANISER if group else AccountRole.OFFICIAL if authority else None
    return {"group": group, "authority": authority, "role": role.value if role else None}


def _offer(form: InviteForm) -> Offer:
    session = context.session()
    return actions.offer_of(
        AccountRole(form.role.data),
        group=groups.get_group(session, form.group.data) if form.group.data else None,
        authority=authorities.get_authority(session, form.authority.data) if form.authority.data else None,
    )


def _reason(error: Duplicate | Unsuitable | TooManyOpen | TooManyTries) -> str:
    """The operator sees accounts, so may be told what is in the way."""
    if isinstance(error, Unsuitable):
        return label(Obstacle(error.what))
    if isinstance(error, Duplicate):
        return {
            "member": _("This person is in the group already."),
            "account": _("This address has an account with this role already."),
            "invitation": _("This address is invited and has not answered yet. You can send the invitation again."),
        }[error.what]
    return _("This group has invited as often as it may. Take an invitation back, or try again tomorrow.")
