"""Lists as spreadsheets: text that a spreadsheet program may open without obeying it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads the Kazakh letters in a codepage."""
FORMULA: Final = re.compile(r"(^|[,;\t\r\n\0])(?=[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20])")
"""Where a program may take what follows for a formula: at the start of a cell, and behind every sign at which another
country's settings would cut a cell in two."""


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
