"""The empty list to download: headings in the page's language, cells that keep zeros and read nothing as a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from complaints import spreadsheets
from complaints.petitions.paper.importing.columns import HEADS, Column

WIDTHS: Final[Mapping[Column, int]] = {
    Column.SHEET: 10, Column.PLACE: 10, Column.NAME: 40, Column.ADDRESS: 50, Column.CONTACT: 30, Column.DAY: 18,
}  # fmt: skip
FORMATTED_ROWS: Final = 500
AS_TEXT: Final = "@"
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def as_csv(language: str) -> bytes:
    return spreadsheets.as_csv(list(HEADS[language].values()), []).encode()


def as_xlsx(language: str) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  it takes long to load, and few requests need it
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book = Workbook()
    book.properties.created = book.properties.modified = MADE
    sheet = book.active
    sheet.title = "1"
    sheet.freeze_panes = "A2"
    sheet.append(list(HEADS[language].values()))
    for place, column in enumerate(Column, start=1):
        head = sheet.cell(1, place)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[head.column_letter].width = WIDTHS[column]
        for line in range(2, FORMATTED_ROWS + 2):
            sheet.cell(line, place).number_format = AS_TEXT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MAKERS: Final = {"xlsx": as_xlsx, "csv": as_csv}
