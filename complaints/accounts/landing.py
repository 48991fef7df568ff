"""Where somebody comes to who has just come in."""

from __future__ import annotations

from typing import Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from complaints.accounts import sessions
from complaints.accounts.actions import Entered
from complaints.accounts.devices import device_of
from complaints.accounts.kept.queries import find_kept
from complaints.domain.access import AccountRole
from complaints.web import context
from complaints.web.views import local_target

HOMES: Final = {
    AccountRole.ORGANISER: "petitions.list_groups",
    AccountRole.OFFICIAL: "responses.desk",
    AccountRole.MODERATOR: "moderation.list_texts",
    AccountRole.OPERATOR: "accounts.admin.show_overview",
}


def arrive(entered: Entered, wanted: str = "") -> Response:
    """In, or before the page that asks for the one-time code. Whoever had typed something comes to that first."""
    if entered.awaits_code:
        sessions.wait_for_code(entered.token)
        return redirect(url_for("accounts.enter_code", next=local_target(wanted)), 303)
    sessions.start(entered.token)
    return redirect(landing(wanted), 303)


def landing(wanted: str = "") -> str:
    if context.viewer().must_set_up_code:
        return url_for("accounts.set_up_codes")
    kept = find_kept(context.session(), context.viewer(), token=sessions.kept_token(), now=context.now())
    if kept is not None:
        return url_for("accounts.show_kept_form")
    return local_target(wanted) or home()


def home() -> str:
    """Where the viewer's work is."""
    role = context.viewer().role
    return url_for(HOMES[role]) if role else url_for("accounts.sign_in")


def this_device() -> str:
    return device_of(request.headers.get("User-Agent"))
