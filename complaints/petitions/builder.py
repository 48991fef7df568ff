"""The builder page: the letter as it will print beside what is chosen and what is still missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from complaints import data
from complaints.cipher import Cipher
from complaints.domain.access import Viewer, may_edit_group
from complaints.domain.complaint import LetterLanguage
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition
from complaints.petitions import queries
from complaints.petitions.actions import get_chosen, get_draft, get_representative, list_missing
from complaints.petitions.composing import compose_letter
from complaints.petitions.document import Letter, Representative
from complaints.petitions.forms import MISSING, BuilderForm
from complaints.petitions.printing import WORDINGS
from complaints.petitions.proposing import later_of_one_person, offered_norms
from complaints.web.filters import label, named, text
from complaints.web.words import gettext as _

CITATIONS = {"kk": data.cite_kk, "ru": data.cite_ru, "en": data.cite_en}


@dataclass(frozen=True)
class Preview:
    """The draft as a letter. Readers of the group see it as the public will: without the representative."""

    letter: Letter
    representative: Representative | None
    words: ModuleType
    missing: Sequence[str]


def preview(
    session: Session, cipher: Cipher, viewer: Viewer, petition: Petition, *, language: LetterLanguage, today: date
) -> Preview:
    chosen = get_chosen(session, petition, today=today)
    person = get_representative(petition, cipher)
    return Preview(
        letter=compose_letter(chosen, language),
        representative=person if may_edit_group(viewer, petition.group_id) else None,
        words=WORDINGS[language],
        missing=[str(MISSING[what]) for what in list_missing(petition, chosen, person)],
    )


def builder_form(session: Session, cipher: Cipher, petition: Petition, lang: str) -> BuilderForm:
    """The form with its choices, holding the draft until something else is sent."""
    eligible = queries.list_eligible(session, petition.round_id, petition.group_id, petition_id=petition.id)
    form = BuilderForm(data=_current(petition, eligible, cipher))
    found = queries.list_bodies(session, petition.round.region_code, lang)
    bodies = [(body.slug, named(body)) for body in found]
    form.reviewing_body.choices = form.challenged_body.choices = [("", _("not chosen yet")), *bodies]
    form.languages.choices = [(code.value, label(code)) for code in LetterLanguage]
    form.demands.choices = _demand_choices(eligible)
    offered = offered_norms(eligible, [row.norm_id for row in petition.norms])
    form.norms.choices = [(norm.norm_id, CITATIONS[lang](data.norms()[norm.norm_id])) for norm in offered]
    form.complaints.choices = [(complaint.number, complaint.number) for complaint in eligible]
    return form


def _current(petition: Petition, eligible: Sequence[Complaint], cipher: Cipher) -> dict[str, Any]:
    draft = get_draft(petition, eligible, cipher)
    languages = [code.value for code in draft.languages]
    return {**asdict(draft), "languages": languages, "edit_number": str(petition.edit_number)}


def _demand_choices(eligible: Sequence[Complaint]) -> list[tuple[str, str]]:
    """All demands with how many complaints make each, most asked first."""
    counts = Counter(demand.code for complaint in eligible for demand in complaint.demands)
    order = sorted(data.demands().values(), key=lambda demand: -counts[demand.code])
    return [
        (demand.code, _("%(demand)s: %(count)s", demand=text(demand.label), count=counts[demand.code]))
        for demand in order
    ]


def reasons(session: Session, petition: Petition) -> Mapping[str, str]:
    """Under each offered norm: what it says, and why it is proposed."""
    eligible = queries.list_eligible(session, petition.round_id, petition.group_id, petition_id=petition.id)
    found = {}
    for norm in offered_norms(eligible, [row.norm_id for row in petition.norms]):
        said = text(data.norms()[norm.norm_id].text)
        grounds = "; ".join(text(data.grounds()[code].label) for code in norm.grounds)
        found[norm.norm_id] = _("%(text)s Proposed for: %(grounds)s.", text=said, grounds=grounds) if grounds else said
    return found


def described(session: Session, petition: Petition) -> Mapping[str, str]:
    """Under each eligible complaint: where it comes from and what it complains of. Never who."""
    eligible = queries.list_eligible(session, petition.round_id, petition.group_id, petition_id=petition.id)
    repeated = later_of_one_person(eligible)
    return {complaint.number: _describe(complaint, complaint.number in repeated) for complaint in eligible}


def _describe(complaint: Complaint, is_repeated: bool) -> str:
    place = named(complaint.locality) if complaint.locality else _("another place")
    parts = [label(complaint.role), place, "; ".join(text(data.grounds()[row.code].label) for row in complaint.grounds)]
    if is_repeated:
        parts.append(_("possible duplicate: the same identification number as an earlier complaint"))
    return " · ".join(parts)
