"""The page behind a mailed link to set a password: of an invitation, or of somebody who forgot it."""

from __future__ import annotations

from typing import Final

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from complaints.accounts import actions, queries
from complaints.accounts.blueprint import bp
from complaints.accounts.forms import SetPasswordForm
from complaints.accounts.landing import arrive, this_device
from complaints.domain.errors import NotFound, TooManyTries
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public_form
from complaints.web.headers import mark_personal
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
GONE: Final = 410
TOO_MANY: Final = 429


@bp.route("/account/set-password/<token>", methods=["GET", "POST"])
@public_form
def set_password(token: str) -> Answer:
    """A GET changes nothing, so that a mail scanner that opens the link does not use it up."""
    mark_personal()
    link = queries.find_password_link(context.session(), token=token, now=context.now())
    if link is None:
        return render_template("accounts/link_gone.html"), GONE
    form = SetPasswordForm(request.form if request.method == "POST" else None)
    email = queries.email_of(link.account, cipher=context.cipher())
    if request.method in SAFE_METHODS:
        return render_template("accounts/set_password.html", form=form, email=email)
    if not form.validate():
        return render_template("accounts/set_password.html", form=form, email=email), NOT_TAKEN
    return use_link(token, form.password.data)


def use_link(token: str, password: str) -> Answer:
    """Set the password and come in; where the account has one-time codes, the link does not stand for the code."""
    session, now = context.session(), context.now()
    try:
        actions.count_try_of_link(session, cipher=context.cipher(), address=request.remote_addr, now=now)
        account = actions.set_password_by_token(session, token=token, password=password, now=now)
    except (NotFound, TooManyTries) as error:
        session.commit()
        return render_template("accounts/link_gone.html"), TOO_MANY if isinstance(error, TooManyTries) else GONE
    entered = actions.enter(session, account, device=this_device(), now=now)
    session.commit()
    answer = arrive(entered)
    if entered.awaits_code:
        flash(_("Your password is set. Now the one-time code."), "right")
    else:
        flash(_("Your password is set, and you are signed in."), "right")
    return answer
