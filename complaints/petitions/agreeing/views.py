"""The page that asks somebody who joined to agree to the text that is public now.

It opens by the mailed link, which shows nothing of the person, or from the own page. A GET only shows, so that a mail
scanner that opens the link agrees to nothing.
"""

from __future__ import annotations

from typing import Final

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints.domain.complaint import LinkPurpose
from complaints.domain.errors import NotFound, StaleVersion, TooLate
from complaints.mailed import get_link, hash_token
from complaints.models.petitions import Supporter
from complaints.petitions.agreeing import actions, reading
from complaints.petitions.blueprint import bp
from complaints.petitions.joining.following.views import JOINED
from complaints.petitions.joining.queries import get_supporter, get_supporter_of
from complaints.petitions.lettering.forms import PART_NAMES
from complaints.web import context, visits
from complaints.web.access import SAFE_METHODS, public_form
from complaints.web.headers import mark_personal
from complaints.web.words import gettext as _

GONE: Final = 410
CHANGED: Final = 409
log = structlog.get_logger()


@bp.route("/petitions/agree/<token>", methods=["GET", "POST"])
@public_form
def agree_by_link(token: str) -> ResponseReturnValue:
    mark_personal()
    session = context.session()
    try:
        link = get_link(session, hash_token(token), LinkPurpose.AGREE, now=context.now())
        supporter = get_supporter_of(session, link)
    except NotFound:
        return render_template("petitions/agreeing/link_gone.html"), GONE
    return _answer(supporter, url_for(".agree_by_link", token=token))


@bp.route(JOINED + "/agree", methods=["GET", "POST"])
@public_form
def agree_again(number: str) -> ResponseReturnValue:
    mark_personal()
    if not visits.may_see(number, now=context.now()):
        return redirect(url_for("filing.track", number=number), 303)
    return _answer(get_supporter(context.session(), number), url_for(".agree_again", number=number))


def _answer(supporter: Supporter, address: str) -> ResponseReturnValue:
    if request.method in SAFE_METHODS:
        return _show(supporter, address)
    session = context.session()
    try:
        done = actions.agree_again(session, supporter, request.form.get("version", 0, type=int), now=context.now())
    except TooLate:
        session.rollback()
        return _show(supporter, address), CHANGED
    except StaleVersion:
        session.rollback()
        flash(_("A newer text was published meanwhile. Read what changed, then agree again."), "late")
        return _show(supporter, address), CHANGED
    session.commit()
    if done:
        log.info("joining_agreed_again", number=supporter.number)
        flash(_("You agreed to the new text."), "right")
    return redirect(address, 303)


def _show(supporter: Supporter, address: str) -> str:
    session = context.session()
    asked = reading.ask(session, supporter)
    is_open = asked.question is reading.Question.OPEN
    return render_template(
        "petitions/agreeing/agree_again.html",
        supporter=supporter,
        petition=supporter.petition,
        asked=asked,
        difference=reading.compare_texts(session, asked, context.lang()) if is_open else None,
        names=PART_NAMES,
        address=address,
        is_own=visits.may_see(supporter.number, now=context.now()),
    )
