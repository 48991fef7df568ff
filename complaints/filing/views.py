"""Filing: the form and the receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import database, tokens
from complaints.domain import references
from complaints.domain.complaint import last_day_in_time
from complaints.domain.errors import RoundMerged
from complaints.filing import actions, asking, drafts, queries
from complaints.filing.blueprint import bp
from complaints.filing.evidence import queries as files
from complaints.filing.evidence import views as evidence
from complaints.filing.forms import ComplaintForm
from complaints.models import Complaint, Round
from complaints.throttling import network_of
from complaints.web import context, limits, visits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.clocks import zone_of
from complaints.web.headers import mark_for_one_browser, mark_personal
from complaints.web.kept_pages import mark_shared_form

BUTTONS: Final = ("do", "remove", "join")
"""Buttons inside the form that do not file: they give the form back with everything typed."""
MOST_DRAFTS: Final = 300
WINDOW: Final = timedelta(minutes=10)
"""From one address. Our choice: thousands of parents may share one operator's address, and a disk must not fill."""
log = structlog.get_logger()


@bp.route("/rounds/<slug>/complain", methods=["GET", "POST"])
@public_form
def file_complaint(slug: str) -> ResponseReturnValue:
    evidence.allow_files()
    mark_for_one_browser()  # its token belongs to one receipt, and going back must find what was typed
    if request.method not in SAFE_METHODS and (taken := _take_at_once(slug)) is not None:
        return taken
    round_ = queries.get_open_round(context.session(), slug)
    if round_.slug != slug:
        return _lead_on(slug, round_) if request.method in SAFE_METHODS else _ask_for_merged(slug, round_)
    return _open(round_) if request.method in SAFE_METHODS else _receive(round_)


def _take_at_once(slug: str) -> ResponseReturnValue | None:
    """What most send: a form with nothing to put right. Everything is read and checked before the one transaction that
    writes, so that nobody waits for the database while a form is checked. None: look at it further.
    """
    if any(name in request.form for name in BUTTONS) or request.form.get("joins") or _brings_files():
        return None
    session = context.session()
    with database.only_reading():
        round_ = context.remembered(("open round", slug), lambda: queries.get_open_round(session, slug))
        form = asking.form_for(round_, request.form)
        token, is_stale = _read_token(form, slug)
        session.expunge_all()
        session.rollback()
    if is_stale or round_.slug != slug or not form.validate():
        return None
    return _take(form, round_, token)


def _lead_on(slug: str, round_: Round) -> ResponseReturnValue:
    """The round at this address was merged into another: the form that was begun here goes with it."""
    token = visits.find_form(slug)
    if token is not None:
        visits.forget_form(slug)
        visits.remember_form(round_.slug, token)
    return redirect(url_for(".file_complaint", slug=round_.slug))


def _ask_for_merged(slug: str, round_: Round) -> ResponseReturnValue:
    """The round was merged into this one while the form was filled in. Nothing typed is lost; it is sent once more,
    because other groups may stand beside the consent now.
    """
    form = asking.form_for(round_, request.form)
    token, is_stale = _read_token(form, slug)
    earlier = _show_earlier(token, is_stale=is_stale)
    if earlier is not None:
        return earlier
    taken = evidence.take_for_form(token)
    form.tell_merged()
    form.refuse_files(taken.sentences)
    visits.forget_form(slug)
    _keep(form, round_, token)
    return asking.show_form(form, round_, token, taken=taken), 409


def _open(round_: Round) -> ResponseReturnValue:
    """What was begun here comes back; `?join=` takes over what the public list showed."""
    begun = asking.find_begun(round_)
    token, typed = begun or (tokens.new_token(), None)
    form = asking.form_for(round_, typed)
    told = asking.find_told(round_, request.args.get("join", ""))
    if told is not None:
        if typed is None:
            form.role.data = told.role.value
        asking.join(form, told)
    page = asking.show_form(form, round_, token, joined=told, is_kept=typed is not None)
    if begun is None and told is None:
        mark_shared_form(round_.slug, form.token.data or "")
    return page


def _receive(round_: Round) -> ResponseReturnValue:
    form = asking.form_for(round_, request.form)
    token, is_stale = _read_token(form, round_.slug)
    if any(name in request.form for name in BUTTONS):
        return _give_back(form, round_, token, is_stale=is_stale)
    if form.validate() and not is_stale and not _brings_files():
        return _take(form, round_, token)
    return _put_right(form, round_, token, is_stale=is_stale)


def _read_token(form: ComplaintForm, slug: str) -> tuple[str, bool]:
    """The bare token, and whether it cannot be filed with any more as it was signed."""
    try:
        return tokens.read_token(context.cipher(), slug, form.token.data or "", now=context.now()), False
    except tokens.ExpiredToken as expired:
        return expired.token, True
    except tokens.BadToken:
        return tokens.new_token(), True


def _brings_files() -> bool:
    return any(upload.filename for upload in request.files.getlist(evidence.FIELD))


