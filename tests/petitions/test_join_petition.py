"""Agreeing to a published petition without an own complaint: the form, the mailed link, the receipt, the register."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.datastructures import MultiDict

from complaints import supporting
from complaints.confirming import confirm_supporter
from complaints.domain.access import AccountRole
from complaints.domain.complaint import ConfirmedBy, LetterLanguage
from complaints.domain.petition import Cut, ExportState
from complaints.models import Complaint, ContactLink, Export, Group, Look, PetitionVersion, Supporter, VersionSupporter
from complaints.petitions.freezing import actions as petitions
from complaints.petitions.joining import actions
from complaints.petitions.joining.following.actions import withdraw_joined
from complaints.petitions.publishing.actions import publish_petition, unpublish_petition
from complaints.web import context
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of, freeze, freeze_again, hand_in
from tests.support.filings import Receipt, error_of, read_receipt
from tests.support.forms import fill_and_send, filled_in
from tests.support.links import link_in
from tests.support.mails import body_of

pytestmark = pytest.mark.usefixtures("unprinted")

Work, Mails = Callable[[], int], Callable[[], list[EmailMessage]]
PERSON: dict[str, str | list[str]] = {
    "full_name": "Сүлейменова Жәния Ғабитқызы",
    "postal_address": "Ақтау қаласы, Қосылған көшесі, 9-үй",
    "email": "joiner@example.com",
    "phone": "8 701 000 00 02",
    "iin": "910630201017",
    "consent_processing": "y",
    "consent_petition": "y",
}


@pytest.fixture
def version(
    app: Flask, session: Session, group: Group, filed: list[Complaint], clock: Clock, work: Work
) -> PetitionVersion:
    """A frozen version of three people on its public page; who has the IIN of PERSON is not in it."""
    made = freeze(app, session, group, now=clock())
    made.petition.chosen[:] = [row for row in made.petition.chosen if row.complaint_id != filed[0].id]
    session.commit()
    made = freeze_again(app, session, group, made, now=clock())
    work()
    publish(session, group, made, clock)
    return made


def publish(session: Session, group: Group, version: PetitionVersion, clock: Clock) -> None:
    session.expire_all()
    publish_petition(session, viewer=editor_of(group), version=version, now=clock())
    session.commit()


def page_of(version: PetitionVersion, part: str = "", lang: str = "ru") -> str:
    return f"/{lang}/petitions/{version.petition_id}/{part}"


def join(client: CheckedClient, version: PetitionVersion, lang: str = "ru", **typed: str) -> Receipt:
    answer = fill_and_send(client, page_of(version, "join", lang), {**PERSON, **typed})
    assert answer.status_code == 303, answer.text
    return read_receipt(client.get(answer.location).text)


def typed_in(page: str, address: str) -> MultiDict[str, str]:
    """The form of the page with the person in it."""
    fields = filled_in(page, address)
    for name, value in PERSON.items():
        fields.setlist(name, [str(value)])
    return fields


def row_of(session: Session, number: str) -> Supporter:
    session.expire_all()
    return session.scalars(select(Supporter).where(Supporter.number == number)).one()


def confirm(session: Session, number: str, clock: Clock) -> None:
    confirm_supporter(session, row_of(session, number), by=ConfirmedBy.PAPER, now=clock())
    session.commit()


def counted(session: Session, version: PetitionVersion) -> int:
    session.expire_all()
    return supporting.count_counted(session, version.petition_id)


def test_who_joins_gets_number_and_code_and_everything_is_encrypted(
    client: CheckedClient, session: Session, version: PetitionVersion
) -> None:
    receipt = join(client, version)
    row = row_of(session, receipt.number)
    assert row.petition_id == version.petition_id
    assert row.language is LetterLanguage.RU
    assert row.confirmed_at is None
    assert client.get(f"/ru/petitions/joined/{receipt.number}").status_code == 200
    assert counted(session, version) == 0


def test_the_form_says_which_version_and_names_the_group_and_the_authorities(
    client: CheckedClient, version: PetitionVersion, group: Group
) -> None:
    for lang, words in (("kk", "2-нұсқасын"), ("ru", "версия 2"), ("en", "version 2")):
        page = client.get(page_of(version, "join", lang))
        assert words in page.text
        assert group.name in page.text
        assert version.content["ru" if lang == "en" else lang]["letter"]["reviewing"]["nominative"] in page.text
        assert f'href="/{lang}/petitions/{version.petition_id}/"' in page.text
        assert ('name="language"' in page.text) == (lang == "en")
        assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("full_name", ""), ("postal_address", ""), ("iin", "123"), ("email", "nobody"), ("phone", "12"),
        ("consent_petition", ""), ("consent_processing", ""), ("full_name", "Ә" * 201),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept(
    client: CheckedClient, session: Session, version: PetitionVersion, field: str, typed: str
) -> None:
    answer = fill_and_send(client, page_of(version, "join"), {**PERSON, field: [typed] if typed else []})
    assert answer.status_code == 422
    assert error_of(answer.text, field)
    if field != "postal_address":
        assert "Қосылған көшесі" in answer.text
    assert not session.scalars(select(Supporter)).all()


def test_one_way_to_be_reached_is_enough_and_none_is_not(client: CheckedClient, version: PetitionVersion) -> None:
    answer = fill_and_send(client, page_of(version, "join"), {**PERSON, "email": "", "phone": ""})
    assert answer.status_code == 422
    assert error_of(answer.text, "phone")
    join(client, version, email="")


def test_the_english_form_asks_for_the_language_of_the_mails(
    client: CheckedClient, session: Session, version: PetitionVersion
) -> None:
    answer = fill_and_send(client, page_of(version, "join", "en"), PERSON)
    assert error_of(answer.text, "language")
    assert row_of(session, join(client, version, "en", language="kk").number).language is LetterLanguage.KK


def test_a_form_sent_twice_joins_once_and_shows_the_same_receipt(
    client: CheckedClient, app: Flask, session: Session, version: PetitionVersion
) -> None:
    address = page_of(version, "join")
    fields = typed_in(client.get(address).text, address)
    answers = [client.post(address, data=fields), app.test_client().post(address, data=fields)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert len(session.scalars(select(Supporter)).all()) == 1


def test_a_token_of_another_petition_or_of_yesterday_asks_to_send_again(
    client: CheckedClient, clock: Clock, session: Session, version: PetitionVersion
) -> None:
    address = page_of(version, "join")
    fields = typed_in(client.get(address).text, address)
    clock.advance(days=1, seconds=1)
    answer = client.post(address, data=fields)
    assert answer.status_code == 422
    assert "Қосылған көшесі" in answer.text
    assert client.post(address, data={**PERSON, "token": "no.token"}).status_code == 422
    again = typed_in(answer.text, address)
    assert client.post(address, data=again).status_code == 303


def test_who_read_another_version_is_asked_to_read_the_new_one(
    client: CheckedClient,
    app: Flask,
    clock: Clock,
    session: Session,
    group: Group,
    version: PetitionVersion,
    work: Work,
) -> None:
    address = page_of(version, "join")
    fields = typed_in(client.get(address).text, address)
    other = client.application.test_client()
    assert isinstance(other, CheckedClient)
    confirm(session, join(other, version).number, clock)
    later = freeze_again(app, session, group, version, now=clock())
    work()
    publish(session, group, later, clock)
    answer = client.post(address, data=fields)
    assert answer.status_code == 409
    assert filled_in(answer.text, address)["version"] == "3"
    assert "Қосылған көшесі" in answer.text
    again = typed_in(answer.text, address)
    assert client.post(address, data=again).status_code == 303


def test_nobody_joins_before_it_is_published_after_the_hand_over_or_when_it_is_taken_off(
    client: CheckedClient, clock: Clock, session: Session, group: Group, version: PetitionVersion
) -> None:
    address = page_of(version, "join")
    assert client.get("/ru/petitions/99/join").status_code == 404
    fields = typed_in(client.get(address).text, address)
    unpublish_petition(session, viewer=editor_of(group), petition=version.petition, reason="Қате бар екен", now=clock())
    session.commit()
    for answer in (client.get(address), client.post(address, data=fields)):
        assert answer.status_code == 410
        assert "Қате бар екен" in answer.text
    clock.advance(minutes=1)
    publish(session, group, version, clock)
    hand_in(session, version, group, now=clock())
    closed = client.get(address)
    assert closed.status_code == 200
    assert "/complain" in closed.text
    assert client.post(address, data=fields).status_code == 409
    assert not session.scalars(select(Supporter)).all()


def test_the_mailed_link_confirms_only_when_the_page_is_sent(
    client: CheckedClient, session: Session, version: PetitionVersion, work: Work, mails: Mails
) -> None:
    for lang, greeting in (("kk", "Сәлеметсіз бе!"), ("ru", "Здравствуйте!")):
        address = f"{lang}@example.com"
        receipt = join(client, version, lang, email=address, iin="")
        work()
        [mail] = [mail for mail in mails() if mail["To"] == address]
        assert greeting in body_of(mail)
        assert receipt.number in body_of(mail)
        assert receipt.code not in body_of(mail)
        link = link_in(mail, "/petitions/confirm/")
        assert client.get(link).headers["Cache-Control"] == "no-store"
        assert row_of(session, receipt.number).confirmed_at is None
        assert fill_and_send(client, link, {}).status_code == 303
        assert row_of(session, receipt.number).confirmed_by is ConfirmedBy.MAIL_LINK
    assert counted(session, version) == 2


def test_who_did_not_ask_takes_the_own_address_off(
    client: CheckedClient, session: Session, version: PetitionVersion, work: Work, mails: Mails
) -> None:
    number = join(client, version).number
    work()
    link = link_in(mails()[0], "/petitions/confirm/")
    assert fill_and_send(client, link, {"do": "disown"}).status_code == 303
    row = row_of(session, number)
    assert (row.email_enc, row.email_index, row.confirmed_at) == (None, None, None)
    assert row.phone_enc is not None
    assert number not in client.get(link).text


def test_an_address_gets_one_mail_an_hour_and_three_a_day(
    client: CheckedClient, clock: Clock, version: PetitionVersion, work: Work, mails: Mails
) -> None:
    number = join(client, version).number
    work()
    sent, said = [], set()
    for seconds in (3599, 1, 3600, 3600, 19 * 3600):
        clock.advance(seconds=seconds)
        with client.session_transaction() as cookie:
            cookie["complaints"] = {number: {"until": int(clock.now.timestamp()) + 3600}}
        answer = client.post(f"/ru/petitions/joined/{number}/confirmation")
        said.add(client.get(answer.location).text.partition('role="status">')[2].partition("<")[0])
        work()
        sent.append(len(mails()))
    assert sent == [1, 2, 3, 3, 3]
    assert len(said) == 1


def test_a_link_ends_after_two_weeks(
    client: CheckedClient, clock: Clock, session: Session, version: PetitionVersion, work: Work, mails: Mails
) -> None:
    join(client, version)
    work()
    link = link_in(mails()[0], "/petitions/confirm/")
    clock.advance(days=14)
    assert client.get(link).status_code == client.post(link).status_code == 410
    work()
    session.expire_all()
    assert not session.scalars(select(ContactLink)).all()


@pytest.mark.parametrize("again", [{"email": "other@example.com"}, {"iin": "", "email": "Joiner@Example.com"}])
def test_the_same_iin_or_address_again_is_answered_alike_and_counted_once(
    client: CheckedClient, clock: Clock, session: Session, version: PetitionVersion, again: dict[str, str]
) -> None:
    first = join(client, version)
    confirm(session, first.number, clock)
    clock.advance(minutes=1)
    second = join(client, version, **again)
    confirm(session, second.number, clock)
    assert second.page.replace(second.number, first.number).count(first.number) == first.page.count(first.number)
    assert counted(session, version) == 1
    assert [row.number for row in supporting.list_counted(session, version.petition_id)] == [first.number]
    withdraw_joined(session, row_of(session, first.number), now=clock())
    session.commit()
    assert counted(session, version) == 1


def test_who_stands_in_it_with_a_complaint_is_not_counted_again(
    client: CheckedClient, clock: Clock, app: Flask, session: Session, group: Group, filed: list[Complaint], work: Work
) -> None:
    version = freeze(app, session, group, now=clock())
    work()
    publish(session, group, version, clock)
    confirm(session, join(client, version).number, clock)
    assert counted(session, version) == 0


def test_the_next_freeze_takes_up_who_is_confirmed_and_names_them_in_the_official_copy_only(
    client: CheckedClient, app: Flask, clock: Clock, session: Session, group: Group, version: PetitionVersion
) -> None:
    number = join(client, version).number
    waiting = join(client, version, iin="", email="waiting@example.com").number
    confirm(session, number, clock)
    clock.advance(minutes=1)
    later = freeze_again(app, session, group, version, now=clock())
    assert later.number == 3
    for lang in LetterLanguage:
        letter, register = later.content[lang]["letter"], later.content[lang]["register"]
        assert [row["number"] for row in register["joined"]] == [number]
        assert letter["joined"] == 1
        assert letter["included"] == version.content[lang]["letter"]["included"]
        assert waiting not in json.dumps(later.content, ensure_ascii=False)
        assert "Сүлейменова" not in json.dumps(later.content, ensure_ascii=False)
    with app.app_context():
        official = petitions.prepare(session, later, LetterLanguage.RU, Cut.OFFICIAL, cipher=context.cipher())
        public = petitions.prepare(session, later, LetterLanguage.RU, Cut.PUBLIC, cipher=context.cipher())
    assert official.people is not None
    assert official.people[number].full_name == PERSON["full_name"]
    assert public.people is None
    assert freeze_again(app, session, group, later, now=clock()).number == 3


def handed_states(session: Session, version: PetitionVersion) -> dict[Cut, set[ExportState]]:
    session.expire_all()
    rows = session.scalars(select(Export).where(Export.version_id == version.id)).all()
    return {cut: {row.state for row in rows if row.cut is cut} for cut in Cut}


@pytest.fixture
def taken_up(
    client: CheckedClient,
    app: Flask,
    clock: Clock,
    session: Session,
    group: Group,
    version: PetitionVersion,
    work: Work,
) -> tuple[Receipt, PetitionVersion]:
    """Somebody joined and stands in a printed version."""
    receipt = join(client, version)
    confirm(session, receipt.number, clock)
    clock.advance(minutes=1)
    later = freeze_again(app, session, group, version, now=clock())
    work()
    return receipt, later


def test_who_withdraws_before_the_hand_over_makes_the_version_to_be_frozen_again(
    client: CheckedClient, app: Flask, clock: Clock, session: Session, group: Group, owner: CheckedClient,
    taken_up: tuple[Receipt, PetitionVersion],
) -> None:  # fmt: skip
    receipt, version = taken_up
    own = f"/ru/petitions/joined/{receipt.number}"
    assert client.get(f"{own}/withdraw").status_code == 200
    assert handed_states(session, version)[Cut.OFFICIAL] == {ExportState.DONE}
    for _ in range(2):
        assert client.post(f"{own}/withdraw").status_code == 303
    assert handed_states(session, version) == {
        Cut.OFFICIAL: {ExportState.REMOVED},
        Cut.PUBLIC: {ExportState.DONE},
        Cut.COUNTER: {ExportState.DONE},
    }
    assert session.get_one(VersionSupporter, (version.id, row_of(session, receipt.number).id)).left_at == clock()
    desk = owner.get(f"/en/groups/{group.slug}/petitions/{version.petition_id}/versions/{version.number}/").text
    assert "To be frozen again" in desk
    assert receipt.number in desk
    again = freeze_again(app, session, group, version, now=clock())
    assert again.number == version.number + 1
    assert again.content["ru"]["register"]["joined"] == []
    hand_in(session, again, group, now=clock())


def test_erasing_after_the_hand_over_leaves_a_stub_and_the_hash_of_the_file(
    client: CheckedClient, clock: Clock, session: Session, group: Group, taken_up: tuple[Receipt, PetitionVersion]
) -> None:
    receipt, version = taken_up
    hand_in(session, version, group, now=clock())
    own = f"/ru/petitions/joined/{receipt.number}"
    assert client.get(f"{own}/erase").status_code == 200
    assert client.post(f"{own}/erase").status_code == 303
    row = row_of(session, receipt.number)
    assert row.erased_at == clock()
    sealed = [name for name in Supporter.__table__.columns.keys() if name.endswith(("_enc", "_index"))]  # noqa: SIM118
    assert {getattr(row, name) for name in sealed} == {None}
    official = session.scalars(select(Export).where(Export.version_id == version.id, Export.cut == Cut.OFFICIAL)).all()
    assert all(file.sha256 and file.storage_key is None for file in official)
    assert client.get(own).status_code == 303
    track = {"number": receipt.number, "code": receipt.code}
    assert fill_and_send(client, "/ru/track", track).status_code == 422


def test_number_and_code_open_the_own_page_and_a_wrong_code_does_not(
    app: Flask, client: CheckedClient, version: PetitionVersion
) -> None:
    receipt = join(client, version)
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    assert other.get(f"/ru/petitions/joined/{receipt.number}").status_code == 303
    wrong = fill_and_send(other, "/ru/track", {"number": receipt.number, "code": "0" * 26})
    assert wrong.status_code == 422
    answer = fill_and_send(other, "/ru/track", {"number": receipt.number, "code": receipt.code})
    assert answer.location == f"/ru/petitions/joined/{receipt.number}"
    page = other.get(answer.location)
    assert str(PERSON["full_name"]) in page.text
    assert page.headers["Cache-Control"] == "no-store"
    said = json.loads(other.get(f"{answer.location}/download").text)
    assert said["answers"]["iin"] == PERSON["iin"]
    assert said["petition"] == version.petition_id


def test_a_lost_code_is_replaced_by_the_mailed_link(
    client: CheckedClient, version: PetitionVersion, work: Work, mails: Mails
) -> None:
    receipt = join(client, version)
    fill_and_send(client, "/ru/track/lost", {"email": str(PERSON["email"])})
    work()
    [link] = [link_in(mail, "/track/lost/") for mail in mails() if "/track/lost/" in body_of(mail)]
    page = client.get(link)
    assert receipt.number in page.text
    answer = client.post(link, data={"number": receipt.number})
    new = read_receipt(client.get(answer.location).text)
    assert new.number == receipt.number
    assert new.code != receipt.code
    assert fill_and_send(client, "/ru/track", {"number": new.number, "code": receipt.code}).status_code == 422
    assert fill_and_send(client, "/ru/track", {"number": new.number, "code": new.code}).status_code == 303


def test_a_member_calls_who_gave_only_a_phone_and_the_person_sees_the_look(
    client: CheckedClient, session: Session, group: Group, owner: CheckedClient, reader: CheckedClient,
    sign_in: Callable[..., CheckedClient], version: PetitionVersion,
) -> None:  # fmt: skip
    number = join(client, version, email="").number
    listed = f"/en/groups/{group.slug}/joined"
    for member in (owner, reader):
        assert number in member.get(listed).text
    assert reader.get(f"{listed}/{number}").status_code == 403
    stranger = sign_in(AccountRole.ORGANISER)
    assert stranger.get(listed).status_code == stranger.get(f"{listed}/{number}").status_code == 404
    early = fill_and_send(owner, f"{listed}/{number}", {"by": "call"}, to=f"{listed}/{number}/confirm")
    assert early.status_code == 422
    page = owner.get(f"{listed}/{number}")
    assert "701 000 00 02" not in page.text
    shown = owner.post(f"{listed}/{number}", data=filled_in(page.text, f"{listed}/{number}"))
    assert "+7 701 000 00 02" in shown.text
    [look] = session.scalars(select(Look))
    assert look.supporter_id == row_of(session, number).id
    fields = filled_in(page.text, f"{listed}/{number}/confirm")
    fields["by"] = "call"
    assert owner.post(f"{listed}/{number}/confirm", data=fields).status_code == 303
    assert row_of(session, number).confirmed_by is ConfirmedBy.CALL
    own = client.get(f"/en/petitions/joined/{number}").text
    assert group.name in own
    assert "Who looked at your data" in own
    assert owner.get(f"{listed}/{number}").status_code == 404


def test_two_forms_with_one_token_at_once_join_once(
    app: Flask, session: Session, sessions: sessionmaker[Session], version: PetitionVersion, clock: Clock
) -> None:
    petition_id, number = version.petition_id, version.number
    session.rollback()
    with app.app_context():
        cipher = context.cipher()
    person = actions.Person("Үлгі Мысал", "Ақтау", None, "+77010000002", "two@example.com", LetterLanguage.KK)
    joined: list[actions.Joined] = []

    def do() -> None:
        with sessions() as own:
            petition = own.get_one(PetitionVersion, version_id).petition
            made = actions.join_petition(
                own, cipher=cipher, petition=petition, version_number=number, person=person, token="one", now=clock()
            )
            own.commit()
            joined.append(made)

    version_id = session.scalars(select(PetitionVersion.id).where(PetitionVersion.number == number)).one()
    session.rollback()
    threads = [Thread(target=do) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(one.is_repeat for one in joined) == [False, True, True, True]
    assert len({one.number for one in joined}) == 1
    rows = session.scalars(select(Supporter).where(Supporter.petition_id == petition_id)).all()
    assert len(rows) == 1


@pytest.mark.parametrize("first", ["withdraw", "freeze"])
def test_a_withdrawal_and_a_freeze_at_once_never_leave_a_version_that_can_be_handed_in_with_who_left(
    client: CheckedClient, app: Flask, clock: Clock, session: Session, sessions: sessionmaker[Session], group: Group,
    version: PetitionVersion, first: str,
) -> None:  # fmt: skip
    number = join(client, version).number
    confirm(session, number, clock)
    supporter_id, version_id, viewer = row_of(session, number).id, version.id, editor_of(group)
    session.rollback()
    with app.app_context():
        cipher = context.cipher()

    def withdraw(own: Session) -> None:
        withdraw_joined(own, own.get_one(Supporter, supporter_id), now=clock())

    def freeze_it(own: Session) -> None:
        petition = own.get_one(PetitionVersion, version_id).petition
        petition.letter_dated_on = clock().date() + timedelta(days=1)
        petitions.freeze_petition(own, cipher=cipher, viewer=viewer, petition=petition, now=clock())

    deeds = {"withdraw": withdraw, "freeze": freeze_it}
    other = "freeze" if first == "withdraw" else "withdraw"
    assert not at_once(sessions, deeds[first], deeds[other])
    session.expire_all()
    places = session.scalars(select(VersionSupporter)).all()
    assert len(places) == (0 if first == "withdraw" else 1)
    assert all(place.left_at for place in places)
