"""Errors become pages in the reader's language; nothing of the program shows."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from complaints import database
from complaints.domain.errors import Forbidden, NotFound
from complaints.extensions import db
from complaints.web.words import gettext as _

log = structlog.get_logger()
SHOWN = (400, 403, 404, 405, 413, 429, 500, 503)
RETRY_SECONDS = 30


def show_error(status: int) -> tuple[str, int]:
    """The page for a status; statuses without a page of their own are shown as 400 or 500."""
    known = status if status in SHOWN else (400 if status < 500 else 500)
    return render_template("errors/error.html", status=known), status


def show_away() -> Response:
    """The database is away: nothing is asked of it for this page. A program that asked for a file, such as a calendar,
    gets two sentences instead."""
    if PurePosixPath(request.path).suffix:
        title, advice = _("The site cannot answer at this moment"), _("Try again in a minute.")
        response = Response(f"{title}. {advice}\n", 503, mimetype="text/plain")
    else:
        response = make_response(*show_error(503))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def install(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
        code = error.code or 500
        return error if code < 400 else show_error(code)

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> tuple[str, int]:
        return show_error(400)

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> tuple[str, int]:
        return show_error(404)

    @app.errorhandler(Forbidden)
    def forbidden(_error: Forbidden) -> tuple[str, int]:
        return show_error(403)

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response | tuple[str, int]:
        is_away = database.is_away(error)
        if is_away:
            log.warning("database_away", error=type(error).__name__)
        else:
            app.logger.exception("unhandled error", exc_info=error)
        with suppress(*database.AWAY):
            db.session.rollback()
        return show_away() if is_away else show_error(500)
