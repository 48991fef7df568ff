"""What a drawn annex consists of: plain text in tables. Nothing in it is ever interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    title: str
    width: float
    """In millimetres, with its inner margins."""
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True)
class Table:
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    """A cell's paragraphs stand apart by a line end."""
    notes: tuple[str, ...] = ()
    """Sentences between the caption and the table."""
    row_height: float = 0
    """The least height of a row in millimetres: lines to sign on."""


@dataclass(frozen=True)
class Annex:
    title: str
    lang: str
    mark: tuple[str, ...]
    """Lines at the top right of its first page."""
    foot: tuple[str, str, str]
    """Around the number of the page and the number of pages."""
    tables: Sequence[Table]
    landscape: bool = False
    stamp: str | None = None
    """Stands on each page of a document made of example data."""
