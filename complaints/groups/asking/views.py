"""Asking for a group: anybody may, without an account."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints import tokens
from complaints.domain.errors import TooManyTries
from complaints.groups.asking import actions, queries
from complaints.groups.asking.forms import LANGUAGES, AskForm
from complaints.groups.blueprint import bp
from complaints.throttling import network_of
from complaints.web import context, limits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.filters import named
from complaints.web.headers import mark_for_one_browser

SCOPE: Final = "ask for a group"
NOT_TAKEN: Final = 422
TOO_MANY: Final = 429


@bp.route("/groups/new", methods=["GET", "POST"])
@public_form
def ask_for_group() -> ResponseReturnValue:
    """The form's token is its idempotency key: sent twice, it makes one request."""
    mark_for_one_browser()
    form = _form()
    if request.method in SAFE_METHODS:
        return _show(form, tokens.new_token())
    token, is_fresh = _read_token(form)
    if not form.validate() or not is_fresh:
        if not is_fresh:
            form.refuse_token()
        return _show(form, token), NOT_TAKEN
    return _take(form, token)


@bp.get("/groups/new/asked")
@public
def group_asked() -> str:
    """The same page for everybody: what happens next."""
    return render_template("groups/group_asked.html")


def _take(form: AskForm, token: str) -> ResponseReturnValue:
    session = context.session()
    try:
        actions.ask_for_group(
            session,
            form.wish(),
            cipher=context.cipher(),
            token=token,
            network=network_of(limits.client_address()),
            now=context.now(),
            is_example=context.settings().is_example,
        )
    except TooManyTries as error:
        session.commit()
        return _show(form, token, too_many=error), TOO_MANY
    session.commit()
    return redirect(url_for(".group_asked"), 303)


def _form() -> AskForm:
    lang = context.lang()
    form = AskForm(request.form if request.method == "POST" else None, data={"language": lang})
    form.offer(regions=[(region.code, named(region)) for region in queries.list_regions(context.session(), lang)])
    if lang in LANGUAGES:
        form.language.data = lang
    return form


def _read_token(form: AskForm) -> tuple[str, bool]:
    """The bare token, and whether the form can be taken with it. One that is too old is signed anew: what was asked
    with it already is not asked twice.
    """
    try:
        return tokens.read_token(context.cipher(), SCOPE, form.token.data or "", now=context.now()), True
    except tokens.ExpiredToken as expired:
        return expired.token, False
    except tokens.BadToken:
        return tokens.new_token(), False


def _show(form: AskForm, token: str, too_many: TooManyTries | None = None) -> str:
    form.token.data = tokens.sign_token(context.cipher(), SCOPE, token, now=context.now())
    return render_template("groups/ask_for_group.html", form=form, too_many=too_many)
