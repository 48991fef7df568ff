"""Erasing: nothing of the person is left, whoever holds the keys, and the old form files nothing again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import MetaData, inspect, make_url, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from complaints.cipher import CannotDecrypt, Cipher
from complaints.filing.following import queries
from complaints.models import AddressMail, Complaint, Export, Group, Mail
from complaints.settings import Settings
from complaints.web import context
from tests.support import uploads
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, freeze, hand_in
from tests.support.filings import FORMAL, Receipt, form_path, open_receipt, send
from tests.support.forms import fill_and_send, filled_in
from tests.support.recount import all_kept

PLANTED = {
    **FORMAL,
    "locality": "other",
    "locality_other": "Жасырынбұлақ ауылы",
    "narrative": "Мен тіркеуге таңғы онда кірдім, сусар мысығым жанымда болды.",
    "postal_address": "Өріс ауылы, Құпиялы көшесі, 9-үй",
    "email": "planted.gulnur@example.com",
    "consent_publish": "y",
}
TRACES = (
    "Әбдіғалиева", "Гүлнұр", "910630201017", "7010000001", "planted.gulnur", "Құпиялы көшесі", "сусар мысығым",
    "Жасырынбұлақ", "Басқаша есім", "құпия.jpg", "ЖТ-2026-00000077",
)  # fmt: skip
ROW_KEYS = {"petitions": "uid", "filing_drafts": "row_id"}
COLUMNS = {"mails": {"to_enc": "to", "secrets_enc": "secrets"}}


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return attach_group(session, now=clock.now)


def attach(client: CheckedClient, number: str) -> None:
    files = {"evidence": (io.BytesIO(uploads.jpeg()), "құпия.jpg")}
    client.post(f"/en/complaints/{number}/evidence", data=files)


@pytest.fixture
def sent() -> MultiDict[str, str]:
    """The form as it was sent."""
    return MultiDict()


@pytest.fixture
def receipt(
    group: Group,
    client: CheckedClient,
    app: Flask,
    session: Session,
    clock: Clock,
    work: Callable[[], int],
    sent: MultiDict[str, str],
) -> Receipt:
    """A person with everything a complaint can have: files, a correction, a confirmation, an own number, a frozen
    collective complaint, mails and a link for a lost code.
    """
    sent.update(filled_in(client.get(form_path()).text, form_path()))
    for name, value in PLANTED.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    receipt = open_receipt(client, client.post(form_path(), data=sent))
    attach(client, receipt.number)
    work()
    fill_and_send(client, f"/en/complaints/{receipt.number}/correct", {"full_name": "Басқаша есім"})
    own = {"own_kind": "complaint", "own_number": "ЖТ-2026-00000077", "own_registered_on": "23.11.2026"}
    assert client.post(f"/en/complaints/{receipt.number}/own", data=own).status_code == 303
    client.post("/en/track/lost", data={"email": PLANTED["email"]})
    work()
    confirm_all(session, now=clock.now)
    freeze(app, session, group, now=clock.now)
    work()
    return receipt


def erase(client: CheckedClient, number: str) -> str:
    path = f"/en/complaints/{number}/erase"
    assert "What stays" in client.get(path).text
    answer = client.post(path)
    assert answer.status_code == 303
    return client.get(answer.location).text


def opened(session: Session, cipher: Cipher) -> Iterator[tuple[str, str]]:
    """Table and value of everything in the database, what is encrypted opened with the keys."""
    schema = MetaData()
    schema.reflect(session.connection())
    for table in schema.sorted_tables:
        for row in session.execute(select(table)).mappings():
            for name, value in row.items():
                yield table.name, str(value)
                if isinstance(value, bytes | memoryview) and value:
                    row_id = row[ROW_KEYS.get(table.name, "id")]
                    column = COLUMNS.get(table.name, {}).get(name, name.removesuffix("_enc"))
                    yield table.name, unsealed(cipher, table.name, column, UUID(str(row_id)), bytes(value))


def unsealed(cipher: Cipher, table: str, column: str, row_id: UUID, data: bytes) -> str:
    try:
        return cipher.decrypt(table, column, row_id, data)
    except CannotDecrypt:
        return f"not opened: {table}.{column}"


def traces(session: Session, app: Flask) -> set[tuple[str, str]]:
    session.expire_all()
    with app.app_context():
        found = list(opened(session, context.cipher()))
    assert [value for _table, value in found if value.startswith("not opened")] == []
    return {(table, trace) for table, value in found for trace in TRACES if trace in value}


def stored(settings: Settings) -> list[Path]:
    folder = Path(urlsplit(settings.storage_url).path)
    return [path for path in folder.rglob("*") if path.is_file()]


def test_whoever_has_the_keys_finds_nothing_of_an_erased_person(
    client: CheckedClient, app: Flask, session: Session, receipt: Receipt, settings: Settings, work: Callable[[], int]
) -> None:
    before = {table for table, _trace in traces(session, app)}
    assert {"complaints", "complaint_versions", "evidence_files", "contact_links"} <= before
    assert len(stored(settings)) == 8  # the original, its clean copy, six PDF
    assert f"Complaint {receipt.number} is erased" in erase(client, receipt.number)
    work()
    assert traces(session, app) == set()
    assert len(stored(settings)) == 4  # the PDF without names, in both languages
    database = make_url(settings.database_url)
    if database.drivername == "sqlite":
        session.rollback()
        kept = list(Path(database.database or "").parent.glob("*.sqlite3*"))
        assert kept
        assert [trace for path in kept for trace in TRACES if trace.encode() in path.read_bytes()] == []


def test_what_is_left_is_a_number_that_no_code_opens(
    client: CheckedClient, app: Flask, session: Session, receipt: Receipt
) -> None:
    erase(client, receipt.number)
    session.expire_all()
    stub = session.scalars(select(Complaint)).one()
    assert stub.erased_at is not None
    personal = [column.name for column in inspect(Complaint).columns if column.name.endswith(("_enc", "_index"))]
    assert personal
    assert {getattr(stub, name) for name in personal} == {None}
    assert (stub.grounds, stub.demands, stub.earlier, stub.named_groups) == ([], [], [], [])
    assert (stub.confirmation, stub.locality_code, stub.children_count, stub.own_kind) == (None,) * 4
    assert stub.code_hash == queries.NO_CODE
    assert [mail.template for mail in session.scalars(select(Mail)) if mail.to_enc] == []
    figures = {key: count for key, count in all_kept(session).items() if count}
    assert figures == {("left", "erased"): 1}


def test_number_and_code_are_answered_as_if_they_had_never_been(
    client: CheckedClient, app: Flask, receipt: Receipt
) -> None:
    erase(client, receipt.number)
    answers = []
    for number in (receipt.number, "0000-0000"):
        answer = client.post("/en/track", data={"number": number, "code": receipt.code})
        answers.append((answer.status_code, answer.text.replace(number, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_pages_that_another_browser_had_open_are_gone(client: CheckedClient, app: Flask, receipt: Receipt) -> None:
    other = app.test_client()
    assert other.post("/en/track", data={"number": receipt.number, "code": receipt.code}).status_code == 303
    erase(client, receipt.number)
    for page in ("", "/receipt", "/correct", "/download", "/erase", "/letter"):
        assert other.get(f"/en/complaints/{receipt.number}{page}").status_code in (302, 404)
    assert client.post(f"/en/complaints/{receipt.number}/erase").status_code == 303


def test_the_old_form_sent_again_files_nothing_and_says_why(
    client: CheckedClient, session: Session, receipt: Receipt, sent: MultiDict[str, str], clock: Clock
) -> None:
    erase(client, receipt.number)
    for _ in range(2):
        answer = client.post(form_path(), data=sent)
        assert answer.status_code == 410
        assert "This complaint was erased" in answer.text
        assert receipt.code not in answer.text
        clock.advance(days=2)
    assert len(session.scalars(select(Complaint)).all()) == 1


def test_after_the_hand_over_hash_totals_and_public_cut_stay(
    client: CheckedClient,
    app: Flask,
    session: Session,
    group: Group,
    receipt: Receipt,
    clock: Clock,
    work: Callable[[], int],
) -> None:
    session.expire_all()
    version = session.scalars(select(Export)).first().version  # type: ignore[union-attr]
    hand_in(session, version, group, now=clock.now)
    assert "the authority has it with your name" in client.get(f"/en/complaints/{receipt.number}/erase").text
    erase(client, receipt.number)
    work()
    session.expire_all()
    assert all(export.sha256 for export in version.exports)
    assert {export.cut.value for export in version.exports if export.storage_key} == {"public", "counter"}
    assert len(version.included) == 1


def test_who_files_and_erases_in_turn_cannot_fill_a_stranger_s_mailbox(
    client: CheckedClient,
    session: Session,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
    clock: Clock,
) -> None:
    for _ in range(3):
        number = open_receipt(client, send(client, PLANTED)).number
        work()
        erase(client, number)
    assert len(mails()) == 1
    assert session.scalars(select(AddressMail)).all()
    clock.advance(days=1)
    work()
    session.expire_all()
    assert session.scalars(select(AddressMail)).all() == []
