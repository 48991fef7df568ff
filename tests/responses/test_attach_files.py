"""The proof of a hand-over and the scan of an answer: checked, encrypted, cleaned, given out to two sides alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.evidence import MOST_BYTES, EvidenceKind, EvidenceState
from complaints.domain.lifecycle import AttachmentKind
from complaints.models import Attachment, Response, Submission
from complaints.settings import Settings
from tests.responses.conftest import Case, correct
from tests.support import uploads
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in

pytestmark = pytest.mark.usefixtures("unprinted")

DOSSIER = "/en/rounds/damu-bala-mangystau-2025-03/"
Send = Callable[..., Any]


def upload(name: str, data: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def rows(session: Session) -> list[Attachment]:
    session.expire_all()
    return list(session.scalars(select(Attachment).order_by(Attachment.added_at, Attachment.id)))


def stored(settings: Settings) -> list[Path]:
    folder = Path(urlsplit(settings.storage_url).path)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def add_proof(organiser: CheckedClient, case: Case, *files: tuple[io.BytesIO, str]) -> Any:
    to = f"{case.page}/proof"
    values = filled_in(organiser.get(case.page).text, to).to_dict()
    return organiser.post(to, data={**values, "proof": list(files)})


def test_a_proof_comes_with_the_hand_over_encrypted_and_is_cleaned(
    session: Session, settings: Settings, hand_in: Send, work: Callable[[], int]
) -> None:
    data = uploads.jpeg()
    assert hand_in(proof=upload("PlantedName.jpg", data)).status_code == 303
    (row,) = rows(session)
    assert (row.purpose, row.kind, row.state) == (AttachmentKind.PROOF, EvidenceKind.JPEG, EvidenceState.WAITING)
    assert (row.sha256, row.size_bytes, row.response_id) == (sha256(data).hexdigest(), len(data), None)
    assert b"PlantedName" not in row.name_enc
    work()
    (row,) = rows(session)
    assert row.state is EvidenceState.READY
    assert len(stored(settings)) == 2
    assert all(uploads.PLANTED not in path.read_bytes() for path in stored(settings))


def test_a_large_proof_passes_the_check_of_the_form(session: Session, hand_in: Send) -> None:
    """The form's token is read before the view: the request must be allowed to be large by then."""
    data = uploads.noise(2000, 1200, "PNG")
    assert 5 * 1024 * 1024 < len(data) < MOST_BYTES
    assert hand_in(proof=upload("page.png", data)).status_code == 303
    assert len(rows(session)) == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("a.jpg", b"<html>"), "is not a photo or a PDF"),
        (("a.png", b""), "is empty"),
        (("big.jpg", uploads.jpeg() + b"\0" * MOST_BYTES), "is larger than 10 MB"),
    ],
)
def test_a_bad_proof_is_refused_beside_its_field_and_nothing_is_kept(
    session: Session, settings: Settings, hand_in: Send, file: tuple[str, bytes], sentence: str
) -> None:
    answer = hand_in(proof=upload(*file), outside_number="ЖТ-7")
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert "ЖТ-7" in answer.text
    assert session.scalars(select(Submission)).all() == []
    assert stored(settings) == []


def test_files_chosen_beside_another_error_are_asked_for_again(hand_in: Send) -> None:
    answer = hand_in(proof=upload("a.jpg", uploads.jpeg()), channel="")
    assert answer.status_code == 422
    assert "Choose the files again" in answer.text


def test_a_proof_can_be_added_later_also_after_the_answer(
    session: Session, case: Case, organiser: CheckedClient, submission: Submission, answer: Send
) -> None:
    answer(submission)
    sent = add_proof(organiser, case, upload("a.pdf", uploads.pdf()), upload("b.jpg", uploads.jpeg()))
    assert (sent.status_code, sent.location) == (303, f"{case.page}#proofs")
    assert [row.kind for row in rows(session)] == [EvidenceKind.PDF, EvidenceKind.JPEG]


