"""The registers of a frozen version for a spreadsheet program: the same rows as its PDF, in one workbook or as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from complaints import spreadsheets
from complaints.domain.errors import NotFound
from complaints.petitions.annexing import annexes_of

if TYPE_CHECKING:
    from complaints.pdf import Annex, Table
    from complaints.petitions.printing import Sheaf

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def tables_as(form: str, sheaf: Sheaf, *, made: datetime) -> bytes:
    """`form`: xlsx, or zip with a CSV for each table. Raises NotFound for what was frozen before there were annexes."""
    if sheaf.annexes is None or not sheaf.letter.has_register:
        raise NotFound("tables", sheaf.letter.kind)
    tables = {name: _plain(table) for name, table in _named(annexes_of(sheaf.listed(sheaf.annexes)))}
    return spreadsheets.as_xlsx(tables, made) if form == "xlsx" else spreadsheets.as_zip(tables, made)


def _named(annexes: Sequence[Annex]) -> Iterator[tuple[str, Table]]:
    """«1 Реестр жалоб», «2.1 Подписи и согласия»: the number of the annex, and of the table if it has several."""
    for place, annex in enumerate(annexes, 1):
        for number, table in enumerate(annex.tables, 1):
            yield f"{place}.{number} {annex.title}" if len(annex.tables) > 1 else f"{place} {annex.title}", table


def _plain(table: Table) -> spreadsheets.Rows:
    """What stands on several lines of a cell stands on one."""
    rows = [[cell.replace("\n", "; ") for cell in row] for row in table.rows]
    return spreadsheets.Rows([column.title for column in table.columns], rows)
