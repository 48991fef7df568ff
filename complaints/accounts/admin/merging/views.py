"""Pages of merging: the rounds, and the two steps of one merger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import flash, render_template
from flask_babel import lazy_gettext as _l

from complaints import merging
from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.merging import queries
from complaints.accounts.admin.merging.forms import MergeRoundForm
from complaints.accounts.admin.replies import Answer, deed, page_asked, refuse, show, to, words_asked
from complaints.domain.access import Permission
from complaints.domain.errors import Unsuitable
from complaints.models import Round
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import named
from complaints.web.words import gettext as _

REFUSALS: Final[Mapping[str, Any]] = {
    "same": _l("Choose another round than the one that goes."),
    "merged": _l("One of these rounds was merged into another one meanwhile. Go back to the list."),
    "hidden": _l("This round was taken out of the lists by a moderator. Choose another one."),
    "repeats": _l("One of these rounds repeats the other: they are two registrations and stay two."),
}


@bp.get("/rounds/")
@requires(Permission.ADMINISTER)
def list_rounds() -> str:
    session, words = context.session(), words_asked()
    sheet = queries.list_rounds(session, context.lang(), words=words, page=page_asked())
    led_to = queries.names_by_id(session, sheet.lines)
    return render_template("admin/list_rounds.html", sheet=sheet, words=words, led_to=led_to)


@bp.route("/rounds/<slug>/merge", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def merge_round(slug: str) -> Answer:
    session = context.session()
    goes = queries.get_round(session, slug)
    if goes.merged_into_id is not None:  # also a second click of who merged it
        flash(_("This round was merged already: its address leads to the round that stays."))
        return to("list_rounds")
    form = MergeRoundForm()
    form.offer([(row.slug, named(row)) for row in queries.list_others(session, context.lang(), goes)])
    if not form.validate_on_submit():
        return _show(form, goes)
    stays = queries.get_round(session, form.stays.data)
    try:
        return _look_or_merge(form, goes, stays)
    except Unsuitable as error:
        refuse(form.stays, str(REFUSALS[error.what]))
        return _show(form, goes)


def _look_or_merge(form: MergeRoundForm, goes: Round, stays: Round) -> Answer:
    """The first sending shows what would move; the second one merges, if it was looked at and said to be sure."""
    session = context.session()
    effect = merging.look(session, goes, stays)
    if form.seen.data == stays.slug and not form.is_sure.data:
        refuse(form.is_sure, _("Compare both pages first, then tick this box."))
    elif form.seen.data == stays.slug:
        merging.merge(session, goes, stays, **deed())
        session.commit()
        flash(_("The rounds are merged. The old address leads to the round that stays."), "right")
        return to("list_rounds")
    form.seen.data = stays.slug
    return _show(form, goes, stays, effect)


def _show(
    form: MergeRoundForm, goes: Round, stays: Round | None = None, effect: merging.Effect | None = None
) -> Answer:
    differs = stays is not None and queries.differs(goes, stays)
    return show("admin/merge_round.html", form, goes=goes, stays=stays, effect=effect, differs=differs)
