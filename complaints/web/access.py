"""Every view declares who may call it: `@public`, `@public_form` or `@requires(permission)`.

A view that declares nothing answers 500: forgetting is loud, not open. Unsafe requests of public forms carry no CSRF
cookie; the browser's own `Sec-Fetch-Site` and `Origin` say whether they come from our pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may
from complaints.extensions import csrf
from complaints.web import context

View = TypeVar("View", bound=Callable[..., Any])
SET_UP_CODES: Final = "accounts.set_up_codes"
OPEN_WITHOUT_CODE: Final = ("accounts.", "web.", "root.")
CLOSED_WITHOUT_CODE: Final = "accounts.admin."
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
UNDECLARED: Final = "this view declares no access"


@dataclass(frozen=True)
class Access:
    permission: Permission | None = None


def public(view: View) -> View:
    """Anyone may call it; unsafe requests need the CSRF token of a signed-in session."""
    view.access = Access()  # type: ignore[attr-defined]
    return view


def public_form(view: View) -> View:
    """Anyone may send this form, without a cookie: the origin is checked instead of a CSRF token."""
    csrf.exempt(view)
    return public(view)


def public_from_anywhere(view: View) -> View:
    """Anyone may send it from anywhere: what is in the address is the only key, and all that it opens is harmless.

    For the one click of a mail program, which sends no cookie and may name any origin (RFC 8058).
    """
    view.from_anywhere = True  # type: ignore[attr-defined]
    return public_form(view)


def requires(permission: Permission) -> Callable[[View], View]:
    """Only viewers whose role has the permission; others are asked to sign in, or refused."""

    def declare(view: View) -> View:
        view.access = Access(permission)  # type: ignore[attr-defined]
        return view

    return declare


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view declares, or None."""
    return getattr(view, "access", None)


def check_access() -> Response | None:
    """Before each request: same origin, a one-time code where the role needs one, then the declared permission."""
    if "\0" in request.path:
        abort(404)  # no page has it in its address, and PostgreSQL takes no text with it
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    if request.method not in SAFE_METHODS and not (comes_from_here() or getattr(view, "from_anywhere", False)):
        abort(403)
    declared = access_of(view)
    if declared is None:
        abort(500, UNDECLARED)
    if context.viewer().must_set_up_code and not is_open_without_code(request.endpoint):
        return redirect(url_for(SET_UP_CODES), 303)
    if declared.permission is None or may(context.viewer(), declared.permission):
        return None
    if context.viewer().is_signed_in:
        abort(403)
    wanted = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("accounts.sign_in", next=wanted), 303)


def is_open_without_code(endpoint: str) -> bool:
    """The own account, signing out and the display: all that is open to somebody whose role needs a one-time code at
    sign-in and who has none yet.
    """
    return endpoint.startswith(OPEN_WITHOUT_CODE) and not endpoint.startswith(CLOSED_WITHOUT_CODE)


def comes_from_here() -> bool:
    """Whether the browser says that the request was made by a page of ours. Old browsers send neither header: accepted,
    since the forms' signed tokens cannot be read from another site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host


def install(app: Flask) -> None:
    app.before_request(check_access)
    app.jinja_env.globals.update(may=lambda permission: may(context.viewer(), permission), Permission=Permission)
