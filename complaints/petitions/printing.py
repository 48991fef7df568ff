"""The letter and its annexes become one PDF: the annexes are laid out first, because the letter names their sheets.

What was frozen before there were several annexes prints as it did then: the letter and one register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Final

import segno
from markupsafe import Markup

from complaints import pdf
from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import Cut, PetitionKind
from complaints.petitions.annexes import Annexes, list_csv, list_sha256
from complaints.petitions.annexing import WORDS, Listed, annexes_of
from complaints.petitions.document import Letter, Person, Register, Representative
from complaints.phrases import kk, ru
from complaints.spreadsheets import as_csv

if TYPE_CHECKING:
    from complaints.pdf.engine import Part, Sheets

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
class Proof:
    """What lets a reader check that a copy is genuine."""

    page: str
    """The address of the public page."""
    version: int
    content_sha256: str
    list_sha256: str
    """Of the list behind all annexes; empty for a document without annexes."""

    @property
    def qr(self) -> Markup:
        drawn = segno.make(self.page, error="m")
        return Markup(drawn.svg_inline(border=0, omitsize=True, title=self.page))  # noqa: S704  segno escapes the title


@dataclass(frozen=True)
class Listing:
    """The title of an annex and its sheets, as the letter lists it."""

    title: str
    count: int


@dataclass(frozen=True)
class Sheaf:
    """All that one PDF is printed from. Only the official cut is given a representative and people."""

    letter: Letter
    register: Register
    representative: Representative | None = None
    people: Mapping[str, Person] | None = None
    """By the complaint's number."""
    is_example: bool = False
    """Made of example data: every page says so."""
    cut: Cut = Cut.PUBLIC
    annexes: Annexes | None = None
    """None: frozen before they were kept."""
    signers: Mapping[str, Person] = field(default_factory=dict)
    """Who signed on paper, by sheet and row; for the official cut."""
    version: int = 1
    content_sha256: str = ""

    def print(self) -> Printed:
        """The PDF: same values, same bytes."""
        if self.annexes is None:
            return self._print_as_before()
        parts = self._lay_out_annexes(self.annexes)
        annexed = [Listing(title, sheets.count) for title, sheets in parts]
        main = self._lay_out_letter(sheets=None, annexed=annexed, proof=self._proof(self.annexes))
        files = self._attachments(self.annexes)
        sheets = [main, *(sheets for _, sheets in parts)]
        made = pdf.write(sheets, title=self._title, lang=self.letter.language, attachments=files)
        return Printed(made, sum(sheet.count for sheet in sheets))

    @property
    def _title(self) -> str:
        return TITLES[self.letter.kind, self.letter.language]

    @property
    def _shared(self) -> dict[str, Any]:
        lang = self.letter.language
        mark = EXAMPLE_MARKS[lang] if self.is_example else None
        return {"letter": self.letter, "words": WORDINGS[lang], "mark": mark, "title": self._title}

    def _lay_out_letter(self, **values: Any) -> Sheets:
        template = f"documents/petition.{self.letter.language}.html"
        return pdf.lay_out(pdf.fill(template, representative=self.representative, **values, **self._shared))

    def _print_as_before(self) -> Printed:
        annexes = [self._lay_out_register()] if self.letter.has_register else []
        sheets = sum(annex.count for annex in annexes)
        main = self._lay_out_letter(sheets=sheets)
        made = pdf.write([main, *annexes], title=self._title, lang=self.letter.language)
        return Printed(made, main.count + sheets)

    def _lay_out_register(self) -> Sheets:
        template = f"documents/register.{self.letter.language}.html"
        return pdf.lay_out(pdf.fill(template, register=self.register, people=self.people, **self._shared))

    def _lay_out_annexes(self, annexes: Annexes) -> list[tuple[str, Part]]:
        if not self.letter.has_register:
            return []
        drawn: list[tuple[str, Part]] = [
            (annex.title, pdf.lay_out_annex(annex)) for annex in annexes_of(self.listed(annexes))
        ]
        words, place = WORDS[self.letter.language], len(drawn) + 1
        template = f"documents/timeline.{self.letter.language}.html"
        page = pdf.fill(template, annexes=annexes, annex_words=words, place=place, **self._shared)
        return [*drawn, (words.TIMELINE, pdf.lay_out(page))]

    def listed(self, annexes: Annexes) -> Listed:
        stamp = EXAMPLE_MARKS[self.letter.language] if self.is_example else None
        return Listed(self.cut, self.letter, self.register, annexes, self.people or {}, self.signers, stamp)

    def _proof(self, annexes: Annexes) -> Proof:
        listed = list_sha256(self.register, annexes) if self.letter.has_register else ""
        return Proof(annexes.page, self.version, self.content_sha256, listed)

    def _attachments(self, annexes: Annexes) -> list[pdf.Attached]:
        """The list that its printed hash is of, and the register of this cut."""
        if not self.letter.has_register:
            return []
        words = WORDS[self.letter.language]
        table = annexes_of(self.listed(annexes))[0].tables[0]
        register = as_csv([column.title for column in table.columns], table.rows).encode()
        return [
            pdf.Attached("list.csv", words.LIST, "text/csv", list_csv(self.register, annexes)),
            pdf.Attached("register.csv", words.REGISTER, "text/csv", register),
        ]
