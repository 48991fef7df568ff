"""An annex from its mark to its last table: what stands where, in the sizes of the letter's stylesheet."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from complaints.pdf.assets import HERE
from complaints.pdf.registers.gridding import LEADING, Grid
from complaints.pdf.registers.paging import LANDSCAPE, MM, PORTRAIT, FinishedPage, Pager, Paper
from complaints.pdf.registers.shaping import Face, Lettering
from complaints.pdf.registers.tables import TEXT_SIZE, Annex, Table
from complaints.pdf.registers.tagging import Passage, TableTags
from complaints.pdf.registers.wrapping import wrap

NOTE_SIZE: Final = 10.5
TITLE_SIZE: Final = 13
CAPTION_SIZE: Final = 11
MARGIN_SIZE: Final = 9
LINE_HEIGHT: Final = 1.27
MARGIN_FROM_EDGE: Final = 9 * MM
EXAMPLE_RED: Final = b"0.659 0.125 0.106 rg"
"""#A8201A, as in the letter's template."""


@dataclass(frozen=True)
class Layout:
    """An annex as drawn."""

    paper: Paper
    pages: tuple[FinishedPage, ...]
    margins: tuple[bytes, ...]
    """By page: its foot and the mark of an example, for a page that is upside down."""
    parts: tuple[Passage | TableTags, ...]
    faces: tuple[Face, Face]


@dataclass(frozen=True)
class Letters:
    """The letters of one annex by size; `names` are those of the fonts on pages."""

    regular: Face
    bold: Face
    names: tuple[str, str]
    line_height: float

    def of(self, size: float) -> Lettering:
        return Lettering(self.regular, self.names[0], size, size * self.line_height)

    def bold_of(self, size: float) -> Lettering:
        return Lettering(self.bold, self.names[1], size, size * self.line_height)


def compose(annex: Annex, *, names: tuple[str, str]) -> Layout:
    """All pages of an annex."""
    faces = Face.load(HERE / "fonts/NotoSerif-Regular.ttf"), Face.load(HERE / "fonts/NotoSerif-Bold.ttf")
    pager = Pager(LANDSCAPE if annex.landscape else PORTRAIT)
    letters = Letters(*faces, names, LINE_HEIGHT)
    _add_title(pager, annex, letters)
    for table in annex.tables:
        _add_table(pager, table, letters)
    pager.turn()
    margins = _margins(annex, pager.paper, len(pager.finished), letters.of(MARGIN_SIZE))
    return Layout(pager.paper, tuple(pager.finished), margins, tuple(pager.parts), faces)


def _add_title(pager: Pager, annex: Annex, letters: Letters) -> None:
    note, title = letters.of(NOTE_SIZE), letters.bold_of(TITLE_SIZE)
    if annex.mark:
        pager.add_passage("P", pager.lines("\n".join(annex.mark), note, "right"), note)
        pager.space(4 * MM)
    pager.add_bookmark(1, annex.title)
    pager.add_passage("H1", pager.lines(annex.title, title, "centre"), title)
    pager.space(1.5 * MM)
    for text in annex.notes:
        pager.add_passage("P", pager.lines(text, note, "centre"), note)


def _add_table(pager: Pager, table: Table, letters: Letters) -> None:
    note, caption = letters.of(NOTE_SIZE), letters.bold_of(CAPTION_SIZE)
    grid = Grid(pager, table, functools.cache(_cell_letters(letters)), _in_cells(letters.bold_of(TEXT_SIZE)))
    heading = pager.lines(table.caption, caption, "centre") if table.caption else ()
    notes = [pager.lines(text, note, "centre") for text in table.notes]
    above = len(heading) * caption.leading + sum(map(len, notes)) * note.leading + 10 * MM
    pager.keep_together(above + (grid.height_of_beginning if table.rows else 0))
    if heading:
        pager.space(5 * MM)
        pager.add_bookmark(table.level, table.caption)
        pager.add_passage(f"H{table.level}", heading, caption)
        pager.space(1 * MM)
    for lines in notes:
        pager.add_passage("P", lines, note)
    if table.rows:
        pager.space(3 * MM)
        grid.draw()


def _cell_letters(letters: Letters) -> Callable[[float], Lettering]:
    return lambda size: _in_cells(letters.of(size))


def _in_cells(lettering: Lettering) -> Lettering:
    """In cells all lines are equally far apart, whatever the size of a column's letters."""
    return dataclasses.replace(lettering, leading=LEADING)


def _margins(annex: Annex, paper: Paper, total: int, lettering: Lettering) -> tuple[bytes, ...]:
    example = (
        _beside(annex.example, paper.top - MARGIN_FROM_EDGE, paper, lettering, EXAMPLE_RED) if annex.example else b""
    )
    feet = (annex.foot.replace("{number}", str(page + 1)).replace("{total}", str(total)) for page in range(total))
    return tuple(_beside(foot, paper.height - paper.bottom / 2, paper, lettering, b"0 g") + example for foot in feet)


def _beside(text: str, y: float, paper: Paper, lettering: Lettering, colour: bytes) -> bytes:
    """One line at the right edge of the text, `y` points from the top of the paper; not read out."""
    lines = wrap(text, lettering, width=paper.text_width, placement="right")
    place = b"1 0 0 -1 %.2f %.2f Tm" % (paper.left, y)
    return b"/Artifact BMC %s BT %s %s %s ET EMC\n" % (colour, lettering.operator, place, lines[0])
