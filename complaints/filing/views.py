"""Filing: the form and the receipt."""

from __future__ import annotations

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import data
from complaints.domain.complaint import last_day_in_time
from complaints.filing import actions, queries, tokens, visits
from complaints.filing.blueprint import bp
from complaints.filing.forms import ComplaintForm
from complaints.models import Round
from complaints.web import context
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.clocks import zone_of
from complaints.web.filters import named
from complaints.web.headers import mark_for_one_browser, mark_personal

log = structlog.get_logger()


@bp.route("/rounds/<slug>/complain", methods=["GET", "POST"])
@public_form
def file_complaint(slug: str) -> ResponseReturnValue:
    mark_for_one_browser()  # its token belongs to one receipt, and going back must find what was typed
    round_ = queries.get_open_round(context.session(), slug)
    form = _form_for(round_)
    if request.method in SAFE_METHODS:
        form.token.data = _new_token(slug)
        return _show_form(form, round_)
    is_good = form.validate()
    try:
        token = tokens.read_token(context.cipher(), slug, form.token.data or "", now=context.now())
    except tokens.ExpiredToken as expired:
        earlier = queries.find_by_token(context.session(), tokens.hash_token(expired.token))
        if earlier is not None:
            return redirect(url_for(".track", number=earlier.number), 303)
        form.refuse_token(_new_token(slug))
    except tokens.BadToken:
        form.refuse_token(_new_token(slug))
    else:
        if is_good:
            return _take(form, round_, token)
    return _show_form(form, round_), 422


def _take(form: ComplaintForm, round_: Round, token: str) -> ResponseReturnValue:
    filed = actions.file_complaint(
        context.session(),
        cipher=context.cipher(),
        draft=form.draft(round_.id, context.lang()),
        token=token,
        now=context.now(),
    )
    context.session().commit()
    log.info("complaint_filed", number=filed.number, repeat=filed.is_repeat)
    visits.open_as_filer(filed.number, token, now=context.now())
    if filed.is_repeat:
        flash(_("This form was sent before; here is its receipt. To file for another person, open a new form."))
    return redirect(url_for(".receipt", number=filed.number), 303)


@bp.get("/complaints/<number>/receipt")
@public
def receipt(number: str) -> ResponseReturnValue:
    mark_personal()
    token = visits.find_token(number, now=context.now())
    if token is None:
        return redirect(url_for(".track", number=number))
    complaint = queries.get_complaint(context.session(), number)
    return render_template(
        "filing/receipt.html",
        complaint=complaint,
        code=tokens.code_of(context.cipher(), token),
        has_email=complaint.email_enc is not None,
        groups=queries.list_groups(context.session(), complaint.round),
        last_day=last_day_in_time(complaint.learned_at.astimezone(zone_of(complaint.round)).date()),
    )


def _form_for(round_: Round) -> ComplaintForm:
    localities = queries.list_localities(context.session(), round_.region_code, context.lang())
    return ComplaintForm(
        request.form if request.method == "POST" else None,
        zone=zone_of(round_),
        places=[(locality.code, named(locality)) for locality in localities],
        asks_language=context.lang() == "en",
        example_day=round_.held_on_latest or context.now().astimezone(zone_of(round_)).date(),
        asks_reason=_window_is_over(round_),
        now=context.now(),
    )


def _show_form(form: ComplaintForm, round_: Round) -> str:
    return render_template(
        "filing/file_complaint.html",
        form=form,
        round=round_,
        grounds=data.grounds(),
        by_role=form.grounds_by_role(),
        groups=queries.list_groups(context.session(), round_),
    )


def _new_token(slug: str) -> str:
    return tokens.sign_new_token(context.cipher(), slug, now=context.now())


def _window_is_over(round_: Round) -> bool:
    """Whether who learned of the round while it was held would be late today."""
    today = context.now().astimezone(zone_of(round_)).date()
    return round_.held_on_latest is not None and today > last_day_in_time(round_.held_on_latest)
