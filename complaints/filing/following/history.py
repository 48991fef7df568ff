"""The earlier wordings of a complaint, as what each correction changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from complaints import data
from complaints.cipher import Cipher
from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.filing import queries
from complaints.models import Complaint
from complaints.web.context import lang
from complaints.web.filters import demand_label, label, moment, named, text
from complaints.web.words import gettext as _
from complaints.wordings import TIMES, Values, read_version, values_of

QUESTIONS: Final[Mapping[str, Any]] = {
    "role": _l("Who you are"),
    "mode": _l("Kind"),
    "language": _l("Language"),
    "place": _l("Town or district"),
    "full_name": _l("Full name"),
    "iin": _l("IIN"),
    "organisation": _l("Organisation or sole proprietorship"),
    "bin": _l("BIN"),
    "postal_address": _l("Postal address"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "grounds": _l("What you complain about"),
    "learned_at": _l("Learned of it"),
    "learned_from": _l("Learned from"),
    "attempted_at": _l("Tried to register"),
    "screen_result": _l("The screen showed"),
    "children_count": _l("Children affected"),
    "narrative": _l("In your own words"),
    "demands": _l("What you ask for"),
    "consent_petition": _l("Collective complaint"),
    "consent_publish": _l("Publication of your words without your name"),
}
SETS: Final = {
    "role": Role,
    "mode": Mode,
    "language": LetterLanguage,
    "learned_from": LearnedFrom,
    "screen_result": ScreenResult,
}


@dataclass(frozen=True)
class Change:
    """One question whose answer a correction changed; what was not said is empty."""

    question: str
    before: str
    after: str


@dataclass(frozen=True)
class Earlier:
    """An earlier wording: its number, until when it stood, and what the next one changed."""

    number: int
    replaced_at: datetime
    changes: Sequence[Change]


def list_earlier(session: Session, complaint: Complaint, cipher: Cipher) -> list[Earlier]:
    """Newest first."""
    if not complaint.earlier:
        return []
    wordings = [*(read_version(version, cipher) for version in complaint.earlier), values_of(complaint, cipher)]
    say = _sayer(session, complaint)
    return [
        Earlier(version.number, version.replaced_at, list_changes(wordings[place], wordings[place + 1], say))
        for place, version in enumerate(complaint.earlier)
    ][::-1]


def changed_questions(older: Values, newer: Values) -> list[str]:
    """The questions whose answers differ, in the order of the form, as the page names them."""
    return [str(QUESTIONS[name]) for name in _differing(older, newer)]


def list_changes(older: Values, newer: Values, say: Callable[[str, Values], str]) -> list[Change]:
    return [Change(str(QUESTIONS[name]), say(name, older), say(name, newer)) for name in _differing(older, newer)]


def _differing(older: Values, newer: Values) -> list[str]:
    def answer(name: str, values: Values) -> Any:
        return (values["locality_code"], values["locality_other"]) if name == "place" else values[name]

    return [name for name in QUESTIONS if answer(name, older) != answer(name, newer)]


def _sayer(session: Session, complaint: Complaint) -> Callable[[str, Values], str]:
    """Puts an answer into words: labels for codes, local times, names of places. What was not said is empty."""
    region, zone = complaint.round.region_code, complaint.round.region.time_zone
    places = {row.code: named(row) for row in queries.list_localities(session, region, lang())}

    def say(name: str, values: Values) -> str:
        if name == "place":
            return places.get(values["locality_code"] or "") or values["locality_other"] or ""
        value = values[name]
        return "" if value in (None, []) else _say(name, value, zone)

    return say


def _say(name: str, value: Any, zone: str) -> str:
    if isinstance(value, bool):
        return _("you agreed") if value else _("you did not agree")
    if name in SETS:
        return label(SETS[name](value))
    if name == "grounds":
        return "; ".join(text(data.grounds()[code].label) for code in value)
    if name == "demands":
        return "; ".join(demand_label(code) for code in value)
    return moment(datetime.fromisoformat(value), zone) if name in TIMES else str(value)