def test_the_same_file_is_not_kept_twice_and_five_are_the_most(
    session: Session, settings: Settings, case: Case, organiser: CheckedClient, submission: Submission
) -> None:
    pictures = [uploads.jpeg(60 + place, 40) for place in range(6)]
    for _ in range(2):
        add_proof(organiser, case, upload("a.jpg", pictures[0]))
    add_proof(organiser, case, *[upload("b.jpg", picture) for picture in pictures[1:4]])
    assert len(rows(session)) == 4
    add_proof(organiser, case, *[upload("c.jpg", picture) for picture in pictures[4:]])
    assert "five files are the most" in organiser.get(case.page).text
    assert len(rows(session)) == 4
    assert len(stored(settings)) == 4


def test_group_and_authority_get_the_clean_copy_and_nobody_else(
    session: Session,
    case: Case,
    client: CheckedClient,
    organiser: CheckedClient,
    official: CheckedClient,
    sign_in: Callable[..., CheckedClient],
    hand_in: Send,
    work: Callable[[], int],
    make_reader: Callable[[str], None],
) -> None:
    hand_in(proof=upload("my secret name.jpg", uploads.jpeg()))
    (row,) = rows(session)
    in_group = f"{case.page}/files/{row.id}"
    at_desk = f"/en/desk/{row.submission_id}/files/{row.id}"
    assert organiser.get(in_group).status_code == 404
    work()
    for who, address in ((organiser, in_group), (official, at_desk)):
        answer = who.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.petition_id}-proof-1.jpg"'
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "no-store"
        assert uploads.PLANTED not in answer.data
    assert in_group in organiser.get(case.page).text
    assert at_desk in official.get(f"/en/desk/{row.submission_id}/answer").text
    strangers = (sign_in(AccountRole.ORGANISER), sign_in(AccountRole.MODERATOR), client)
    assert [who.get(in_group).status_code for who in strangers] == [404, 403, 303]
    other = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim")
    assert other.get(at_desk).status_code == 404
    make_reader("organiser@example.com")
    assert organiser.get(in_group).status_code == 200
    assert add_proof_as_reader(organiser, case) == 403


def add_proof_as_reader(organiser: CheckedClient, case: Case) -> int:
    token = filled_in(organiser.get("/en/account/").text, "/en/account/sign-out")["csrf_token"]
    sent = {"csrf_token": token, "proof": upload("a.jpg", uploads.jpeg())}
    return int(organiser.post(f"{case.page}/proof", data=sent).status_code)


def test_of_a_scan_the_public_sees_the_checksum_only(
    session: Session,
    case: Case,
    client: CheckedClient,
    organiser: CheckedClient,
    submission: Submission,
    answer: Send,
    work: Callable[[], int],
) -> None:
    data = uploads.pdf()
    assert answer(submission, scan=upload("answer.pdf", data)).status_code == 303
    work()
    (row,) = rows(session)
    assert row.purpose is AttachmentKind.SCAN
    assert row.response_id == session.scalars(select(Response.id)).one()
    page = client.get(DOSSIER).text
    assert "Scan of the answer" in page
    assert sha256(data).hexdigest() in page
    assert str(row.id) not in page
    assert f"{case.page}/files/{row.id}" in organiser.get(case.page).text


def test_a_scan_alone_is_a_correction(
    session: Session, official: CheckedClient, submission: Submission, answer: Send
) -> None:
    answer(submission)
    first = session.scalars(select(Response)).one()
    page = f"/en/desk/{submission.id}/answer/{first.id}"
    assert correct(official, page, scan=upload("answer.pdf", uploads.pdf())).status_code == 303
    assert [row.corrects_id for row in session.scalars(select(Response).order_by(Response.id))] == [None, first.id]


def test_a_double_submit_keeps_entry_and_scan_once(
    session: Session, settings: Settings, submission: Submission, answer: Send
) -> None:
    data = uploads.pdf()
    for _ in range(2):
        assert answer(submission, scan=upload("answer.pdf", data)).status_code == 303
    assert len(rows(session)) == 1
    assert len(stored(settings)) == 1
