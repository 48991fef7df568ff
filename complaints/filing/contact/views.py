"""Pages behind mailed links: confirming, and replacing a lost code. Opening a link never changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from complaints import tokens
from complaints.domain.complaint import LinkPurpose
from complaints.domain.errors import NotFound
from complaints.domain.references import hash_code
from complaints.filing.blueprint import bp
from complaints.filing.contact import actions, queries
from complaints.filing.contact.forms import ConfirmForm, Deed, LostCodeForm, deed_of
from complaints.filing.queries import get_complaint
from complaints.mailed import get_link, hash_token
from complaints.models import Complaint, ContactLink, Supporter
from complaints.throttling import network_of
from complaints.web import context, limits, visits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.clocks import zone_of
from complaints.web.filters import day, named
from complaints.web.headers import mark_personal
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

GONE: Final = 410
NOT_TAKEN: Final = 422
TOO_MANY: Final = 429
WINDOW: Final = timedelta(minutes=10)
ASKED_BY_ONE_NETWORK: Final = 100
"""Our choice: thousands of parents may share one operator's address, and each address gets one mail an hour anyway."""
AGAIN_WINDOW: Final = timedelta(hours=1)
AGAIN_FOR_ONE: Final = 10
log = structlog.get_logger()


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@public_form
def confirm(token: str) -> ResponseReturnValue:
    """A GET only shows, so that a mail scanner that opens the link confirms nothing."""
    mark_personal()
    try:
        link = _link(token, LinkPurpose.CONFIRM)
    except NotFound:
        return render_template("filing/contact/link_gone.html", purpose=LinkPurpose.CONFIRM), GONE
    waiting = sorted(queries.list_waiting(context.session(), link), key=lambda one: one.id != link.complaint_id)
    form = ConfirmForm(request.form if request.method == "POST" else None, data={"numbers": _ticked(link, waiting)})
    form.offer([(complaint.number, _line(complaint)) for complaint in waiting])
    if request.method in SAFE_METHODS or not waiting:
        return _show_waiting(form, waiting)
    if not form.validate():
        return _show_waiting(form, waiting), NOT_TAKEN
    chosen = [complaint for complaint in waiting if complaint.number in form.numbers.data]
    _do(deed_of(request.form), link, chosen)
    return redirect(url_for(".confirm", token=token), 303)


def _do(deed: Deed, link: ContactLink, chosen: Sequence[Complaint]) -> None:
    session = context.session()
    if deed is Deed.CONFIRM:
        done = actions.confirm_by_mail(session, link, chosen, now=context.now())
    else:
        done = actions.disown(session, link, chosen)
    session.commit()
    if done:
        flash(_said(deed, len(done)), "right")
    for number in done:
        log.info("complaint_confirmed" if deed is Deed.CONFIRM else "address_taken_off", number=number)


def _said(deed: Deed, count: int) -> str:
    if deed is Deed.CONFIRM:
        return ngettext("%(num)s complaint is confirmed.", "%(num)s complaints are confirmed.", count)
    return ngettext(
        "We took your address off %(num)s complaint. No more mails about it come to you.",
        "We took your address off %(num)s complaints. No more mails about them come to you.",
        count,
    )


def _show_waiting(form: ConfirmForm, waiting: Sequence[Complaint]) -> str:
    return render_template("filing/contact/confirm.html", form=form, waiting=waiting, Deed=Deed)


def _ticked(link: ContactLink, waiting: Sequence[Complaint]) -> list[str]:
    """Only the one that the mail was about; who has more says so."""
    return [complaint.number for complaint in waiting if complaint.id == link.complaint_id]


def _line(complaint: Complaint) -> str:
    filed_on = complaint.filed_at.astimezone(zone_of(complaint.round)).date()
    return _(
        "%(number)s, filed on %(day)s: %(round)s",
        number=complaint.number,
        day=day(filed_on),
        round=named(complaint.round),
    )


@bp.post("/complaints/<number>/confirmation")
@public_form
def resend_confirmation(number: str) -> ResponseReturnValue:
    """The same words whether a mail goes or the limits hold it back."""
    if not visits.may_see(number, now=context.now()):
        return redirect(url_for(".track", number=number), 303)
    session = context.session()
    complaint = get_complaint(session, number)
    if limits.allow(purpose="confirmation", who=number, most=AGAIN_FOR_ONE, window=AGAIN_WINDOW):
        actions.send_again(session, complaint=complaint, now=context.now())
    session.commit()
    flash(
        _(
            "We send the link to your address again, at most once an hour and three times a day. "
            "If nothing comes in ten minutes, look among unwanted mails."
        )
    )
    return redirect(url_for(".show_complaint", number=number), 303)


@bp.route("/track/lost", methods=["GET", "POST"])
@public_form
def lost_code() -> ResponseReturnValue:
    """The same page, rows and statements for an address that has complaints and for one that has none."""
    mark_personal()
    form = LostCodeForm(request.form if request.method == "POST" else None)
    if request.method in SAFE_METHODS:
        return render_template("filing/contact/lost_code.html", form=form)
    if not form.validate():
        return render_template("filing/contact/lost_code.html", form=form), NOT_TAKEN
    session, who = context.session(), network_of(limits.client_address())
    may_ask = limits.allow(purpose="lost code", who=who, most=ASKED_BY_ONE_NETWORK, window=WINDOW)
    if may_ask:
        actions.ask_for_new_code(session, cipher=context.cipher(), address=form.email.value, now=context.now())
    session.commit()
    if may_ask:
        return render_template("filing/contact/lost_code_asked.html")
    form.refuse_for_now()
    return render_template("filing/contact/lost_code.html", form=form), TOO_MANY


@bp.route("/track/lost/<token>", methods=["GET", "POST"])
@public_form
def replace_code(token: str) -> ResponseReturnValue:
    """Lists the complaints of the link's address; a POST gives one of them a new code."""
    mark_personal()
    try:
        link = _link(token, LinkPurpose.RECOVER)
    except NotFound:
        return render_template("filing/contact/link_gone.html", purpose=LinkPurpose.RECOVER), GONE
    session = context.session()
    openable, joined = queries.list_openable(session, link), queries.list_supporters(session, link)
    both: list[Complaint | Supporter] = [*openable, *joined]
    chosen = [one for one in both if one.number == request.form.get("number")]
    if request.method in SAFE_METHODS or not chosen:
        return render_template("filing/contact/replace_code.html", complaints=openable, joined=joined)
    code_token = actions.replace_code(session, link, chosen[0], cipher=context.cipher())
    session.commit()
    number = chosen[0].number
    log.info("code_replaced", number=number)
    visits.open_as_filer(number, code_token, now=context.now())
    if isinstance(chosen[0], Complaint):
        return redirect(url_for(".new_code", number=number), 303)
    return redirect(url_for("petitions.joining_receipt", number=number), 303)


@bp.get("/complaints/<number>/new-code")
@public
def new_code(number: str) -> ResponseReturnValue:
    """For an hour, to the browser that took it; a code that was replaced since is not shown."""
    mark_personal()
    token = visits.find_token(number, now=context.now())
    if token is None:
        return redirect(url_for(".track", number=number))
    complaint, code = get_complaint(context.session(), number), tokens.code_of(context.cipher(), token)
    if hash_code(code) != complaint.code_hash:
        return redirect(url_for(".track", number=number))
    return render_template("filing/contact/new_code.html", complaint=complaint, code=code)


def _link(token: str, purpose: LinkPurpose) -> ContactLink:
    return get_link(context.session(), hash_token(token), purpose, now=context.now())
