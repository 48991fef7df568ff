"""The builder page: the letter as it will print beside what is chosen and what is still missing."""

from __future__ import annotations

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
from complaints.domain.petition import NAMES_CHALLENGED, ProposedNorm
from complaints.models.petitions import Petition
from complaints.paper import count_signed
from complaints.petitions import queries
from complaints.petitions.actions import (
    PetitionDraft,
    get_chosen,
    get_draft,
    get_representative,
    list_choices,
    list_missing,
)
from complaints.petitions.composing import compose_letter
from complaints.petitions.document import Letter, Representative
from complaints.petitions.earlier import Treatment, find_earlier
from complaints.petitions.forms import ABOUT, ADDRESSED, FIELD_OF, MISSING, BuilderForm
from complaints.petitions.printing import WORDINGS
from complaints.petitions.proposing import offered_norms
from complaints.petitions.standing import is_eligible
from complaints.petitions.summing import Summary, count_demands
from complaints.web import context, filters
from complaints.web.clocks import over_by, today
from complaints.web.filters import label, named, text
from complaints.web.words import gettext as _
from complaints.web.words import ngettext

CITATIONS = {"kk": data.cite_kk, "ru": data.cite_ru, "en": data.cite_en}


@dataclass(frozen=True)
class Lack:
    """What a draft lacks: the sentence, and the id on the page where it is put right."""

    sentence: str
    field: str


@dataclass(frozen=True)
class Preview:
    """The draft as a letter. Readers of the group see it as the public will: without the representative."""

    letter: Letter
    representative: Representative | None
    words: ModuleType
    missing: Sequence[Lack]
    included: Summary
    on_paper: int
    """Who signed any version of it on paper."""


@dataclass(frozen=True)
class Difference:
    """A question that two editors answered differently: what the other one saved, and what was typed here."""

    question: str
    saved: str
    typed: str


def preview(
    session: Session, cipher: Cipher, viewer: Viewer, petition: Petition, *, language: LetterLanguage, today: date
) -> Preview:
    chosen = get_chosen(session, petition, today=today)
    person = get_representative(petition, cipher)
    return Preview(
        letter=compose_letter(chosen, language),
        representative=person if may_edit_group(viewer, petition.group_id) else None,
        words=WORDINGS[language],
        missing=[Lack(str(MISSING[what]), FIELD_OF[what]) for what in list_missing(petition, chosen, person)],
        included=chosen.included,
        on_paper=count_signed(session, petition.id),
    )


def builder_form(session: Session, cipher: Cipher, petition: Petition, lang: str, included: Summary) -> BuilderForm:
    """The form with its choices, holding the draft until something else is sent."""
    person = get_representative(petition, cipher)
    draft = asdict(get_draft(petition, cipher))
    cases = {"representative_from_kk": person.from_kk, "representative_from_ru": person.from_ru}
    languages = [code.value for code in draft["languages"]]
    form = BuilderForm(
        data={
            **draft,
            **cases,
            "languages": languages,
            "kind_was": petition.kind,
            "about_was": draft["about_submission"],
            "edit_number": str(petition.edit_number),
        },
    )
    bodies = [
        (body.slug, _("%(body)s (name to be checked)", body=named(body)) if body.to_be_checked else named(body))
        for body in queries.list_bodies(session, petition.round.region_code, lang)
    ]
    form.reviewing_body.choices = form.challenged_body.choices = [("", _("not chosen yet")), *bodies]
    form.about_submission.choices = _about_choices(session, petition)
    form.about_submission.description = ABOUT.get(petition.kind, "")
    form.reviewing_body.label.text = str(ADDRESSED[petition.kind])
    form.languages.choices = [(code.value, label(code)) for code in LetterLanguage]
    form.demands.choices = _demand_choices(included)
    offered = _offered(session, petition, included)
    form.norms.choices = [(norm.norm_id, CITATIONS[lang](data.norms()[norm.norm_id])) for norm in offered]
    return form


def _about_choices(session: Session, petition: Petition) -> list[tuple[str, str]]:
    """What the draft can be about; what it names stays in the list when an answer came meanwhile."""
    day = today(context.now())
    found = list(list_choices(session, petition, petition.kind, today=day))
    known = find_earlier(session, petition, on=day)
    if known is not None and known.submission.id not in {one.submission.id for one in found}:
        found.append(known)
    nothing = _("only the registration round") if petition.kind not in NAMES_CHALLENGED else _("not chosen yet")
    return [("", nothing), *((str(one.submission.id), _said_of(one)) for one in found)]


