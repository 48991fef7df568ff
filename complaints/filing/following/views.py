"""Following one's own complaint: by number and secret code, then for an hour in this browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import data, supporting
from complaints.domain.complaint import last_day_in_time
from complaints.domain.errors import NotFound, TooLate
from complaints.filing.blueprint import bp
from complaints.filing.contact.reading import contact_of
from complaints.filing.evidence import views as evidence
from complaints.filing.following import actions, archive, history, jobs, queries, reading, steps
from complaints.filing.following.forms import TrackForm
from complaints.filing.letters.panel import own_panel
from complaints.filing.queries import get_complaint
from complaints.models import Complaint
from complaints.web import context, limits, visits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.clocks import status, zone_of
from complaints.web.headers import mark_personal

__all__ = ["jobs"]

WRONG_TRIES: Final = 30
"""Our choice: thousands of parents may share one operator's address, and 130 random bits are not guessed by trying."""
WINDOW: Final = timedelta(minutes=10)
log = structlog.get_logger()


@bp.route("/track", methods=["GET", "POST"])
@public_form
def track() -> ResponseReturnValue:
    if request.method in SAFE_METHODS:
        return render_template("filing/track.html", form=TrackForm(data={"number": request.args.get("number", "")}))
    form = TrackForm(request.form)
    if not form.validate():
        return render_template("filing/track.html", form=form), 422
    number = form.number.value
    if queries.code_fits(context.session(), number, form.code.value):
        visits.open_as_follower(number, now=context.now())
        return redirect(url_for(".show_complaint", number=number), 303)
    if supporting.code_fits(context.session(), number, form.code.value):
        visits.open_as_follower(number, now=context.now())
        return redirect(url_for("petitions.show_joined", number=number), 303)
    return _refuse_pair(form)


def _refuse_pair(form: TrackForm) -> ResponseReturnValue:
    """The same for an unknown number and a wrong code. Only wrong tries are counted."""
    may_try = limits.allow(purpose="track", who=limits.client_address(), most=WRONG_TRIES, window=WINDOW)
    context.session().commit()
    if may_try:
        form.refuse_pair()
        return render_template("filing/track.html", form=form), 422
    form.refuse_for_now()
    return render_template("filing/track.html", form=form), 429


@bp.get("/complaints/<number>")
@public
def show_complaint(number: str) -> ResponseReturnValue:
    complaint = _find_own(number)
    if complaint is None:
        return _ask_for_code(number)
    session, now = context.session(), context.now()
    publication = steps.publication_of(session, complaint)
    last_day = last_day_in_time(complaint.learned_at.astimezone(zone_of(complaint.round)).date())
    return render_template(
        "filing/show_complaint.html",
        complaint=complaint,
        words=reading.read_words(complaint, context.cipher()),
        cases=reading.list_cases(session, complaint, now=now),
        steps=steps.list_steps(session, complaint, publication, last_day=last_day),
        publication=publication,
        contact=contact_of(session, complaint),
        earlier=history.list_earlier(session, complaint, context.cipher()),
        panel=evidence.panel_for_complaint(complaint),
        grounds=data.grounds(),
        demands=data.demands(),
        status=status,
        own_panel=own_panel(complaint),
        has_receipt=visits.find_token(number, now=now) is not None,
    )


@bp.route("/complaints/<number>/withdraw", methods=["GET", "POST"])
@public_form
def withdraw_complaint(number: str) -> ResponseReturnValue:
    complaint = _find_own(number)
    if complaint is None:
        return _ask_for_code(number)
    if complaint.withdrawn_at is not None:
        return redirect(url_for(".show_complaint", number=number), 303)
    if request.method in SAFE_METHODS:
        cases = reading.list_cases(context.session(), complaint, now=context.now())
        return render_template("filing/withdraw_complaint.html", complaint=complaint, cases=cases)
    actions.withdraw_complaint(context.session(), complaint, now=context.now())
    context.session().commit()
    log.info("complaint_withdrawn", number=number)
    flash(_("Your complaint is withdrawn."), "right")
    return redirect(url_for(".show_complaint", number=number), 303)


