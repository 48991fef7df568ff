"""The page where a group words its letter: every part with the proposed text, the own one, and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from complaints.domain.access import Permission, may_edit_group
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import StaleVersion
from complaints.domain.petition import PART_MAX, LetterPart
from complaints.models.petitions import Petition
from complaints.petitions import queries
from complaints.petitions.blueprint import bp
from complaints.petitions.lettering import actions, forms
from complaints.petitions.lettering.differing import Stretch, differences, say_the_same
from complaints.petitions.lettering.forms import TextForm
from complaints.petitions.lettering.queries import Wording, list_wordings
from complaints.web import context
from complaints.web.access import requires
from complaints.web.words import gettext as _

TEXT: Final = "/groups/<slug>/petitions/<int(max=2147483647):petition_id>/text/<any(kk, ru):language>"
NOTHING_MEANWHILE: Final[Mapping[LetterPart, str]] = {}


@dataclass(frozen=True)
class Shown:
    """One part on the page."""

    wording: Wording
    is_changed: bool
    is_left_out: bool
    differs: Sequence[Stretch]
    """From the proposed text to what stands in the field."""
    meanwhile: str | None
    """What somebody else saved for it since this edit began."""


@bp.get(TEXT)
@requires(Permission.SEE_GROUP_DESK)
def show_text(slug: str, petition_id: int, language: str) -> str:
    petition = queries.get_petition(context.session(), context.viewer(), slug, petition_id)
    wordings = _wordings(petition, LetterLanguage(language))
    return _page(petition, language, wordings, forms.text_form(wordings, petition.edit_number))


@bp.post(TEXT)
@requires(Permission.PREPARE_PETITION)
def save_text(slug: str, petition_id: int, language: str) -> str | Response | tuple[str, int]:
    session, viewer = context.session(), context.viewer()
    petition = queries.get_petition(session, viewer, slug, petition_id)
    wordings = _wordings(petition, LetterLanguage(language))
    form = forms.text_form(wordings, petition.edit_number)
    if not form.validate():
        return _page(petition, language, wordings, form), 422
    back = request.form.get("back")
    edit_number = int(form.edit_number.data) if form.edit_number.data.isdecimal() else 0
    try:
        actions.save_text(
            session,
            viewer=viewer,
            petition=petition,
            language=LetterLanguage(language),
            wordings=wordings,
            typed={part: None if part == back else text for part, text in form.typed().items()},
            edit_number=edit_number,
        )
    except StaleVersion:
        return _conflict(petition, language, form), 409
    session.commit()
    flash(_("Saved."), "right")
    anchor = f"part-{back}" if back in set(LetterPart) else None
    return redirect(
        url_for("petitions.show_text", slug=slug, petition_id=petition_id, language=language, _anchor=anchor), 303
    )


def _wordings(petition: Petition, language: LetterLanguage) -> Sequence[Wording]:
    return list_wordings(context.session(), petition, language, today=context.now().date())


def _conflict(petition: Petition, language: str, form: TextForm) -> str:
    """The page with everything typed, and beside it what somebody else saved; saving it again is then a choice."""
    wordings = _wordings(petition, LetterLanguage(language))
    typed = form.typed()
    meanwhile = {
        wording.part: wording.said
        for wording in wordings
        if not say_the_same(wording.said, wording.proposed if (text := typed[wording.part]) is None else text)
    }
    form.edit_number.data = form.edit_number.raw_data = str(petition.edit_number)
    form.form_errors.append(
        _("Somebody else saved this collective complaint first. Nothing you typed is lost: compare, then save again.")
    )
    return _page(petition, language, wordings, form, meanwhile)


def _page(
    petition: Petition,
    language: str,
    wordings: Sequence[Wording],
    form: TextForm,
    meanwhile: Mapping[LetterPart, str] = NOTHING_MEANWHILE,
) -> str:
    typed = form.typed()
    return render_template(
        "petitions/lettering/show_text.html",
        petition=petition,
        language=LetterLanguage(language),
        languages=LetterLanguage,
        form=form,
        parts=[_shown(wording, typed[wording.part], meanwhile.get(wording.part)) for wording in wordings],
        names=forms.PART_NAMES,
        without=forms.without,
        may_edit=may_edit_group(context.viewer(), petition.group_id),
    )


def _shown(wording: Wording, typed: str | None, meanwhile: str | None) -> Shown:
    is_changed = typed is not None and not say_the_same(typed, wording.proposed)
    return Shown(
        wording=wording,
        is_changed=is_changed,
        is_left_out=typed == "",
        differs=differences(wording.proposed, typed) if is_changed and typed and len(typed) <= PART_MAX else (),
        meanwhile=meanwhile,
    )
