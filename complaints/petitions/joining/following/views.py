"""Following what one joined: by number and secret code, then for an hour in this browser."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final

import structlog
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints.models.petitions import Supporter
from complaints.petitions.blueprint import bp
from complaints.petitions.joining.actions import send_again
from complaints.petitions.joining.following import actions, reading
from complaints.petitions.joining.queries import get_supporter
from complaints.web import context, limits, visits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.clocks import status
from complaints.web.headers import mark_personal
from complaints.web.words import gettext as _

JOINED: Final = "/petitions/joined/<number>"
AGAIN_WINDOW: Final = timedelta(hours=1)
AGAIN_FOR_ONE: Final = 10
log = structlog.get_logger()


@bp.get(JOINED)
@public
def show_joined(number: str) -> ResponseReturnValue:
    supporter = _find_own(number)
    return _ask_for_code(number) if supporter is None else _show("petitions/joining/show_joined.html", supporter)


def _show(page: str, supporter: Supporter) -> str:
    session, now = context.session(), context.now()
    return render_template(
        page,
        followed=reading.follow(session, supporter, cipher=context.cipher(), now=now),
        supporter=supporter,
        petition=supporter.petition,
        status=status,
        has_receipt=visits.find_token(supporter.number, now=now) is not None,
    )


@bp.route(JOINED + "/withdraw", methods=["GET", "POST"])
@public_form
def withdraw_joined(number: str) -> ResponseReturnValue:
    supporter = _find_own(number)
    if supporter is None:
        return _ask_for_code(number)
    if request.method in SAFE_METHODS:
        return _show("petitions/joining/withdraw_joined.html", supporter)
    done = actions.withdraw_joined(context.session(), supporter, now=context.now())
    context.session().commit()
    if done:
        log.info("joining_withdrawn", number=number)
        flash(_("You have withdrawn: you no longer stand in it."), "right")
    return redirect(url_for(".show_joined", number=number), 303)


@bp.route(JOINED + "/erase", methods=["GET", "POST"])
@public_form
def erase_joined(number: str) -> ResponseReturnValue:
    supporter = _find_own(number)
    if supporter is None:
        return _ask_for_code(number)
    if request.method in SAFE_METHODS:
        return _show("petitions/joining/erase_joined.html", supporter)
    actions.erase_joined(context.session(), supporter, now=context.now())
    context.session().commit()
    log.info("joining_erased", number=number)
    visits.leave(number)
    flash(_("Everything about %(number)s is erased. Number and code open nothing any more.", number=number), "right")
    return redirect(url_for("rounds.start"), 303)


@bp.get(JOINED + "/download")
@public
def download_joined(number: str) -> ResponseReturnValue:
    """Everything held, as JSON."""
    supporter = _find_own(number)
    if supporter is None:
        return _ask_for_code(number)
    now = context.now()
    followed = reading.follow(context.session(), supporter, cipher=context.cipher(), now=now)
    said = json.dumps(reading.collect(followed, now=now), ensure_ascii=False, indent=2)
    answer = Response(said, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.json"'
    log.info("joining_downloaded", number=number)
    return answer


@bp.post(JOINED + "/confirmation")
@public_form
def resend_joining(number: str) -> ResponseReturnValue:
    """The same words whether a mail goes or the limits hold it back."""
    supporter = _find_own(number)
    if supporter is None:
        return _ask_for_code(number)
    session = context.session()
    if limits.allow(purpose="confirmation", who=number, most=AGAIN_FOR_ONE, window=AGAIN_WINDOW):
        send_again(session, cipher=context.cipher(), supporter=supporter, now=context.now())
    session.commit()
    flash(
        _(
            "We send the link to your address again, at most once an hour and three times a day. "
            "If nothing comes in ten minutes, look among unwanted mails."
        )
    )
    return redirect(url_for(".show_joined", number=number), 303)


@bp.post(JOINED + "/leave")
@public_form
def leave_joined(number: str) -> ResponseReturnValue:
    visits.leave(number)
    flash(_("You have left the page. To open it again you need number and secret code."), "right")
    return redirect(url_for("rounds.start"), 303)


def _find_own(number: str) -> Supporter | None:
    """The row if this browser may see it. Raises NotFound for an erased one."""
    mark_personal()
    return get_supporter(context.session(), number) if visits.may_see(number, now=context.now()) else None


def _ask_for_code(number: str) -> ResponseReturnValue:
    return redirect(url_for("filing.track", number=number), 303)
