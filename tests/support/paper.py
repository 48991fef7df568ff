"""Filled lists of signatures as a member of a group brings them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

from complaints.petitions.paper.importing.columns import HEADS

Row = Sequence[object]


def as_xlsx(rows: Sequence[Row], language: str = "ru") -> bytes:
    """The template, filled."""
    book = Workbook()
    for row in [list(HEADS[language].values()), *rows]:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: Sequence[Row], language: str = "ru", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([list(HEADS[language].values()), *rows])
    return out.getvalue().encode("utf-8-sig")
