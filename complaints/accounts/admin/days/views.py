"""Pages of days off: a year, one day, and what a change would do to running terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, render_template, request

from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.days import actions, forms, queries
from complaints.accounts.admin.replies import Answer, deed, refuse, show, to
from complaints.domain.access import Permission
from complaints.domain.errors import Duplicate, NotFound
from complaints.web import context
from complaints.web.access import requires
from complaints.web.clocks import today
from complaints.web.words import gettext as _


@bp.get("/days/")
@requires(Permission.ADMINISTER)
def list_days() -> str:
    session = context.session()
    years = queries.list_years(session, today(context.now()))
    asked = request.args.get("year", 0, type=int)
    year = asked if asked in years else today(context.now()).year
    return render_template("admin/list_days.html", days=queries.list_days(session, year), year=year, years=years)


@bp.route("/days/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def add_day() -> Answer:
    form = forms.AddDayForm()
    if not form.validate_on_submit():
        return show("admin/set_day.html", form, day=None, moved=None)
    if queries.find_override(context.session(), form.day.data) is not None:
        refuse(form.day, _("This day was declared before. Open it in the list and change it there."))
        return show("admin/set_day.html", form, day=None, moved=None)
    return _look_and_save(form, form.day.data, None)


@bp.route("/days/<iso>/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def set_day(iso: str) -> Answer:
    day = _day(iso)
    override = queries.find_override(context.session(), day)
    form = forms.SetDayForm(data=forms.filled_with(override) if override else None)
    if form.validate_on_submit():
        return _look_and_save(form, day, day)
    return show("admin/set_day.html", form, day=day, override=override, moved=None)


@bp.route("/days/<iso>/remove", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def remove_day(iso: str) -> Answer:
    session, day = context.session(), _day(iso)
    override = queries.get_override(session, day)
    if request.method == "POST":
        actions.remove_day(session, day, **deed())
        session.commit()
        flash(_("The day is again as in the reference data."), "right")
        return to("list_days", year=day.year)
    moved = queries.list_moved(session, day, None)
    return render_template("admin/remove_day.html", override=override, day=day, moved=moved)


def _look_and_save(form: Any, day: date, fixed: date | None) -> Answer:
    """The first sending shows what would move; the second one, if nothing differs, saves."""
    session, entry = context.session(), form.entry()
    moved = queries.list_moved(session, day, actions.as_override(day, entry))
    effect = actions.effect_of(day, entry, moved)
    if form.seen.data == effect:
        try:
            actions.set_day(session, day, entry, **deed())
        except Duplicate:
            refuse(form.kind, _("Somebody else declared this day at the same moment. Open it in the list."))
        else:
            session.commit()
            flash(_("The day is saved, and every term is counted with it from now on."), "right")
            return to("list_days", year=day.year)
    form.seen.data = effect
    override = queries.find_override(session, day)
    return show("admin/set_day.html", form, day=fixed, override=override, moved=moved)


def _day(iso: str) -> date:
    """Raises NotFound for what is no day."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        raise NotFound("day_off", iso) from None
    if not queries.FIRST_YEAR <= day.year < queries.LAST_YEAR:
        raise NotFound("day_off", iso)
    return day
