"""From rows to the plain values of a letter and its register; from encrypted rows to the people of the official cut."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from complaints import data
from complaints.cipher import Cipher
from complaints.domain.complaint import LetterLanguage, Role
from complaints.domain.names import initials_and_surname
from complaints.domain.rounds import EventKind, Span, notice_period, sell_out_time
from complaints.models.complaints import Complaint
from complaints.models.petitions import PetitionVersion
from complaints.models.places import Authority
from complaints.models.rounds import Round
from complaints.petitions.document import (
    ActNorms,
    Body,
    DemandLine,
    GroundLine,
    Letter,
    NormLine,
    Person,
    Register,
    RegisterRow,
    Representative,
    RoleCounts,
    RoundFacts,
)

BLANK: Final = Body(*["____________________"] * 4)
CITATIONS: Final = {LetterLanguage.KK: data.cite_kk, LetterLanguage.RU: data.cite_ru}


@dataclass(frozen=True)
class Chosen:
    """What a draft holds, as rows and codes, before it is put into words. A body that is not chosen yet is None."""

    round: Round
    reviewing: Authority | None
    challenged: Authority | None
    dated_on: date
    demands: Sequence[str]
    norms: Sequence[str]
    complaints: Sequence[Complaint]
    """In the order of the register."""
    collected: Mapping[Role, int]


def local_day(complaint: Complaint, round_: Round) -> date:
    """The day of filing in the region's zone: consent was given with the complaint."""
    return complaint.filed_at.astimezone(ZoneInfo(round_.region.time_zone)).date()


def compose_letter(chosen: Chosen, language: LetterLanguage) -> Letter:
    demand_counts = Counter(demand.code for complaint in chosen.complaints for demand in complaint.demands)
    return Letter(
        language=language,
        dated_on=chosen.dated_on,
        reviewing=_body(chosen.reviewing, language),
        challenged=_body(chosen.challenged, language),
        facts=_facts(chosen.round, language),
        collected=RoleCounts(chosen.collected[Role.PARENT], chosen.collected[Role.PROVIDER]),
        included=_counts(chosen.complaints),
        grounds=_grounds(chosen.complaints, language),
        acts=_acts(chosen.norms, language),
        demands=tuple(
            DemandLine(code, data.demands()[code].label[language], demand_counts[code]) for code in chosen.demands
        ),
    )


def compose_register(chosen: Chosen, language: LetterLanguage) -> Register:
    labels = {code: ground.label[language] for code, ground in data.grounds().items()}
    rows = (
        RegisterRow(
            number=complaint.number,
            locality=_locality(complaint, language),
            grounds=tuple(labels[ground.code] for ground in complaint.grounds),
            agreed_on=local_day(complaint, chosen.round),
        )
        for complaint in chosen.complaints
    )
    return Register(language, _counts(chosen.complaints), tuple(rows))


def _locality(complaint: Complaint, language: LetterLanguage) -> str | None:
    if complaint.locality is None:
        return None
    return complaint.locality.name_kk if language is LetterLanguage.KK else complaint.locality.name_ru


def _body(authority: Authority | None, language: LetterLanguage) -> Body:
    if authority is None:
        return BLANK
    if language is LetterLanguage.KK:
        return Body(authority.kk_nominative, authority.kk_genitive, authority.kk_dative, authority.kk_nominative)
    return Body(authority.ru_nominative, authority.ru_genitive, authority.ru_dative, authority.ru_accusative)


def _facts(round_: Round, language: LetterLanguage) -> RoundFacts:
    announced = Span(round_.announced_at_earliest, round_.announced_at_latest)
    opened = Span(round_.opened_at_earliest, round_.opened_at_latest)
    sold_out = Span(round_.sold_out_at_earliest, round_.sold_out_at_latest)
    region = round_.region
    return RoundFacts(
        platform=round_.platform,
        region_genitive=region.kk_genitive if language is LetterLanguage.KK else region.ru_genitive,
        held_on=Span(round_.held_on_earliest, round_.held_on_latest),
        places=Span(round_.places_announced, round_.places_announced),
        notice=notice_period(announced, opened, Span(round_.notice_minutes_earliest, round_.notice_minutes_latest)),
        sold_out=sell_out_time(
            opened, sold_out, Span(round_.sell_out_minutes_earliest, round_.sell_out_minutes_latest)
        ),
        was_edited=any(event.kind is EventKind.ANNOUNCEMENT_EDITED for event in round_.events),
    )


def _counts(complaints: Sequence[Complaint]) -> RoleCounts:
    roles = Counter(complaint.role for complaint in complaints)
    return RoleCounts(roles[Role.PARENT], roles[Role.PROVIDER])


def _grounds(complaints: Sequence[Complaint], language: LetterLanguage) -> tuple[GroundLine, ...]:
    """Most frequent first; equal ones in the order of the form."""
    by_role = {role: Counter[str]() for role in Role}
    for complaint in complaints:
        by_role[complaint.role].update(ground.code for ground in complaint.grounds)
    lines = (
        GroundLine(code, ground.label[language], RoleCounts(by_role[Role.PARENT][code], by_role[Role.PROVIDER][code]))
        for code, ground in data.grounds().items()
    )
    return tuple(sorted((line for line in lines if line.counts.total), key=lambda line: -line.counts.total))


def _acts(norm_ids: Sequence[str], language: LetterLanguage) -> tuple[ActNorms, ...]:
    """The norms by act; acts in the order in which they are first cited, norms in the order of the law."""
    chosen = [norm for norm in data.norms().values() if norm.id in set(norm_ids) and norm.printable]
    order = sorted({norm.act for norm in chosen}, key=list(data.acts()).index)
    cite = CITATIONS[language]
    return tuple(
        ActNorms(
            act,
            data.acts()[act].title_kk if language is LetterLanguage.KK else data.acts()[act].title_ru,
            tuple(NormLine(norm.id, cite(norm), norm.text[language]) for norm in chosen if norm.act == act),
        )
        for act in order
    )


def people_of(complaints: Sequence[Complaint], cipher: Cipher) -> dict[str, Person]:
    """The authors by the number of their complaint, decrypted. For the official cut only."""
    return {complaint.number: _person(complaint, cipher) for complaint in complaints}


def _person(complaint: Complaint, cipher: Cipher) -> Person:
    def clear(column: str, sealed: bytes | None) -> str:
        return "" if sealed is None else cipher.decrypt("complaints", column, complaint.id, sealed)

    return Person(
        full_name=clear("full_name", complaint.full_name_enc),
        organisation=clear("organisation", complaint.organisation_enc),
        iin=clear("iin", complaint.iin_enc),
        bin=clear("bin", complaint.bin_enc),
        postal_address=clear("postal_address", complaint.postal_address_enc),
        locality_typed=clear("locality_other", complaint.locality_other_enc),
    )


def representative(full_name: str, postal_address: str, phone: str, email: str) -> Representative:
    return Representative(full_name, initials_and_surname(full_name), postal_address, phone, email)


def seal_representative(person: Representative, version_id: UUID, cipher: Cipher) -> bytes:
    return cipher.encrypt("petition_versions", "representative", version_id, json.dumps(asdict(person)))


def open_representative(version: PetitionVersion, cipher: Cipher) -> Representative:
    clear = cipher.decrypt("petition_versions", "representative", version.id, version.representative_enc)
    return Representative(**json.loads(clear))
