"""A table goes down the pages: its head at the top of each, no row in two places unless it is taller than a page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.pdf.registers.drawing import BASELINE
from complaints.pdf.registers.paging import MM, Pager
from complaints.pdf.registers.shaping import Lettering
from complaints.pdf.registers.tables import TEXT_SIZE, Column, Table
from complaints.pdf.registers.tagging import Mark, TableTags
from complaints.pdf.registers.wrapping import wrap

PADDING_X: Final = 1.6 * MM
PADDING_Y: Final = 0.8 * MM
LEADING: Final = TEXT_SIZE * 1.2
NARROWEST: Final = 2 * TEXT_SIZE
"""Points for letters: the widest grapheme has to fit into a cell."""

KEPT_CELLS: Final = 4096
"""Wrapped texts remembered per column: localities and grounds repeat, names do not."""

LEAST_LINES: Final = 3
"""Of a row taller than a page: fewer are not begun at the foot of a page."""

Lines = tuple[bytes, ...]


@dataclass(frozen=True)
class Cells:
    """The cells of one column: where they begin, and how a text is wrapped in them."""

    left: float
    lettering: Lettering
    wrap: Callable[[str], Lines]


@dataclass
class Grid:
    """A table on the pages of a pager. `lettering` gives the letters of a size: those of cells, then those of heads."""

    pager: Pager
    table: Table
    regular: Callable[[float], Lettering]
    bold: Lettering

    def __post_init__(self) -> None:
        widths = column_widths(self.table.columns, self.pager.paper.text_width)
        self.edges = [self.pager.paper.left]
        for width in widths:
            self.edges.append(self.edges[-1] + width)
        self.columns = [
            self._cells(column, left=left, width=width)
            for column, left, width in zip(self.table.columns, self.edges, widths, strict=False)
        ]
        self.head = [
            wrap(column.title, self.bold, width=width - 2 * PADDING_X, placement="centre")
            for column, width in zip(self.table.columns, widths, strict=True)
        ]
        self.least_height = self.table.row_height_mm * MM
        self.head_height = self._height(self.head)
        self.top = self.pager.y

    def _cells(self, column: Column, *, left: float, width: float) -> Cells:
        lettering = self.regular(column.size)
        wrapped = functools.partial(wrap, lettering=lettering, width=width - 2 * PADDING_X, placement=column.align)
        return Cells(left + PADDING_X, lettering, functools.lru_cache(KEPT_CELLS)(wrapped))

    @property
    def height_of_beginning(self) -> float:
        """Head and first row: they are not parted."""
        if not self.table.rows:
            return self.head_height
        first = max(self.least_height, self._height(self._wrap(self.table.rows[0])))
        return self.head_height + min(first, LEAST_LINES * LEADING)

    def draw(self) -> None:
        """The whole table from where the pager stands."""
        self.tags = TableTags(self.table, Mark(self.pager.number, self.pager.page.marks))
        self.pager.parts.append(self.tags)
        self._begin(self._open_head_cell)
        for texts in self.table.rows:
            self._add_row(self._wrap(texts))
        self._close_frame()

    def _wrap(self, texts: Sequence[str]) -> list[Lines]:
        return [cells.wrap(text) for cells, text in zip(self.columns, texts, strict=True)]

    @staticmethod
    def _height(row: Sequence[Lines]) -> float:
        return 2 * PADDING_Y + max(map(len, row)) * LEADING

    def _begin(self, open_cell: Callable[[], object]) -> None:
        """The head and the line above it."""
        pager, page = self.pager, self.pager.page
        self.top = pager.y
        page.line(self.edges[0], pager.y, self.edges[-1], pager.y)
        page.fill(self.edges[0], pager.y - self.head_height, self.edges[-1] - self.edges[0], self.head_height)
        for cells, lines in zip(self.columns, self.head, strict=True):
            open_cell()
            page.choose(self.bold)
            slack = self.head_height - 2 * PADDING_Y - len(lines) * LEADING
            page.write(lines, x=cells.left, y=self._baseline - slack / 2)
            page.close_mark()
        self._rule_below(self.head_height)

    def _open_head_cell(self) -> None:
        self.pager.page.open_mark("TH")

    def _turn(self) -> None:
        self._close_frame()
        self.pager.turn()
        self._begin(self.pager.page.open_artifact)

    def _add_row(self, row: list[Lines]) -> None:
        height = max(self.least_height, self._height(row))
        if height > self.pager.room:
            if height > self.pager.full_room - self.head_height:
                self._add_tall_row(row)
                return
            self._turn()
        self._draw_row(row, height, goes_on=False)

    def _add_tall_row(self, row: list[Lines]) -> None:
        goes_on = False
        while any(row):
            fitting = int((self.pager.room - 2 * PADDING_Y) / LEADING)
            if fitting < LEAST_LINES:
                self._turn()
                continue
            part = [lines[:fitting] for lines in row]
            self._draw_row(part, self._height(part), goes_on=goes_on)
            row, goes_on = [lines[fitting:] for lines in row], True

    def _draw_row(self, row: Sequence[Lines], height: float, *, goes_on: bool) -> None:
        page, slack = self.pager.page, max(0.0, height - self._height(row))
        baseline = self._baseline - slack / 2
        self.tags.add_row(Mark(self.pager.number, page.marks), goes_on=goes_on)
        for cells, lines in zip(self.columns, row, strict=True):
            page.open_mark("TD")
            if lines and lines != (b"",):
                page.choose(cells.lettering)
                page.write(lines, x=cells.left, y=baseline)
            page.close_mark()
        self._rule_below(height)

    @property
    def _baseline(self) -> float:
        """Of the first line of a row that begins here; one for all columns, whatever their size."""
        return self.pager.y - PADDING_Y - TEXT_SIZE * BASELINE

    def _rule_below(self, height: float) -> None:
        self.pager.y -= height
        self.pager.page.line(self.edges[0], self.pager.y, self.edges[-1], self.pager.y)

    def _close_frame(self) -> None:
        for edge in self.edges:
            self.pager.page.line(edge, self.top, edge, self.pager.y)


def column_widths(columns: Sequence[Column], text_width: float) -> list[float]:
    """In points, together as wide as the text. Columns of width 0 share what the others leave.

    Raises ValueError for a column too narrow for a letter.
    """
    named = sum(column.width for column in columns) * MM
    open_columns = sum(1 for column in columns if not column.width)
    share = (text_width - named) / open_columns if open_columns else 0.0
    scale = 1.0 if open_columns else text_width / named
    widths = [column.width * MM * scale or share for column in columns]
    if min(widths) - 2 * PADDING_X < NARROWEST:
        raise ValueError("a column is too narrow for a letter")
    return widths
