"""The page from which a group fills the form of e-Otinish, field by field. For owner and editors: it names a person."""

from __future__ import annotations

from typing import Final

from flask import render_template, request

from complaints.data.portal import portal_form
from complaints.domain.access import Permission, may_see_names
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden
from complaints.domain.lifecycle import SENT_BACK
from complaints.domain.petition import Cut
from complaints.models.petitions import PetitionVersion
from complaints.models.submissions import Submission
from complaints.petitions import queries
from complaints.petitions.blueprint import bp
from complaints.petitions.composing import open_representative
from complaints.petitions.document import letter_from_json
from complaints.petitions.filling.document import fill_letter, short_text
from complaints.petitions.freezing.views import VERSION
from complaints.web import context
from complaints.web.access import requires

ADVISED_BYTES: Final = 10 * 1024 * 1024
"""No limit of the portal was found; a larger file is likely to be refused somewhere. Our advice."""


@bp.get(VERSION + "e-otinish")
@requires(Permission.PREPARE_PETITION)
def show_portal_form(slug: str, petition_id: int, number: int) -> str:
    session, viewer = context.session(), context.viewer()
    petition = queries.get_petition(session, viewer, slug, petition_id)
    if not may_see_names(viewer, petition.group_id):
        raise Forbidden(slug)
    version = queries.get_version(petition, number)
    wanted = request.args.get("letter", context.lang())
    code = wanted if wanted in version.content else min(version.content)
    letter = letter_from_json(version.content[code]["letter"])
    region = petition.round.region
    exports = queries.list_exports(session, version.id)
    official = next((one for one in exports if one.cut is Cut.OFFICIAL and one.language == code), None)
    return render_template(
        "petitions/filling/show_portal_form.html",
        petition=petition,
        version=version,
        code=code,
        fields=fill_letter(letter, open_representative(version, context.cipher()), getattr(region, f"name_{code}")),
        short=short_text(letter),
        words=portal_form()["fields"],
        file=official,
        is_sent=_is_sent(queries.find_submission(session, petition_id), version),
        newest=petition.versions[-1],
        ADVISED_BYTES=ADVISED_BYTES,
        LetterLanguage=LetterLanguage,
    )


def _is_sent(submission: Submission | None, version: PetitionVersion) -> bool:
    """Whether this version was handed in, or another one is on its way; after a return a newer one may follow."""
    return submission is not None and (submission.version_id == version.id or submission.state not in SENT_BACK)
