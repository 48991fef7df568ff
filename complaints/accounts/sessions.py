"""Who is looking: the session cookie, and the viewer of each request.

The cookie holds a random token, the database a row with its SHA-256 that ends at sign-out, after 12 hours (our choice:
one working day), when the password is set anew and when the account is disabled. So a copied cookie dies with its row.
A session that waits for its one-time code stands under another name in the cookie: it makes nobody a viewer.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, g, session
from flask_login import UserMixin, current_user, login_user, logout_user

from complaints.accounts import queries
from complaints.domain.access import ANONYMOUS, Viewer
from complaints.extensions import login
from complaints.web import context

USER: Final = "_user_id"
"""Where Flask-Login keeps the token."""
AWAITING: Final = "awaits_code"
KEPT: Final = "kept_form"


class SignedIn(UserMixin):
    """Flask-Login's user: the token of the session, and who holds it."""

    def __init__(self, token: str, viewer: Viewer) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        return self.token


def install(app: Flask) -> None:
    """Set `g.viewer` before each request. The row alone decides, not the browser's address, which changes on phones."""
    login.init_app(app)
    login.session_protection = None
    login.user_loader(load_user)
    app.before_request(set_viewer)


def load_user(token: str) -> SignedIn | None:
    viewer = _find_viewer(token)
    return SignedIn(token, viewer) if viewer else None


def _find_viewer(token: str) -> Viewer | None:
    codes_required = not context.settings().is_example
    return queries.find_viewer(context.session(), token=token, codes_required=codes_required, now=context.now())


def set_viewer() -> None:
    g.viewer = current_user.viewer if current_user.is_authenticated else ANONYMOUS


def start(token: str) -> None:
    """Put the token of an opened session into the cookie. What the cookie held before is dropped: no fixation. Only
    the way to what was typed before the session ended stays; it opens to its own account alone.
    """
    _clear_but_kept()
    viewer = _find_viewer(token)
    if viewer is None:
        raise RuntimeError("the session was not opened")
    login_user(SignedIn(token, viewer))
    g.viewer = viewer


def wait_for_code(token: str) -> None:
    """Remember whose password was right; nobody is signed in by it."""
    _clear_but_kept()
    session[AWAITING] = token


def waiting_token() -> str:
    """The token of the session that waits for its code in this browser, or the empty text."""
    return str(session.get(AWAITING, ""))


def stop_waiting() -> None:
    session.pop(AWAITING, None)


def last_token() -> str:
    """The token of the session that this browser has or had."""
    return str(session.get(USER, ""))


def keep_token(token: str) -> None:
    """Remember in this browser where the text is that was typed when the session had ended."""
    session[KEPT] = token


def kept_token() -> str:
    return str(session.get(KEPT, ""))


def forget_kept() -> None:
    session.pop(KEPT, None)


def refresh_viewer() -> None:
    """Ask the database again who is looking, after a deed that changes it."""
    g.viewer = _find_viewer(current_token()) or ANONYMOUS


def _clear_but_kept() -> None:
    kept = kept_token()
    session.clear()
    if kept:
        keep_token(kept)


def current_token() -> str:
    """The token of the viewer's session."""
    token: str = current_user.get_id()
    return token


def stop() -> None:
    """Forget everything the cookie held."""
    logout_user()
    session.clear()
    g.viewer = ANONYMOUS
