"""What is read of a filled list: good rows, bad rows with their reason, and files that are no list."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from complaints.domain.paper import MOST_ROWS, ListFault, RowReason
from complaints.petitions.paper.importing import template
from complaints.petitions.paper.importing.columns import HEADS, Column
from complaints.petitions.paper.importing.reading import Days, Entry, read_list
from complaints.petitions.paper.importing.tables import MOST_BYTES, MOST_UNPACKED_BYTES, NoList
from tests.support.paper import as_csv, as_xlsx

DAYS = Days(date(2026, 11, 1), date(2026, 11, 23))
GOOD = (1, 2, "Әбдіқалық Ғабит", "Ақтау, Өмірзақ, 1-үй", "", "")
BOTH = pytest.mark.parametrize("make", [as_xlsx, as_csv])
# By the same hand as the IIN of tests.support.planted; one of somebody born in 2005, whose zero a spreadsheet drops.
IIN = "910630201017"


def read(content: bytes) -> list[Entry]:
    return read_list(content, DAYS)


def fault_of(content: bytes) -> ListFault:
    with pytest.raises(NoList) as refused:
        read(content)
    return refused.value.fault


@BOTH
@pytest.mark.parametrize("language", HEADS)
def test_a_filled_template_of_any_language_is_read(make: object, language: str) -> None:
    rows = [GOOD, (3, 20, "Ким Ольга", "Актау, 14-29", "+7 701 000 00 01", "05.11.2026")]
    first, second = read(make(rows, language))  # type: ignore[operator]
    assert (first.line, first.sheet, first.place, first.full_name, first.fault) == (2, 1, 2, GOOD[2], None)
    assert (second.line, second.contact.phone, second.signed_on) == (3, "+77010000001", date(2026, 11, 5))


def test_columns_may_stand_in_any_order_and_others_beside_them() -> None:
    order = [Column.NAME, Column.ADDRESS, Column.PLACE, Column.SHEET]
    book = Workbook()
    book.active.append(["Ескерту", *(HEADS["kk"][column].upper() for column in order)])
    book.active.append(["жақсы", "Ким Ольга", "Актау", 4, 7])
    out = io.BytesIO()
    book.save(out)
    [entry] = read(out.getvalue())
    assert (entry.sheet, entry.place, entry.full_name) == (7, 4, "Ким Ольга")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_of_any_country_is_read(delimiter: str) -> None:
    [entry] = read(as_csv([GOOD], delimiter=delimiter))
    assert entry.postal_address == GOOD[3]


BAD = [
    (("", 2, "Ким Ольга", "Актау", "", ""), RowReason.NO_SHEET),
    ((0, 2, "Ким Ольга", "Актау", "", ""), RowReason.NO_SHEET),
    ((1, 21, "Ким Ольга", "Актау", "", ""), RowReason.NO_PLACE),
    ((1, "два", "Ким Ольга", "Актау", "", ""), RowReason.NO_PLACE),
    ((1, 2, "", "Актау", "", ""), RowReason.NO_NAME),
    ((1, 2, "—", "Актау", "", ""), RowReason.NO_NAME),
    ((1, 2, "К" * 201, "Актау", "", ""), RowReason.LONG_NAME),
    ((1, 2, "Ким Ольга", "", "", ""), RowReason.NO_ADDRESS),
    ((1, 2, "Ким Ольга", "А" * 301, "", ""), RowReason.LONG_ADDRESS),
    ((1, 2, "Ким Ольга", "А" * 501, "", ""), RowReason.LONG_CELL),
    ((1, 2, "Ким Ольга", "Актау", "12345", ""), RowReason.UNREADABLE_CONTACT),
    ((1, 2, "Ким Ольга", "Актау", "910630201018", ""), RowReason.UNREADABLE_CONTACT),
    ((1, 2, "Ким Ольга", "Актау", "", "осенью"), RowReason.UNREADABLE_DAY),
    ((1, 2, "Ким Ольга", "Актау", "", "31.10.2026"), RowReason.DAY_BEFORE_TEXT),
    ((1, 2, "Ким Ольга", "Актау", "", "24.11.2026"), RowReason.DAY_TO_COME),
    ((1, 2, "=1+1", "Актау", "", ""), RowReason.FORMULA),
    ((1, 2, "Ким Ольга", '=HYPERLINK("http://x")', "", ""), RowReason.FORMULA),
    ((1, 2, "@SUM(A1)", "Актау", "", ""), RowReason.FORMULA),
]


@BOTH
@pytest.mark.parametrize(("row", "reason"), BAD)
def test_a_bad_row_says_why_and_the_others_stay(make: object, row: object, reason: RowReason) -> None:
    bad, good = read(make([row, GOOD]))  # type: ignore[operator]
    assert (bad.line, bad.fault) == (2, reason)
    assert (bad.full_name, bad.postal_address) == ("", "")
    is_placed = reason not in (RowReason.NO_SHEET, RowReason.NO_PLACE)
    assert ((bad.sheet, bad.place) == (1, 2)) is is_placed
    assert (good.line, good.fault) == (3, None)


@BOTH
def test_rows_without_a_person_are_passed_over(make: object) -> None:
    entries = read(make([GOOD, (1, 3, "", "", "", ""), ("", "", "", "", "", ""), GOOD]))  # type: ignore[operator]
    assert [entry.line for entry in entries] == [2, 5]


def test_an_iin_kept_as_a_number_has_its_zero_again() -> None:
    from complaints.domain.identifiers import check_digit  # noqa: PLC0415

    digits = next(text for last in range(1000) if check_digit(text := f"05010150{last:03}") is not None)
    iin = f"{digits}{check_digit(digits)}"
    as_number, phone, whole = read(
        as_xlsx([(1, 1, "А", "Б", int(iin), ""), (1, 2, "А", "Б", 77010000001, ""), (1, 3, "А", "Б", int(IIN), "")])
    )
    assert (as_number.contact.iin, as_number.contact.phone) == (iin, None)
    assert (phone.contact.iin, phone.contact.phone) == (None, "+77010000001")
    assert whole.contact.iin == IIN


def test_a_day_kept_as_a_date_is_read() -> None:
    [entry] = read(as_xlsx([(1, 1, "Ким", "Актау", "a@example.com", date(2026, 11, 3))]))
    assert (entry.signed_on, entry.contact.text, entry.contact.phone) == (date(2026, 11, 3), "a@example.com", None)


def test_what_our_own_files_escaped_is_as_it_was_typed() -> None:
    [entry] = read(as_csv([(1, 1, "Ким", "Актау", "'+77010000001", "")]))
    assert entry.contact.phone == "+77010000001"


@BOTH
def test_signs_that_turn_the_line_are_taken_out(make: object) -> None:
    [entry] = read(make([(1, 1, "Ким\u202e Ольга", "Ак\u200bтау", "", "")]))  # type: ignore[operator]
    assert (entry.full_name, entry.postal_address) == ("Ким Ольга", "Актау")


NO_LISTS = [
    (b"", ListFault.EMPTY),
    (b"  \n ", ListFault.EMPTY),
    (as_xlsx([]), ListFault.EMPTY),
    (as_csv([]), ListFault.EMPTY),
    (b"%PDF-1.7 ...", ListFault.WRONG_KIND),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, ListFault.WRONG_KIND),
    (b"\xff\xd8\xff\xe0 photo", ListFault.WRONG_KIND),
    (b"a,b\0c", ListFault.WRONG_KIND),
    ("Лист №,Строка №,Фамилия, имя".encode("cp1251"), ListFault.NOT_UNICODE),
    (b"name,address\nKim,Aktau\n", ListFault.OTHER_COLUMNS),
    (as_csv([GOOD]).replace("Адрес".encode(), "Фамилия".encode()), ListFault.OTHER_COLUMNS),
    (b"PK\x03\x04 not a whole archive", ListFault.BROKEN),
    (as_xlsx([GOOD])[:-200], ListFault.BROKEN),
    (b"x" * (MOST_BYTES + 1), ListFault.TOO_LARGE),
]


@pytest.mark.parametrize(("content", "fault"), NO_LISTS)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, fault: ListFault) -> None:
    assert fault_of(content) is fault


@BOTH
def test_more_rows_than_the_limit_are_refused_and_as_many_are_taken(make: object) -> None:
    assert len(read(make([GOOD] * MOST_ROWS))) == MOST_ROWS  # type: ignore[operator]
    assert fault_of(make([GOOD] * (MOST_ROWS + 1))) is ListFault.TOO_MANY_ROWS  # type: ignore[operator]


def repacked(content: bytes, name: str, replaced: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, replaced if part == name else old.read(part))
    return out.getvalue()


def test_an_archive_that_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = repacked(as_xlsx([GOOD]), "xl/worksheets/sheet1.xml", b" " * (MOST_UNPACKED_BYTES + 1))
    assert len(bomb) < MOST_BYTES
    assert fault_of(bomb) is ListFault.TOO_LARGE


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet",
        b"",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row></sheetData></worksheet>',
    ],
)
def test_a_sheet_that_is_none_is_refused(xml: bytes) -> None:
    assert fault_of(repacked(as_xlsx([GOOD]), "xl/worksheets/sheet1.xml", xml)) in (ListFault.BROKEN, ListFault.EMPTY)


def test_a_row_far_down_costs_nothing() -> None:
    book = Workbook()
    book.active.append(list(HEADS["ru"].values()))
    book.active.cell(1_048_576, 3, "Ким")
    out = io.BytesIO()
    book.save(out)
    assert fault_of(out.getvalue()) is ListFault.TOO_MANY_ROWS


def test_entities_that_multiply_are_refused() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE x [<!ENTITY a0 "{"x" * 100}">{levels}]><worksheet>&a9;</worksheet>'.encode()
    assert fault_of(repacked(as_xlsx([GOOD]), "xl/worksheets/sheet1.xml", xml)) in (ListFault.BROKEN, ListFault.EMPTY)


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("ending", template.MAKERS)
def test_the_template_itself_is_read_and_has_nobody_in_it(ending: str, language: str) -> None:
    assert fault_of(template.MAKERS[ending](language)) is ListFault.EMPTY
