"""The page behind the link of an invitation: what is offered, by whom, and the way to accept it."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints import invitations
from complaints.accounts import actions as accounts
from complaints.accounts.blueprint import bp
from complaints.accounts.forms import SetPasswordForm
from complaints.accounts.invited import actions, queries
from complaints.accounts.invited.queries import Way
from complaints.accounts.landing import arrive, home, this_device
from complaints.domain.errors import Duplicate, NotFound, TooManyTries, Unsuitable
from complaints.domain.groups import InvitationState
from complaints.models import Invitation
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public_form
from complaints.web.headers import mark_personal
from complaints.web.labels import ROLE_HELP
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
GONE: Final = 410
TOO_MANY: Final = 429


@bp.route("/account/invitation/<token>", methods=["GET", "POST"])
@public_form
def accept_invitation(token: str) -> Answer:
    """A GET changes nothing, so that a mail scanner that opens the link does not accept. The token in the address is
    the secret that a form of another site cannot know.
    """
    mark_personal()
    invitation = invitations.find(context.session(), token)
    if invitation is None:
        return _gone(None)
    state = invitations.state_of(invitation, now=context.now())
    if state is not InvitationState.WAITING:
        return _gone(invitation, state)
    if request.method in SAFE_METHODS:
        return _show(invitation, token, SetPasswordForm())
    way = queries.standing_of(context.session(), invitation, context.viewer()).way
    if way is Way.SET_PASSWORD:
        return _accept_with_password(invitation, token)
    if way is Way.ACCEPT:
        return _accept(invitation, token)
    return _show(invitation, token, SetPasswordForm()), NOT_TAKEN


def _accept(invitation: Invitation, token: str) -> Answer:
    session, viewer = context.session(), context.viewer()
    account = queries.find_account(session, invitation)
    if account is None or account.id != viewer.account_id:
        return _show(invitation, token, SetPasswordForm()), NOT_TAKEN
    try:
        invitations.accept(session, invitation, account, now=context.now())
    except NotFound:
        return _gone(invitation, invitations.state_of(invitation, now=context.now()))
    except Unsuitable:
        return _show(invitation, token, SetPasswordForm()), NOT_TAKEN
    session.commit()
    flash(_("You have accepted the invitation."), "right")
    return redirect(_place(invitation) or home(), 303)


def _accept_with_password(invitation: Invitation, token: str) -> Answer:
    session, cipher, now = context.session(), context.cipher(), context.now()
    form = SetPasswordForm(request.form)
    if not form.validate():
        return _show(invitation, token, form), NOT_TAKEN
    try:
        accounts.count_try_of_link(session, cipher=cipher, address=request.remote_addr, now=now)
        account = actions.accept_with_password(session, invitation, cipher=cipher, password=form.password.data, now=now)
    except TooManyTries:
        session.commit()
        return render_template("accounts/invited/invitation_gone.html", state=None, too_many=True), TOO_MANY
    except NotFound:
        return _gone(invitation, invitations.state_of(invitation, now=now))
    except (Duplicate, Unsuitable):  # the address got an account at this moment: the page says what to do now
        session.rollback()
        return redirect(url_for(".accept_invitation", token=token), 303)
    entered = accounts.enter(session, account, device=this_device(), now=now)
    place = _place(invitation)
    session.commit()
    answer = arrive(entered, place)
    flash(_("You have accepted the invitation, and your password is set."), "right")
    return answer


def _place(invitation: Invitation) -> str:
    """Where the work of the invited is: the group's desk, or what the role opens."""
    return url_for("petitions.show_group", slug=invitation.group.slug) if invitation.group else ""


def _show(invitation: Invitation, token: str, form: SetPasswordForm) -> str:
    return render_template(
        "accounts/invited/accept_invitation.html",
        invitation=invitation,
        token=token,
        form=form,
        email=invitations.address_of(invitation, cipher=context.cipher()),
        standing=queries.standing_of(context.session(), invitation, context.viewer()),
        Way=Way,
        role_help=ROLE_HELP,
    )


def _gone(invitation: Invitation | None, state: InvitationState | None = None) -> Answer:
    """Who accepted before and is signed in comes to the work; anybody else is told what became of the invitation."""
    own = queries.find_account(context.session(), invitation) if invitation else None
    if invitation and own and state is InvitationState.ACCEPTED and own.id == context.viewer().account_id:
        return redirect(home(), 303)
    return render_template("accounts/invited/invitation_gone.html", state=state, too_many=False), GONE
