"""From rows to the plain values of a letter and its register; from encrypted rows to the people of the official cut."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from complaints import data
from complaints.cipher import Cipher
from complaints.domain.complaint import LetterLanguage, Role
from complaints.domain.names import initials_and_surname
from complaints.domain.petition import LetterPart, PetitionKind
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition, PetitionVersion, Supporter, VersionComplaint
from complaints.models.places import Authority
from complaints.models.rounds import Round
from complaints.petitions.document import (
    DemandLine,
    GroundLine,
    JoinedRow,
    Letter,
    Person,
    Register,
    RegisterRow,
    Representative,
    RoleCounts,
)
from complaints.petitions.earlier import Treatment, tell
from complaints.petitions.naming import propose_from
from complaints.petitions.summing import Summary
from complaints.phrases import letters_kk, letters_ru
from complaints.phrases.rows import acts, body, facts
from complaints.phrases.values import Told
from complaints.wordings import words_at

PROPOSED: Final = {LetterLanguage.KK: letters_kk.paragraphs, LetterLanguage.RU: letters_ru.paragraphs}
BLANK_LINES: Final = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Chosen:
    """What a draft holds, as rows and codes, before it is put into words. A body that is not chosen yet is None."""

    round: Round
    reviewing: Authority | None
    challenged: Authority | None
    dated_on: date
    demands: Sequence[str]
    norms: Sequence[str]
    included: Summary
    collected: Mapping[Role, int]
    kind: PetitionKind = PetitionKind.COMPLAINT
    texts: Mapping[tuple[LetterLanguage, LetterPart], str] = field(default_factory=dict)
    """Parts that the group worded itself; the empty text leaves a part out."""
    joined: int = 0
    """Who agreed without an own complaint; a request for information names none of them."""
    earlier: Treatment | None = None
    """The document handed in before that it is about, on the date of the letter."""


def local_day(agreed_at: datetime, round_: Round) -> date:
    """The day in the region's zone: consent was given with the complaint, or by joining."""
    return agreed_at.astimezone(ZoneInfo(round_.region.time_zone)).date()


def compose_letter(chosen: Chosen, language: LetterLanguage) -> Letter:
    return Letter(
        language=language,
        dated_on=chosen.dated_on,
        reviewing=body(chosen.reviewing, language),
        challenged=body(chosen.challenged, language),
        facts=facts(chosen.round, language),
        collected=RoleCounts(chosen.collected[Role.PARENT], chosen.collected[Role.PROVIDER]),
        included=_counts(chosen.included),
        grounds=_grounds(chosen.included, language),
        acts=acts(chosen.norms, language),
        demands=_demands(chosen, language),
        kind=chosen.kind,
        paragraphs=_paragraphs(chosen, language),
        joined=chosen.joined,
    )


def _demands(chosen: Chosen, language: LetterLanguage) -> tuple[DemandLine, ...]:
    """None in a request for information: it asks for information only."""
    if chosen.kind is PetitionKind.INFORMATION_REQUEST:
        return ()
    labels = {code: data.demands()[code].label[language] for code in chosen.demands}
    return tuple(DemandLine(code, said, chosen.included.demands[code]) for code, said in labels.items())


def own_texts(petition: Petition) -> Mapping[tuple[LetterLanguage, LetterPart], str]:
    """The parts that the group worded itself for this kind of letter, by language; the empty text leaves a part out."""
    names = {kept_as(petition.kind, part): part for part in LetterPart}
    return {(row.language, names[row.part]): row.text for row in petition.texts if row.part in names}


def kept_as(kind: PetitionKind, part: LetterPart) -> str:
    """The name an own text is kept under: what was written for one kind of letter never stands in another."""
    return f"{kind}.{part}"


def propose_texts(chosen: Chosen, language: LetterLanguage) -> Mapping[LetterPart, str]:
    """The text of each part of this kind of letter as we propose it, in the order of the letter."""
    told = Told(
        facts=facts(chosen.round, language),
        challenged=body(chosen.challenged, language),
        collected=RoleCounts(chosen.collected[Role.PARENT], chosen.collected[Role.PROVIDER]),
        included=_counts(chosen.included),
        earlier=tell(chosen.earlier, language) if chosen.earlier else None,
    )
    return PROPOSED[language](chosen.kind, told)


def _paragraphs(chosen: Chosen, language: LetterLanguage) -> Mapping[LetterPart, tuple[str, ...]]:
    """What each part says: the group's own text or the proposed one, cut at blank lines."""
    proposed = propose_texts(chosen, language)
    said = {part: chosen.texts.get((language, part), text) for part, text in proposed.items()}
    cut = {part: tuple(filter(None, map(str.strip, BLANK_LINES.split(text)))) for part, text in said.items()}
    return {part: paragraphs for part, paragraphs in cut.items() if paragraphs}


