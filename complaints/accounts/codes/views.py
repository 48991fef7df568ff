"""Setting up one-time codes, printing spare ones, switching them off."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from complaints.accounts import sessions
from complaints.accounts.blueprint import bp
from complaints.accounts.codes import actions, queries, totp
from complaints.accounts.codes.forms import ConfirmCodesForm
from complaints.accounts.entering.actions import count_code, forget_codes
from complaints.accounts.landing import landing
from complaints.accounts.own.queries import get_account
from complaints.accounts.own.views import ask_proof, refuse_unproven
from complaints.accounts.proving.forms import ProofForm
from complaints.accounts.queries import email_of
from complaints.domain.access import Permission
from complaints.domain.errors import TooManyTries, Unsuitable
from complaints.models import Account
from complaints.web import context
from complaints.web.access import SAFE_METHODS, requires
from complaints.web.words import gettext as _

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
TOO_MANY: Final = 429
BEGUN: Final = "codes_begun"
SHOWN_FOR: Final = timedelta(minutes=30)
"""How long the browser that gave the password sees the secret that is being set up."""


@bp.route("/account/codes/set-up", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def set_up_codes() -> Answer:
    """Asks for the password, so that nobody at a computer left open makes codes of their own."""
    session = context.session()
    row = get_account(session, context.viewer())
    if row.totp_since is not None:
        return _to("account")
    form = ask_proof(ProofForm(request.form if request.method == "POST" else None), row)
    if refused := refuse_unproven("accounts/set_up_codes.html", form, row):
        return refused
    actions.begin_codes(session, row, cipher=context.cipher())
    session.commit()
    cookie[BEGUN] = int((context.now() + SHOWN_FOR).timestamp())
    return _to("confirm_codes")


@bp.route("/account/codes/confirm", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def confirm_codes() -> Answer:
    """Shows the secret for an app; the first code that the app makes of it turns the codes on."""
    row = get_account(context.session(), context.viewer())
    is_begun = row.totp_secret_enc is not None and context.now().timestamp() < cookie.get(BEGUN, 0)
    if row.totp_since is not None:
        return _say_on()
    if not is_begun:
        return _to("set_up_codes")
    form = ConfirmCodesForm(request.form if request.method == "POST" else None)
    if request.method in SAFE_METHODS:
        return show_secret(form, row)
    return turn_on(form, row) if form.validate() else (show_secret(form, row), NOT_TAKEN)


def turn_on(form: ConfirmCodesForm, row: Account) -> Answer:
    try:
        codes = try_first_code(form, row)
    except TooManyTries as error:
        return show_secret(form, row, error), TOO_MANY
    except Unsuitable:
        return _say_on()
    if codes is None:
        form.refuse()
        return show_secret(form, row), NOT_TAKEN
    cookie.pop(BEGUN, None)
    sessions.refresh_viewer()
    return show_spare_codes(codes, is_first=True)


def _say_on() -> Response:
    """The first code was sent twice, or the page loaded again: who did so may never have seen the spare codes."""
    flash(_("One-time codes are on. If you did not see the spare codes, make new ones."))
    return _to("account")


def try_first_code(form: ConfirmCodesForm, row: Account) -> list[str] | None:
    """Two transactions, as at sign-in. Raises TooManyTries, Unsuitable."""
    session, cipher, now = context.session(), context.cipher(), context.now()
    try:
        count_code(session, row.id, cipher=cipher, now=now)
    finally:
        session.commit()
    codes = actions.confirm_codes(session, row, form.code.data, cipher=cipher, now=now)
    if codes is not None:
        forget_codes(session, row.id, cipher=cipher)
    session.commit()
    return codes


def show_secret(form: ConfirmCodesForm, row: Account, too_many: TooManyTries | None = None) -> str:
    cipher = context.cipher()
    secret = queries.secret_of(row, cipher=cipher) or ""
    name = email_of(row, cipher=cipher)
    return render_template(
        "accounts/confirm_codes.html",
        form=form,
        picture=totp.picture_of(secret, name=name, title=_("Picture to scan with your app")),
        secret=totp.in_groups(secret),
        too_many=too_many,
    )


@bp.route("/account/codes/spares", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def make_spare_codes() -> Answer:
    session = context.session()
    row = get_account(session, context.viewer())
    if row.totp_since is None:
        return _to("set_up_codes")
    form = ask_proof(ProofForm(request.form if request.method == "POST" else None), row)
    left = queries.count_spare_codes(session, row)
    if refused := refuse_unproven("accounts/make_spare_codes.html", form, row, left=left):
        return refused
    codes = actions.make_spare_codes(session, row, cipher=context.cipher())
    session.commit()
    return show_spare_codes(codes, is_first=False)


def show_spare_codes(codes: list[str], *, is_first: bool) -> str:
    """The answer to the POST itself, never a page of its own: the codes are nowhere to be read a second time."""
    return render_template("accounts/show_spare_codes.html", codes=codes, is_first=is_first, onward=landing())


@bp.route("/account/codes/off", methods=["GET", "POST"])
@requires(Permission.USE_ACCOUNT)
def switch_off_codes() -> Answer:
    session = context.session()
    row = get_account(session, context.viewer())
    if row.totp_since is None:
        return _to("account")
    form = ask_proof(ProofForm(request.form if request.method == "POST" else None), row)
    if refused := refuse_unproven("accounts/switch_off_codes.html", form, row):
        return refused
    actions.switch_off_codes(session, row)
    session.commit()
    flash(_("One-time codes are off. Your password alone signs you in."), "late")
    return _to("account")


def _to(view: str) -> Response:
    return redirect(url_for(f"accounts.{view}"), 303)
