"""Paper: HTML and CSS of our own become PDF/A-3a and PDF/UA-1 files. The only package that imports WeasyPrint.

What lives here: the engine, the fetcher that serves our fonts and styles and nothing else, the fonts, the print
stylesheet, and the filling of document templates. What must not: anything that knows petitions, rows of the database,
or Flask. The engine is imported at its first use: WeasyPrint takes long to load, and web processes never print.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from complaints.pdf.attached import Attached
from complaints.pdf.registers import Annex, Column, Table
from complaints.pdf.templates import fill

if TYPE_CHECKING:
    from complaints.pdf.engine import Part, Sheets
    from complaints.pdf.registers.sheets import AnnexSheets

__all__ = ["Annex", "Attached", "Column", "Table", "fill", "lay_out", "lay_out_annex", "render", "write"]


def lay_out(html: str) -> Sheets:
    """Break `html` into pages."""
    from complaints.pdf import engine  # noqa: PLC0415

    return engine.lay_out(html)


def lay_out_annex(annex: Annex) -> AnnexSheets:
    """Draw the pages of a register; the effort grows with its rows and no faster.

    Raises ValueError for a column too narrow for a letter and for a row that has not one text per column.
    """
    from complaints.pdf.registers import sheets  # noqa: PLC0415

    return sheets.lay_out_annex(annex)


def write(parts: Sequence[Part], *, title: str, lang: str, attachments: Sequence[Attached] = ()) -> bytes:
    """One PDF/A-3a and PDF/UA-1 file of all `parts` in order, with files attached.

    Dates are those of the first part that is HTML.

    Raises ValueError if there is none.
    """
    from complaints.pdf import engine  # noqa: PLC0415

    return engine.write(parts, title=title, lang=lang, attachments=attachments)


def render(html: str, *, title: str, lang: str) -> bytes:
    """One part as one file."""
    return write([lay_out(html)], title=title, lang=lang)
