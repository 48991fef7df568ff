"""What a collective complaint says, as plain frozen values: the letter in one language and the rows of its register.

No text of sentences lives here (see `complaints.phrases` and templates/documents), no row of the database and
no personal data except in `Representative` and `Person`, which a public cut never receives. A frozen version keeps
`Letter` and the register rows as JSON (`to_json`, `from_json`), so that names of bodies or labels changed later do
not change what was frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import LetterPart, PetitionKind
from complaints.domain.rounds import Basis, DurationFact, Span
from complaints.phrases.values import ActNorms, Body, NormLine, RoleCounts, RoundFacts

__all__ = [
    "ActNorms", "Body", "GroundLine", "JoinedRow", "Letter", "NormLine", "Person", "Register", "RegisterRow",
    "Representative", "RoleCounts", "RoundFacts", "letter_from_json", "register_from_json", "to_json",
]  # fmt: skip


@dataclass(frozen=True)
class GroundLine:
    code: str
    label: str
    counts: RoleCounts


@dataclass(frozen=True)
class DemandLine:
    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Letter:
    """The letter in one language, without the representative."""

    language: LetterLanguage
    dated_on: date
    reviewing: Body
    challenged: Body
    facts: RoundFacts
    collected: RoleCounts
    """All complaints of the round on the site."""
    included: RoleCounts
    """Those in the register."""
    grounds: tuple[GroundLine, ...]
    acts: tuple[ActNorms, ...]
    demands: tuple[DemandLine, ...]
    kind: PetitionKind = PetitionKind.COMPLAINT
    paragraphs: Mapping[LetterPart, tuple[str, ...]] = field(default_factory=dict)
    """What each part says; a part that is not here is left out. Empty: frozen before the paragraphs were kept."""
    joined: int = 0
    """Who agreed on the site without an own complaint; they stand in the register's second part."""

    @property
    def has_register(self) -> bool:
        """A request for information names its sender only: who filed what is no business of whoever answers it."""
        return self.kind is not PetitionKind.INFORMATION_REQUEST


@dataclass(frozen=True)
class RegisterRow:
    """A complaint as every cut may show it. `locality` is None where the author typed a place: that is personal."""

    number: str
    locality: str | None
    grounds: tuple[str, ...]
    agreed_on: date
    """The day its author agreed on the site, in the region's zone."""
    text: str = ""
    """What a moderator released of its narrative, for the public cut; empty where nothing is, or was not kept yet."""


@dataclass(frozen=True)
class JoinedRow:
    """Somebody who agreed on the site without an own complaint, as every cut may show it."""

    number: str
    agreed_on: date
    """The day of joining, in the region's zone."""
    agreed_to: int = 0
    """The latest version whose text this person agreed to; 0 where that was not kept yet."""


@dataclass(frozen=True)
class Register:
    language: LetterLanguage
    included: RoleCounts
    rows: tuple[RegisterRow, ...]
    joined: tuple[JoinedRow, ...] = ()


@dataclass(frozen=True)
class Representative:
    """Who speaks for all. What was frozen before the later fields were kept opens with them empty."""

    full_name: str
    signature_name: str
    postal_address: str
    phone: str
    email: str
    iin: str = ""
    actual_address: str = ""
    """Where the representative lives, if it is not the postal address."""
    from_kk: str = ""
    from_ru: str = ""
    """The name as it stands after «Кімнен» and «От кого»."""


@dataclass(frozen=True)
class Person:
    """The author of one complaint, or who joined without one, for the official cut only."""

    full_name: str
    organisation: str
    iin: str
    bin: str
    postal_address: str
    locality_typed: str


def to_json(value: Any) -> dict[str, Any]:
    """Plain JSON values; dates as ISO strings."""
    plain = _plain(asdict(value))
    if not isinstance(plain, dict):
        raise TypeError("a document is a mapping")
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def letter_from_json(plain: Mapping[str, Any]) -> Letter:
    return Letter(
        language=LetterLanguage(plain["language"]),
        dated_on=date.fromisoformat(plain["dated_on"]),
        reviewing=Body(**plain["reviewing"]),
        challenged=Body(**plain["challenged"]),
        facts=_facts_from_json(plain["facts"]),
        collected=RoleCounts(**plain["collected"]),
        included=RoleCounts(**plain["included"]),
        grounds=tuple(GroundLine(row["code"], row["label"], RoleCounts(**row["counts"])) for row in plain["grounds"]),
        acts=tuple(
            ActNorms(row["act"], row["title"], tuple(NormLine(**norm) for norm in row["norms"]))
            for row in plain["acts"]
        ),
        demands=tuple(DemandLine(**row) for row in plain["demands"]),
        kind=PetitionKind(plain.get("kind", PetitionKind.COMPLAINT)),
        paragraphs={LetterPart(part): tuple(said) for part, said in plain.get("paragraphs", {}).items()},
        joined=plain.get("joined", 0),
    )


def register_from_json(plain: Mapping[str, Any]) -> Register:
    return Register(
        language=LetterLanguage(plain["language"]),
        included=RoleCounts(**plain["included"]),
        rows=tuple(
            RegisterRow(
                row["number"],
                row["locality"],
                tuple(row["grounds"]),
                date.fromisoformat(row["agreed_on"]),
                row.get("text", ""),
            )
            for row in plain["rows"]
        ),
        joined=tuple(
            JoinedRow(row["number"], date.fromisoformat(row["agreed_on"]), row.get("agreed_to", 0))
            for row in plain.get("joined", ())
        ),
    )


def _facts_from_json(plain: Mapping[str, Any]) -> RoundFacts:
    held_on = plain["held_on"]
    return RoundFacts(
        platform=plain["platform"],
        region_genitive=plain["region_genitive"],
        held_on=Span(_day(held_on["earliest"]), _day(held_on["latest"])),
        places=Span(plain["places"]["earliest"], plain["places"]["latest"]),
        notice=_duration(plain["notice"]),
        sold_out=_duration(plain["sold_out"]),
        was_edited=plain["was_edited"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _duration(plain: Mapping[str, Any] | None) -> DurationFact | None:
    return None if plain is None else DurationFact(plain["low_minutes"], plain["high_minutes"], Basis(plain["basis"]))
