"""The structure of an annex as PDF/UA asks for it: a section with headings, paragraphs and tables of rows and cells.

A table that runs over many pages is one table: its head is read once, repeated heads are artifacts. Structure
elements are many (one per cell), so each is kept as the bytes of its dictionary and not as a dictionary; and paging
reports cells by stretches of whole rows, because marks on a page are counted cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pydyf

from complaints.pdf.registers.tables import Annex, Table


class Mark(NamedTuple):
    """A marked passage: page of the annex from 0, number on that page."""

    page: int
    number: int


@dataclass(frozen=True)
class Passage:
    """A heading or a paragraph; several marks if it goes on over the page."""

    tag: str
    marks: list[Mark]


@dataclass
class Stretch:
    """Whole rows below each other on one page, their cells marked in order from `first`."""

    first: Mark
    rows: int
    goes_on: bool = False
    """Its only row is the rest of the row before: one taller than a page."""


@dataclass
class TableTags:
    """A table as drawn: where its head is first, and its rows."""

    table: Table
    head: Mark
    stretches: list[Stretch] = field(default_factory=list)

    def add_row(self, first: Mark, *, goes_on: bool) -> None:
        last = self.stretches[-1] if self.stretches else None
        width = len(self.table.columns)
        is_regular = last is not None and not last.goes_on and not goes_on
        if last and is_regular and first == Mark(last.first.page, last.first.number + last.rows * width):
            last.rows += 1
        else:
            self.stretches.append(Stretch(first, 1, goes_on))


class Element:
    """A structure element: an object of the file with its dictionary ready as bytes."""

    __slots__ = ("data", "number")
    generation: Final = 0
    compressible: Final = True

    number: int

    def __init__(self, data: bytes = b"") -> None:
        self.data = data

    @property
    def reference(self) -> bytes:
        return b"%d 0 R" % self.number


@dataclass
class Structure:
    """Writes the elements of one annex into a file whose pages are there already."""

    pdf: Any
    pages: Sequence[int]
    """Object numbers of the annex's pages."""
    parents: list[list[bytes]]
    """By page of the annex: the element of each mark, in order of marks."""

    def add(self, data: bytes) -> Element:
        element = Element(data)
        self.pdf.add_object(element)
        return element

    def add_leaf(self, tag: bytes, parent: Any, marks: Sequence[Mark], more: bytes = b"") -> Element:
        """An element that holds marked passages and nothing else."""
        page, number = marks[0]
        kids = b"%d" % number if len(marks) == 1 else b"[%s]" % b"".join(map(self._reference, marks))
        element = self.add(b"<</S/%s/P %d 0 R/Pg %d 0 R/K %s%s>>" % (tag, parent.number, self.pages[page], kids, more))
        reference = element.reference
        for page, number in marks:
            if len(self.parents[page]) != number:
                raise ValueError("marks have to be told in the order in which they were drawn")
            self.parents[page].append(reference)
        return element

    def add_group(self, tag: bytes, parent: Any) -> Element:
        """An element of elements; its kids are set when they are known."""
        return self.add(b"<</S/%s/P %d 0 R" % (tag, parent.number))

    @staticmethod
    def close_group(group: Element, kids: Sequence[Element], more: bytes = b"") -> Element:
        group.data += b"/K[%s]%s>>" % (b" ".join([kid.reference for kid in kids]), more)
        return group

    def _reference(self, mark: Mark) -> bytes:
        return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (self.pages[mark.page], mark.number)


def add_section(structure: Structure, annex: Annex, parts: Sequence[Passage | TableTags], *, parent: Any) -> bytes:
    """The whole annex as one section below `parent`; its reference."""
    section = pydyf.Dictionary({"Type": "/StructElem", "S": "/Sect", "P": parent.reference})
    structure.pdf.add_object(section)
    section["Pg"] = b"%d 0 R" % structure.pages[0]
    section["Lang"] = pydyf.String(annex.lang)
    section["K"] = pydyf.Array([_add_part(structure, part, section).reference for part in parts])
    reference: bytes = section.reference
    return reference


def _add_part(structure: Structure, part: Passage | TableTags, section: Any) -> Element:
    if isinstance(part, Passage):
        return structure.add_leaf(part.tag.encode(), section, part.marks)
    return _add_table(structure, part, section)


def _add_table(structure: Structure, tags: TableTags, section: Any) -> Element:
    table = structure.add_group(b"Table", section)
    head, body = structure.add_group(b"THead", table), structure.add_group(b"TBody", table)
    row = structure.add_group(b"TR", head)
    cells = [
        structure.add_leaf(b"TH", row, [Mark(tags.head.page, tags.head.number + place)], b"/A<</O/Table/Scope/Column>>")
        for place in range(len(tags.table.columns))
    ]
    structure.close_group(head, [structure.close_group(row, cells)])
    structure.close_group(body, list(_add_rows(structure, tags, body)))
    return structure.close_group(table, [head, body])


def _add_rows(structure: Structure, tags: TableTags, body: Element) -> Iterator[Element]:
    langs = [_lang(column.lang) if column.lang else b"" for column in tags.table.columns]
    for marks in _rows(tags):
        row = structure.add_group(b"TR", body)
        cells = [structure.add_leaf(b"TD", row, cell, lang) for cell, lang in zip(marks, langs, strict=True)]
        yield structure.close_group(row, cells)


def _rows(tags: TableTags) -> Iterator[list[list[Mark]]]:
    """By row, by cell: its marks, more than one if the row goes on over the page."""
    width, pending = len(tags.table.columns), []  # type: int, list[list[Mark]]
    for stretch in tags.stretches:
        page, number = stretch.first
        for start in range(number, number + stretch.rows * width, width):
            marks = [Mark(page, start + place) for place in range(width)]
            if stretch.goes_on:
                for cell, mark in zip(pending, marks, strict=True):
                    cell.append(mark)
                continue
            if pending:
                yield pending
            pending = [[mark] for mark in marks]
    if pending:
        yield pending


def _lang(lang: str) -> bytes:
    data: bytes = pydyf.String(lang).data
    return b"/Lang" + data
