"""From one list to the tables of a cut: who may read what is decided here and nowhere else.

official: names, addresses, lines to sign. public: number, place, grounds, the released text. counter: numbers only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, ModuleType
from typing import Final

from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import Cut
from complaints.pdf import Annex, Column, Table
from complaints.petitions.annexes import Annexes, EvidenceRow, PaperRow, list_sha256
from complaints.petitions.document import JoinedRow, Letter, Person, Register, RegisterRow
from complaints.phrases import annexes_kk, annexes_ru

WORDS: Final[Mapping[LetterLanguage, ModuleType]] = MappingProxyType(
    {LetterLanguage.KK: annexes_kk, LetterLanguage.RU: annexes_ru}
)
DATE: Final = "%d.%m.%Y"
SIGN_HEIGHT: Final = 11.0
"""Millimetres: enough to sign by hand."""


@dataclass(frozen=True)
class Listed:
    """What the annexes of one cut are made of. `people` and `signers` are empty except for the official cut."""

    cut: Cut
    letter: Letter
    register: Register
    annexes: Annexes
    people: Mapping[str, Person]
    """By number."""
    signers: Mapping[str, Person]
    """Who signed on paper, by sheet and row."""
    stamp: str | None = None

    @property
    def words(self) -> ModuleType:
        return WORDS[self.letter.language]


def annexes_of(listed: Listed) -> list[Annex]:
    """A the register, B signatures and agreements, C evidence if there is any, in the order of the letter's list."""
    made = [_register(listed), _signatures(listed)]
    if listed.annexes.evidence:
        made.append(_evidence(listed))
    return [_annex(listed, place, title, tables) for place, (title, tables) in enumerate(made, 1)]


def _annex(listed: Listed, place: int, title: str, tables: Sequence[Table]) -> Annex:
    words, letter = listed.words, listed.letter
    return Annex(
        title=title,
        lang=letter.language.value,
        mark=words.mark(letter.kind, letter.dated_on, place),
        foot=words.foot(place),
        tables=tuple(tables),
        landscape=listed.cut is Cut.OFFICIAL,
        example=listed.stamp,
    )


def _register(listed: Listed) -> tuple[str, list[Table]]:
    words, register = listed.words, listed.register
    columns, cells = {
        Cut.OFFICIAL: (
            [
                Column(words.PLACE, 12, "right"),
                Column(words.NUMBER, 26),
                Column(words.PERSON, 54),
                Column(words.ADDRESS, 52),
                Column(words.LOCALITY, 34),
                Column(words.GROUNDS, 56),
                Column(words.AGREED_ON, 23),
            ],
            _official_cells,
        ),
        Cut.PUBLIC: (
            [
                Column(words.PLACE, 12, "right"),
                Column(words.NUMBER, 26),
                Column(words.LOCALITY, 31),
                Column(words.GROUNDS, 46),
                Column(words.TEXT, 50),
            ],
            _public_cells,
        ),
        Cut.COUNTER: ([Column(words.PLACE, 14, "right"), Column(words.NUMBER, 40)], _counter_cells),
    }[listed.cut]
    rows = [(str(place), *cells(listed, row)) for place, row in enumerate(register.rows, 1)]
    digest = list_sha256(register, listed.annexes)
    notes = (*words.register_notes(listed.letter.kind, register.included), words.list_note(digest))
    return words.REGISTER, [Table(tuple(columns), rows, notes=notes)]


def _official_cells(listed: Listed, row: RegisterRow) -> tuple[str, ...]:
    person = listed.people[row.number]
    locality = row.locality or person.locality_typed
    return (
        row.number,
        _named(listed, person),
        person.postal_address,
        locality,
        "; ".join(row.grounds),
        row.agreed_on.strftime(DATE),
    )


def _public_cells(listed: Listed, row: RegisterRow) -> tuple[str, ...]:
    return (row.number, row.locality or listed.words.OTHER_LOCALITY, "; ".join(row.grounds), row.text)


def _counter_cells(_listed: Listed, row: RegisterRow) -> tuple[str, ...]:
    return (row.number,)


def _named(listed: Listed, person: Person) -> str:
    words = listed.words
    numbers = [f"{label} {number}" for label, number in ((words.IIN, person.iin), (words.BIN, person.bin)) if number]
    return "\n".join(filter(None, (person.full_name, person.organisation, *numbers)))


