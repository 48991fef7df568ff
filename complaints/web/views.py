"""Pages that belong to no slice: the way to a language, and the display preference."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from complaints.web.access import public, public_form
from complaints.web.i18n import preferred_language

bp = Blueprint("web", __name__)
root = Blueprint("root", __name__)
YEAR_SECONDS = 365 * 24 * 3600


@root.get("/")
@public
def choose_language() -> Response:
    response = redirect(url_for("rounds.start", lang=preferred_language()))
    response.vary.update(("Cookie", "Accept-Language"))
    return response


@bp.post("/display")
@public_form
def set_display() -> Response:
    """Remember the larger, stronger display, or the usual one, and go back to the page."""
    response = redirect(local_target(request.form.get("next", "")) or url_for("rounds.start"))
    display = "large" if request.form.get("display") == "large" else "usual"
    response.set_cookie(
        "display", display, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return response


def local_target(target: str) -> str | None:
    """The target if it is a path of this site, else None: no form may send people elsewhere."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_path and target.isprintable() else None
