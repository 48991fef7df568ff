"""Signing in and out, the own account, one-time links."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaints.accounts import actions, queries, sessions
from complaints.accounts.blueprint import bp
from complaints.accounts.forms import SetPasswordForm, SignInForm
from complaints.domain.access import AccountRole, Permission
from complaints.domain.errors import NotFound, TooManyTries
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public_form, requires
from complaints.web.headers import mark_personal
from complaints.web.views import local_target

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
GONE: Final = 410
TOO_MANY: Final = 429
HOMES: Final = {
    AccountRole.ORGANISER: "petitions.list_groups",
    AccountRole.OFFICIAL: "responses.desk",
    AccountRole.MODERATOR: "moderation.list_texts",
    AccountRole.OPERATOR: "accounts.admin.show_overview",
}


@bp.route("/account/sign-in", methods=["GET", "POST"])
@public_form
def sign_in() -> Answer:
    mark_personal()
    if context.viewer().is_signed_in:
        return redirect(home(), 303)
    form = SignInForm(request.form if request.method == "POST" else None, data={"next": request.args.get("next", "")})
    if request.method in SAFE_METHODS:
        return show_sign_in(form)
    if not form.validate():
        return show_sign_in(form), NOT_TAKEN
    try:
        token = try_to_sign_in(form)
    except TooManyTries as error:
        return show_sign_in(form, error), TOO_MANY
    if token is None:
        form.refuse()
        return show_sign_in(form), NOT_TAKEN
    sessions.start(token)
    return redirect(local_target(form.next.data or "") or home(), 303)


def show_sign_in(form: SignInForm, too_many: TooManyTries | None = None) -> str:
    return render_template("accounts/sign_in.html", form=form, too_many=too_many)


def try_to_sign_in(form: SignInForm) -> str | None:
    """Two transactions: the try is counted first, so that it counts whatever follows. Raises TooManyTries."""
    session, now = context.session(), context.now()
    try:
        tried = actions.begin_sign_in(
            session, cipher=context.cipher(), email=form.email.data, address=request.remote_addr, now=now
        )
    finally:
        session.commit()
    token = actions.finish_sign_in(session, tried, cipher=context.cipher(), password=form.password.data, now=now)
    session.commit()
    return token


@bp.post("/account/sign-out")
@requires(Permission.USE_ACCOUNT)
def sign_out() -> Response:
    actions.end_session(context.session(), token=sessions.current_token(), now=context.now())
    context.session().commit()
    sessions.stop()
    flash(_("You are signed out."), "right")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/account/")
@requires(Permission.USE_ACCOUNT)
def account() -> str:
    own = queries.get_own_account(context.session(), context.viewer(), cipher=context.cipher())
    return render_template("accounts/account.html", own=own)


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
    session, now = context.session(), context.now()
    try:
        actions.count_try_of_link(session, cipher=context.cipher(), address=request.remote_addr, now=now)
        account_id = actions.set_password_by_token(session, token=token, password=password, now=now)
    except (NotFound, TooManyTries) as error:
        session.commit()
        return render_template("accounts/link_gone.html"), TOO_MANY if isinstance(error, TooManyTries) else GONE
    opened = actions.open_session(session, account_id=account_id, now=now)
    session.commit()
    sessions.start(opened)
    flash(_("Your password is set, and you are signed in."), "right")
    return redirect(home(), 303)


def home() -> str:
    """Where the viewer's work is."""
    role = context.viewer().role
    return url_for(HOMES[role]) if role else url_for("accounts.sign_in")