def _signatures(listed: Listed) -> tuple[str, list[Table]]:
    return listed.words.SIGNATURES, [_signed(listed), _agreed(listed)]


def _signed(listed: Listed) -> Table:
    words, paper = listed.words, listed.annexes.paper
    columns = [Column(words.PLACE, 14, "right"), Column(words.SHEET, 30)]
    if listed.cut is Cut.OFFICIAL:
        columns += [Column(words.PERSON, 90), Column(words.ADDRESS, 90)]
    if listed.cut is not Cut.COUNTER:
        columns.append(Column(words.SIGNED_ON, 33))
    rows = [(str(place), *_signed_cells(listed, row)) for place, row in enumerate(paper, 1)]
    return Table(tuple(columns), rows, words.SIGNED, words.signed_notes(len(paper)))


def _signed_cells(listed: Listed, row: PaperRow) -> tuple[str, ...]:
    words = listed.words
    day = row.signed_on.strftime(DATE) if row.signed_on else words.NO_DAY
    if listed.cut is Cut.COUNTER:
        return (row.place,)
    if listed.cut is Cut.PUBLIC:
        return (row.place, day)
    person = listed.signers.get(row.place)
    if person is None:  # the list that the row came with was undone after the freeze
        return (row.place, words.GONE, "", day)
    return (row.place, _named(listed, person), person.postal_address, day)


def _agreed(listed: Listed) -> Table:
    words, register = listed.words, listed.register
    columns = [Column(words.PLACE, 14, "right"), Column(words.ANY_NUMBER, 30)]
    if listed.cut is Cut.OFFICIAL:
        columns += [Column(words.PERSON, 75), Column(words.ADDRESS, 70)]
    if listed.cut is not Cut.COUNTER:
        columns.append(Column(words.AGREED_ON, 26))
    if listed.cut is Cut.OFFICIAL:
        columns.append(Column(words.SIGNATURE, 42))
    agreed: list[RegisterRow | JoinedRow] = [*register.rows, *register.joined]
    rows = [(str(place), *_agreed_cells(listed, row)) for place, row in enumerate(agreed, 1)]
    versions = Counter(row.agreed_to for row in register.joined if row.agreed_to)
    return Table(
        tuple(columns),
        rows,
        words.AGREED,
        words.agreed_notes(len(register.rows), len(register.joined), versions),
        row_height_mm=SIGN_HEIGHT if listed.cut is Cut.OFFICIAL else 0,
    )


def _agreed_cells(listed: Listed, row: RegisterRow | JoinedRow) -> tuple[str, ...]:
    if listed.cut is Cut.COUNTER:
        return (row.number,)
    day = row.agreed_on.strftime(DATE)
    if isinstance(row, JoinedRow) and row.agreed_to:
        day = f"{day}\n{listed.words.version(row.agreed_to)}"
    if listed.cut is Cut.PUBLIC:
        return (row.number, day)
    person = listed.people[row.number]
    return (row.number, _named(listed, person), person.postal_address, day, "")


def _evidence(listed: Listed) -> tuple[str, list[Table]]:
    words, evidence = listed.words, listed.annexes.evidence
    columns = [Column(words.PLACE, 12, "right"), Column(words.NUMBER, 26)]
    if listed.cut is not Cut.COUNTER:
        columns += [Column(words.FILE, 26), Column(words.CAPTURED, 30), Column(words.BY, 27)]
    wide = 138 if listed.cut is Cut.OFFICIAL else 46
    columns.append(Column(words.HASH, wide if listed.cut is not Cut.COUNTER else 129))
    rows = [(str(place), *_evidence_cells(listed, row)) for place, row in enumerate(evidence, 1)]
    return words.EVIDENCE, [Table(tuple(columns), rows, notes=words.evidence_notes(len(evidence)))]


def _evidence_cells(listed: Listed, row: EvidenceRow) -> tuple[str, ...]:
    if listed.cut is Cut.COUNTER:
        return (row.number, row.sha256)
    return (row.number, f"{row.kind}, {listed.words.size(row.size_bytes)}", row.captured, row.by, row.sha256)
