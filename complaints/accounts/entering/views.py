"""Signing in, in one step or two, and signing out."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.accounts import actions as accounts
from complaints.accounts import queries, sessions
from complaints.accounts.actions import Entered
from complaints.accounts.blueprint import bp
from complaints.accounts.codes.actions import CodeKind
from complaints.accounts.codes.queries import count_spare_codes
from complaints.accounts.entering import actions
from complaints.accounts.entering.forms import CodeForm
from complaints.accounts.forms import SignInForm
from complaints.accounts.landing import arrive, home, landing, this_device
from complaints.domain.access import Permission
from complaints.domain.errors import NotFound, TooManyTries
from complaints.models import Account
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public_form, requires
from complaints.web.headers import mark_personal
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
TOO_MANY: Final = 429


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
        entered = try_to_sign_in(form)
    except TooManyTries as error:
        return show_sign_in(form, error), TOO_MANY
    if entered is None:
        form.refuse()
        return show_sign_in(form), NOT_TAKEN
    return arrive(entered, form.next.data or "")


def show_sign_in(form: SignInForm, too_many: TooManyTries | None = None) -> str:
    return render_template("accounts/sign_in.html", form=form, too_many=too_many)


def try_to_sign_in(form: SignInForm) -> Entered | None:
    """Two transactions: the try is counted first, so that it counts whatever follows. Raises TooManyTries."""
    session, cipher, now = context.session(), context.cipher(), context.now()
    try:
        tried = actions.begin_sign_in(
            session, cipher=cipher, email=form.email.data, address=request.remote_addr, now=now
        )
    finally:
        session.commit()
    entered = actions.finish_sign_in(
        session, tried, cipher=cipher, password=form.password.data, device=this_device(), now=now
    )
    session.commit()
    return entered


@bp.route("/account/sign-in/code", methods=["GET", "POST"])
@public_form
def enter_code() -> Answer:
    mark_personal()
    token = sessions.waiting_token()
    if queries.find_awaiting(context.session(), token=token, now=context.now()) is None:
        return _begin_anew()
    form = CodeForm(request.form if request.method == "POST" else None, data={"next": request.args.get("next", "")})
    if request.method in SAFE_METHODS:
        return show_code(form)
    return use_code(token, form) if form.validate() else (show_code(form), NOT_TAKEN)


def use_code(token: str, form: CodeForm) -> Answer:
    try:
        came_in = try_code(token, form)
    except TooManyTries as error:
        return show_code(form, error), TOO_MANY
    except NotFound:
        return _begin_anew()
    if came_in:
        return redirect(landing(form.next.data or ""), 303)
    form.refuse()
    return show_code(form), NOT_TAKEN


def show_code(form: CodeForm, too_many: TooManyTries | None = None) -> str:
    return render_template("accounts/enter_code.html", form=form, too_many=too_many)


def try_code(token: str, form: CodeForm) -> bool:
    """Two transactions, as with the password. Raises TooManyTries, NotFound."""
    session, cipher, now = context.session(), context.cipher(), context.now()
    try:
        account = actions.begin_code(session, cipher=cipher, token=token, now=now)
    finally:
        session.commit()
    opened = actions.finish_code(
        session, account, cipher=cipher, token=token, typed=form.code.data, address=request.remote_addr, now=now
    )
    session.commit()
    if opened is None:
        return False
    sessions.start(opened[0])
    if opened[1] is CodeKind.SPARE:
        _say_what_is_left(account)
    return True


def _say_what_is_left(account: Account) -> None:
    left = count_spare_codes(context.session(), account)
    flash(
        ngettext("You used a printed code. %(num)s is left.", "You used a printed code. %(num)s are left.", left),
        "late",
    )


def _begin_anew() -> Response:
    if context.viewer().is_signed_in:
        return redirect(home(), 303)
    sessions.stop_waiting()
    flash(_("Sign in again: the code has to follow the password within ten minutes."))
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/account/sign-out")
@requires(Permission.USE_ACCOUNT)
def sign_out() -> Response:
    accounts.end_session(context.session(), token=sessions.current_token(), now=context.now())
    context.session().commit()
    sessions.stop()
    flash(_("You are signed out."), "right")
    return redirect(url_for("accounts.sign_in"), 303)
