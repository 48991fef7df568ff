"""The letter and its register become one PDF: the register is laid out first, because the letter names its number of
sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType
from typing import Final

from complaints import pdf
from complaints.domain.complaint import LetterLanguage
from complaints.petitions import wording_kk, wording_ru
from complaints.petitions.document import Letter, Person, Register, Representative

WORDINGS: Final[Mapping[LetterLanguage, ModuleType]] = MappingProxyType(
    {LetterLanguage.KK: wording_kk, LetterLanguage.RU: wording_ru}
)
TITLES: Final[Mapping[LetterLanguage, str]] = MappingProxyType(
    {LetterLanguage.KK: "Ұжымдық шағым", LetterLanguage.RU: "Коллективная жалоба"}
)


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    pages: int


def print_official(
    letter: Letter, register: Register, *, representative: Representative, people: Mapping[str, Person]
) -> Printed:
    """The cut for the authority: names and addresses. `people` is keyed by the complaint's number."""
    return _print(letter, register, representative, people)


def print_public(letter: Letter, register: Register) -> Printed:
    """The cut without personal data: it is never given any."""
    return _print(letter, register, None, None)


def _print(
    letter: Letter, register: Register, representative: Representative | None, people: Mapping[str, Person] | None
) -> Printed:
    lang = letter.language
    words = WORDINGS[lang]
    annex = pdf.lay_out(pdf.fill(f"register.{lang}.html", letter=letter, register=register, people=people, words=words))
    main = pdf.lay_out(
        pdf.fill(f"petition.{lang}.html", letter=letter, representative=representative, sheets=annex.count, words=words)
    )
    return Printed(pdf.write([main, annex], title=TITLES[lang], lang=lang), main.count + annex.count)
