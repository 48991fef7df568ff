"""A letter and a register of plain example values, for tests that need no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from complaints import data
from complaints.domain.complaint import LetterLanguage
from complaints.domain.deadlines import Unit
from complaints.domain.lifecycle import Channel
from complaints.domain.petition import PetitionKind
from complaints.domain.rounds import Basis, DurationFact, Span
from complaints.petitions.composing import PROPOSED
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
from complaints.phrases.rows import CITATIONS
from complaints.phrases.values import Earlier, Told

REPRESENTATIVE = Representative(
    full_name="Үлгі Әсел Маратқызы",
    signature_name="Ә. М. Үлгі",
    postal_address="130000, Ақтау қаласы, 14-шағын аудан, 29-үй",
    phone="+7 701 000 00 01",
    email="asel@example.com",
    from_kk="Үлгі Әсел Маратқызынан",
    from_ru="Үлгі Әсел Маратқызы",
)
FACTS = RoundFacts(
    platform="Даму Бала",
    region_genitive="Маңғыстау облысының",
    held_on=Span(date(2025, 3, 28), date(2025, 3, 29)),
    places=Span(3500, 3500),
    notice=DurationFact(90, 90, Basis.REPORTED),
    sold_out=DurationFact(7, 7, Basis.REPORTED),
    was_edited=False,
)


def letter(language: LetterLanguage, **changes: Any) -> Letter:
    """Of any kind, with the proposed paragraphs of the facts it ends up with."""
    made = replace(
        Letter(
            language=language,
            dated_on=date(2025, 4, 21),
            reviewing=Body("Аким", "Акима", "Акиму", "Акима"),
            challenged=Body("Управление", "Управления", "Управлению", "Управление"),
            facts=FACTS,
            collected=RoleCounts(22, 4),
            included=RoleCounts(12, 3),
            grounds=(GroundLine("LEAK", "Основание", RoleCounts(9, 3)),),
            acts=(ActNorms("appk", "Кодекс", (NormLine("appk-9", "9-бап", "Текст нормы"),)),),
            demands=(DemandLine("ANNUL_ROUND", "Требование", 13),),
        ),
        **changes,
    )
    silent = earlier(language) if made.kind is PetitionKind.SUPERIOR_COMPLAINT else None
    told = Told(made.facts, made.challenged, made.collected, made.included, silent)
    said = {part: tuple(text.split("\n\n")) for part, text in PROPOSED[language](made.kind, told).items() if text}
    return replace(made, paragraphs=said | dict(changes.get("paragraphs", {})))


def earlier(language: LetterLanguage, **changes: Any) -> Earlier:
    """An appeal that nobody answered in time."""
    norms, cite = data.norms(), CITATIONS[language]
    made = Earlier(
        kind=PetitionKind.APPEAL,
        body=Body("Управление", "Управления", "Управлению", "Управление"),
        handed_in_on=date(2025, 3, 30),
        channel=Channel.EOTINISH,
        outside_number="ЖТ-2025-17",
        registered_on=date(2025, 3, 31),
        length=15,
        unit=Unit.WORKING,
        norm=cite(norms["appk-76-1"]),
        due_on=date(2025, 4, 21),
        days_over=6,
        extendable=True,
        refusal=cite(norms["appk-91-1"]),
    )
    return replace(made, **changes)


def register(language: LetterLanguage, people: dict[str, Person]) -> Register:
    """One row for each of `people`, in their order."""
    rows = tuple(RegisterRow(number, "Ақтау қаласы", ("Негіз",), date(2025, 4, 2)) for number in people)
    return Register(language, RoleCounts(len(people), 0), rows)


def person(full_name: str, postal_address: str = "Мекенжай 1") -> Person:
    return Person(full_name, organisation="", iin="", bin="", postal_address=postal_address, locality_typed="")
