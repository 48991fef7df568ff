"""Tables that cross two attributes hide small groups, so that nobody is recognised by what few people have in common.

The product's rule: a group smaller than 5 is shown as "fewer than 5". Nobody counts as fewer than five too: were a
nought shown, "fewer than 5" would mean one to four, and from the public totals more could be computed. Because the
totals of each single attribute are public, hiding the small cells is not enough: others are withheld until no hidden
number follows from what is shown. That is checked exactly: the numbers of a table with known sums can be changed only
along closed walks over hidden cells, one up, the next down (our choice of method; the sums stay, so a hidden number
that no such walk can change is known to everybody).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

SMALL: Final = 5
"""Groups below this are hidden (product rule)."""
ROW: Final = "row"
COLUMN: Final = "column"
Cell = tuple[str, str]
"""Row and column."""
_Node = tuple[str, str]
REST: Final[_Node] = ("rest", "")


class Hidden(Enum):
    """How a number is kept back. `WITHHELD` may be any number, small or not."""

    FEW = "few"
    WITHHELD = "withheld"


Shown = int | Hidden


@dataclass(frozen=True)
class Table:
    """Numbers of complaints by two attributes; a missing cell is 0. Every row adds up to its public total."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[Cell, int]
    column_totals: Mapping[str, int]
    """Public. Where a complaint has several values of the row's attribute, its column adds up to more than this."""
    rows_overlap: bool
    """Whether a complaint may stand in several rows (it has several grounds but one role)."""
    impossible: frozenset[Cell] = frozenset()
    """Cells of which everybody knows that they are empty: nobody was asked."""

    def at(self, cell: Cell) -> int:
        return self.cells.get(cell, 0)

    def row_total(self, row: str) -> int:
        return sum(self.at((row, column)) for column in self.columns)

    def all_cells(self) -> list[Cell]:
        return [(row, column) for row in self.rows for column in self.columns]


def protect(table: Table) -> Mapping[Cell, Shown]:
    """What of each cell may be shown: its number, that it is small, or nothing.

    A hidden number cannot be computed from the table and the totals, unless the totals alone already say it (a row of
    a single column, a row whose total is 0).
    """
    shown: dict[Cell, Shown] = {cell: _alone(table, cell) for cell in table.all_cells()}
    nothing: dict[Cell, Shown] = {cell: 0 if cell in table.impossible else Hidden.WITHHELD for cell in shown}
    told_by_totals = set(_known(table, nothing))
    while found := next((cell for cell in _known(table, shown) if cell not in told_by_totals), None):
        shown[_next_to_withhold(table, shown, found)] = Hidden.WITHHELD
    return shown


def _alone(table: Table, cell: Cell) -> Shown:
    """What the cell would show if there were no totals."""
    if cell in table.impossible:
        return 0
    return Hidden.FEW if table.at(cell) < SMALL else table.at(cell)


def _known(table: Table, shown: Mapping[Cell, Shown]) -> Iterator[Cell]:
    """The hidden cells whose number everybody can compute."""
    walks = _Walks(table, shown)
    return (cell for cell, value in shown.items() if isinstance(value, Hidden) and walks.is_known(cell))


def _next_to_withhold(table: Table, shown: Mapping[Cell, Shown], known: Cell) -> Cell:
    """The cell whose withholding tells least and hides the known one; else one that brings it nearer to that."""
    row, column = ([cell for cell in shown if cell[i] == known[i] and cell != known] for i in (0, 1))
    few = [cell for cell in (known, *row, *column) if shown[cell] is Hidden.FEW]
    in_row, in_column, anywhere = (_numbers(shown, cells) for cells in (row, column, shown))
    for cell in (*few, *in_row, *in_column, *anywhere):
        if not _Walks(table, {**shown, cell: Hidden.WITHHELD}).is_known(known):
            return cell
    alone_in_row = in_row if len(in_row) == len(row) else []
    alone_in_column = in_column if len(in_column) == len(column) else []
    others_few = [cell for cell in shown if shown[cell] is Hidden.FEW]
    return [*alone_in_row, *alone_in_column, *in_row, *in_column, *anywhere, *few, *others_few][0]


def _numbers(shown: Mapping[Cell, Shown], cells: Iterable[Cell]) -> list[Cell]:
    """Those that show a number, the smallest first: hiding it tells least. Hiding an impossible one hides nothing."""
    open_cells = [(value, cell) for cell in cells if isinstance(value := shown[cell], int) and value >= SMALL]
    return [cell for _value, cell in sorted(open_cells)]


@dataclass(frozen=True)
class _Walks:
    """Closed walks over hidden cells, one up, the next down, along which numbers change and the sums stay.

    Nodes are rows and columns: a step from a row to a column adds one to their cell, a step back takes one away. Where
    rows overlap, columns have no known sum but one that is at least their public total: what they have above it is a
    row of its own, through which they may exchange.
    """

    table: Table
    shown: Mapping[Cell, Shown]

    def is_known(self, cell: Cell) -> bool:
        """Whether every table with these sums and these limits has the same number here."""
        row, column = (ROW, cell[0]), (COLUMN, cell[1])
        rises = self._may_rise(cell) and self._leads(column, row, cell)
        return not rises and not (self._may_fall(cell) and self._leads(row, column, cell))

    def _leads(self, start: _Node, end: _Node, without: Cell) -> bool:
        """Whether a walk leads from one end of the cell to the other without it."""
        seen, ahead = {start}, [start]
        while ahead:
            for node in self._steps(ahead.pop(), without):
                if node == end:
                    return True
                if node not in seen:
                    seen.add(node)
                    ahead.append(node)
        return False

    def _steps(self, node: _Node, without: Cell) -> Iterator[_Node]:
        kind, name = node
        if node == REST:
            yield from ((COLUMN, column) for column in self.table.columns if self._has_more_than_its_total(column))
        elif kind == ROW:
            cells = ((name, column) for column in self.table.columns)
            yield from ((COLUMN, cell[1]) for cell in cells if cell != without and self._may_rise(cell))
        else:
            cells = ((row, name) for row in self.table.rows)
            yield from ((ROW, cell[0]) for cell in cells if cell != without and self._may_fall(cell))
            if self.table.rows_overlap:
                yield REST

    def _may_rise(self, cell: Cell) -> bool:
        value = self.shown[cell]
        if isinstance(value, int):
            return False
        most = min(self.table.row_total(cell[0]), self.table.column_totals[cell[1]])
        return self.table.at(cell) < (min(most, SMALL - 1) if value is Hidden.FEW else most)

    def _may_fall(self, cell: Cell) -> bool:
        return isinstance(self.shown[cell], Hidden) and self.table.at(cell) > 0

    def _has_more_than_its_total(self, column: str) -> bool:
        return sum(self.table.at((row, column)) for row in self.table.rows) > self.table.column_totals[column]
