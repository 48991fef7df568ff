"""Lists as spreadsheets: text that a spreadsheet program may open without obeying it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads the Kazakh letters in a codepage."""
FORMULA: Final = re.compile(r"(^|[,;\t\r\n\0])(?=[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20])")
"""Where a program may take what follows for a formula: at the start of a cell, and behind every sign at which another
country's settings would cut a cell in two."""

TITLE_LENGTH: Final = 31
"""A spreadsheet program opens no workbook with a longer name of a sheet."""
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML, and so a workbook, cannot hold."""
WIDEST: Final = 60
"""Of a column, in characters: an address wraps, and the table still fits a screen."""


@dataclass(frozen=True)
class Rows:
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma, quotes where needed, CRLF (RFC 4180)."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow([as_text(head) for head in header])
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_text(value: str) -> str:
    """The value with an apostrophe wherever a formula could begin; otherwise as it is."""
    return FORMULA.sub(r"\1'", value)


def as_zip(tables: Mapping[str, Rows], made: datetime) -> bytes:
    """A CSV for each table, named as it is."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, table in tables.items():
            member = ZipInfo(f"{name}.csv", made.timetuple()[:6])
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, as_csv(table.header, table.rows))
    return out.getvalue()


def as_xlsx(tables: Mapping[str, Rows], made: datetime) -> bytes:
    """A sheet for each table, the header kept in sight; every cell is text, so that a program obeys none."""
    from openpyxl import Workbook  # noqa: PLC0415  it takes long to load, and few requests need it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = made.astimezone(UTC).replace(tzinfo=None)
    for name, table in tables.items():
        sheet = book.create_sheet(name[:TITLE_LENGTH])
        sheet.freeze_panes = "A2"
        for place, width in enumerate(_widths(table), 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        head = [WriteOnlyCell(sheet, title) for title in table.header]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        for row in table.rows:
            sheet.append([_literal(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _literal(sheet: Any, value: str) -> Any:
    """The value as it is; openpyxl would take one that begins so for a formula or an error."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    clean = CONTROL.sub("\ufffd", value)
    if not clean.startswith(("=", "#")):
        return clean
    cell = WriteOnlyCell(sheet, clean)
    cell.data_type = "s"
    return cell


def _widths(table: Rows) -> list[int]:
    """Of the columns, in characters, of the first rows: enough for a look."""
    sample = [table.header, *table.rows[:100]]
    longest = (
        max((len(line) for row in sample for line in row[place].split()), default=0)
        for place in range(len(table.header))
    )
    return [min(WIDEST, length + 4) for length in longest]
