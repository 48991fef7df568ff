"""Pages that belong to no slice: the way to a language, the display preference, and the end of mails to an address."""

from __future__ import annotations

import structlog
from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints import stops
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public, public_form, public_from_anywhere
from complaints.web.headers import mark_personal
from complaints.web.i18n import preferred_language
from complaints.web.words import gettext as _

bp = Blueprint("web", __name__)
root = Blueprint("root", __name__)
YEAR_SECONDS = 365 * 24 * 3600
ONE_CLICK = "List-Unsubscribe"
"""The field by which a mail program says that its user pressed its own button: it reads no page."""
log = structlog.get_logger()


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


@bp.route("/stop/<token>", methods=["GET", "POST"])
@public_from_anywhere
def stop_mails(token: str) -> str | tuple[str, int] | Response:
    """Stop the mails to the address of this link, or let them come again. Opening the page changes nothing."""
    mark_personal()
    session = context.session()
    address_index = stops.read_token(context.cipher(), token)
    if request.method in SAFE_METHODS:
        return render_template("web/stop_mails.html", is_stopped=stops.is_stopped(session, address_index))
    if request.form.get("do") == "start":
        stops.start_again(session, address_index)
        said = _("Mails come to your address again.")
    else:
        stops.stop(session, address_index, now=context.now())
        said = _("No more such mails come to your address.")
    session.commit()
    log.info("mails_started_again" if request.form.get("do") == "start" else "mails_stopped")
    if ONE_CLICK in request.form:
        return "", 200
    flash(said, "right")
    return redirect(url_for(".stop_mails", token=token), 303)


def local_target(target: str) -> str | None:
    """The target if it is a path of this site, else None: no form may send people elsewhere."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_path and target.isprintable() else None
