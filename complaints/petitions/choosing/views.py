"""The page on which a group chooses whose complaints stand in the register."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints import data
from complaints.domain.access import Permission, may_edit_group
from complaints.domain.errors import Forbidden
from complaints.domain.petition import ELIGIBLE
from complaints.models.petitions import Petition
from complaints.petitions import queries
from complaints.petitions.blueprint import bp
from complaints.petitions.choosing import actions
from complaints.petitions.choosing import queries as choosing
from complaints.petitions.choosing.forms import FilterForm
from complaints.petitions.standing import count_standings
from complaints.web import context
from complaints.web.access import requires
from complaints.web.filters import text
from complaints.web.words import gettext as _

COMPLAINTS: Final = "/groups/<slug>/petitions/<int(max=2147483647):petition_id>/complaints"


@bp.get(COMPLAINTS)
@requires(Permission.SEE_GROUP_DESK)
def choose_complaints(slug: str, petition_id: int) -> str:
    session = context.session()
    petition = queries.get_petition(session, context.viewer(), slug, petition_id)
    form = _filter(petition)
    matching = choosing.count_matching(session, petition, form.wanted())
    pages = max(1, -(-matching // choosing.PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "petitions/choose_complaints.html",
        petition=petition,
        form=form,
        asked=form.asked(),
        here={"slug": slug, "petition_id": petition_id},
        standings=count_standings(session, petition),
        eligible=ELIGIBLE,
        chosen=choosing.count_chosen(session, petition),
        matching=matching,
        lines=choosing.list_matching(session, petition, form.wanted(), page=number),
        number=number,
        pages=pages,
        zone=petition.round.region.time_zone,
        may_edit=may_edit_group(context.viewer(), petition.group_id),
        ground_label=lambda code: text(data.grounds()[code].label),
    )


@bp.post(COMPLAINTS + "/keep")
@requires(Permission.PREPARE_PETITION)
def keep_complaints(slug: str, petition_id: int) -> Response:
    """Keep the ticks of one page, or put in or take out all that the filter in the address asks for."""
    session, viewer = context.session(), context.viewer()
    petition = queries.get_petition(session, viewer, slug, petition_id)
    if not may_edit_group(viewer, petition.group_id):
        raise Forbidden(slug)
    form, deed = _filter(petition), request.form.get("do")
    known: dict[str, Any] = {"viewer": viewer, "petition": petition}
    if deed == "put_in_all":
        actions.put_in_all(session, **known, wanted=form.wanted())
    elif deed == "take_out_all":
        actions.take_out_all(session, **known, wanted=form.wanted())
    else:
        shown, ticked = request.form.getlist("shown"), request.form.getlist("numbers")
        actions.choose_of_page(session, **known, shown=shown, ticked=ticked)
    session.commit()
    flash(_("Saved."), "right")
    back: dict[str, Any] = {**form.asked(), "page": request.args.get("page", 1, type=int)}
    return redirect(url_for("petitions.choose_complaints", slug=slug, petition_id=petition_id, **back), 303)


def _filter(petition: Petition) -> FilterForm:
    places = choosing.list_localities(context.session(), petition.round.region_code, context.lang())
    return FilterForm(request.args, places)
