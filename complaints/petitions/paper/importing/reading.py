"""From the rows of a file to people, or to the reason why a row cannot be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from complaints.domain import moments
from complaints.domain.complaint import ADDRESS_MAX, NAME_MAX
from complaints.domain.paper import LAST_SHEET, ROWS_A_SHEET, ListFault, RowReason
from complaints.petitions.paper.importing.columns import Column, find_columns
from complaints.petitions.paper.importing.tables import Cell, NoList, TableRow, read_table
from complaints.web import typed

IIN_LENGTH: Final = 12
NOTHING: Final = Cell("")


@dataclass(frozen=True)
class Contact:
    """What somebody wrote to be reached or told apart by; at most one of `iin` and `phone` is known."""

    text: str = ""
    iin: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Entry:
    """A row of paper as somebody typed it off. With a `fault` the rest says nothing but its place, as far as known."""

    line: int
    sheet: int | None = None
    place: int | None = None
    full_name: str = ""
    postal_address: str = ""
    contact: Contact = Contact()
    signed_on: date | None = None
    fault: RowReason | None = None


@dataclass(frozen=True)
class Days:
    """A signature is never older than the text, and never of a day that has not come."""

    frozen_on: date
    today: date

    def fault_of(self, day: date) -> RowReason | None:
        if day < self.frozen_on:
            return RowReason.DAY_BEFORE_TEXT
        return RowReason.DAY_TO_COME if day > self.today else None


class Faulty(Exception):
    def __init__(self, reason: RowReason) -> None:
        super().__init__(reason)
        self.reason = reason


def read_list(content: bytes, days: Days) -> list[Entry]:
    """Every row with a person in it, good or not, in the order of the file. Raises NoList."""
    header, *rows = read_table(content)
    columns = find_columns([cell.text for cell in header.cells])
    if columns is None:
        raise NoList(ListFault.OTHER_COLUMNS)
    entries = list(_entries(rows, columns, days))
    if not entries:
        raise NoList(ListFault.EMPTY)
    return entries


def _entries(rows: Sequence[TableRow], columns: Mapping[Column, int], days: Days) -> Iterator[Entry]:
    for row in rows:
        cells = {column: row.cells[place] if place < len(row.cells) else NOTHING for column, place in columns.items()}
        said = [cells.get(column, NOTHING) for column in Column if column not in (Column.SHEET, Column.PLACE)]
        if any(cell.text or cell.is_formula for cell in said):  # a blank row keeps its number and nobody
            yield _entry(row.line, cells, days)


def _entry(line: int, cells: Mapping[Column, Cell], days: Days) -> Entry:
    sheet = _whole(cells[Column.SHEET], LAST_SHEET)
    place = _whole(cells[Column.PLACE], ROWS_A_SHEET)
    try:
        for cell in cells.values():
            if cell.is_formula or cell.is_long:
                raise Faulty(RowReason.FORMULA if cell.is_formula else RowReason.LONG_CELL)
        if sheet is None or place is None:
            raise Faulty(RowReason.NO_SHEET if sheet is None else RowReason.NO_PLACE)
        return Entry(
            line,
            sheet,
            place,
            _said(cells[Column.NAME], NAME_MAX, RowReason.NO_NAME, RowReason.LONG_NAME),
            _said(cells[Column.ADDRESS], ADDRESS_MAX, RowReason.NO_ADDRESS, RowReason.LONG_ADDRESS),
            _contact(cells.get(Column.CONTACT, NOTHING)),
            _day(cells.get(Column.DAY, NOTHING), days),
        )
    except Faulty as faulty:
        return Entry(line, sheet, place, fault=faulty.reason)


def _whole(cell: Cell, most: int) -> int | None:
    digits = cell.text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(most)) and 1 <= int(digits) <= most):
        return None
    return int(digits)


def _said(cell: Cell, most: int, nothing: RowReason, too_long: RowReason) -> str:
    if not any(sign.isalpha() for sign in cell.text):
        raise Faulty(nothing)
    if len(cell.text) > most:
        raise Faulty(too_long)
    return cell.text


def _contact(cell: Cell) -> Contact:
    if not cell.text:
        return Contact()
    texts = [cell.text.zfill(IIN_LENGTH), cell.text] if cell.is_number else [cell.text]
    for text in texts:  # a number has lost its zeros; no phone of the country is an IIN with a zero before it
        try:
            return read_contact(text)
        except typed.Unreadable:
            continue
    raise Faulty(RowReason.UNREADABLE_CONTACT)


def read_contact(text: str) -> Contact:
    """An IIN, a phone or an e-mail address. Raises Unreadable."""
    if "@" in text:
        return Contact(typed.parse_email(text))
    try:
        iin = typed.read_iin(text)
    except typed.Unreadable:
        phone = typed.parse_phone(text)
        return Contact(phone, phone=phone)
    return Contact(iin, iin=iin)


def _day(cell: Cell, days: Days) -> date | None:
    if not cell.text:
        return None
    try:
        day = moments.read_day(cell.text)
    except moments.Unreadable as error:
        raise Faulty(RowReason.UNREADABLE_DAY) from error
    if fault := days.fault_of(day):
        raise Faulty(fault)
    return day
