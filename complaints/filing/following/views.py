"""Following one's own complaint: by number and secret code, then for an hour in this browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import data
from complaints.domain.complaint import last_day_in_time
from complaints.filing import visits
from complaints.filing.blueprint import bp
from complaints.filing.contact.reading import contact_of
from complaints.filing.following import queries, reading
from complaints.filing.following.forms import TrackForm
from complaints.filing.queries import get_complaint
from complaints.web import context, limits
from complaints.web.access import SAFE_METHODS, public, public_form
from complaints.web.clocks import status, zone_of
from complaints.web.headers import mark_personal

WRONG_TRIES: Final = 30
"""Our choice: thousands of parents may share one operator's address, and 130 random bits are not guessed by trying."""
WINDOW: Final = timedelta(minutes=10)


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
    mark_personal()
    if not visits.may_see(number, now=context.now()):
        return redirect(url_for(".track", number=number))
    complaint = get_complaint(context.session(), number)
    return render_template(
        "filing/show_complaint.html",
        complaint=complaint,
        words=reading.read_words(complaint, context.cipher()),
        cases=reading.list_cases(context.session(), complaint, now=context.now()),
        contact=contact_of(context.session(), complaint),
        last_day=last_day_in_time(complaint.learned_at.astimezone(zone_of(complaint.round)).date()),
        grounds=data.grounds(),
        demands=data.demands(),
        status=status,
        has_receipt=visits.find_token(number, now=context.now()) is not None,
    )


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
