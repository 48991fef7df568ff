"""Who is looking: the session cookie, and the viewer of each request.

The cookie holds a random token, the database a row with its SHA-256 that ends at sign-out, after 12 hours (our choice:
one working day), when the password is set anew and when the account is disabled. So a copied cookie dies with its row.
"""

from __future__ import annotations

from flask import Flask, g, session
from flask_login import UserMixin, current_user, login_user, logout_user

from complaints.accounts import queries
from complaints.domain.access import ANONYMOUS, Viewer
from complaints.extensions import login
from complaints.web import context


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
    viewer = queries.find_viewer(context.session(), token=token, now=context.now())
    return SignedIn(token, viewer) if viewer else None


def set_viewer() -> None:
    g.viewer = current_user.viewer if current_user.is_authenticated else ANONYMOUS


def start(token: str) -> None:
    """Put the token of an opened session into the cookie. What the cookie held before is dropped: no fixation."""
    session.clear()
    viewer = queries.find_viewer(context.session(), token=token, now=context.now())
    if viewer is None:
        raise RuntimeError("the session was not opened")
    login_user(SignedIn(token, viewer))
    g.viewer = viewer


def current_token() -> str:
    """The token of the viewer's session."""
    token: str = current_user.get_id()
    return token


def stop() -> None:
    """Forget everything the cookie held."""
    logout_user()
    session.clear()
    g.viewer = ANONYMOUS
