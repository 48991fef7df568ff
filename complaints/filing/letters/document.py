"""What the filer's own letter says, as plain frozen values in one language. Sentences are in templates/documents.

It says what the row says, and nothing that the site knows besides: the filer signs it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from complaints import data
from complaints.domain.complaint import (
    LearnedFrom,
    LetterLanguage,
    OwnKind,
    Role,
    ScreenResult,
    is_late,
    last_day_in_time,
)
from complaints.domain.evidence import EvidenceKind
from complaints.domain.names import initials_and_surname, kazakh_ablative
from complaints.domain.petition import propose_norms
from complaints.models import Complaint
from complaints.phrases import rows
from complaints.phrases.values import ActNorms, Body, RoundFacts

SETTLED_ALREADY: Final = "ANNUL_ROUND"
"""The demand that may touch children who got their vouchers honestly."""


@dataclass(frozen=True)
class Applicant:
    """Who signs. What is empty is left out, or is a blank to fill in by hand where the law asks for it."""

    full_name: str
    organisation: str
    iin: str
    bin: str
    postal_address: str
    phone: str
    email: str

    @property
    def is_organisation(self) -> bool:
        """An organisation without a person's name: the letter says "we"."""
        return bool(self.organisation) and not self.full_name

    @property
    def full_name_ablative(self) -> str:
        """The name after «Кімнен:»."""
        return kazakh_ablative(self.full_name)

    @property
    def signature_name(self) -> str:
        return initials_and_surname(self.full_name)


@dataclass(frozen=True)
class Moment:
    """A time of the region's zone."""

    on: date
    clock: str


@dataclass(frozen=True)
class Said:
    """One reason in the person's words. An `alleged` one begins with "according to information that I have"."""

    sentence: str
    alleged: bool


@dataclass(frozen=True)
class Annex:
    """One attached file under a name that says nothing of the person."""

    kind: EvidenceKind
    file_name: str


@dataclass(frozen=True)
class OwnLetter:
    language: LetterLanguage
    kind: OwnKind
    dated_on: date
    last_day: date | None
    """The last day in time, when it has passed: a complaint then asks to restore the term (Code art. 92)."""
    role: Role
    reviewing: Body
    challenged: Body
    facts: RoundFacts
    applicant: Applicant
    learned: Moment
    learned_from: LearnedFrom
    attempted: Moment | None
    screen_result: ScreenResult | None
    place: str
    children_count: int | None
    reasons: tuple[Said, ...]
    narrative: str
    acts: tuple[ActNorms, ...]
    demands: tuple[str, ...]
    spares_others: bool
    """Whether to ask that children who got vouchers honestly come to no harm."""
    annexes: tuple[Annex, ...]

    @property
    def is_complaint(self) -> bool:
        return self.kind is OwnKind.COMPLAINT

    @property
    def we(self) -> bool:
        return self.applicant.is_organisation


def compose_own_letter(
    complaint: Complaint,
    words: Mapping[str, str],
    annexes: Sequence[Annex],
    *,
    kind: OwnKind,
    language: LetterLanguage,
    now: datetime,
) -> OwnLetter:
    """The letter of today. `words` are the complaint's encrypted values in plain, by column."""
    round_, zone = complaint.round, ZoneInfo(complaint.round.region.time_zone)
    learned_on, today = complaint.learned_at.astimezone(zone).date(), now.astimezone(zone).date()
    grounds = [ground.code for ground in complaint.grounds]
    demands = [demand.code for demand in complaint.demands]
    authority = round_.authority
    return OwnLetter(
        language=language,
        kind=kind,
        dated_on=today,
        last_day=last_day_in_time(learned_on) if is_late(learned_on, today) else None,
        role=complaint.role,
        reviewing=rows.body(authority.superior if authority else None, language),
        challenged=rows.body(authority, language),
        facts=rows.facts(round_, language),
        applicant=_applicant(words),
        learned=_moment(complaint.learned_at, zone),
        learned_from=complaint.learned_from,
        attempted=_moment(complaint.attempted_at, zone) if complaint.attempted_at else None,
        screen_result=complaint.screen_result,
        place=_place(complaint, words, language),
        children_count=complaint.children_count,
        reasons=_reasons(grounds, language),
        narrative=words.get("narrative", ""),
        acts=rows.acts([norm.norm_id for norm in propose_norms(grounds, data.printable_norms_of_grounds())], language),
        demands=tuple(data.demands()[code].label[language] for code in demands),
        spares_others=SETTLED_ALREADY in demands,
        annexes=tuple(annexes),
    )


def _applicant(words: Mapping[str, str]) -> Applicant:
    return Applicant(
        full_name=words.get("full_name", ""),
        organisation=words.get("organisation", ""),
        iin=words.get("iin", ""),
        bin=words.get("bin", ""),
        postal_address=words.get("postal_address", ""),
        phone=words.get("phone", ""),
        email=words.get("email", ""),
    )


def _moment(at: datetime, zone: ZoneInfo) -> Moment:
    local = at.astimezone(zone)
    return Moment(local.date(), f"{local:%H:%M}")


def _place(complaint: Complaint, words: Mapping[str, str], language: LetterLanguage) -> str:
    """The town or district, from the list or as typed."""
    if complaint.locality is None:
        return words.get("locality_other", "")
    return complaint.locality.name_kk if language is LetterLanguage.KK else complaint.locality.name_ru


def _reasons(grounds: Sequence[str], language: LetterLanguage) -> tuple[Said, ...]:
    """In the order of the complaint; OTHER has no sentence, there the own words speak."""
    known = data.statements()
    return tuple(Said(known[code][language], known[code].alleged) for code in grounds if code in known)
