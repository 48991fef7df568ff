"""The files of a frozen version: made by the worker, read back with poppler, compared with the rows."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.domain.complaint import LetterLanguage, Mode
from complaints.domain.petition import Cut
from complaints.models import Complaint, Export, Petition
from complaints.models.complaints import Look
from complaints.petitions.freezing.actions import export_petition
from complaints.spreadsheets import Rows, as_xlsx
from complaints.web import context
from tests.petitions.test_prepare_petition import freeze
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in
from tests.support.pdfs import letters_of, text_of
from tests.support.planted import GROUP, PEOPLE, ROUND

VERSION = f"/kk/groups/{GROUP}/petitions/1/versions/1/"
PERSON = {
    "representative_name": "Үлгі Әсел Маратқызы",
    "representative_address": "130000, Ақтау қаласы, Өкіл көшесі, 5-үй",
    "representative_phone": "+7 747 000 00 01",
    "representative_email": "asel@example.com",
}
LETTERS = "ӘҒҚҢӨҰҮҺІ"


@pytest.fixture
def left_out(file_for: Callable[..., Complaint]) -> list[Complaint]:
    """People who did not agree, or gave evidence only."""
    return [file_for(PEOPLE[0], consent_petition=False), file_for(PEOPLE[1], mode=Mode.EVIDENCE)]


@pytest.fixture
def frozen(owner: CheckedClient, left_out: list[Complaint], filed: list[Complaint], session: Session) -> Petition:
    fill_and_send(owner, f"/kk/groups/{GROUP}/petitions/new?round={ROUND}", {})
    assert freeze(owner, **PERSON).location == VERSION
    return session.scalars(select(Petition)).one()


def take(client: CheckedClient, cut: Cut, code: str) -> TestResponse:
    """Download a file as its page offers it: the official copy by a form, because that is written down."""
    path = f"{VERSION}{cut}.{code}.pdf"
    if cut is Cut.PUBLIC:
        return client.get(path)
    return client.post(path, data=filled_in(client.get(VERSION).text, path))


@pytest.fixture
def read(owner: CheckedClient, frozen: Petition, work: Callable[[], int], tmp_path: Path) -> Callable[[Cut, str], str]:
    """`read(cut, language)`: the text of the downloaded file without white space."""
    work()

    def text(cut: Cut, code: str) -> str:
        answer = take(owner, cut, code)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "no-store"
        return letters_of(text_of(answer.data, tmp_path))

    return text


@pytest.mark.usefixtures("frozen")
def test_the_progress_page_looks_again_until_every_file_is_ready(owner: CheckedClient, work: Callable[[], int]) -> None:
    waiting = owner.get(VERSION)
    assert waiting.headers["Refresh"]
    assert 'max="100"' in waiting.get_data(as_text=True)
    assert "official.kk.pdf" not in waiting.text
    work()
    ready = owner.get(VERSION)
    assert "Refresh" not in ready.headers
    for cut, code in itertools.product(Cut, LetterLanguage):
        assert f"{VERSION}{cut}.{code}.pdf" in ready.get_data(as_text=True)


def test_the_official_register_holds_exactly_those_who_agreed(
    read: Callable[[Cut, str], str], filed: list[Complaint], left_out: list[Complaint]
) -> None:
    assert not set(LETTERS) - set("".join(person.full_name for person in PEOPLE).upper())
    for code in LetterLanguage:
        text = read(Cut.OFFICIAL, code)
        for complaint, person in zip(filed, PEOPLE, strict=True):
            expected = [
                complaint.number,
                person.full_name,
                person.postal_address,
                getattr(complaint.locality, f"name_{code}"),
            ]
            expected += [person.iin or "", person.organisation or ""]
            assert [part for part in expected if letters_of(part) not in text] == []
        assert not [complaint.number for complaint in left_out if complaint.number in text]
        assert all(text.count(complaint.number) == 2 for complaint in filed), "once in each of two annexes"
        assert all(letters_of(value) in text for value in PERSON.values())


def test_the_public_cut_has_numbers_and_no_planted_name_phone_or_address(
    read: Callable[[Cut, str], str], filed: list[Complaint]
) -> None:
    planted = [value for person in PEOPLE for value in (person.full_name, person.postal_address, person.phone)]
    planted += [*PERSON.values(), *[person.iin for person in PEOPLE if person.iin]]
    for code in LetterLanguage:
        text = read(Cut.PUBLIC, code)
        assert all(complaint.number in text for complaint in filed)
        assert [value for value in planted if letters_of(value) in text] == []


def test_the_letter_counts_what_the_rows_say(read: Callable[[Cut, str], str], session: Session) -> None:
    assert len(session.scalars(select(Complaint)).all()) == 6
    in_russian, in_kazakh = read(Cut.OFFICIAL, "ru"), read(Cut.OFFICIAL, "kk")
    assert "собраножалобнаэтурегистрацию:6(отродителей–5,отпоставщиков–1)" in in_russian
    assert "всегожалоб:4" in in_russian
    assert "барлығы6шағымжиналды(ата-аналардан–5,өнімберушілерден–1)" in in_kazakh
    assert "шағымдардыңжалпысаны–4" in in_kazakh


def test_the_same_version_prints_to_the_same_bytes(
    frozen: Petition, work: Callable[[], int], app: Flask, session: Session
) -> None:
    work()
    session.expire_all()
    for export in session.scalars(select(Export)):
        with app.app_context():
            _name, pdf = export_petition(session, frozen.id, export.language, export.cut, cipher=context.cipher())
        assert sha256(pdf).hexdigest() == export.sha256
        assert len(pdf) == export.size_bytes


def cells_of(content: bytes, form: str) -> dict[str, list[list[str]]]:
    """The rows of each table of a workbook or of a ZIP of CSV files, by its name, without the header."""
    if form == "zip":
        with ZipFile(BytesIO(content)) as archive:
            files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
        return {name.removesuffix(".csv"): list(csv.reader(StringIO(text)))[1:] for name, text in files.items()}
    book = load_workbook(BytesIO(content))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    return {
        sheet.title: [[str(value or "") for value in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
        for sheet in book
    }


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_the_tables_of_a_copy_hold_what_its_annexes_hold_and_no_formula(
    form: str, owner: CheckedClient, frozen: Petition, filed: list[Complaint], work: Callable[[], int], session: Session
) -> None:
    page = owner.get(VERSION).text
    assert f"public.ru.{form}" not in page, "the files are not ready"
    work()
    for code, cut in itertools.product(LetterLanguage, Cut):
        path = f"{VERSION}{cut}.{code}.{form}"
        page = owner.get(VERSION).text
        assert path in page
        if cut is Cut.OFFICIAL:
            answer = owner.post(path, data=filled_in(page, f"{VERSION}{cut}.{code}.pdf"))
        else:
            answer = owner.get(path)
        assert answer.headers["Content-Disposition"].endswith(f"-{cut}.{code}.{form}")
        register, signed, agreed = cells_of(answer.data, form).values()
        assert [row[1] for row in register] == [row[1] for row in agreed] == [complaint.number for complaint in filed]
        assert signed == []
        named = [person.full_name for person in PEOPLE if any(person.full_name in "".join(row) for row in register)]
        assert named == ([person.full_name for person in PEOPLE[: len(filed)]] if cut is Cut.OFFICIAL else [])
    assert session.scalar(select(func.count()).select_from(Look)) == len(LetterLanguage), "each official one"


def test_a_workbook_holds_what_looks_like_a_formula_as_text() -> None:
    odd = ["=1+1", "+7 747 000 00 01", "@SUM(A1)", "#N/A", "-2", "\x0bЖол", "1-үй; 2-үй"]
    made = as_xlsx({"1": Rows(["№"] * len(odd), [odd])}, datetime(2026, 11, 1, tzinfo=UTC))
    sheet = load_workbook(BytesIO(made)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [*odd[:5], "\ufffdЖол", odd[6]]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


@pytest.mark.usefixtures("frozen")
def test_files_lie_encrypted_in_the_storage(work: Callable[[], int], app: Flask, session: Session) -> None:
    work()
    session.expire_all()
    keys = [export.storage_key for export in session.scalars(select(Export))]
    with app.app_context():
        stored = [context.storage().get(key) for key in keys if key]
    assert len(stored) == 6
    assert not [content for content in stored if b"%PDF" in content]


@pytest.mark.usefixtures("frozen")
def test_a_reader_gets_the_public_copy_only(reader: CheckedClient, work: Callable[[], int]) -> None:
    work()
    assert reader.get(f"{VERSION}public.kk.pdf").status_code == 200
    assert "official.kk.pdf" not in reader.get(VERSION).text
    assert reader.get(f"{VERSION}public.kk.xlsx").status_code == 200
    token = filled_in(reader.get(VERSION).text, "/kk/account/sign-out")
    for form in ("pdf", "xlsx", "zip"):
        assert reader.post(f"{VERSION}official.kk.{form}", data=token).status_code == 403


def test_the_command_writes_the_file_and_prints_its_path(
    app: Flask, frozen: Petition, session: Session, tmp_path: Path
) -> None:
    petition_id = frozen.id
    session.commit()
    arguments = ["petitions", "export", str(petition_id), "--lang", "ru", "--out", str(tmp_path / "out")]
    done = app.test_cli_runner().invoke(args=arguments)
    written = Path(done.output.strip().splitlines()[-1])
    assert written.read_bytes().startswith(b"%PDF-1.7")
    assert PEOPLE[0].full_name.split()[0] not in written.name
    missing = app.test_cli_runner().invoke(args=["petitions", "export", "99", "--lang", "ru", "--out", str(tmp_path)])
    assert missing.exit_code == 1
