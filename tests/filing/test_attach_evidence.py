"""Files that people attach: kept at once and encrypted, cleaned by a job, given back to their filer alone."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, request
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from complaints import create_app
from complaints.cli import make_worker
from complaints.domain.evidence import MOST_BYTES, EvidenceKind, EvidenceState
from complaints.evidence.faults import EvidenceFault
from complaints.extensions import db
from complaints.filing.evidence.contents import read_original
from complaints.models import Complaint, EvidenceFile, Job
from complaints.settings import Settings
from complaints.storage import Storage
from complaints.web import context
from tests.support import uploads
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, Receipt, form_path, open_receipt, read_receipt
from tests.support.forms import filled_in
from tests.support.object_store import running
from tests.support.site import free_port

Sent = tuple[str, bytes]
HTML_AS_PHOTO: Sent = ("photo.jpg", b"<html><script>alert(1)</script>")


def upload(file: Sent) -> tuple[io.BytesIO, str]:
    return io.BytesIO(file[1]), file[0]


def open_form(client: CheckedClient, lang: str = "en") -> MultiDict[str, Any]:
    return MultiDict(filled_in(client.get(form_path(lang)).text, form_path(lang)))


def press(client: CheckedClient, *files: Sent, lang: str = "en", **typed: Any) -> TestResponse:
    """Fill the form without scripts, choose files, and press a button."""
    return client.post(form_path(lang), data=with_files(open_form(client, lang), *files, **typed))


def with_files(fields: MultiDict[str, Any], *files: Sent, **typed: Any) -> MultiDict[str, Any]:
    for name, value in typed.items():
        fields.setlist(name, value if isinstance(value, list) else [value])
    fields.setlist("evidence", [upload(file) for file in files])
    return fields


def by_script(client: CheckedClient, fields: MultiDict[str, Any], file: Sent, lang: str = "en") -> TestResponse:
    """Send one file alone, as evidence.js does."""
    return client.post(f"{form_path(lang)}/evidence", data={"token": fields["token"], "evidence": upload(file)})


def rows(session: Session) -> list[EvidenceFile]:
    session.expire_all()
    return list(session.scalars(select(EvidenceFile).order_by(EvidenceFile.added_at, EvidenceFile.id)))


def stored(settings: Settings) -> list[Path]:
    folder = Path(urlsplit(settings.storage_url).path)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def file_with(client: CheckedClient, *files: Sent) -> Receipt:
    return open_receipt(client, press(client, *files, **EVIDENCE))


def names_shown(page: str) -> list[str]:
    return re.findall(r'<p class="name">(.*?)</p>', page)


def test_a_file_attached_without_scripts_is_listed_when_the_form_comes_back(
    client: CheckedClient, session: Session
) -> None:
    answer = press(client, ("queue.jpg", uploads.jpeg()), do="attach", narrative="Half written")
    assert answer.status_code == 200
    assert names_shown(answer.text) == ["queue.jpg"]
    assert "Half written" in answer.text
    (row,) = rows(session)
    assert (row.kind, row.state, row.complaint_id) == (EvidenceKind.JPEG, EvidenceState.WAITING, None)
    assert names_shown(client.get(form_path("kk")).text) == ["queue.jpg"]


def test_a_file_sent_alone_by_the_script_is_listed_when_the_page_is_opened_again(
    client: CheckedClient, session: Session
) -> None:
    answer = by_script(client, open_form(client), ("queue.png", uploads.png()))
    assert answer.status_code == 201
    assert answer.json == {
        "id": str(rows(session)[0].id), "name": "queue.png", "size": len(uploads.png()), "warning": None,
    }  # fmt: skip
    assert names_shown(client.get(form_path("ru")).text) == ["queue.png"]


def test_files_go_over_to_the_complaint_and_are_listed_on_its_page(client: CheckedClient, session: Session) -> None:
    number = file_with(client, ("a.jpg", uploads.jpeg()), ("b.pdf", uploads.pdf())).number
    complaint = session.scalars(select(Complaint)).one()
    assert [(row.complaint_id, row.token_hash) for row in rows(session)] == [(complaint.id, None)] * 2
    assert names_shown(client.get(f"/en/complaints/{number}").text) == ["a.jpg", "b.pdf"]
    assert names_shown(client.get(form_path()).text) == []


def test_nothing_of_a_file_can_be_read_in_the_storage_or_the_database(
    client: CheckedClient, session: Session, settings: Settings, work: Callable[[], int]
) -> None:
    file_with(client, ("PlantedName.jpg", uploads.jpeg()))
    work()
    (row,) = rows(session)
    kept = stored(settings)
    assert [path.name for path in kept] == [str(row.id), f"{row.id}-clean"]
    for path in kept:
        assert uploads.PLANTED not in path.read_bytes()
        assert b"\xff\xd8\xff" not in path.read_bytes()[:200]
    assert b"PlantedName" not in row.name_enc


def test_an_upload_stays_in_memory_until_it_is_encrypted(app: Flask) -> None:
    """The framework would write a large one into a temporary file, in plain."""
    sent = {"evidence": upload(("a.jpg", b"\0" * 3 * 1024 * 1024))}
    with app.test_request_context(form_path(), method="POST", data=sent):
        assert isinstance(request.files["evidence"].stream, io.BytesIO)


def test_the_original_stays_as_it_was_with_its_hash(app: Flask, client: CheckedClient, session: Session) -> None:
    data = uploads.jpeg()
    file_with(client, ("a.jpg", data))
    (row,) = rows(session)
    assert (row.sha256, row.size_bytes) == (sha256(data).hexdigest(), len(data))
    services = app.extensions[context.EXTENSION]
    assert read_original(row, cipher=services.cipher, storage=services.storage) == data


def test_the_filer_gets_the_clean_copy_as_an_attachment_in_a_sandbox(
    client: CheckedClient, session: Session, work: Callable[[], int]
) -> None:
    number = file_with(client, ("my secret name.jpg", uploads.jpeg())).number
    (row,) = rows(session)
    assert client.get(f"/en/complaints/{number}/evidence/{row.id}").status_code == 404
    work()
    session.refresh(row)
    assert row.state is EvidenceState.READY
    answer = client.get(f"/en/complaints/{number}/evidence/{row.id}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}-1.jpg"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "image/jpeg"
    assert uploads.PLANTED not in answer.data
    shown = Image.open(io.BytesIO(answer.data))
    assert shown.size == (40, 60)
    assert not shown.getexif()
    assert len(answer.data) == row.clean_size_bytes


def test_the_file_of_another_complaint_is_not_found(
    app: Flask, client: CheckedClient, session: Session, work: Callable[[], int]
) -> None:
    number = file_with(client, ("a.jpg", uploads.jpeg())).number
    work()
    file_id = rows(session)[0].id
    stranger = app.test_client()
    assert isinstance(stranger, CheckedClient)
    theirs = file_with(stranger, ("b.jpg", uploads.jpeg())).number
    assert stranger.get(f"/en/complaints/{theirs}/evidence/{file_id}").status_code == 404
    assert stranger.get(f"/en/complaints/{number}/evidence/{file_id}").status_code == 404
    assert stranger.post(f"/en/complaints/{theirs}/evidence", data={"remove": str(file_id)}).status_code == 404
    assert stranger.post(f"/en/complaints/{number}/evidence", data={"remove": str(file_id)}).status_code == 303
    assert len(rows(session)) == 2


def test_a_form_cannot_take_away_the_file_of_another_form(app: Flask, client: CheckedClient, session: Session) -> None:
    by_script(client, open_form(client), ("a.jpg", uploads.jpeg()))
    stranger = app.test_client()
    assert isinstance(stranger, CheckedClient)
    token = open_form(stranger)["token"]
    wanted = {"token": token, "id": str(rows(session)[0].id)}
    assert stranger.post(f"{form_path()}/evidence/remove", data=wanted).status_code == 204
    assert len(rows(session)) == 1


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    "file",
    [
        HTML_AS_PHOTO,
        ("empty.png", b""),
        ("cut.jpg", uploads.noise(300, 300, "JPEG")[:-500]),
        ("bomb.png", uploads.png_bomb()),
        ("big.jpg", uploads.jpeg() + b"\0" * (MOST_BYTES + 1024 * 1024)),
    ],
    ids=lambda file: file[0],
)
def test_a_bad_file_among_good_ones_is_refused_by_name_and_the_rest_of_the_form_survives(
    client: CheckedClient, session: Session, file: Sent, lang: str
) -> None:
    typed = {**EVIDENCE, "narrative": "Сақталсын"}
    answer = press(client, ("good.jpg", uploads.jpeg()), file, ("good.pdf", uploads.pdf()), lang=lang, **typed)
    assert answer.status_code == 422
    assert names_shown(answer.text) == ["good.jpg", "good.pdf"]
    assert f"“{file[0]}”" in answer.text or f"«{file[0]}»" in answer.text
    assert "Сақталсын" in answer.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    fields = MultiDict(filled_in(answer.text, form_path(lang)))
    fields.poplist("evidence")
    assert client.post(form_path(lang), data=fields).status_code == 303
    assert [row.token_hash for row in rows(session)] == [None, None]


def test_each_refusal_of_the_script_says_why_with_a_fitting_status(client: CheckedClient) -> None:
    fields = open_form(client)
    for file, status in ((HTML_AS_PHOTO, 422), (("big.jpg", uploads.jpeg() + b"\0" * MOST_BYTES), 413)):
        answer = by_script(client, fields, file)
        assert answer.status_code == status
        assert answer.json is not None
        assert file[0] in answer.json["error"]
    nothing = client.post(f"{form_path()}/evidence", data={"token": fields["token"]})
    assert nothing.status_code == 422


def test_the_script_is_refused_with_a_token_that_is_not_ours(client: CheckedClient, session: Session) -> None:
    fields = MultiDict({"token": "made up"})
    assert by_script(client, fields, ("a.jpg", uploads.jpeg())).status_code == 400
    assert client.post(f"{form_path()}/evidence/remove", data=fields).status_code == 400
    assert rows(session) == []


def test_a_form_that_was_sent_leads_late_files_to_the_page_of_the_complaint(
    client: CheckedClient, session: Session
) -> None:
    fields = with_files(open_form(client), **EVIDENCE)
    open_receipt(client, client.post(form_path(), data=fields.copy()))
    answer = by_script(client, fields, ("late.jpg", uploads.jpeg()))
    assert answer.status_code == 409
    assert rows(session) == []


def test_the_sixth_file_is_refused_and_the_five_stay(client: CheckedClient, session: Session) -> None:
    fields = open_form(client)
    for place in range(5):
        assert by_script(client, fields, (f"{place}.jpg", uploads.jpeg())).status_code == 201
    sixth = by_script(client, fields, ("6.jpg", uploads.jpeg()))
    assert sixth.status_code == 422
    assert len(rows(session)) == 5
    assert client.post(
        f"{form_path()}/evidence/remove", data={"token": fields["token"], "id": str(rows(session)[0].id)}
    ).status_code == 204  # fmt: skip
    assert by_script(client, fields, ("6.jpg", uploads.jpeg())).status_code == 201


def test_the_bytes_of_a_refused_sixth_file_are_not_kept(client: CheckedClient, settings: Settings) -> None:
    press(client, *[(f"{place}.jpg", uploads.jpeg()) for place in range(7)], do="attach")
    assert len(stored(settings)) == 5


def test_a_file_taken_away_is_deleted_with_its_copy(
    client: CheckedClient, session: Session, settings: Settings, work: Callable[[], int]
) -> None:
    page = press(client, ("a.jpg", uploads.jpeg()), do="attach").text
    work()
    assert len(stored(settings)) == 2
    fields = MultiDict(filled_in(page, form_path()))
    answer = client.post(form_path(), data=with_files(fields, remove=str(rows(session)[0].id)))
    assert answer.status_code == 200
    assert names_shown(answer.text) == []
    work()
    assert rows(session) == []
    assert stored(settings) == []


def test_a_file_that_no_complaint_took_is_purged_after_three_days(
    client: CheckedClient, session: Session, settings: Settings, clock: Clock, work: Callable[[], int]
) -> None:
    by_script(client, open_form(client), ("a.jpg", uploads.jpeg()))
    clock.advance(hours=71)
    work()
    assert len(rows(session)) == 1
    clock.advance(hours=2)
    work()
    assert rows(session) == []
    assert stored(settings) == []


def test_a_filed_file_is_not_purged(
    client: CheckedClient, session: Session, settings: Settings, clock: Clock, work: Callable[[], int]
) -> None:
    file_with(client, ("a.jpg", uploads.jpeg()))
    clock.advance(days=10)
    work()
    assert len(rows(session)) == 1
    assert len(stored(settings)) == 2


def test_a_file_that_cannot_be_cleaned_stays_and_its_page_says_why(
    client: CheckedClient, session: Session, work: Callable[[], int]
) -> None:
    number = file_with(client, ("locked.pdf", uploads.locked_pdf())).number
    work()
    (row,) = rows(session)
    assert (row.state, row.fault) == (EvidenceState.FAILED, EvidenceFault.NEEDS_PASSWORD)
    page = client.get(f"/en/complaints/{number}").text
    assert "locked with a password" in page
    assert f"/evidence/{row.id}" not in page
    assert client.get(f"/en/complaints/{number}/evidence/{row.id}").status_code == 404
    work()
    assert session.scalar(select(func.count()).select_from(Job).where(Job.closed_at.is_(None), Job.tries > 0)) == 0


def test_cleaning_a_file_again_changes_nothing(
    client: CheckedClient, session: Session, settings: Settings, clock: Clock, work: Callable[[], int]
) -> None:
    file_with(client, ("a.jpg", uploads.jpeg()))
    work()
    before = {path: path.read_bytes() for path in stored(settings)}
    job = session.scalars(select(Job).where(Job.name == "evidence.clean")).one()
    job.closed_at = None
    work()
    assert {path: path.read_bytes() for path in stored(settings)} == before


def test_what_looks_like_an_identity_paper_is_taken_with_a_warning(client: CheckedClient) -> None:
    answer = by_script(client, open_form(client), ("паспорт.jpg", uploads.jpeg()))
    assert answer.status_code == 201
    assert answer.json is not None
    assert "identity paper" in answer.json["warning"]
    assert "identity paper" in client.get(form_path()).text


def test_files_can_be_added_and_taken_away_on_the_page_of_the_complaint(
    client: CheckedClient, session: Session, work: Callable[[], int]
) -> None:
    number = file_with(client).number
    path = f"/en/complaints/{number}"
    sent = with_files(MultiDict(), ("later.webp", uploads.webp()), HTML_AS_PHOTO)
    added = client.post(f"{path}/evidence", data=sent, follow_redirects=True)
    assert names_shown(added.text) == ["later.webp"]
    assert "photo.jpg" in added.text
    work()
    (row,) = rows(session)
    assert row.state is EvidenceState.READY
    gone = client.post(f"{path}/evidence", data={"remove": str(row.id)}, follow_redirects=True)
    assert names_shown(gone.text) == []
    assert client.post(f"{path}/evidence", data={"remove": "no id"}).status_code == 404


def test_who_does_not_know_the_code_can_add_nothing(app: Flask, client: CheckedClient, session: Session) -> None:
    number = file_with(client).number
    stranger = app.test_client()
    answer = stranger.post(f"/en/complaints/{number}/evidence", data={"evidence": upload(("a.jpg", uploads.jpeg()))})
    assert answer.status_code == 303
    assert "/track" in answer.location
    assert rows(session) == []


@pytest.mark.parametrize("leaving", ["erase", "withdraw"])
def test_a_file_that_arrives_while_the_complaint_is_taken_back_is_not_kept(
    client: CheckedClient,
    app: Flask,
    session: Session,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[], int],
    leaving: str,
) -> None:
    number = file_with(client).number
    other_window = app.test_client()
    with client.session_transaction() as cookie, other_window.session_transaction() as same:
        same.update(cookie)
    add = Storage.add

    def leave_and_add(storage: Storage, key: str, data: bytes) -> None:
        assert other_window.post(f"/en/complaints/{number}/{leaving}").status_code == 303
        add(storage, key, data)

    monkeypatch.setattr(Storage, "add", leave_and_add)
    answer = client.post(f"/en/complaints/{number}/evidence", data={"evidence": upload(("a.jpg", uploads.jpeg()))})
    assert answer.status_code == 303
    work()
    assert rows(session) == []
    assert stored(settings) == []


def test_a_name_with_folders_and_unseen_signs_is_kept_as_people_see_it(client: CheckedClient) -> None:
    answer = by_script(client, open_form(client), ("C:/Users/me/\u202egpj.exe\u200b photo.jpg", uploads.jpeg()))
    assert answer.json is not None
    assert answer.json["name"] == "gpj.exe photo.jpg"
    markup = by_script(client, open_form(client), ("<img src=x onerror=alert(1)>.jpg", uploads.jpeg()))
    assert markup.status_code == 201
    assert "<img" not in client.get(form_path()).text


def test_a_body_beyond_everything_gets_the_page_that_says_so(client: CheckedClient) -> None:
    answer = press(client, *[(f"{place}.jpg", b"\xff" * 11 * 1024 * 1024) for place in range(8)], do="attach")
    assert answer.status_code == 413


def test_other_pages_take_four_megabytes_and_no_more(client: CheckedClient) -> None:
    answer = client.post("/en/track", data={"evidence": upload(("a.jpg", b"\0" * 5 * 1024 * 1024))})
    assert answer.status_code == 413


def test_an_object_store_keeps_files_just_like_a_folder(
    settings: Settings, clock: Clock, session: Session, tmp_path: Path
) -> None:
    with running() as store:
        client = at_store(settings, clock, session, store.url(tmp_path.name))
        number = file_with(client, ("a.jpg", uploads.jpeg()), ("b.pdf", uploads.hostile_pdf())).number
        do_jobs(client.application, session)
        first, second = rows(session)
        assert {row.state for row in (first, second)} == {EvidenceState.READY}
        kept = [first.storage_key, first.clean_key, second.storage_key, second.clean_key]
        assert store.keys(tmp_path.name) == sorted(key for key in kept if key)
        assert all(uploads.PLANTED not in store.read(f"{tmp_path.name}/{key}") for key in kept)
        answer = client.get(f"/en/complaints/{number}/evidence/{second.id}")
        assert answer.data.startswith(b"%PDF-")
        client.post(f"/en/complaints/{number}/evidence", data={"remove": str(second.id)})
        do_jobs(client.application, session)
        assert store.keys(tmp_path.name) == sorted(key for key in kept[:2] if key)


def at_store(settings: Settings, clock: Clock, session: Session, url: str) -> CheckedClient:
    """A browser at an installation on the same database that keeps its files elsewhere."""
    app = create_app(dataclasses.replace(settings, storage_url=url), clock=clock)
    app.test_client_class = CheckedClient
    app.extensions["test_session"] = session
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


def do_jobs(app: Flask, session: Session) -> None:
    session.commit()
    with app.app_context():
        make_worker().run_due()
        db.engine.dispose()


@pytest.fixture
def away(settings: Settings, clock: Clock, session: Session) -> CheckedClient:
    """A browser at an installation whose object store does not answer."""
    return at_store(settings, clock, session, f"s3://id:secret@files?endpoint=http://127.0.0.1:{free_port()}")


def test_the_complaint_is_taken_when_the_storage_is_away_and_the_person_is_told(
    away: CheckedClient, session: Session
) -> None:
    answer = press(away, ("a.jpg", uploads.jpeg()), **EVIDENCE)
    assert answer.status_code == 303
    page = away.get(answer.location).text
    assert read_receipt(page).number
    assert "“a.jpg” could not be kept" in page
    assert rows(session) == []
    assert by_script(away, open_form(away), ("a.jpg", uploads.jpeg())).status_code == 503
