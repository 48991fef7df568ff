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
from complaints.petitions.document import Letter, Person, Register, Representative
from complaints.phrases import kk, ru

WORDINGS: Final[Mapping[LetterLanguage, ModuleType]] = MappingProxyType({LetterLanguage.KK: kk, LetterLanguage.RU: ru})
TITLES: Final[Mapping[LetterLanguage, str]] = MappingProxyType(
    {LetterLanguage.KK: "Ұжымдық шағым", LetterLanguage.RU: "Коллективная жалоба"}
)


EXAMPLE_MARKS: Final[Mapping[LetterLanguage, str]] = MappingProxyType(
    {LetterLanguage.KK: "Мысал: бұл нақты құжат емес", LetterLanguage.RU: "Пример: это не настоящий документ"}
)


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Sheaf:
    """All that one PDF is printed from. Without a representative and people it is the public cut: it is given none."""

    letter: Letter
    register: Register
    representative: Representative | None = None
    people: Mapping[str, Person] | None = None
    """By the complaint's number."""
    is_example: bool = False
    """Made of example data: every page says so."""

    def print(self) -> Printed:
        """The PDF: same values, same bytes."""
        lang = self.letter.language
        mark = EXAMPLE_MARKS[lang] if self.is_example else None
        shared = {"letter": self.letter, "words": WORDINGS[lang], "mark": mark}
        annex = pdf.lay_out(
            pdf.fill(f"documents/register.{lang}.html", register=self.register, people=self.people, **shared)
        )
        main = pdf.lay_out(
            pdf.fill(
                f"documents/petition.{lang}.html", representative=self.representative, sheets=annex.count, **shared
            )
        )
        return Printed(pdf.write([main, annex], title=TITLES[lang], lang=lang), main.count + annex.count)