@bp.route("/complaints/<number>/step-out/<int(max=2147483647):petition_id>", methods=["GET", "POST"])
@public_form
def step_out(number: str, petition_id: int) -> ResponseReturnValue:
    complaint = _find_own(number)
    if complaint is None:
        return _ask_for_code(number)
    cases = reading.list_cases(context.session(), complaint, now=context.now())
    case = next((case for case in cases if case.petition_id == petition_id), None)
    if case is None:
        raise NotFound("petition", str(petition_id))
    if request.method in SAFE_METHODS and case.can_be_left:
        return render_template("filing/step_out.html", complaint=complaint, case=case)
    if request.method not in SAFE_METHODS:
        _step_out(complaint, petition_id)
    return redirect(url_for(".show_complaint", number=number, _anchor="collective"), 303)


def _step_out(complaint: Complaint, petition_id: int) -> None:
    try:
        actions.step_out(context.session(), complaint, petition_id, now=context.now())
    except TooLate:
        context.session().rollback()
        flash(
            _("It was handed in before you stepped out, so your complaint stands in it. You can still erase it."),
            "late",
        )
        return
    context.session().commit()
    log.info("stepped_out", number=complaint.number, petition=petition_id)
    flash(_("You have stepped out: the group can no longer hand this collective complaint in with yours."), "right")


@bp.route("/complaints/<number>/erase", methods=["GET", "POST"])
@public_form
def erase_complaint(number: str) -> ResponseReturnValue:
    complaint = _find_own(number)
    if complaint is None:
        return _ask_for_code(number)
    if request.method in SAFE_METHODS:
        cases = reading.list_cases(context.session(), complaint, now=context.now())
        return render_template("filing/erase_complaint.html", complaint=complaint, cases=cases)
    actions.erase_complaint(context.session(), complaint, now=context.now())
    context.session().commit()
    log.info("complaint_erased", number=number)
    visits.leave(number)
    flash(_("Complaint %(number)s is erased. Number and code open nothing any more.", number=number), "right")
    return redirect(url_for("rounds.start"), 303)


@bp.get("/complaints/<number>/download")
@public
def download_complaint(number: str) -> ResponseReturnValue:
    """Everything held. Read from the database before the first byte goes, so that no transaction waits for a phone."""
    complaint = _find_own(number)
    if complaint is None:
        return _ask_for_code(number)
    session, cipher, now = context.session(), context.cipher(), context.now()
    said = archive.collect(session, complaint, cipher=cipher, now=now)
    entries = archive.list_entries(session, complaint, cipher=cipher, storage=context.storage())
    session.expunge_all()
    log.info("complaint_downloaded", number=number, files=len(entries))
    answer = Response(archive.send_archive(said, entries, now=now), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    return answer


@bp.post("/complaints/<number>/leave")
@public_form
def leave(number: str) -> ResponseReturnValue:
    visits.leave(number)
    flash(_("You have left your complaint. To open it again you need its number and secret code."), "right")
    return redirect(url_for("rounds.start"), 303)


@bp.post("/leave")
@public_form
def leave_quickly() -> ResponseReturnValue:
    """Forget every complaint and form of this browser, and show a page that tells nothing."""
    visits.leave_all()
    return redirect(url_for("rounds.list_rounds"), 303)


def _find_own(number: str) -> Complaint | None:
    """The complaint if this browser may see it. Raises NotFound for an erased one."""
    mark_personal()
    return get_complaint(context.session(), number) if visits.may_see(number, now=context.now()) else None


def _ask_for_code(number: str) -> ResponseReturnValue:
    return redirect(url_for(".track", number=number), 303 if request.method == "POST" else 302)
