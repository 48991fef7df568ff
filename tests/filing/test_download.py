"""Downloading everything held: the values now and before, what others did with them, and the files."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.filing.following.archive import Entry, send_archive
from complaints.models import EvidenceFile, Group
from complaints.web import context
from tests.support import uploads
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, freeze
from tests.support.filings import FORMAL, Receipt, open_receipt, send
from tests.support.forms import fill_and_send

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def receipt(client: CheckedClient, session: Session, clock: Clock) -> Receipt:
    attach_group(session, now=clock.now)
    return open_receipt(client, send(client, {**FORMAL, "consent_publish": "y"}))


def download(client: CheckedClient, number: str) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    answer = client.get(f"/kk/complaints/{number}/download")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return archive, json.loads(archive.read("complaint.json"))


def test_it_holds_what_was_said_now_and_before(client: CheckedClient, receipt: Receipt) -> None:
    fill_and_send(client, f"/en/complaints/{receipt.number}/correct", {"full_name": "Сейтқали Дана"})
    _archive, said = download(client, receipt.number)
    assert (said["number"], said["version"]) == (receipt.number, 2)
    assert said["answers"]["full_name"] == "Сейтқали Дана"
    assert said["answers"]["phone"] == "+77010000001"
    (earlier,) = said["earlier_versions"]
    assert earlier["answers"]["full_name"] == FORMAL["full_name"]
    assert said["public_text"]["state"] == "waiting"
    assert receipt.code not in json.dumps(said)


def test_it_says_what_others_did_with_it(
    client: CheckedClient, app: Flask, session: Session, receipt: Receipt, clock: Clock, work: Callable[[], int]
) -> None:
    work()
    confirm_all(session, now=clock.now)
    group = freeze_for(app, session, clock)
    _archive, said = download(client, receipt.number)
    assert said["confirmation"]["by"] == "paper"
    assert said["collective_complaints"][0]["group"] == group
    assert [mail["kind"] for mail in said["mails"]] == ["confirm_complaint"]


def freeze_for(app: Flask, session: Session, clock: Clock) -> str:
    group = session.scalars(select(Group)).one()
    freeze(app, session, group, now=clock.now)
    return group.name


def test_it_holds_the_files_as_they_came_and_their_clean_copies(
    client: CheckedClient, receipt: Receipt, work: Callable[[], int]
) -> None:
    original = uploads.jpeg()
    files = {"evidence": (io.BytesIO(original), "менің фотом.jpg")}
    client.post(f"/en/complaints/{receipt.number}/evidence", data=files)
    archive, said = download(client, receipt.number)
    assert archive.namelist() == ["complaint.json", "evidence/1-original.jpg"]
    work()
    archive, said = download(client, receipt.number)
    assert archive.namelist() == ["complaint.json", "evidence/1-original.jpg", "evidence/1-clean.jpg"]
    assert archive.read("evidence/1-original.jpg") == original
    assert said["evidence"][0]["name"] == "менің фотом.jpg"


def test_a_file_that_the_storage_does_not_give_is_named_as_missing(
    client: CheckedClient, app: Flask, session: Session, receipt: Receipt
) -> None:
    files = {"evidence": (io.BytesIO(uploads.jpeg()), "a.jpg")}
    client.post(f"/en/complaints/{receipt.number}/evidence", data=files)
    with app.app_context():
        context.storage().delete(session.scalars(select(EvidenceFile.storage_key)).one())
    archive, _said = download(client, receipt.number)
    assert archive.namelist() == ["complaint.json", "evidence/1-original.jpg.missing"]


def test_many_large_files_need_the_memory_of_few() -> None:
    ten_megabytes = 10 * 1024 * 1024
    entries = [Entry(f"evidence/{place}.jpg", lambda: bytes(ten_megabytes)) for place in range(10)]
    tracemalloc.start()
    size = sum(len(piece) for piece in send_archive({}, entries, now=NOW))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 10 * ten_megabytes
    assert peak < 5 * ten_megabytes
