"""Blank signature sheets: numbered, naming their text, the same bytes every time, handed out to the group alone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import segno
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import StaleVersion
from complaints.domain.petition import PetitionKind
from complaints.models import Complaint, Group, PaperSheets, PetitionVersion
from complaints.petitions.paper.actions import order_sheets
from complaints.petitions.paper.document import Signed, sheets_of, signed_of
from complaints.petitions.paper.printing import print_sheets
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of, freeze
from tests.support.forms import filled_in
from tests.support.letters import letter
from tests.support.pdfs import letters_of, text_of, words_with_places

Work = Callable[[], int]
LANGUAGES = tuple(LetterLanguage)
SITE = "https://example.kz"
LEFT, RIGHT = 19 * 72 / 25.4, 9 * 72 / 25.4
"""The margins of a sheet, a millimetre left for the frame of the table, in points."""


@pytest.fixture
def version(app: Flask, session: Session, group: Group, filed: list[Complaint], clock: Clock) -> PetitionVersion:
    return freeze(app, session, group, now=clock())


@pytest.fixture
def paper(group: Group, version: PetitionVersion) -> str:
    return f"/ru/groups/{group.slug}/petitions/{version.petition_id}/paper/{version.number}/"


def signed(language: LetterLanguage, **changes: object) -> Signed:
    said = letter(language)
    values = {
        "language": language, "kind": said.kind, "subject": "Нәтижелерге қатысты", "reviewing": said.reviewing.dative,
        "facts": said.facts,
        "dated_on": said.dated_on, "petition_id": 12, "version": 3, "text_hash": "4f2a 91bc 0d3e 77aa",
        "is_example": False,
    }  # fmt: skip
    return Signed(**{**values, **changes})  # type: ignore[arg-type]


def printed(said: Signed, count: int = 2, first: int = 1) -> bytes:
    return print_sheets(said, sheets_of(said, first=first, count=count, public_url=SITE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_says_what_is_signed_and_has_twenty_numbered_rows(language: LetterLanguage, tmp_path: Path) -> None:
    text = text_of(printed(signed(language), first=7), tmp_path)
    for expected in ("4f2a 91bc 0d3e 77aa", "Нәтижелерге қатысты"):
        assert text.count(expected) == 2
    for number in (7, 8):
        assert letters_of(f"{SITE}/{language}/petitions/12/?version=3&sheet={number}") in letters_of(text)
        assert f"№ {number}" in text
    assert len(re.findall(r"(?<!\d)20(?!\d)", text)) == 2
    assert "21 " not in text.replace("2025 жылғы 21", "").replace("21 апреля", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_one_page_also_under_a_long_subject(language: LetterLanguage, tmp_path: Path) -> None:
    long = signed(
        language,
        reviewing="Мангистауской областной комиссии по делам " * 4,
        subject="Ұ" * 150 + " Мемлекеттік тіркеудің нәтижелеріне қатысты" * 80,
    )
    for said in (signed(language), long):
        pdf = printed(said, count=3)
        words = words_with_places(pdf, tmp_path)
        assert not [word for word, left, right, width in words if left < LEFT or right > width - RIGHT]
        assert pages_of(pdf, tmp_path) == 3


def pages_of(pdf: bytes, folder: Path) -> int:
    path = folder / "pages.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]


def test_the_code_of_a_sheet_is_its_address() -> None:
    said = signed(LetterLanguage.KK)
    [sheet] = sheets_of(said, first=5, count=1, public_url=SITE)
    assert sheet.url == f"{SITE}/kk/petitions/12/?version=3&sheet=5"
    drawn = segno.make_qr(sheet.url, error="m").svg_inline(border=0, omitsize=True, title=sheet.url, svgclass="qr",
                                                          lineclass=None)  # fmt: skip
    assert sheet.qr == drawn
    assert "<title>" in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_sheets_are_the_same_bytes_also_after_others(language: LetterLanguage) -> None:
    first = printed(signed(language))
    printed(signed(language, kind=PetitionKind.APPEAL, version=9), count=1)
    assert printed(signed(language)) == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_of_an_appeal_never_calls_it_a_complaint(language: LetterLanguage, tmp_path: Path) -> None:
    text = text_of(printed(signed(language, kind=PetitionKind.APPEAL)), tmp_path).lower()
    assert not [word for word in ("жалоб", "шағым") if word in text]


def test_sheets_are_ordered_printed_and_numbered_on(
    owner: CheckedClient, paper: str, session: Session, work: Work, tmp_path: Path
) -> None:
    for count in ("2", "3"):
        fields = filled_in(owner.get(paper).text, f"{paper}sheets")
        fields["language"], fields["count"] = "kk", count
        answer = owner.post(f"{paper}sheets", data=fields)
        assert answer.status_code == 303
    assert "Refresh" in owner.get(paper).headers
    work()
    session.expire_all()
    first, second = session.scalars(select(PaperSheets).order_by(PaperSheets.first)).all()
    assert ((first.first, first.count), (second.first, second.count)) == ((1, 2), (3, 3))
    page = owner.get(paper)
    assert "Refresh" not in page.headers
    assert f"{paper}sheets/{second.id}.pdf" in page.text
    file = owner.get(f"{paper}sheets/{second.id}.pdf")
    assert sha256(file.data).hexdigest() == second.sha256
    assert "signature-sheets-1-v1-3-5.kk.pdf" in file.headers["Content-Disposition"]
    text = letters_of(text_of(file.data, tmp_path))
    assert [f"version=1&sheet={number}" in text for number in (2, 3, 5, 6)] == [False, True, True, False]


def test_an_order_sent_twice_is_printed_once(owner: CheckedClient, paper: str, session: Session) -> None:
    fields = filled_in(owner.get(paper).text, f"{paper}sheets")
    fields["language"], fields["count"] = "ru", "4"
    for _ in range(2):
        assert owner.post(f"{paper}sheets", data=fields).status_code == 303
    assert session.scalars(select(PaperSheets.count)).all() == [4]
    fields["count"] = "5"
    again = owner.post(f"{paper}sheets", data=fields)
    assert again.status_code == 409
    assert filled_in(again.text, f"{paper}sheets")["first"] == "5"
    assert filled_in(again.text, f"{paper}sheets")["count"] == "5"


@pytest.mark.parametrize("count", ["", "0", "51", "-1", "два", "1.5", "9" * 40])
def test_a_number_that_is_none_is_told_and_stays(
    owner: CheckedClient, paper: str, session: Session, count: str
) -> None:
    fields = filled_in(owner.get(paper).text, f"{paper}sheets")
    fields["count"] = count
    answer = owner.post(f"{paper}sheets", data=fields)
    assert answer.status_code == 422
    assert 'id="count-error"' in answer.text
    assert filled_in(answer.text, f"{paper}sheets")["count"] == count
    assert session.scalars(select(PaperSheets)).all() == []


def test_only_owner_and_editors_order_and_take_sheets(
    owner: CheckedClient, reader: CheckedClient, paper: str, sign_in: Callable[..., CheckedClient], session: Session,
    work: Work,
) -> None:  # fmt: skip
    fields = filled_in(owner.get(paper).text, f"{paper}sheets")
    fields["count"] = "1"
    owner.post(f"{paper}sheets", data=fields)
    address = f"{paper}sheets/{session.scalars(select(PaperSheets.id)).one()}.pdf"
    assert owner.get(address).status_code == 404
    work()
    assert owner.get(address).status_code == 200
    for other, status in ((reader, 403), (sign_in(AccountRole.ORGANISER), 404)):
        token = filled_in(other.get("/ru/groups/").text, "/ru/account/sign-out")["csrf_token"]
        assert other.post(f"{paper}sheets", data={**fields.to_dict(), "csrf_token": token}).status_code == status
        assert other.get(address).status_code == status


def test_of_two_who_order_at_once_one_is_told_the_next_number(
    sessions: sessionmaker[Session], session: Session, group: Group, version: PetitionVersion, clock: Clock
) -> None:
    viewer, version_id, now = editor_of(group), version.id, clock()
    session.close()

    def order(count: int) -> Callable[[Session], object]:
        def deed(own: Session) -> object:
            mine = own.get_one(PetitionVersion, version_id)
            return order_sheets(
                own, viewer=viewer, version=mine, language=LetterLanguage.KK, first=1, count=count, now=now
            )

        return deed

    [raised] = at_once(sessions, order(2), order(3))
    assert isinstance(raised, StaleVersion)
    assert raised.current == 3


def test_what_a_frozen_version_says_stands_on_its_sheets(version: PetitionVersion) -> None:
    for language in LANGUAGES:
        said = signed_of(version, language)
        assert said.text_hash.replace(" ", "") == version.content_sha256[:16]
        assert said.is_example
        assert said.subject
        assert said.reviewing


def test_nobody_signs_a_request_for_information(
    owner: CheckedClient, paper: str, version: PetitionVersion, session: Session
) -> None:
    version.petition.kind = PetitionKind.INFORMATION_REQUEST
    session.commit()
    assert owner.get(paper).status_code == 404
