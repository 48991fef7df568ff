"""The pages that show two versions side by side: for the group every two that follow each other, for everybody those
that are or were on the public page.
"""

from __future__ import annotations

from flask import make_response, render_template
from werkzeug.wrappers import Response

from complaints.domain.access import Permission
from complaints.petitions import queries as petitions
from complaints.petitions.blueprint import bp
from complaints.petitions.comparing import queries, reading
from complaints.petitions.freezing.views import VERSION
from complaints.petitions.lettering.forms import PART_NAMES
from complaints.petitions.publishing import queries as published
from complaints.petitions.publishing.views import PUBLIC, cached
from complaints.web import context
from complaints.web.access import public, requires


@bp.get(VERSION + "difference")
@requires(Permission.SEE_GROUP_DESK)
def show_difference(slug: str, petition_id: int, number: int) -> str:
    """A version and the one before it. The first one has none before it: 404."""
    session = context.session()
    petition = petitions.get_petition(session, context.viewer(), slug, petition_id)
    after, before = petitions.get_version(petition, number), petitions.get_version(petition, number - 1)
    return render_template(
        "petitions/comparing/show_difference.html",
        petition=petition,
        difference=reading.compare(session, before, after, context.lang()),
        names=PART_NAMES,
    )


@bp.get(PUBLIC + "versions/<int:number>/difference")
@public
def show_public_difference(petition_id: int, number: int) -> Response:
    """A published version and the published one before it, without names."""
    session = context.session()
    petition = published.get_petition(session, petition_id)
    before, after = queries.get_public_pair(session, petition_id, number)
    page = render_template(
        "petitions/comparing/show_public_difference.html",
        petition=petition,
        difference=reading.compare(session, before, after, context.lang()),
        names=PART_NAMES,
    )
    return cached(make_response(page))
