"""An official opens the version handed in to the own authority, is written down, and finds a name nowhere else."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from complaints.departures import leave
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.complaint import Departure, LetterLanguage, Mode
from complaints.domain.lifecycle import Channel
from complaints.domain.petition import Cut, ExportState
from complaints.models import (
    Account,
    Complaint,
    Export,
    Group,
    Look,
    PetitionComplaint,
    PetitionVersion,
    Round,
    Submission,
    Supporter,
    VersionSupporter,
    new_id,
)
from complaints.petitions.freezing import actions as petitions
from complaints.petitions.joining.following.queries import list_looks
from complaints.responses import actions as responses
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import filled_in
from tests.support.pdfs import letters_of, text_of
from tests.support.planted import GROUP, PEOPLE, Planted

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
EVIDENCE = Planted("Жасырынбаева Дәлел Құпияқызы", "130000, Ақтау қаласы, Құпия көшесі, 77-үй", phone="+77019998877")
EMAIL = "sharp.official@example.com"


@pytest.fixture
def handed_in(
    app: Flask,
    session: Session,
    owner: CheckedClient,
    group: Group,
    round_: Round,
    filed: list[Complaint],
    file_for: Callable[..., Complaint],
    work: Callable[[], int],
) -> Submission:
    """Four people in the version that went to the department; a fifth gave evidence only."""
    file_for(EVIDENCE, mode=Mode.EVIDENCE)
    viewer = viewer_of(session, group)
    with app.app_context():
        version = petitions.freeze_example(
            session, cipher=context.cipher(), viewer=viewer, group=group, round_=round_, now=NOW
        )
    session.commit()
    work()
    return hand_in(session, viewer, version)


@pytest.fixture
def official(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-culture", email=EMAIL)


def viewer_of(session: Session, group: Group) -> Viewer:
    account = session.scalars(select(Account).where(Account.role == AccountRole.ORGANISER)).one()
    return Viewer(account.id, account.role, groups={group.id: GroupRole.OWNER})


def hand_in(session: Session, viewer: Viewer, version: PetitionVersion) -> Submission:
    body = version.petition.challenged_body
    assert body is not None
    handed = responses.HandedIn(body.id, Channel.PAPER, date(2026, 11, 23), None, "", None)
    made = responses.record_submission(
        session, viewer=viewer, version=version, handed=handed, workday_ends=time(18, 30), now=NOW
    )
    session.commit()
    return made


def desk_page(submission: Submission, lang: str = "en") -> str:
    return f"/{lang}/desk/{submission.id}/answer"


def take(client: CheckedClient, submission: Submission, file: str) -> TestResponse:
    """As the page offers it: with names by a form, without by a link."""
    page, path = desk_page(submission), f"/en/desk/{submission.id}/documents/{file}"
    if file.startswith("public"):
        assert f'href="{path}"' in client.get(page).text
        return client.get(path)
    return client.post(path, data=filled_in(client.get(page).text, path))


def looks(session: Session) -> list[Look]:
    session.expire_all()
    return list(session.scalars(select(Look).order_by(Look.at, Look.id)))


def planted() -> set[str]:
    """Everything by which a person could be known."""
    people = [*PEOPLE, EVIDENCE]
    found = {word for person in people for word in person.full_name.split()}
    found |= {person.postal_address.partition(", ")[2] for person in people}
    found |= {person.phone.removeprefix("+7") for person in people} | {person.iin for person in people if person.iin}
    return found | {"Мысал Әсел"}


def test_the_copy_with_names_is_opened_and_written_down(
    session: Session, handed_in: Submission, official: CheckedClient, tmp_path: Path
) -> None:
    answer = take(official, handed_in, "official.kk.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    text = letters_of(text_of(answer.data, tmp_path))
    assert all(letters_of(person.full_name) in text for person in PEOPLE)
    assert letters_of(EVIDENCE.full_name) not in text
    (look,) = looks(session)
    account = session.scalars(select(Account).where(Account.role == AccountRole.OFFICIAL)).one()
    assert (look.account_id, look.version_id) == (account.id, handed_in.version_id)


@pytest.mark.usefixtures("unprinted")
def test_its_tables_have_the_names_and_are_written_down_too(
    session: Session, handed_in: Submission, official: CheckedClient
) -> None:
    answer = take(official, handed_in, "official.ru.xlsx")
    cells = {str(cell.value) for sheet in load_workbook(BytesIO(answer.data)) for row in sheet.rows for cell in row}
    assert any(PEOPLE[0].full_name in cell for cell in cells)
    assert not any(EVIDENCE.full_name in cell for cell in cells)
    assert len(looks(session)) == 1


def test_the_copy_without_names_is_open_and_not_written_down(
    session: Session, handed_in: Submission, official: CheckedClient, tmp_path: Path
) -> None:
    text = letters_of(text_of(take(official, handed_in, "public.kk.pdf").data, tmp_path))
    tables = take(official, handed_in, "public.kk.xlsx")
    cells = "".join(
        str(cell.value) for sheet in load_workbook(BytesIO(tables.data)) for row in sheet.rows for cell in row
    )
    assert len(text) > 1000
    assert not any(letters_of(person.full_name) in text + letters_of(cells) for person in [*PEOPLE, EVIDENCE])
    assert looks(session) == []


@pytest.mark.usefixtures("unprinted")
def test_no_page_of_the_desk_names_anybody(session: Session, handed_in: Submission, official: CheckedClient) -> None:
    """Not those in the version, not who gave evidence only; what is planted is in the database and in no page."""
    for lang in ("kk", "ru", "en"):
        paths = ["", "?mark=all", "?number=1", f"{handed_in.id}/answer", f"answer-many?ids={handed_in.id}"]
        paths += ["templates/", "templates/new", f"{handed_in.id}/documents/public.ru.pdf"]
        for path in paths:
            answer = official.get(f"/{lang}/desk/{path}")
            assert answer.status_code == 200, path
            shown = html.unescape(answer.get_data(as_text=True))
            assert [word for word in planted() if word in shown] == [], path
        send = filled_in(official.get(desk_page(handed_in, lang)).text, desk_page(handed_in, lang))
        refused = official.post(desk_page(handed_in, lang), data=send)
        assert refused.status_code == 422
        assert [word for word in planted() if word in html.unescape(refused.text)] == []


@pytest.mark.usefixtures("unprinted")
def test_another_authority_learns_nothing_and_the_try_is_logged(
    session: Session, handed_in: Submission, official: CheckedClient, sign_in: Callable[..., CheckedClient]
) -> None:
    path = f"/en/desk/{handed_in.id}/documents/"
    form = filled_in(official.get(desk_page(handed_in)).text, f"{path}official.ru.pdf")
    other = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim")
    token = filled_in(other.get("/en/desk/templates/new").text, "/en/desk/templates/new")
    with capture_logs() as logs:
        for file in ("official.ru.pdf", "official.kk.xlsx"):
            assert other.post(path + file, data={**form.to_dict(), **token.to_dict()}).status_code == 404
        for file in ("public.ru.pdf", "public.kk.zip"):
            assert other.get(path + file).status_code == 404
    assert [entry["event"] for entry in logs].count("foreign_desk_refused") == 4
    assert looks(session) == []


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("role", [AccountRole.ORGANISER, AccountRole.MODERATOR, AccountRole.OPERATOR])
def test_nobody_but_an_official_opens_it_here(
    handed_in: Submission, sign_in: Callable[..., CheckedClient], role: AccountRole
) -> None:
    assert sign_in(role).get(f"/en/desk/{handed_in.id}/documents/public.ru.pdf").status_code == 403


@pytest.mark.usefixtures("unprinted")
def test_a_later_version_of_the_same_document_is_not_opened(
    app: Flask,
    session: Session,
    handed_in: Submission,
    official: CheckedClient,
    group: Group,
    file_for: Callable[..., Complaint],
    work: Callable[[], int],
) -> None:
    newcomer = Planted("Кейінбаев Соңғы Жаңаұлы", "130000, Ақтау қаласы, Жаңа көше, 4-үй", phone="+77012223344")
    petition = handed_in.version.petition
    session.add(PetitionComplaint(petition_id=petition.id, complaint_id=file_for(newcomer).id))
    session.commit()
    with app.app_context():
        later = petitions.freeze_petition(
            session, cipher=context.cipher(), viewer=viewer_of(session, group), petition=petition, now=NOW
        )
    session.commit()
    work()
    assert "Version 1, final on" in official.get(desk_page(handed_in)).text
    answer = take(official, handed_in, "official.kk.xlsx")
    assert later.number == 2
    assert "-v1-" in answer.headers["Content-Disposition"]
    cells = [str(cell.value) for sheet in load_workbook(BytesIO(answer.data)) for row in sheet.rows for cell in row]
    assert not any(newcomer.full_name in cell for cell in cells)
    assert {look.version_id for look in looks(session)} == {handed_in.version_id}


@pytest.mark.usefixtures("unprinted")
def test_a_copy_that_was_removed_says_so_and_keeps_its_checksum(
    session: Session, handed_in: Submission, official: CheckedClient, filed: list[Complaint]
) -> None:
    before = filled_in(official.get(desk_page(handed_in)).text, f"/en/desk/{handed_in.id}/documents/official.ru.pdf")
    leave(session, filed[0], Departure.WITHDRAWN, now=NOW)
    session.commit()
    exports = session.scalars(select(Export).where(Export.cut == Cut.OFFICIAL)).all()
    assert {export.state for export in exports} == {ExportState.REMOVED}
    page = official.get(desk_page(handed_in)).text
    assert "its copy with names was removed here" in page
    assert all(export.sha256 and export.sha256 in page for export in exports)
    assert f"/en/desk/{handed_in.id}/documents/official" not in page
    for file in ("official.ru.pdf", "official.ru.xlsx"):
        answer = official.post(f"/en/desk/{handed_in.id}/documents/{file}", data=before)
        assert answer.status_code == 303
        assert "its copy with names was removed here" in official.get(answer.location).text
    assert looks(session) == []
    assert take(official, handed_in, "public.ru.pdf").status_code == 200


@pytest.mark.usefixtures("unprinted")
def test_a_file_that_the_storage_does_not_give_is_not_written_down(
    app: Flask, session: Session, handed_in: Submission, official: CheckedClient
) -> None:
    form = filled_in(official.get(desk_page(handed_in)).text, f"/en/desk/{handed_in.id}/documents/official.ru.pdf")
    with app.app_context():
        for export in session.scalars(select(Export)):
            context.storage().delete(export.storage_key or "")
    session.commit()
    answer = official.post(f"/en/desk/{handed_in.id}/documents/official.ru.pdf", data=form)
    assert answer.status_code == 303
    assert "The file cannot be fetched now" in official.get(answer.location).text
    assert looks(session) == []


@pytest.mark.usefixtures("unprinted")
def test_the_group_and_everybody_in_it_see_that_an_official_looked_but_not_who(
    session: Session,
    handed_in: Submission,
    owner: CheckedClient,
    official: CheckedClient,
    client: CheckedClient,
    filed: list[Complaint],
    clock: Clock,
) -> None:
    take(official, handed_in, "official.ru.pdf")
    listed = owner.get(f"/en/groups/{GROUP}/looks").text
    assert "An official: " in listed
    assert "version 1. Language: Russian" in listed
    exported = owner.get(f"/en/groups/{GROUP}/looks.csv").get_data(as_text=True)
    assert "An official: " in exported
    assert EMAIL not in listed + exported
    for complaint in filed:
        with client.session_transaction() as cookie:
            cookie["complaints"] = {complaint.number: {"until": int(clock().timestamp()) + 60}}
        own = client.get(f"/en/complaints/{complaint.number}").text
        assert "Officials of the authority took the copy with your name 1 time; this is the last one." in own
        assert "Owner and editors of the group took" not in own
        assert EMAIL not in own


@pytest.mark.usefixtures("unprinted")
def test_who_joined_sees_which_authority_opened_the_copy(
    session: Session, handed_in: Submission, official: CheckedClient
) -> None:
    joined = Supporter(
        id=new_id(), number="BBBB-0001", code_hash="0" * 64, token_hash="1" * 64, language=LetterLanguage.RU,
        petition_id=handed_in.version.petition_id, joined_at=NOW,
    )  # fmt: skip
    session.add(joined)
    session.flush()
    session.add(VersionSupporter(version_id=handed_in.version_id, supporter_id=joined.id, position=1))
    session.commit()
    take(official, handed_in, "official.ru.pdf")
    (look,) = list_looks(session, joined)
    assert look.authority is not None
    assert look.authority.slug == "mangystau-culture"
