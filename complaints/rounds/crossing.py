"""Tables that cross two attributes, with small groups hidden: grounds by role and by place, rounds by role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from complaints import data
from complaints.domain.complaint import Role
from complaints.domain.small_numbers import Cell, Hidden, Shown, Table, protect
from complaints.models.places import Locality
from complaints.models.rounds import Round
from complaints.rounds.dossier import ground_label
from complaints.rounds.queries import Tallies
from complaints.web.filters import label, named
from complaints.web.words import gettext as _

FEWEST: Final = 2
"""Rows and columns of a table: with a single one it would repeat a total."""


@dataclass(frozen=True)
class Line:
    """`cells` stand under the columns; None is a number that is not shown. `total` is public."""

    head: str
    cells: Sequence[str | int | None]
    total: int
    round: Round | None = None


@dataclass(frozen=True)
class Crossed:
    columns: Sequence[str]
    lines: Sequence[Line]


def grounds_by_role(tallies: Tallies) -> Crossed | None:
    """A ground that the form does not offer to a role is no secret."""
    grounds = data.grounds()
    not_asked = frozenset(
        (code, role.value) for code, ground in grounds.items() for role in Role if role not in ground.roles
    )
    return _grounds_by(tallies, "role", lambda role: label(Role(role)), not_asked)


def grounds_by_place(tallies: Tallies, localities: Mapping[str, Locality]) -> Crossed | None:
    return _grounds_by(
        tallies, "locality", lambda code: named(localities[code]) if code in localities else _("Another place")
    )


def rounds_by_role(rounds: Iterable[Round], tallies: Mapping[UUID, Tallies]) -> Crossed | None:
    """Each round of a region in a row. None when there are not several rounds with complaints."""
    counted = {round_.slug: round_ for round_ in rounds if tallies.get(round_.id, {}).get("all")}
    cells = {
        (slug, role): count
        for slug, round_ in counted.items()
        for role, count in tallies[round_.id].get("role", {}).items()
    }
    roles = [role.value for role in Role]
    totals = {role: sum(cells.get((slug, role), 0) for slug in counted) for role in roles}
    table = Table(list(counted), roles, cells, totals, rows_overlap=False)
    crossed = _crossed(table, lambda slug: named(counted[slug]), lambda role: label(Role(role)))
    if crossed is None:
        return None
    lines = [
        Line(line.head, line.cells, line.total, round_)
        for line, round_ in zip(crossed.lines, counted.values(), strict=True)
    ]
    return Crossed(crossed.columns, lines)


def _grounds_by(
    tallies: Tallies, dimension: str, name: Callable[[str], str], not_asked: frozenset[Cell] = frozenset()
) -> Crossed | None:
    """The grounds of which there are most first, and so the values of the other attribute."""
    grounds, values = (_by_number(tallies.get(key, {})) for key in ("ground", dimension))
    counted = tallies.get(f"ground_{dimension}", {})
    cells = {(ground, value): counted.get(f"{ground}|{value}", 0) for ground in grounds for value in values}
    impossible = frozenset(cell for cell in not_asked if cells.get(cell) == 0)
    table = Table(grounds, values, cells, tallies.get(dimension, {}), rows_overlap=True, impossible=impossible)
    if any(table.row_total(ground) != tallies["ground"][ground] for ground in grounds):
        return None  # complaints from before these counters were kept
    return _crossed(table, ground_label, name)


def _crossed(table: Table, row_name: Callable[[str], str], column_name: Callable[[str], str]) -> Crossed | None:
    """None when the table would say no more than its totals."""
    if len(table.rows) < FEWEST or len(table.columns) < FEWEST:
        return None
    shown = protect(table)
    telling = [column for column in table.columns if any(_tells(shown[row, column]) for row in table.rows)]
    if not telling:
        return None
    lines = [
        Line(row_name(row), [_said(table, shown, (row, column)) for column in telling], table.row_total(row))
        for row in table.rows
    ]
    return Crossed([column_name(column) for column in telling], lines)


def _tells(value: Shown) -> bool:
    return isinstance(value, int) and value > 0


def _said(table: Table, shown: Mapping[Cell, Shown], cell: Cell) -> str | int | None:
    if cell in table.impossible:
        return _("not asked")
    value = shown[cell]
    if isinstance(value, int):
        return value
    return _("fewer than 5") if value is Hidden.FEW else None


def _by_number(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda key: (-counts[key], key))
