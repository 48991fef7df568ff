"""The letter's fonts, so that a document has each font file once, whoever drew with it.

Pango names a font that comes from a stylesheet; the name is asked from a sample page and not guessed.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final

import pydyf
from weasyprint.pdf.stream import Stream

from complaints.pdf.engine import lay_out

PAGE: Final = '<html lang="en"><link rel="stylesheet" href="asset:documents/petition.css"><body>%s</body></html>'
SAMPLE: Final = "<p>№<b>№</b></p>"


class FontCatcher(Stream):
    """Draws for nobody; notes the fonts in order of use."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        super().__init__(fonts, (0, 0, 1, 1), pydyf.Dictionary({"ExtGState": {}}), {}, None, {}, None)
        self.caught: list[Any] = []

    def add_font(self, pango_font: Any) -> Any:
        font, size = super().add_font(pango_font)
        self.caught.append(font)
        return font, size


@dataclass(frozen=True)
class LetterFonts:
    """Regular and bold, in this order, and a page of WeasyPrint's with nothing on it."""

    sample: Any
    empty_page_box: Any
    names: tuple[str, str]
    """As pages call them; the same in every process."""

    def of_document(self, stream: Any) -> list[Any]:
        """The fonts of the document that `stream` belongs to; they are added to it if the letter used none."""
        catcher = FontCatcher(stream._fonts)
        self.sample.paint(catcher)
        return catcher.caught


@functools.cache
def letter_fonts() -> LetterFonts:
    """Asked once per process."""
    sample = lay_out(PAGE % SAMPLE).document.pages[0]
    empty = lay_out(PAGE % "").document.pages[0]
    catcher = FontCatcher({})
    sample.paint(catcher)
    regular, bold = (font.hash for font in catcher.caught)
    return LetterFonts(sample, empty._page_box, (regular, bold))
