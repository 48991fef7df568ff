"""The rows of a spreadsheet or a CSV file as text, within limits and without computing anything.

XLSX is read by openpyxl in its row-by-row mode, after the sizes that the archive declares were added up: the library
never unpacks more than is declared. A formula is not evaluated; its row is refused. What the file is, its bytes say.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from complaints.domain.errors import DomainError
from complaints.domain.paper import CELL_MAX, MOST_ROWS, ListFault
from complaints.web.cleaning import one_line

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_UNPACKED_BYTES: Final = 40 * 1024 * 1024
"""Our choice: 5,000 full rows take about 4 MB of XML; the rest is room for what office programs add."""
MOST_PARTS: Final = 200
MOST_COLUMNS: Final = 30
ARCHIVE: Final = b"PK\x03\x04"
OLD_OR_OTHER: Final = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"{\\rtf", b"<")
DELIMITERS: Final = ",;\t"
MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
BEGINS_FORMULA: Final = ("=", "@")
"""A plus or a minus begins phones and dashes; these two begin nothing that belongs into a list."""
ESCAPED: Final = tuple(f"'{sign}" for sign in "=+-@")


class NoList(DomainError):
    """The file cannot be read as a list."""

    def __init__(self, fault: ListFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Cell:
    text: str
    is_formula: bool = False
    is_number: bool = False
    """Zeros at its beginning are lost."""

    @property
    def is_long(self) -> bool:
        return len(self.text) > CELL_MAX


@dataclass(frozen=True)
class TableRow:
    """`line` is the number that a spreadsheet program shows."""

    line: int
    cells: Sequence[Cell]


def read_table(content: bytes) -> list[TableRow]:
    """All rows with something in them, the header among them. Raises NoList."""
    if not content.strip():
        raise NoList(ListFault.EMPTY)
    if len(content) > MOST_BYTES:
        raise NoList(ListFault.TOO_LARGE)
    if content.startswith(OLD_OR_OTHER):
        raise NoList(ListFault.WRONG_KIND)
    rows = []
    for row in _xlsx(content) if content.startswith(ARCHIVE) else _csv(content):
        if any(cell.text for cell in row.cells):
            rows.append(row)
        if len(rows) > MOST_ROWS + 1:  # the header is one more
            raise NoList(ListFault.TOO_MANY_ROWS)
    if not rows:
        raise NoList(ListFault.EMPTY)
    return rows


def _xlsx(content: bytes) -> Iterator[TableRow]:
    from openpyxl import load_workbook  # noqa: PLC0415  it takes long to load, and few requests need it

    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            if line > 2 * MOST_ROWS:  # rows that hold nothing count too
                raise NoList(ListFault.TOO_MANY_ROWS)
            yield TableRow(line, [_cell(cell) for cell in cells])
    except NoList:
        raise
    except Exception as error:  # whatever a stranger's file makes the library raise
        raise NoList(ListFault.BROKEN) from error


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NoList(ListFault.BROKEN) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise NoList(ListFault.TOO_LARGE)
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise NoList(ListFault.WRONG_KIND)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell("", is_formula=True)
    if isinstance(value, (datetime, date)):
        return Cell((value.date() if isinstance(value, datetime) else value).isoformat())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        whole = int(value) if isinstance(value, int) or value.is_integer() else value
        return Cell(str(whole), is_number=True)
    return Cell("") if value is None else _text(str(value))


def _csv(content: bytes) -> Iterator[TableRow]:
    code = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(code)
    except UnicodeDecodeError as error:
        raise NoList(ListFault.NOT_UNICODE) from error
    if "\0" in text:
        raise NoList(ListFault.WRONG_KIND)
    head = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for line, cells in enumerate(reader, start=1):
            yield TableRow(line, [_text(cell) for cell in cells[:MOST_COLUMNS]])
    except csv.Error as error:
        raise NoList(ListFault.BROKEN) from error


def _text(value: str) -> Cell:
    """What our own files escaped stands as it was typed."""
    text = one_line(value[: CELL_MAX * 10])
    if text.startswith(ESCAPED):
        return Cell(text[1:])
    return Cell(text, is_formula=text.startswith(BEGINS_FORMULA))