def _said_of(earlier: Treatment) -> str:
    submission = earlier.submission
    return _(
        "%(kind)s No. %(id)s, handed in on %(day)s: %(state)s",
        kind=label(earlier.kind),
        id=submission.version.petition_id,
        day=filters.day(submission.handed_in_on),
        state=_state_of(earlier),
    )


def _state_of(earlier: Treatment) -> str:
    if earlier.is_silent:
        return over_by(earlier.days_over)
    if earlier.was_sent_back:
        return label(earlier.course.state)
    if earlier.reply is None or not earlier.unmet:
        return _("not overdue or answered")
    answered = filters.day(earlier.reply.responded_on)
    left = ngettext("%(num)s demand not met", "%(num)s demands not met", len(earlier.unmet))
    return _("answered on %(day)s, %(left)s, %(side)s", day=answered, left=left, side=label(earlier.reply.recorded_as))


def _offered(session: Session, petition: Petition, included: Summary) -> list[ProposedNorm]:
    """The norms offered for the draft: of its complaints, and of the document it is about."""
    earlier = find_earlier(session, petition, on=today(context.now()))
    own = earlier.norms_for(petition.kind) if earlier else ()
    return offered_norms(included, [*own, *(row.norm_id for row in petition.norms)])


def _demand_choices(included: Summary) -> list[tuple[str, str]]:
    """All demands with how many of the chosen complaints make each, most asked first."""
    order = sorted(data.demands().values(), key=lambda demand: -included.demands[demand.code])
    return [
        (demand.code, _("%(demand)s: %(count)s", demand=text(demand.label), count=included.demands[demand.code]))
        for demand in order
    ]


def asked_by_all(session: Session, petition: Petition) -> Mapping[str, str]:
    """Under each demand: how many of those who can stand in it make it, chosen or not."""
    counts = count_demands(session, is_eligible(petition.round_id, petition.group_id, petition.id))
    return {code: _("Of all that can stand in it: %(count)s", count=counts[code]) for code in data.demands()}


def reasons(session: Session, petition: Petition, included: Summary) -> Mapping[str, str]:
    """Under each offered norm: what it says, and for which grounds of how many complaints it is proposed."""
    found = {}
    for norm in _offered(session, petition, included):
        said = text(data.norms()[norm.norm_id].text)
        grounds = "; ".join(
            _("%(ground)s (%(count)s)", ground=text(data.grounds()[code].label), count=included.of_ground(code))
            for code in norm.grounds
        )
        found[norm.norm_id] = _("%(text)s Proposed for: %(grounds)s.", text=said, grounds=grounds) if grounds else said
    return found


def warnings(petition: Petition) -> Sequence[str]:
    """What may be a mistake and is not forbidden."""
    challenged, reviewing = petition.challenged_body, petition.reviewing_body
    if challenged is None or reviewing is None or challenged.superior_id in (None, reviewing.id):
        return ()
    proposed = named(challenged.superior)
    return (_("The superior of the body complained of is: %(body)s. You chose another one.", body=proposed),)


def compare(form: BuilderForm, draft: PetitionDraft, saved: PetitionDraft) -> Sequence[Difference]:
    """Where what was typed differs from what somebody else saved meanwhile, in the order of the form."""
    mine, other = asdict(draft), asdict(saved)
    fields = [field for field in form if field.name in mine and mine[field.name] != other[field.name]]
    return [
        Difference(str(field.label.text), _shown(field, other[field.name]), _shown(field, mine[field.name]))
        for field in fields
    ]


def _shown(field: Any, value: Any) -> str:
    """An answer in words: the labels of choices, otherwise what was typed."""
    offered = field.iter_choices() if getattr(field, "choices", None) is not None else ()
    choices = {str(code): str(words) for code, words, *_rest in offered}
    if isinstance(value, (tuple, list)):
        return "; ".join(choices.get(str(one), str(one)) for one in value) or _("nothing")
    if isinstance(value, date):
        return value.isoformat()
    return choices.get(str(value or ""), str(value or "")) or _("nothing")
