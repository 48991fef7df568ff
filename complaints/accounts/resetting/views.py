"""The page for those who forgot their password. The link leads to the page of the first password."""

from __future__ import annotations

from typing import Final

from flask import render_template, request
from werkzeug.wrappers import Response

from complaints.accounts.blueprint import bp
from complaints.accounts.resetting import actions
from complaints.accounts.resetting.forms import ForgotPasswordForm
from complaints.domain.errors import TooManyTries
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public_form
from complaints.web.headers import mark_personal

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
TOO_MANY: Final = 429


@bp.route("/account/forgot-password", methods=["GET", "POST"])
@public_form
def forgot_password() -> Answer:
    """The same page, rows and statements for an address that has an account and for one that has none."""
    mark_personal()
    form = ForgotPasswordForm(request.form if request.method == "POST" else None)
    if request.method in SAFE_METHODS:
        return show_form(form)
    if not form.validate():
        return show_form(form), NOT_TAKEN
    session, asked = context.session(), {"email": form.email.data, "address": request.remote_addr}
    try:
        actions.ask_for_link(session, cipher=context.cipher(), **asked, now=context.now())
    except TooManyTries as error:
        return show_form(form, error), TOO_MANY
    finally:
        session.commit()
    return render_template("accounts/forgot_password_asked.html")


def show_form(form: ForgotPasswordForm, too_many: TooManyTries | None = None) -> str:
    return render_template("accounts/forgot_password.html", form=form, too_many=too_many)