def compose_register(
    chosen: Chosen,
    complaints: Sequence[Complaint],
    supporters: Sequence[Supporter],
    language: LetterLanguage,
    *,
    texts: Mapping[UUID, str] = MappingProxyType({}),
    agreed_to: Mapping[UUID, int] = MappingProxyType({}),
) -> Register:
    """The rows in the order given; `texts` are the released ones by complaint, `agreed_to` the numbers of the versions
    that the supporters agreed to.
    """
    labels = {code: ground.label[language] for code, ground in data.grounds().items()}
    rows = (
        RegisterRow(
            number=complaint.number,
            locality=_locality(complaint, language),
            grounds=tuple(labels[ground.code] for ground in complaint.grounds),
            agreed_on=local_day(complaint.filed_at, chosen.round),
            text=texts.get(complaint.id, ""),
        )
        for complaint in complaints
    )
    joined = (
        JoinedRow(one.number, local_day(one.joined_at, chosen.round), agreed_to.get(one.id, 0)) for one in supporters
    )
    return Register(language, _counts(chosen.included), tuple(rows), tuple(joined))


def _locality(complaint: Complaint, language: LetterLanguage) -> str | None:
    if complaint.locality is None:
        return None
    return complaint.locality.name_kk if language is LetterLanguage.KK else complaint.locality.name_ru


def _counts(included: Summary) -> RoleCounts:
    return RoleCounts(included.roles[Role.PARENT], included.roles[Role.PROVIDER])


def _grounds(included: Summary, language: LetterLanguage) -> tuple[GroundLine, ...]:
    """Most frequent first; equal ones in the order of the form."""
    counts = included.grounds
    lines = (
        GroundLine(code, ground.label[language], RoleCounts(counts[code, Role.PARENT], counts[code, Role.PROVIDER]))
        for code, ground in data.grounds().items()
    )
    return tuple(sorted((line for line in lines if line.counts.total), key=lambda line: -line.counts.total))


def people_of(
    included: Sequence[VersionComplaint], supporters: Sequence[Supporter], cipher: Cipher
) -> dict[str, Person]:
    """The authors by the number of their complaint, as of the freeze, and who joined by theirs, decrypted. For the
    official cut only.
    """
    authors = {row.complaint.number: _person(row, cipher) for row in included}
    return authors | {one.number: _joined_person(one, cipher) for one in supporters}


def _joined_person(supporter: Supporter, cipher: Cipher) -> Person:
    """What was given by joining is never corrected, so it is as of the freeze."""
    sealed = {name: getattr(supporter, f"{name}_enc") for name in ("full_name", "iin", "postal_address")}
    words = {name: cipher.decrypt("supporters", name, supporter.id, value) for name, value in sealed.items() if value}
    return Person(
        full_name=words.get("full_name", ""),
        organisation="",
        iin=words.get("iin", ""),
        bin="",
        postal_address=words.get("postal_address", ""),
        locality_typed="",
    )


def _person(row: VersionComplaint, cipher: Cipher) -> Person:
    words = words_at(row.complaint, row.complaint_version, cipher)
    return Person(
        full_name=words.get("full_name", ""),
        organisation=words.get("organisation", ""),
        iin=words.get("iin", ""),
        bin=words.get("bin", ""),
        postal_address=words.get("postal_address", ""),
        locality_typed=words.get("locality_other", ""),
    )


def representative(
    full_name: str,
    postal_address: str,
    phone: str,
    email: str,
    *,
    iin: str = "",
    actual_address: str = "",
    from_kk: str = "",
    from_ru: str = "",
) -> Representative:
    """The representative as the letter needs it: a case that the group did not type is the proposed one."""
    return Representative(
        full_name,
        initials_and_surname(full_name),
        postal_address,
        phone,
        email,
        iin=iin,
        actual_address=actual_address,
        from_kk=from_kk or propose_from(full_name, LetterLanguage.KK),
        from_ru=from_ru or propose_from(full_name, LetterLanguage.RU),
    )


def seal_representative(person: Representative, version_id: UUID, cipher: Cipher) -> bytes:
    return cipher.encrypt("petition_versions", "representative", version_id, json.dumps(asdict(person)))


def open_representative(version: PetitionVersion, cipher: Cipher) -> Representative:
    clear = cipher.decrypt("petition_versions", "representative", version.id, version.representative_enc)
    return Representative(**json.loads(clear))
