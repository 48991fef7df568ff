"""People who signed on paper: brought as a file or typed, asked about, accepted, counted, undone."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.domain.access import AccountRole
from complaints.domain.changes import Subject
from complaints.domain.paper import PaperState, RowReason, RowState
from complaints.models import Change, Complaint, Group, Job, PaperImport, PaperRow, PetitionVersion, new_id
from complaints.paper import count_signed, list_signed, open_text, paper_total
from complaints.petitions.paper.importing import actions, queries
from complaints.petitions.paper.importing.reading import Contact, Entry
from complaints.web import context
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of, freeze, freeze_again
from tests.support.forms import fill_and_send, filled_in
from tests.support.paper import Row, as_csv, as_xlsx
from tests.support.planted import PEOPLE

pytestmark = pytest.mark.usefixtures("unprinted")

Work = Callable[[], int]
ASEL = (1, 1, "Мысалова Әсел Маратқызы", "Ақтау, Мысал көшесі, 1-үй", "+7 701 000 11 22", "")
BOLAT = (1, 2, "Мысалов Болат", "Ақтау, Мысал көшесі, 2-үй", "", "")
NAMELESS = (1, 3, "", "Ақтау", "", "")
ONLINE_BY_IIN = (1, 4, "Кто-то Другой", "Неизвестно", PEOPLE[0].iin, "")
ONLINE_BY_NAME = (1, 5, PEOPLE[1].full_name.upper(), "Ақтау, Ұлытау көшесі 2 үй", "", "")


@pytest.fixture
def version(app: Flask, session: Session, group: Group, filed: list[Complaint], clock: Clock) -> PetitionVersion:
    return freeze(app, session, group, now=clock())


@pytest.fixture
def paper(group: Group, version: PetitionVersion) -> str:
    return f"/ru/groups/{group.slug}/petitions/{version.petition_id}/paper/{version.number}/"


def bring(member: CheckedClient, paper: str, rows: list[Row], name: str = "list.xlsx") -> str:
    """Where the list that was brought stands."""
    fields = filled_in(member.get(f"{paper}import").text, f"{paper}import").to_dict()
    content = as_csv(rows) if name.endswith(".csv") else as_xlsx(rows)
    answer = member.post(f"{paper}import", data={**fields, "file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def press(member: CheckedClient, page: str, deed: str, **typed: str) -> int:
    fields = filled_in(member.get(page).text, f"{page}{deed}")
    return member.post(f"{page}{deed}", data={**fields.to_dict(), **typed}).status_code


def states(session: Session) -> dict[int, tuple[RowState, RowReason | None]]:
    session.expire_all()
    return {row.line: (row.state, row.reason) for row in session.scalars(select(PaperRow))}


WORDS = ("full_name", "postal_address")


def signers(app: Flask, session: Session, version: PetitionVersion) -> list[tuple[object, ...]]:
    """Version, sheet, row, name, address, day of everybody who signed on paper."""
    session.expire_all()
    with app.app_context():
        cipher = context.cipher()
        return [
            (number, row.sheet, row.place, *(open_text(row, column, cipher) for column in WORDS), row.signed_on)
            for number, row in list_signed(session, version.petition_id)
        ]


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_a_list_is_brought_looked_through_and_accepted(
    app: Flask, owner: CheckedClient, paper: str, version: PetitionVersion, session: Session, name: str
) -> None:
    page = bring(owner, paper, [BOLAT, ASEL, NAMELESS, ONLINE_BY_IIN], name)
    assert states(session) == {
        2: (RowState.GOOD, None),
        3: (RowState.GOOD, None),
        4: (RowState.BAD, RowReason.NO_NAME),
        5: (RowState.REPEATED, RowReason.NUMBER_ONLINE),
    }
    shown = owner.get(page).text
    assert "Кто-то Другой" in shown
    assert paper_total(session, version.id) == 0
    assert press(owner, page, "accept") == 303
    session.expire_all()
    assert paper_total(session, version.id) == 2
    assert signers(app, session, version) == [
        (1, 1, 1, ASEL[2], ASEL[3], None), (1, 1, 2, BOLAT[2], BOLAT[3], None),
    ]  # fmt: skip
    accepted = session.scalars(select(PaperImport)).one()
    assert accepted.counts == {"good": 2, "bad": 1, "repeated": 1, "no_name": 1, "number_online": 1}
    after = owner.get(f"{page}?rows=rejected").text + owner.get(f"{page}?rows=good").text + owner.get(paper).text
    assert not [name for name in (str(ASEL[2]), str(BOLAT[2]), "Кто-то Другой") if name in after]


def test_what_does_not_count_keeps_no_person_once_the_list_is_accepted(
    owner: CheckedClient, paper: str, session: Session
) -> None:
    page = bring(owner, paper, [ASEL, NAMELESS, ONLINE_BY_IIN])
    press(owner, page, "accept")
    session.expire_all()
    for row in session.scalars(select(PaperRow).where(PaperRow.state != RowState.GOOD)):
        assert (row.full_name_enc, row.postal_address_enc, row.contact_enc, row.iin_index) == (None,) * 4


def test_a_name_and_address_that_are_there_already_are_asked_about(
    app: Flask, owner: CheckedClient, paper: str, version: PetitionVersion, session: Session
) -> None:
    page = bring(owner, paper, [ONLINE_BY_NAME, ASEL])
    assert states(session)[2] == (RowState.ASKED, RowReason.NAME_ONLINE)
    shown = owner.get(page).text
    assert session.scalars(select(PaperRow.twins).where(PaperRow.line == 2)).one() in shown
    assert f"{page}accept" not in shown
    token = filled_in(shown, f"{page}answer")["csrf_token"]
    assert owner.post(f"{page}accept", data={"csrf_token": token}).status_code == 409
    asked = session.scalars(select(PaperRow.id).where(PaperRow.line == 2)).one()
    for said, total in (("same", 1), ("different", 2)):
        fields = filled_in(owner.get(f"{page}?rows=asked").text, f"{page}answer").to_dict()
        assert owner.post(f"{page}answer", data={**fields, f"row-{asked}": said}).status_code == 303
        assert sum(state in ("good", "different") for state, _ in states(session).values()) == total
    assert press(owner, page, "accept") == 303
    assert len(signers(app, session, version)) == 2


def test_a_sheet_typed_off_twice_is_asked_about_and_a_person_twice_in_a_list_counts_once(
    owner: CheckedClient, paper: str, session: Session
) -> None:
    page = bring(owner, paper, [ASEL, (7, 7, *ASEL[2:]), (1, 1, "Басқа Адам", "Басқа мекенжай", "", "")])
    assert states(session) == {
        2: (RowState.GOOD, None),
        3: (RowState.REPEATED, RowReason.PHONE_ON_PAPER),
        4: (RowState.ASKED, RowReason.SAME_PLACE),
    }
    assert page


def test_a_second_list_meets_the_people_of_the_first(
    owner: CheckedClient, paper: str, version: PetitionVersion, session: Session
) -> None:
    first, second = bring(owner, paper, [ASEL]), bring(owner, paper, [(2, 1, *ASEL[2:]), (2, 2, *BOLAT[2:])])
    assert press(owner, first, "accept") == 303
    assert press(owner, second, "accept") == 303
    session.expire_all()
    assert paper_total(session, version.id) == 2


def test_an_accepted_list_is_undone_whole(
    owner: CheckedClient, paper: str, version: PetitionVersion, session: Session
) -> None:
    page = bring(owner, paper, [ASEL, BOLAT, NAMELESS])
    press(owner, page, "accept")
    assert press(owner, page, "undo") == 303
    session.expire_all()
    assert paper_total(session, version.id) == 0
    assert session.scalars(select(PaperRow)).all() == []
    undone = session.scalars(select(PaperImport)).one()
    assert (undone.state, (undone.counts or {})["good"]) == (PaperState.UNDONE, 2)
    assert "2" in owner.get(page).text
    token = filled_in(owner.get(f"{paper}import").text, f"{paper}import")["csrf_token"]
    for deed in ("accept", "drop", "answer", "compare"):
        assert owner.post(f"{page}{deed}", data={"csrf_token": token}).status_code == 303
    session.expire_all()
    assert session.scalars(select(PaperImport.state)).one() is PaperState.UNDONE


def test_accepting_and_undoing_are_logged_as_numbers(
    owner: CheckedClient, paper: str, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = bring(owner, paper, [ASEL, NAMELESS])
    press(owner, page, "accept")
    press(owner, page, "undo")
    accepted, undone = session.scalars(select(Change).where(Change.subject == Subject.PAPER).order_by(Change.at)).all()
    assert (accepted.before, undone.after, undone.undoes_id) == (None, None, accepted.id)
    assert accepted.after == undone.before
    assert accepted.after is not None
    assert accepted.after == {"petition": 1, "version": 1, "rows_counted": 1, "rows_left_out": 1}
    assert accepted.account_id is not None
    planted = ("Мысалова", "Мысал көшесі", "77010001122")
    jobs = [str(job.payload) for job in session.scalars(select(Job))]
    for text in (caplog.text, str(accepted.after), *jobs):
        assert not [one for one in planted if one in text]


def test_rows_are_typed_one_after_the_other_and_checked_before_they_count(
    app: Flask, owner: CheckedClient, paper: str, version: PetitionVersion, session: Session
) -> None:
    typing = f"{paper}type"
    for sheet, place, name, address, contact, _day in (ASEL, BOLAT):
        typed = {"sheet": str(sheet), "place": str(place), "full_name": str(name), "postal_address": str(address)}
        assert fill_and_send(owner, typing, {**typed, "contact": str(contact)}).status_code == 303
    page = owner.get(typing).text
    proposed = filled_in(page, typing)
    assert (proposed["sheet"], proposed["place"], proposed["full_name"]) == ("1", "3", "")
    made = session.scalars(select(PaperImport)).one()
    checked = owner.post(
        f"{paper}lists/{made.id}/compare", data=filled_in(page, f"{paper}lists/{made.id}/compare").to_dict()
    )
    assert press(owner, checked.headers["Location"], "accept") == 303
    assert [full_name for _, _, _, full_name, *_rest in signers(app, session, version)] == [ASEL[2], BOLAT[2]]
    assert filled_in(owner.get(typing).text, typing)["sheet"] == ""


def test_a_row_sent_twice_is_kept_once_and_can_be_removed(owner: CheckedClient, paper: str, session: Session) -> None:
    typing = f"{paper}type"
    typed = {"sheet": "3", "place": "20", "full_name": "Ким", "postal_address": "Актау", "signed_on": ""}
    for _ in range(2):
        assert fill_and_send(owner, typing, typed).status_code == 303
    row = session.scalars(select(PaperRow)).one()
    assert filled_in(owner.get(typing).text, typing)["place"] == "1"
    place = f"{paper}lists/{row.import_id}/rows/{row.id}/remove"
    fields = filled_in(owner.get(typing).text, place)
    for _ in range(2):
        assert owner.post(place, data=fields).headers["Location"] == typing
    session.expire_all()
    assert session.scalars(select(PaperRow)).all() == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("sheet", ""), ("sheet", "x"), ("place", "21"), ("full_name", ""), ("full_name", "К" * 201),
        ("postal_address", ""), ("contact", "123"), ("signed_on", "вчера"), ("signed_on", "01.01.2025"),
        ("signed_on", "01.01.2099"),
    ],
)  # fmt: skip
def test_what_was_typed_wrongly_is_said_and_stays(
    owner: CheckedClient, paper: str, session: Session, field: str, typed: str
) -> None:
    good = {"sheet": "1", "place": "2", "full_name": "Ким Ольга", "postal_address": "Актау", "contact": ""}
    answer = fill_and_send(owner, f"{paper}type", {**good, field: typed})
    assert answer.status_code == 422
    kept = filled_in(answer.text, f"{paper}type")
    assert kept[field] == typed
    assert kept["postal_address" if field == "full_name" else "full_name"] in good.values()
    assert f'id="{field}-error"' in answer.text
    assert session.scalars(select(PaperRow)).all() == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "Лист".encode("cp1251"), as_csv([])])
def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    owner: CheckedClient, paper: str, session: Session, content: bytes
) -> None:
    fields = filled_in(owner.get(f"{paper}import").text, f"{paper}import").to_dict()
    answer = owner.post(f"{paper}import", data={**fields, "file": (io.BytesIO(content), "a.xlsx")})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert session.scalars(select(PaperImport)).all() == []


def test_the_same_file_sent_twice_waits_once_and_can_be_thrown_away(
    owner: CheckedClient, paper: str, session: Session
) -> None:
    page = bring(owner, paper, [ASEL], "a.csv")
    assert bring(owner, paper, [ASEL], "b.csv") == page
    assert press(owner, page, "drop") == 303
    assert session.scalars(select(PaperRow)).all() == []
    assert owner.get(page).status_code == 404


def test_a_list_that_nobody_accepts_is_forgotten_and_an_accepted_one_is_not(
    owner: CheckedClient, paper: str, session: Session, work: Work, clock: Clock
) -> None:
    accepted = bring(owner, paper, [ASEL])
    press(owner, accepted, "accept")
    bring(owner, paper, [BOLAT])
    clock.set(clock() + queries.WAITS - timedelta(minutes=1))
    work()
    assert len(session.scalars(select(PaperImport)).all()) == 2
    clock.set(clock() + timedelta(minutes=2))
    work()
    session.expire_all()
    assert session.scalars(select(PaperImport.state)).all() == [PaperState.ACCEPTED]
    assert len(session.scalars(select(PaperRow)).all()) == 1


def test_paper_belongs_to_the_version_whose_text_was_signed(
    app: Flask, owner: CheckedClient, paper: str, version: PetitionVersion, session: Session, group: Group, clock: Clock
) -> None:
    press(owner, bring(owner, paper, [ASEL]), "accept")
    session.expire_all()
    version.petition.letter_dated_on = date(2026, 11, 20)
    session.commit()
    later = freeze_again(app, session, group, version, now=clock())
    assert later.id != version.id
    assert (paper_total(session, version.id), paper_total(session, later.id)) == (1, 0)
    assert count_signed(session, version.petition_id) == 1
    assert "/paper/2/" in owner.get(paper).text
    page = bring(owner, paper.replace("/paper/1/", "/paper/2/"), [ASEL])
    assert press(owner, page, "accept") == 303
    session.expire_all()
    assert paper_total(session, later.id) == 1
    assert count_signed(session, version.petition_id) == 2


def test_only_owner_and_editors_come_near(
    owner: CheckedClient, reader: CheckedClient, paper: str, sign_in: Callable[..., CheckedClient]
) -> None:
    page = bring(owner, paper, [ASEL])
    stranger = sign_in(AccountRole.ORGANISER)
    for address in (paper, f"{paper}import", f"{paper}type", page, f"{paper}template.xlsx"):
        assert owner.get(address).status_code == 200
        assert reader.get(address).status_code == 403
        assert stranger.get(address).status_code == 404
    for other, status in ((reader, 403), (stranger, 404)):
        token = filled_in(other.get("/ru/groups/").text, "/ru/account/sign-out")["csrf_token"]
        for deed in ("accept", "undo", "drop", "answer", "compare", f"rows/{new_id()}/remove"):
            assert other.post(f"{page}{deed}", data={"csrf_token": token}).status_code == status


def test_fifty_rows_are_on_a_page(owner: CheckedClient, paper: str) -> None:
    many: list[Row] = [
        (n // 20 + 1, n % 20 + 1, f"Адам {n:03} {chr(1072 + n % 30) * 9}", f"Ауыл-{n * 7919}", "", "")
        for n in range(120)
    ]
    page = bring(owner, paper, many)
    shown = [owner.get(f"{page}?rows=good&page={number}").text.count("Адам ") for number in (1, 2, 3)]
    assert shown == [50, 50, 20]


def entry(sheet: int, place: int, phone: str | None = None) -> Entry:
    return Entry(2, sheet, place, "Мысалова Әсел", "Ақтау, 1-үй", Contact(phone or "", phone=phone))


def test_of_two_lists_accepted_at_once_a_person_counts_once(
    app: Flask, sessions: sessionmaker[Session], session: Session, group: Group, version: PetitionVersion, clock: Clock
) -> None:
    viewer, ids, now, version_id = editor_of(group), [], clock(), version.id
    with app.app_context():
        cipher = context.cipher()
    for sheet in (1, 2):
        made = actions.keep_file(
            session, [entry(sheet, 1, "+77010001122")], viewer=viewer, version=version, cipher=cipher,
            file_sha256=f"{sheet:064}", now=now,
        )  # fmt: skip
        ids.append(made.id)
        session.commit()
    session.close()

    def accept(import_id: UUID) -> Callable[[Session], object]:
        def deed(own: Session) -> object:
            mine = own.get_one(PetitionVersion, version_id)
            return actions.accept(own, viewer=viewer, version=mine, import_id=import_id, cipher=cipher, now=now)

        return deed

    assert at_once(sessions, accept(ids[0]), accept(ids[1])) == []
    with sessions() as own:
        assert paper_total(own, version_id) == 1
