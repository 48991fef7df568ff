"""Annexes: registers of any length, drawn straight into pages of WeasyPrint instead of being laid out as HTML.

A register of 3,500 rows takes a browser's layout engine a minute and a gigabyte, because it keeps a box for every
word. A register needs no such engine: its columns are known, a row is as high as its longest cell, and a page is full
when the next row does not fit. So each page is drawn here once and kept as a compressed stream; fonts, metadata,
bookmarks and attachments are still written by WeasyPrint, which sees a page like any other.

One concept a module, in the order of the work:
`tables`    what is printed, as plain values
`shaping`   words become glyphs
`wrapping`  words become lines of a cell
`drawing`   lines and frames become the content of a page
`paging`    rows become pages
`tagging`   what a screen reader is told: tables, rows, headings
`sheets`    pages as WeasyPrint wants them
"""

from __future__ import annotations

from complaints.pdf.registers.tables import Annex, Column, Table

__all__ = ["Annex", "Column", "Table"]
