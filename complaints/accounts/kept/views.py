"""A session that ends while somebody types loses nothing: what arrives afterwards is kept until the same person is
back, who then sends it or throws it away.

It is kept when a form of a page that needs a permission arrives and the cookie names a session that has ended; and when
somebody signed in again meanwhile, in another tab, so that the form's own token is of the session before. Passwords
and files are never kept, nor any form of the account pages. What was kept is found by a random token in the
cookie, and only its own account sees it.

This is also the glue that the app installs: the two functions that run before each request.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response
from wtforms import ValidationError

from complaints.accounts import sessions
from complaints.accounts.blueprint import bp
from complaints.accounts.kept import actions, queries
from complaints.accounts.kept.queries import Typed
from complaints.domain.access import Permission
from complaints.domain.errors import NotFound
from complaints.web import context
from complaints.web.access import SAFE_METHODS, access_of, comes_from_here, requires
from complaints.web.words import gettext as _

AGAIN: Final = "kept_form"
"""The field by which a kept form that is sent at last is known."""
TOKEN: Final = "csrf_token"  # noqa: S105
SECRET_FIELDS: Final = re.compile("password|secret", re.IGNORECASE)
CHOSEN: Final = re.compile(r"[A-Za-z0-9_:-]*|[A-Za-z0-9_.:-]{32,}")
"""A value that hardly anybody wrote: the code of a choice, a number, a key, a signed token."""
SHORTEST_NUMBER_SHOWN: Final = 4


def install(app: Flask) -> None:
    """Before the check of the form's token, which fails for a form of an earlier session."""
    app.before_request(keep_what_was_typed)


def install_release(app: Flask) -> None:
    """After access was checked."""
    app.before_request(release_what_is_sent)


def keep_what_was_typed() -> Response | None:
    """Keep it and show the way to it, or let the request go on."""
    is_bad = "\0" in request.path or not comes_from_here()
    if request.method in SAFE_METHODS or is_bad or not _is_kept(request.endpoint):
        return None
    is_token_right, is_signed_in = _is_token_right(), context.viewer().is_signed_in
    if (is_signed_in and is_token_right) or not (is_token_right or _surely_comes_from_here()):
        return None
    account_id = context.viewer().account_id or _owner_of_ended_session()
    if account_id is None:
        return None
    is_there = _keep(account_id)
    if is_signed_in:
        return redirect(url_for("accounts.show_kept_form"), 303) if is_there else None
    return redirect(url_for("accounts.sign_in"), 303)


def release_what_is_sent() -> None:
    """What is sent at last goes in the transaction of its own view: a view that refuses it leaves it kept."""
    account_id = context.viewer().account_id
    if request.method in SAFE_METHODS or account_id is None or not _is_kept(request.endpoint):
        return
    if sessions.kept_token() and AGAIN in request.form:
        actions.throw_away(context.session(), account_id=account_id, token=sessions.kept_token())


@bp.get("/account/kept-form")
@requires(Permission.USE_ACCOUNT)
def show_kept_form() -> str | Response:
    kept = queries.find_kept(context.session(), context.viewer(), token=sessions.kept_token(), now=context.now())
    if kept is None:
        return redirect(url_for("accounts.account"), 303)
    typed = queries.read_kept(kept, cipher=context.cipher())
    shown = [value for _name, value in typed.values if _was_written(value)]
    return render_template(
        "accounts/show_kept_form.html",
        kept=kept,
        typed=typed,
        shown=shown,
        others=sum(1 for _name, value in typed.values if value) - len(shown),
        page=kept.path if _is_page(kept.path) else None,
        until=kept.kept_at + queries.KEPT_FOR,
    )


@bp.post("/account/kept-form/throw-away")
@requires(Permission.USE_ACCOUNT)
def throw_away_kept_form() -> Response:
    account_id = context.viewer().account_id
    if account_id is None:
        raise NotFound("account")
    actions.throw_away(context.session(), account_id=account_id, token=sessions.kept_token())
    context.session().commit()
    sessions.forget_kept()
    flash(_("Thrown away. Nothing was sent."))
    return redirect(url_for("accounts.account"), 303)


def _keep(account_id: UUID) -> bool:
    """Whether it could be kept; the person is told on the next page."""
    values = [(name, value) for name, value in request.form.items(multi=True) if _may_be_kept(name)]
    typed = Typed(values, had_files=any(file.filename for file in request.files.values()))
    session, now = context.session(), context.now()
    path = request.full_path.rstrip("?")
    token = actions.keep_form(session, typed, account_id=account_id, path=path, cipher=context.cipher(), now=now)
    session.commit()
    if token is None:
        flash(_("Your session had ended, and what you typed is too long to be kept. Go back and copy it."), "wrong")
        return False
    sessions.keep_token(token)
    if not context.viewer().is_signed_in:
        flash(_("Your session had ended. What you typed is kept: sign in, and it comes back."), "late")
    return True


def _owner_of_ended_session() -> UUID | None:
    token = sessions.last_token()
    if not token:
        return None
    return queries.find_owner_of_ended_session(context.session(), token=token, now=context.now())


def _is_kept(endpoint: str | None) -> bool:
    declared = access_of(current_app.view_functions[endpoint]) if endpoint else None
    permission = declared.permission if declared else None
    return permission is not None and permission is not Permission.USE_ACCOUNT


def _may_be_kept(name: str) -> bool:
    return name not in (TOKEN, AGAIN) and not SECRET_FIELDS.search(name)


def _is_token_right() -> bool:
    try:
        validate_csrf(request.form.get(TOKEN))
    except ValidationError:
        return False
    return True


def _surely_comes_from_here() -> bool:
    """The browser says so itself; `comes_from_here` also lets browsers pass that say nothing."""
    said: Any = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
    return said is not None and comes_from_here() and said != "none"


def _was_written(value: str) -> bool:
    if value.isdecimal():
        return len(value) >= SHORTEST_NUMBER_SHOWN
    return not CHOSEN.fullmatch(value)


def _is_page(path: str) -> bool:
    with suppress(HTTPException):
        current_app.url_map.bind("").match(path.partition("?")[0], method="GET")
        return True
    return False
