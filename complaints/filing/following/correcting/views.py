"""The page on which a filer corrects the own complaint."""

from __future__ import annotations

import structlog
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from complaints import data
from complaints.domain.errors import NotFound, StaleVersion
from complaints.filing import queries
from complaints.filing.blueprint import bp
from complaints.filing.following.correcting import actions, passes
from complaints.filing.following.correcting.forms import CorrectionForm, as_typed
from complaints.filing.following.history import changed_questions
from complaints.models import Complaint
from complaints.web import context, visits
from complaints.web.access import SAFE_METHODS, public_form
from complaints.web.clocks import zone_of
from complaints.web.filters import named
from complaints.web.headers import mark_personal
from complaints.wordings import read_version, read_words, values_of

NOT_TAKEN = 422
CONFLICT = 409
log = structlog.get_logger()


@bp.route("/complaints/<number>/correct", methods=["GET", "POST"])
@public_form
def correct_complaint(number: str) -> ResponseReturnValue:
    mark_personal()
    complaint = _find(number)
    if complaint is None:
        return redirect(url_for(".track", number=number), 303)
    if complaint.withdrawn_at is not None:
        flash(_("This complaint is withdrawn and cannot be corrected any more. You can file a new one."))
        return redirect(url_for(".show_complaint", number=number), 303)
    if request.method in SAFE_METHODS:
        words = read_words(complaint, context.cipher())
        form = _form_for(complaint, as_typed(complaint, words, zone_of(complaint.round)))
        return _show(form, complaint, complaint.version)
    form = _form_for(complaint, request.form)
    if not form.validate():
        return _show(form, complaint, _version_sent()), NOT_TAKEN
    return _correct(form, complaint)


def _correct(form: CorrectionForm, complaint: Complaint) -> ResponseReturnValue:
    session, number, sent = context.session(), complaint.number, _version_sent()
    was_confirmed = complaint.confirmation is not None
    draft = form.draft(complaint.round_id, complaint.language.value)
    try:
        is_new = actions.correct_complaint(
            session, complaint, cipher=context.cipher(), draft=draft, version=sent, now=context.now()
        )
    except StaleVersion as stale:
        session.rollback()
        return _refuse_stale(form, number, sent=sent, current=stale.current)
    if not is_new:
        session.rollback()
        flash(_("Nothing was changed: your complaint already says this."))
        return redirect(url_for(".show_complaint", number=number), 303)
    version, is_confirmed = complaint.version, complaint.confirmation is not None
    session.commit()
    log.info("complaint_corrected", number=number, version=version)
    flash(_("Your correction is saved: version %(number)s.", number=version), "right")
    if was_confirmed and not is_confirmed:
        ended = _("Your name, your contacts or the kind of complaint changed, so the earlier confirmation has ended.")
        flash(ended, "late")
    return redirect(url_for(".show_complaint", number=number), 303)


def _refuse_stale(form: CorrectionForm, number: str, *, sent: int, current: int) -> ResponseReturnValue:
    """The next try is about the version that stands now, so whoever has read what changed can save."""
    complaint = queries.get_complaint(context.session(), number)
    now_said = values_of(complaint, context.cipher())
    seen = next((version for version in complaint.earlier if version.number == sent), None)
    then_said = read_version(seen, context.cipher()) if seen else now_said
    form.refuse_stale(changed_questions(then_said, now_said))
    return _show(form, complaint, current), CONFLICT


def _find(number: str) -> Complaint | None:
    """The complaint that this browser may see or brings a pass for. Raises NotFound for an erased one."""
    if visits.may_see(number, now=context.now()):
        return queries.get_complaint(context.session(), number)
    try:
        complaint = queries.get_complaint(context.session(), number)
    except NotFound:
        return None
    return complaint if passes.is_good(context.cipher(), complaint, _pass_sent(), now=context.now()) else None


def _pass_sent() -> str:
    return request.form.get("pass", "")


def _pass_for(complaint: Complaint) -> str:
    """A fresh one for who may see the complaint; who came with a pass keeps that one, with its end."""
    if visits.may_see(complaint.number, now=context.now()):
        return passes.sign(context.cipher(), complaint, now=context.now())
    return _pass_sent()


def _version_sent() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _form_for(complaint: Complaint, typed: MultiDict[str, str]) -> CorrectionForm:
    round_ = complaint.round
    localities = queries.list_localities(context.session(), round_.region_code, context.lang())
    return CorrectionForm(
        typed,
        zone=zone_of(round_),
        places=[(locality.code, named(locality)) for locality in localities],
        filed_at=complaint.filed_at,
        example_day=round_.held_on_latest or complaint.filed_at.astimezone(zone_of(round_)).date(),
        now=context.now(),
    )


def _show(form: CorrectionForm, complaint: Complaint, version: int) -> str:
    form.put_hints()
    return render_template(
        "filing/correct_complaint.html",
        form=form,
        version=version,
        signed_pass=_pass_for(complaint),
        complaint=complaint,
        round=complaint.round,
        grounds=data.grounds(),
        kinds=data.evidence_kinds(),
        by_role=form.grounds_by_role(),
        groups=queries.list_groups(context.session(), complaint.round),
    )
