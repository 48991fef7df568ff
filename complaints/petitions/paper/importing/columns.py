"""The columns of a list that is brought back, as each language heads them: a file is read in whatever language it was
taken. They are the vocabulary of a file format, so they stand here and not in the catalogs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from complaints.domain.folding import words_of


class Column(StrEnum):
    """In the order of the template."""

    SHEET = "sheet"
    PLACE = "place"
    NAME = "name"
    ADDRESS = "address"
    CONTACT = "contact"
    DAY = "day"


HEADS: Final[Mapping[str, Mapping[Column, str]]] = MappingProxyType(
    {
        "kk": {
            Column.SHEET: "Парақ №",
            Column.PLACE: "Жол №",
            Column.NAME: "Тегі, аты, әкесінің аты",
            Column.ADDRESS: "Мекенжайы",
            Column.CONTACT: "Телефоны, электрондық поштасы немесе ЖСН",
            Column.DAY: "Қол қойған күні",
        },
        "ru": {
            Column.SHEET: "Лист №",
            Column.PLACE: "Строка №",
            Column.NAME: "Фамилия, имя, отчество",
            Column.ADDRESS: "Адрес",
            Column.CONTACT: "Телефон, электронная почта или ИИН",
            Column.DAY: "Дата подписи",
        },
        "en": {
            Column.SHEET: "Sheet No.",
            Column.PLACE: "Row No.",
            Column.NAME: "Full name",
            Column.ADDRESS: "Address",
            Column.CONTACT: "Phone, e-mail or IIN",
            Column.DAY: "Date of signature",
        },
    }
)
NEEDED: Final = frozenset({Column.SHEET, Column.PLACE, Column.NAME, Column.ADDRESS})
KNOWN: Final[Mapping[str, Column]] = MappingProxyType(
    {words_of(head): column for heads in HEADS.values() for column, head in heads.items()}
)


def find_columns(cells: Sequence[str]) -> Mapping[Column, int] | None:
    """Where each column stands, in any order and any of the languages; None when a needed one is missing or one stands
    there twice.
    """
    found: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        column = KNOWN.get(words_of(cell))
        if column in found:
            return None
        if column is not None:
            found[column] = place
    return found if found.keys() >= NEEDED else None
