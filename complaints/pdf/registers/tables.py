"""What is printed: plain values. Every text is shown as the signs it is made of; nothing in it is a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]

TEXT_SIZE = 9.5
"""Points; numbers of complaints are printed at 9 as in the letter's stylesheet."""


@dataclass(frozen=True)
class Column:
    """`width` is in millimetres, frame to frame; `size` is that of the letters, in points."""

    title: str
    width: float
    align: Align = "left"
    size: float = TEXT_SIZE
    lang: str | None = None
    """Of the cells, where it is not the annex's."""


@dataclass(frozen=True)
class Table:
    """Rows of texts, as many in each as there are columns; "\\n" in a text begins a new paragraph of the cell."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    """The heading above; without one the table has no bookmark of its own."""
    notes: tuple[str, ...] = ()
    """Sentences between the heading and the table, a paragraph each, centred."""
    level: int = 2
    """Of the heading; the annex's title is 1."""
    row_height_mm: float = 0
    """The least height of a row, for lines to sign on."""


@dataclass(frozen=True)
class Annex:
    """Tables under one title that count their own pages."""

    title: str
    lang: str
    tables: tuple[Table, ...]
    foot: str
    """At the foot of each page, with {number} and {total}: "приложение 1, страница {number} из {total}"."""
    mark: tuple[str, ...] = ()
    """Lines at the right above the title: whose annex it is."""
    notes: tuple[str, ...] = ()
    """Sentences under the title."""
    landscape: bool = False
    example: str | None = None
    """The mark of a document made of example data, on every page."""
