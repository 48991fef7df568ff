"""Whatever a crossed table hides cannot be computed from it and the public totals: tried with every possible table."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from time import perf_counter

import pytest

from complaints.domain.small_numbers import SMALL, Cell, Hidden, Shown, Table, protect

FEW, WITHHELD = Hidden.FEW, Hidden.WITHHELD


def table(*rows: Sequence[int], overlap: bool = False, totals: Sequence[int] | None = None) -> Table:
    """Rows a, b, c of columns x, y, z. `totals` of the columns are their sums unless rows overlap."""
    columns = "xyz"[: len(rows[0])]
    cells = {
        (r, c): value for r, row in zip("abcdef", rows, strict=False) for c, value in zip(columns, row, strict=True)
    }
    sums = [sum(values) for values in zip(*rows, strict=True)]
    return Table(
        rows="abcdef"[: len(rows)],
        columns=columns,
        cells=cells,
        column_totals=dict(zip(columns, totals or sums, strict=True)),
        rows_overlap=overlap,
    )


def grid(made: Table) -> list[list[Shown]]:
    shown = protect(made)
    return [[shown[row, column] for column in made.columns] for row in made.rows]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(table([5, 6], [7, 8]), [[5, 6], [7, 8]], id="nothing is small"),
        pytest.param(table([4, 9], [9, 9]), [[FEW, WITHHELD], [WITHHELD, WITHHELD]], id="one small cell takes three"),
        pytest.param(table([3, 2], [1, 4]), [[FEW, FEW], [FEW, FEW]], id="small cells hide each other"),
        pytest.param(
            table([3, 2, 20], [1, 4, 30]), [[FEW, FEW, 20], [FEW, FEW, 30]], id="a square of small cells is enough"
        ),
        pytest.param(table([0, 0], [9, 9]), [[FEW, FEW], [9, 9]], id="a row of nobody is told by its total"),
        pytest.param(table([9], [3]), [[9], [FEW]], id="a single column is told by the totals"),
        pytest.param(
            table([2, 30], [20, 30], overlap=True, totals=[21, 40]),
            [[FEW, WITHHELD], [20, 30]],
            id="where rows overlap only the row gives it away",
        ),
    ],
)  # fmt: skip
def test_what_a_table_shows(made: Table, expected: list[list[Shown]]) -> None:
    assert grid(made) == expected


def test_two_fours_in_a_row_of_eight_are_not_called_small_both() -> None:
    """Both "fewer than 5" and together eight: each would be four."""
    shown = protect(table([4, 4], [4, 4]))
    assert Hidden.WITHHELD in shown.values()
    assert not any(isinstance(value, int) for value in shown.values())


def test_nobody_counts_as_fewer_than_five() -> None:
    assert protect(table([0, 4, 9], [3, 2, 9]))["a", "x"] is FEW


def test_an_empty_cell_that_everybody_knows_of_hides_no_other() -> None:
    """Providers are not asked about it: the number of parents is the total of the row."""
    made = table([30, 0], [20, 9], overlap=True, totals=[40, 9])
    asked = protect(made)
    assert asked["a", "y"] is FEW
    assert asked["a", "x"] is WITHHELD
    known = protect(replace(made, impossible=frozenset({("a", "y")})))
    assert [known[cell] for cell in made.all_cells()] == [30, 0, 20, 9]


def test_a_table_without_rows_shows_nothing() -> None:
    empty = Table(rows=(), columns=("x",), cells={}, column_totals={"x": 0}, rows_overlap=False)
    assert protect(empty) == {}


def fillings(made: Table, shown: Mapping[Cell, Shown]) -> Iterator[Mapping[Cell, int]]:
    """Every table that a reader could believe in: what is shown, what the rule says of the hidden, public totals."""
    rows = [list(row_fillings(made, shown, row)) for row in made.rows]
    for chosen in product(*rows):
        cells = {
            (row, column): value
            for row, values in zip(made.rows, chosen, strict=True)
            for column, value in zip(made.columns, values, strict=True)
        }
        sums = {column: sum(cells[row, column] for row in made.rows) for column in made.columns}
        if made.rows_overlap:
            fits = all(sums[column] >= made.column_totals[column] for column in made.columns)
        else:
            fits = sums == made.column_totals
        if fits:
            yield cells


def row_fillings(made: Table, shown: Mapping[Cell, Shown], row: str) -> Iterator[tuple[int, ...]]:
    ranges = []
    for column in made.columns:
        value = shown[row, column]
        most = min(made.row_total(row), made.column_totals[column])
        if isinstance(value, int):
            ranges.append(range(value, value + 1))
        else:
            ranges.append(range((min(most, SMALL - 1) if value is FEW else most) + 1))
    return (values for values in product(*ranges) if sum(values) == made.row_total(row))


def computable(made: Table, shown: Mapping[Cell, Shown]) -> set[Cell]:
    """The hidden cells that have the same number in every table that a reader could believe in."""
    believed = list(fillings(made, shown))
    assert believed, "the table contradicts itself"
    return {
        cell
        for cell, value in shown.items()
        if isinstance(value, Hidden) and len({filling[cell] for filling in believed}) == 1
    }


def random_table(chance: random.Random, *, overlap: bool) -> Table:
    """Some of the empty cells are known to be empty."""
    made = random_numbers(chance, overlap=overlap)
    empty = [cell for cell in made.all_cells() if made.at(cell) == 0 and chance.random() < 0.3]
    return replace(made, impossible=frozenset(empty))


def random_numbers(chance: random.Random, *, overlap: bool) -> Table:
    rows, columns = chance.choice([(2, 2), (2, 3), (3, 2), (3, 3)])
    most = chance.choice([3, 6, 9]) if rows * columns < 9 else chance.choice([3, 5])
    cells = [
        [chance.choice([0, chance.randint(0, most), chance.randint(0, most)]) for _ in range(columns)]
        for _ in range(rows)
    ]
    if chance.random() < 0.5:
        cells[chance.randrange(rows)][chance.randrange(columns)] += chance.randint(3, 6)
    if not overlap:
        return table(*cells)
    sums = [sum(values) for values in zip(*cells, strict=True)]
    largest = [max(values) for values in zip(*cells, strict=True)]
    return table(
        *cells, overlap=True, totals=[chance.randint(low, high) for low, high in zip(largest, sums, strict=True)]
    )


@pytest.mark.parametrize("overlap", [False, True], ids=["rows apart", "rows overlap"])
def test_no_hidden_number_follows_from_what_is_shown(overlap: bool) -> None:
    chance = random.Random(5)
    for _ in range(300):
        made = random_table(chance, overlap=overlap)
        shown = protect(made)
        told_by_totals = computable(made, {cell: 0 if cell in made.impossible else WITHHELD for cell in shown})
        assert computable(made, shown) <= told_by_totals, (made, shown)


@pytest.mark.parametrize("overlap", [False, True], ids=["rows apart", "rows overlap"])
def test_what_is_shown_is_true_and_no_small_number_is_shown(overlap: bool) -> None:
    chance = random.Random(6)
    for _ in range(300):
        made = random_table(chance, overlap=overlap)
        for cell, value in protect(made).items():
            if isinstance(value, int):
                assert value == made.at(cell)
                assert value >= SMALL or cell in made.impossible
            assert value is not FEW or made.at(cell) < SMALL


def test_a_table_of_large_numbers_keeps_most_of_them() -> None:
    chance = random.Random(7)
    rows = [[chance.randint(20, 400) for _ in range(3)] for _ in range(6)]
    rows[2][1] = 2
    numbers = [value for value in protect(table(*rows)).values() if isinstance(value, int)]
    assert len(numbers) == 18 - 4


def test_a_table_of_sixteen_grounds_and_twenty_places_takes_no_time() -> None:
    chance = random.Random(8)
    rows, columns = [f"g{n}" for n in range(16)], [f"p{n}" for n in range(20)]
    cells = {(row, column): chance.choice([0, 1, 3, 6, 12, 60]) for row in rows for column in columns}
    totals = {column: max(cells[row, column] for row in rows) for column in columns}
    made = Table(rows, columns, cells, totals, rows_overlap=True)
    began = perf_counter()
    protect(made)
    assert perf_counter() - began < 0.5