def _put_right(form: ComplaintForm, round_: Round, token: str, *, is_stale: bool) -> ResponseReturnValue:
    """Attach the files that pass; with nothing to put right the complaint is taken, else the form comes back."""
    earlier = _show_earlier(token, is_stale=is_stale)
    if earlier is not None:
        return earlier
    taken = evidence.take_for_form(token)
    if not (form.errors or taken.has_faults or is_stale):
        for sentence in taken.sentences:
            flash(sentence, "wrong")
        return _take(form, round_, token)
    if is_stale:
        form.refuse_token()
    form.refuse_files(taken.sentences)
    _keep(form, round_, token)
    return asking.show_form(form, round_, token, taken=taken), 422


def _give_back(form: ComplaintForm, round_: Round, token: str, *, is_stale: bool) -> ResponseReturnValue:
    """A button inside the form: chosen files are attached whichever it was, and nothing typed is judged."""
    earlier = _show_earlier(token, is_stale=is_stale)
    if earlier is not None:
        return earlier
    if request.form.get("do") == "empty":
        return _start_anew(round_, token)
    taken = evidence.take_for_form(token)
    if "remove" in request.form:
        evidence.remove_from_form(token, request.form["remove"])
    if "join" in request.form:
        _join_or_take_back(form, round_, request.form["join"])
    form.refuse_files(taken.sentences)
    _keep(form, round_, token)
    page = asking.show_form(form, round_, token, taken=taken, is_kept=request.form.get("do") == "save")
    return page, 422 if taken.has_faults else 200


def _show_earlier(token: str, *, is_stale: bool) -> ResponseReturnValue | None:
    """Where a form leads that was sent before: whatever else comes with it, there is one complaint. Its receipt
    is shown again for a day, as long as the token is good."""
    earlier = queries.find_by_token(context.session(), tokens.hash_token(token))
    if earlier is None:
        return None
    if is_stale and earlier.erased_at is None:
        return redirect(url_for(".track", number=earlier.number), 303)
    return _lead_to_receipt(earlier.number, token, is_repeat=True)


def _join_or_take_back(form: ComplaintForm, round_: Round, number: str) -> None:
    told = asking.find_told(round_, number)
    if told is not None:
        asking.join(form, told)
    else:
        form.joins.data = ""


def _start_anew(round_: Round, token: str) -> ResponseReturnValue:
    """Forget what was typed and attached."""
    drafts.drop(context.session(), tokens.hash_token(token))
    for file in files.list_attached(context.session(), token, cipher=context.cipher()):
        evidence.remove_from_form(token, str(file.id))
    context.session().commit()
    visits.forget_form(round_.slug)
    return redirect(url_for(".file_complaint", slug=round_.slug), 303)


def _keep(form: ComplaintForm, round_: Round, token: str) -> None:
    """Keep what was typed for coming back, in another language or later."""
    if limits.allow(purpose="draft", who=limits.client_address(), most=MOST_DRAFTS, window=WINDOW):
        drafts.keep(
            context.session(),
            context.cipher(),
            token=token,
            round_id=round_.id,
            typed=form.as_typed(),
            now=context.now(),
        )
    context.session().commit()
    visits.remember_form(round_.slug, token)


def _take(form: ComplaintForm, round_: Round, token: str) -> ResponseReturnValue:
    joined = asking.find_joined(form, round_)
    draft = form.draft(round_.id, context.lang())
    try:
        filed = actions.file_complaint(
            context.session(),
            cipher=context.cipher(),
            draft=replace(draft, joins_id=joined.id if joined else None),
            token=token,
            now=context.now(),
            network=network_of(limits.client_address()),
            round_=round_,
        )
    except RoundMerged as merged:
        slug = round_.slug
        context.session().rollback()
        return _ask_for_merged(slug, queries.get_open_round(context.session(), merged.slug))
    visits.forget_form(round_.slug)
    context.session().commit()
    log.info("complaint_filed", number=filed.number, repeat=filed.is_repeat)
    return _lead_to_receipt(filed.number, token, is_repeat=filed.is_repeat)


def _lead_to_receipt(number: str, token: str, *, is_repeat: bool) -> ResponseReturnValue:
    earlier = queries.find_by_token(context.session(), tokens.hash_token(token)) if is_repeat else None
    if earlier is not None and earlier.erased_at is not None:
        return render_template("filing/erased.html", slug=earlier.round.slug), 410
    if earlier is not None and not _is_code_of(earlier, token):  # replaced since: this form opens it no more
        return redirect(url_for(".track", number=number), 303)
    visits.open_as_filer(number, token, now=context.now())
    if is_repeat:
        flash(_("This form was sent before; here is its receipt. To file for another person, open a new form."))
    return redirect(url_for(".receipt", number=number), 303)


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
        code=tokens.code_of(context.cipher(), token) if _is_code_of(complaint, token) else None,
        has_email=complaint.email_enc is not None,
        files=files.list_of_complaint(context.session(), complaint, cipher=context.cipher()),
        groups=queries.list_groups(context.session(), complaint.round),
        last_day=last_day_in_time(complaint.learned_at.astimezone(zone_of(complaint.round)).date()),
    )


def _is_code_of(complaint: Complaint, token: str) -> bool:
    """Whether the code that derives from the token is still the complaint's."""
    return references.hash_code(tokens.code_of(context.cipher(), token)) == complaint.code_hash
