"""What a stolen database, a job row, a log line or a file name says about people: nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import MetaData, make_url, select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.models import Supporter
from complaints.petitions.publishing.actions import publish_petition
from complaints.settings import Settings
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, editor_of, freeze
from tests.support.forms import fill_and_send

COMPLAIN = "/ru/rounds/damu-bala-mangystau-2025-03/complain"
PLANTED = {
    "full_name": "Әйгерім Қожахметқызы Өңіржанова",
    "iin": "910630201017",
    "phone": "+7 701 000 00 01",
    "email": "planted.aigerim@example.com",
    "postal_address": "Ақтау қаласы, 27-шағын аудан, 14-үй, 52-пәтер",
    "narrative": "Мен тіркеуге таңғы онда кірдім, сусар мысығым жанымда болды.",
    "locality_other": "Жасырынбұлақ ауылы",
}
JOINED: dict[str, str | list[str]] = {
    "full_name": "Қуаныш Ықыласұлы Іздегенов",
    "iin": "560412101010",
    "phone": "+7 701 000 00 02",
    "email": "planted.kuanysh@example.com",
    "postal_address": "Жаңаөзен қаласы, Шаңырақ шағынауданы, 77-үй",
    "consent_processing": "y",
    "consent_petition": "y",
}
ACCOUNT = "planted.organiser@example.com"
SEALED = ("full_name_enc", "iin_enc", "phone_enc", "email_enc", "postal_address_enc")
TRACES = (
    "Әйгерім", "Өңіржанова", "910630201017", "7010000001", "701 000 00 01", "planted.aigerim", "шағын аудан",
    "52-пәтер", "сусар мысығым", "Жасырынбұлақ", "planted.organiser",
    "Қуаныш", "Іздегенов", "560412101010", "7010000002", "701 000 00 02", "planted.kuanysh", "Шаңырақ", )  # fmt: skip


def file_planted_complaint(client: CheckedClient) -> str:
    """File with everything about a person that the form takes; the receipt's page."""
    sent: dict[str, str | list[str]] = {
        **PLANTED,
        "role": "parent",
        "mode": "formal",
        "grounds": ["SHORT_NOTICE"],
        "demands": ["REPEAT_ROUND"],
        "learned_at": "29.03.2025 10:00",
        "learned_from": "messenger",
        "attempted_at": "29.03.2025 10:07",
        "screen_result": "no_places",
        "children_count": "2",
        "locality": "other",
        "consent_processing": "y",
        "consent_petition": "y",
        "consent_publish": "y",
    }
    answer = fill_and_send(client, COMPLAIN, sent)
    assert answer.status_code == 303, answer.text
    receipt = client.get(answer.headers["Location"])
    assert receipt.status_code == 200
    return receipt.text


def join_planted(client: CheckedClient, petition_id: int) -> str:
    """Join with everything about a person that the form takes; the receipt's page."""
    answer = fill_and_send(client, f"/ru/petitions/{petition_id}/join", JOINED)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"]).text


@pytest.fixture
def petition_id(app: Flask, client: CheckedClient, session: Session, clock: Clock, work: Callable[[], int]) -> int:
    """A published collective complaint over the planted complaint."""
    group = attach_group(session, now=clock())
    file_planted_complaint(client)
    confirm_all(session, now=clock())
    version = freeze(app, session, group, now=clock())
    work()
    session.expire_all()
    publish_petition(session, viewer=editor_of(group), version=version, now=clock())
    session.commit()
    return version.petition_id


@pytest.fixture
def planted(
    client: CheckedClient,
    sign_in: Callable[..., CheckedClient],
    work: Callable[[], int],
    session: Session,
    petition_id: int,
) -> None:
    """A complaint, somebody who joined, and an account full of data, everything queued for them done."""
    join_planted(client, petition_id)
    sign_in(AccountRole.ORGANISER, email=ACCOUNT)
    work()
    session.commit()


def schema_of(session: Session) -> MetaData:
    schema = MetaData()
    schema.reflect(session.connection())
    return schema


def dump(session: Session) -> Iterator[tuple[str, str]]:
    """Table and text of every row of the database; bytes are read as text wherever they can be."""
    for table in schema_of(session).sorted_tables:
        for row in session.execute(select(table)):
            yield table.name, " ".join(readable(value) for value in row)


def readable(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


@pytest.mark.usefixtures("planted")
def test_a_dump_of_the_database_names_nobody(session: Session) -> None:
    rows = list(dump(session))
    tables = {table for table, _ in rows}
    assert {"complaints", "accounts", "jobs"} <= tables
    assert [(table, trace) for table, row in rows for trace in TRACES if trace in row] == []


@pytest.mark.usefixtures("planted")
def test_the_files_of_the_installation_name_nobody_beside_the_mails_on_their_way(settings: Settings) -> None:
    database = make_url(settings.database_url)
    kept = [path for path in settings.instance.rglob("*") if path.is_file() and path.suffix != ".eml"]
    if database.drivername == "sqlite":
        kept += Path(database.database or "").parent.glob("*.sqlite3*")
    assert kept
    assert [
        (path, trace) for path in kept for trace in TRACES if trace in str(path) or trace.encode() in path.read_bytes()
    ] == []


@pytest.mark.usefixtures("planted")
def test_mails_carry_no_data_besides_the_address_they_go_to(mails: Callable[[], list[EmailMessage]]) -> None:
    for mail in mails():
        said = f"{mail['Subject']} {mail.get_content()}"
        assert [trace for trace in TRACES if trace in said] == []


@pytest.mark.usefixtures("planted")
def test_erasing_what_one_joined_leaves_nothing_of_the_person(client: CheckedClient, session: Session) -> None:
    row = session.scalars(select(Supporter)).one()
    sealed = [bytes(getattr(row, name)) for name in SEALED]
    indexes = [row.email_index, row.iin_index]
    number = row.number
    session.commit()
    assert client.post(f"/ru/petitions/joined/{number}/erase").status_code == 303
    session.expire_all()
    row = session.scalars(select(Supporter)).one()
    assert {getattr(row, name) for name in (*SEALED, "email_index", "iin_index", "confirmed_at")} == {None}
    kept = [
        (table.name, value)
        for table in schema_of(session).sorted_tables
        if table.name != "address_mails"  # the hash of the address holds the limit of mails for a day
        for found in session.execute(select(table))
        for value in found
    ]
    assert [table for table, value in kept if value in indexes or value in sealed] == []
    mails = {table for table, value in kept if table == "mails" and number in str(value)}
    assert mails == set()


def test_logs_name_nobody(
    client: CheckedClient,
    petition_id: int,
    work: Callable[[], int],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    receipt = join_planted(client, petition_id) + file_planted_complaint(client)
    work()
    said = "".join(capfd.readouterr()) + caplog.text
    code = receipt.partition('data-code="')[2].partition('"')[0]
    assert len(code) >= 26
    assert [trace for trace in (*TRACES, code, code.replace("-", "")) if trace in said] == []


def test_a_receipt_is_kept_by_no_cache_and_the_code_is_in_no_address(client: CheckedClient, app: Flask) -> None:
    sent = file_planted_complaint(client)
    code = sent.partition('data-code="')[2].partition('"')[0]
    assert code
    assert f"/{code}" not in sent
    assert f"={code}" not in sent
