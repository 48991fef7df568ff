"""The letter and its register become one PDF: the register is laid out first, because the letter names its number of
sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Final

from complaints import pdf
from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import PetitionKind
from complaints.petitions.document import Letter, Person, Register, Representative
from complaints.phrases import kk, ru

if TYPE_CHECKING:
    from complaints.pdf.engine import Sheets

WORDINGS: Final[Mapping[LetterLanguage, ModuleType]] = MappingProxyType({LetterLanguage.KK: kk, LetterLanguage.RU: ru})
TITLES: Final[Mapping[tuple[PetitionKind, LetterLanguage], str]] = MappingProxyType(
    {
        (PetitionKind.COMPLAINT, LetterLanguage.KK): "Ұжымдық шағым",
        (PetitionKind.COMPLAINT, LetterLanguage.RU): "Коллективная жалоба",
        (PetitionKind.APPEAL, LetterLanguage.KK): "Ұжымдық жолданым",
        (PetitionKind.APPEAL, LetterLanguage.RU): "Коллективное обращение",
        (PetitionKind.INFORMATION_REQUEST, LetterLanguage.KK): "Ақпарат беру туралы сұрау салу",
        (PetitionKind.INFORMATION_REQUEST, LetterLanguage.RU): "Запрос о предоставлении информации",
        (PetitionKind.SUPERIOR_COMPLAINT, LetterLanguage.KK): "Жоғары тұрған органға шағым",
        (PetitionKind.SUPERIOR_COMPLAINT, LetterLanguage.RU): "Жалоба в вышестоящий орган",
    }
)
FILE_STEMS: Final[Mapping[PetitionKind, str]] = MappingProxyType(
    {
        PetitionKind.COMPLAINT: "collective-complaint",
        PetitionKind.APPEAL: "collective-appeal",
        PetitionKind.INFORMATION_REQUEST: "information-request",
        PetitionKind.SUPERIOR_COMPLAINT: "superior-complaint",
    }
)
"""How the names of files begin."""

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
        lang, title = self.letter.language, TITLES[self.letter.kind, self.letter.language]
        mark = EXAMPLE_MARKS[lang] if self.is_example else None
        shared = {"letter": self.letter, "words": WORDINGS[lang], "mark": mark, "title": title}
        annexes = [self._lay_out_register(shared)] if self.letter.has_register else []
        sheets = sum(annex.count for annex in annexes)
        main = pdf.lay_out(
            pdf.fill(f"documents/petition.{lang}.html", representative=self.representative, sheets=sheets, **shared)
        )
        return Printed(pdf.write([main, *annexes], title=title, lang=lang), main.count + sheets)

    def _lay_out_register(self, shared: Mapping[str, Any]) -> Sheets:
        template = f"documents/register.{self.letter.language}.html"
        return pdf.lay_out(pdf.fill(template, register=self.register, people=self.people, **shared))
