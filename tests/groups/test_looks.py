"""The owner sees who looked at what: phones of people, and files that name them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import GroupRole
from complaints.domain.complaint import LetterLanguage, LookedAt
from complaints.models import Complaint, Group, Look, Petition, PetitionVersion, Round, new_id
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import FORMAL, ROUND, open_receipt, send
from tests.support.members import Person, make_member, press

LOOKS = "/en/groups/parents/looks"


@pytest.fixture
def number(group: Group, app: Flask) -> str:
    browser = app.test_client()
    assert isinstance(browser, CheckedClient)
    return open_receipt(browser, send(browser, FORMAL, {"email": ""})).number


def add_looks(session: Session, group: Group, person: Person, number: str, count: int, clock: Clock) -> None:
    complaint = session.scalars(select(Complaint).where(Complaint.number == number)).one()
    for minutes in range(count):
        session.add(
            Look(
                id=new_id(),
                account_id=person.account.id,
                group_id=group.id,
                what=LookedAt.PHONE,
                at=clock() + timedelta(minutes=minutes),
                complaint_id=complaint.id,
            )
        )
    session.commit()


def add_download(session: Session, group: Group, person: Person, clock: Clock) -> PetitionVersion:
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    petition = Petition(group_id=group.id, round_id=round_.id, kind="complaint", created_at=clock())
    session.add(petition)
    session.flush()
    version = PetitionVersion(
        id=new_id(),
        petition_id=petition.id,
        number=3,
        frozen_at=clock(),
        content={},
        content_sha256="0" * 64,
        representative_enc=b"",
    )
    session.add(version)
    session.add(
        Look(
            id=new_id(),
            account_id=person.account.id,
            group_id=group.id,
            what=LookedAt.OFFICIAL_FILE,
            at=clock(),
            version_id=version.id,
            language=LetterLanguage.RU,
        )
    )
    session.commit()
    return version


def test_a_look_at_a_phone_stands_in_the_list_with_who_and_whose(owner: Person, editor: Person, number: str) -> None:
    page = f"/en/groups/parents/unconfirmed/{number}"
    assert press(editor.client, page, page).status_code == 200
    listed = owner.client.get(LOOKS).text
    assert editor.email in listed
    assert f"The phone number of {number}" in listed
    assert "000 00 01" not in listed


def test_a_download_stands_in_the_list_with_version_and_language(
    owner: Person, editor: Person, group: Group, session: Session, clock: Clock
) -> None:
    version = add_download(session, group, editor, clock)
    listed = owner.client.get(LOOKS).text
    assert f"collective complaint {version.petition_id}, version 3. Language: Russian" in listed
    assert f"/en/groups/parents/petitions/{version.petition_id}/versions/3/" in listed


def test_the_list_shows_fifty_the_newest_first_and_the_rest_on_the_next_page(
    owner: Person, editor: Person, group: Group, number: str, session: Session, clock: Clock
) -> None:
    add_looks(session, group, editor, number, 51, clock)
    first, second = (owner.client.get(f"{LOOKS}?page={page}").text for page in (1, 2))
    assert first.count("<time") == 50
    assert second.count("<time") == 1
    assert "23 November 2026, 10:50" in first
    assert "23 November 2026, 10:00" in second
    assert owner.client.get(f"{LOOKS}?page=99").text == second.replace("page=2", "page=99")


def test_looks_are_found_by_member_and_by_number(
    owner: Person, editor: Person, group: Group, number: str, session: Session, clock: Clock
) -> None:
    add_looks(session, group, editor, number, 2, clock)
    add_download(session, group, owner, clock)
    assert owner.client.get(LOOKS, query_string={"member": str(editor.account.id)}).text.count("<time") == 2
    assert owner.client.get(LOOKS, query_string={"member": str(owner.account.id)}).text.count("<time") == 1
    assert owner.client.get(LOOKS, query_string={"number": number.lower()}).text.count("<time") == 2
    for asked in ({"number": "nonsense"}, {"number": "0000-0000"}):
        assert "No look fits" in owner.client.get(LOOKS, query_string=asked).text
    assert owner.client.get(LOOKS, query_string={"member": "nobody"}).status_code == 200


def test_the_spreadsheet_has_every_look_and_obeys_nobody(
    owner: Person, group: Group, number: str, session: Session, clock: Clock, sign_in: Callable[..., CheckedClient]
) -> None:
    sly = make_member(session, sign_in, group, GroupRole.EDITOR, "=cmd@example.com")
    add_looks(session, group, sly, number, 60, clock)
    answer = owner.client.get(f"{LOOKS}.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=looks-parents-2026-11-23.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) == 61
    assert rows[1] == [
        "2026-11-23 10:59:00",
        "2026-11-23T05:59:00Z",
        "'=cmd@example.com",
        f"The phone number of {number}",
    ]


def test_only_the_owner_reads_the_list(owner: Person, editor: Person, reader: Person) -> None:
    assert "Nobody of the group has looked" in owner.client.get(LOOKS).text
    for person in (editor, reader):
        assert [person.client.get(page).status_code for page in (LOOKS, f"{LOOKS}.csv")] == [403, 403]
