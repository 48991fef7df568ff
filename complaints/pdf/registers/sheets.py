"""The pages of an annex as WeasyPrint takes them: it asks each to paint itself and writes what a page needs besides.

WeasyPrint turns the page upside down before a page is painted and leaves it so. What is drawn here is therefore a
stream of its own, put before WeasyPrint's; into WeasyPrint's go only the foot and the mark of an example, which no
structure names. The fonts are the letter's: the first page adds the glyphs that the annex uses to those of the
document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from weasyprint.document import Page as WeasyPrintPage

from complaints.pdf.engine import without_gc
from complaints.pdf.registers.composing import Layout, compose
from complaints.pdf.registers.fonts import LetterFonts, letter_fonts
from complaints.pdf.registers.paging import FinishedPage, Paper
from complaints.pdf.registers.tables import Annex
from complaints.pdf.registers.tagging import Structure, add_section
from complaints.pdf.structure import find_object
from complaints.pdf.writing import stream_data

CSS_PIXEL: Final = 0.75
"""Points; WeasyPrint measures pages in pixels."""

NO_BLEED: Final = {"top": 0, "right": 0, "bottom": 0, "left": 0}


class RegisterPage(WeasyPrintPage):
    """One page: nothing to lay out, no links, no forms."""

    def __init__(self, sheets: AnnexSheets, finished: FinishedPage, number: int) -> None:
        self.width, self.height = sheets.paper.width / CSS_PIXEL, sheets.paper.height / CSS_PIXEL
        self.bleed = NO_BLEED
        self.bookmarks = [(mark.level, mark.label, (0, mark.top / CSS_PIXEL), "open") for mark in finished.bookmarks]
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        self.forms: dict[Any, list[Any]] = {None: []}
        self._page_box = sheets.fonts.empty_page_box
        self._sheets, self._number = sheets, number

    def paint(self, stream: Any, scale: float = 1) -> None:  # noqa: ARG002  what is drawn is in points already
        if self._number == 0:
            self._sheets.add_fonts(stream)
        stream.stream.append(self._sheets.layout.margins[self._number])


class ReadyStream:
    """A stream of the file, compressed already."""

    generation: Final = 0
    compressible: Final = False

    def __init__(self, content: bytes) -> None:
        self.number = 0
        self.data = stream_data(b"", content)

    @property
    def reference(self) -> bytes:
        return b"%d 0 R" % self.number


@dataclass(frozen=True)
class AnnexSheets:
    """An annex with its pages drawn but not yet written."""

    annex: Annex
    fonts: LetterFonts
    layout: Layout

    @property
    def count(self) -> int:
        """Pages; printed on one side, also sheets of paper."""
        return len(self.layout.pages)

    @property
    def paper(self) -> Paper:
        return self.layout.paper

    @property
    def pages(self) -> list[RegisterPage]:
        return [RegisterPage(self, finished, number) for number, finished in enumerate(self.layout.pages)]

    def add_fonts(self, stream: Any) -> None:
        """Tells the document which glyphs of its fonts the annex uses."""
        for font, face in zip(self.fonts.of_document(stream), self.layout.faces, strict=True):
            for glyph, text in face.used.items():
                font.to_unicode.setdefault(glyph, text)
                font.widths.setdefault(glyph, face.advances[glyph])

    def finish(self, pdf: Any, *, first_page: int) -> None:
        """Adds contents and structure to the pages of a file, of which ours begin at `first_page`, from 0."""
        numbers = pdf.pages["Kids"][::3][first_page : first_page + self.count]
        for number, finished in zip(numbers, self.layout.pages, strict=True):
            body = ReadyStream(finished.content)
            pdf.add_object(body)
            page = pdf.objects[number]
            page["Contents"] = b"[%s %s]" % (body.reference, page["Contents"])
        root = find_object(pdf, pdf.catalog["StructTreeRoot"])
        document = find_object(pdf, root["K"][0])
        structure = Structure(pdf, numbers, [[] for _ in numbers])
        document["K"].append(add_section(structure, self.annex, self.layout.parts, parent=document))
        marks_by_page = find_object(pdf, root["ParentTree"])["Nums"]
        for place, parents in enumerate(structure.parents, start=first_page):
            marks_by_page[2 * place + 1] = b"[%s]" % b" ".join(parents)


def lay_out_annex(annex: Annex) -> AnnexSheets:
    """Draws all pages. Raises ValueError for a table whose columns are too narrow or whose rows have other lengths."""
    fonts = letter_fonts()
    with without_gc():
        return AnnexSheets(annex, fonts, compose(annex, names=fonts.names))
