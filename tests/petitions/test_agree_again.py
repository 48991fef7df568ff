"""Who joined agreed to a certain text; when the public one becomes another, they are asked again, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.confirming import confirm_supporter
from complaints.departures import leave
from complaints.domain.complaint import ConfirmedBy, Departure, LetterLanguage, LinkPurpose
from complaints.domain.petition import Cut, ExportState
from complaints.models import (
    Agreement,
    Complaint,
    ContactLink,
    Export,
    Group,
    PetitionText,
    PetitionVersion,
    Supporter,
)
from complaints.petitions.agreeing import actions
from complaints.petitions.agreeing.queries import count_agreed, list_agreed_versions
from complaints.petitions.agreeing.reading import tell_everybody
from complaints.petitions.annexing import annexes_of
from complaints.petitions.freezing.actions import prepare
from complaints.petitions.joining.following.actions import withdraw_joined
from complaints.petitions.publishing.actions import publish_petition, unpublish_petition
from complaints.web import context
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of, freeze, freeze_again, hand_in
from tests.support.filings import Receipt, read_receipt
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
    "consent_processing": "y",
    "consent_petition": "y",
}
OLD, NEW = "Прежние слова группы.", "Новые слова группы."


@pytest.fixture
def version(
    app: Flask, session: Session, group: Group, filed: list[Complaint], clock: Clock, work: Work
) -> PetitionVersion:
    """The first version on its public page."""
    made = freeze(app, session, group, now=clock())
    work()
    publish(session, group, made, clock)
    return made


def publish(session: Session, group: Group, version: PetitionVersion, clock: Clock) -> None:
    session.expire_all()
    clock.advance(minutes=1)
    publish_petition(session, viewer=editor_of(group), version=version, now=clock())
    session.commit()


def next_version(
    app: Flask, session: Session, group: Group, version: PetitionVersion, clock: Clock, work: Work, text: str = NEW
) -> PetitionVersion:
    """The group says something else in Russian, freezes and publishes; its mails go out."""
    session.expire_all()
    petition = version.petition
    petition.texts[:] = []
    session.flush()
    if text:
        petition.texts.append(PetitionText(language="ru", part="complaint.harm", text=text))
    session.commit()
    made = freeze_again(app, session, group, version, now=clock())
    work()
    publish(session, group, made, clock)
    work()
    session.expire_all()
    return made


def join(
    client: CheckedClient, session: Session, version: PetitionVersion, clock: Clock, lang: str = "ru", **typed: str
) -> Receipt:
    """Somebody joins and is confirmed."""
    clock.advance(minutes=1)
    answer = fill_and_send(client, f"/{lang}/petitions/{version.petition_id}/join", {**PERSON, **typed})
    assert answer.status_code == 303, answer.text
    receipt = read_receipt(client.get(answer.location).text)
    confirm_supporter(session, row_of(session, receipt.number), by=ConfirmedBy.PAPER, now=clock())
    session.commit()
    return receipt


def row_of(session: Session, number: str) -> Supporter:
    session.expire_all()
    return session.scalars(select(Supporter).where(Supporter.number == number)).one()


def asked(mails: Mails) -> list[EmailMessage]:
    return [mail for mail in mails() if "/petitions/agree/" in body_of(mail)]


def agreed(session: Session, version: PetitionVersion) -> dict[int, int]:
    session.expire_all()
    return dict(count_agreed(session, version.petition_id))


def press(client: CheckedClient, address: str) -> int:
    return client.post(address, data=filled_in(client.get(address).text, address)).status_code


def test_who_joins_agrees_to_the_version_that_is_public(
    client: CheckedClient, session: Session, version: PetitionVersion, clock: Clock
) -> None:
    receipt = join(client, session, version, clock)
    row = row_of(session, receipt.number)
    assert list_agreed_versions(session, version.petition_id) == {row.id: 1}
    assert agreed(session, version) == {1: 1}
    shown = client.get(f"/ru/petitions/joined/{receipt.number}").text
    assert f"/ru/petitions/joined/{receipt.number}/agree" not in shown


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_another_text_is_mailed_once_and_agreed_to_by_one_button(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work, mails: Mails, lang: str,
) -> None:  # fmt: skip
    receipt = join(client, session, version, clock, lang)
    later = next_version(app, session, group, version, clock, work)
    [mail] = asked(mails)
    assert mail["To"] == "joiner@example.com"
    assert "Сүлейменова" not in body_of(mail)
    assert "/stop/" in body_of(mail)
    assert receipt.number in body_of(mail)
    address = link_in(mail, "/agree/")
    stranger = app.test_client()
    shown = stranger.get(address)
    assert shown.status_code == 200
    assert NEW in shown.text
    for secret in (*PERSON.values(),):
        assert len(secret) < 5 or str(secret) not in shown.text
    assert agreed(session, version) == {1: 1}
    assert press(stranger, address) == 303
    assert agreed(session, version) == {2: 1}
    again = stranger.get(address).text
    assert f'action="{address}"' not in again
    publish(session, group, later, clock)
    actions.have_asked_again(session, later.petition, now=clock(), key="again")
    session.commit()
    work()
    assert len(asked(mails)) == 1


def test_the_own_page_shows_the_difference_and_without_agreeing_one_counts_as_before(
    app: Flask, client: CheckedClient, owner: CheckedClient, session: Session, group: Group, version: PetitionVersion,
    clock: Clock, work: Work,
) -> None:  # fmt: skip
    receipt = join(client, session, version, clock)
    later = next_version(app, session, group, version, clock, work)
    address = f"/ru/petitions/joined/{receipt.number}/agree"
    assert address in client.get(f"/ru/petitions/joined/{receipt.number}").text
    shown = client.get(address).text
    assert NEW in shown
    assert "<ins>" in shown
    assert app.test_client().get(address).status_code == 303
    desk = f"/ru/groups/{group.slug}/petitions/{later.petition_id}/versions/2/"
    assert 'id="agreed"' in owner.get(desk).text
    assert agreed(session, version) == {1: 1}
    assert press(client, address) == 303
    assert agreed(session, version) == {2: 1}
    kept = json.loads(client.get(f"/ru/petitions/joined/{receipt.number}/download").text)
    assert [one["version"] for one in kept["agreed"]] == [2, 1]
    third = next_version(app, session, group, version, clock, work, text="Третьи слова.")
    row = row_of(session, receipt.number)
    assert third.content["ru"]["letter"]["joined"] == 1
    assert list_agreed_versions(session, version.petition_id)[row.id] == 2


def test_the_same_text_asks_nobody_and_an_earlier_text_come_back_asks_nobody_who_agreed_to_it(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work, mails: Mails, filed: list[Complaint],
) -> None:  # fmt: skip
    join(client, session, version, clock)
    leave(session, filed[0], Departure.WITHDRAWN, now=clock())
    session.commit()
    next_version(app, session, group, version, clock, work, text="")
    assert asked(mails) == []
    next_version(app, session, group, version, clock, work, text=NEW)
    assert len(asked(mails)) == 1
    next_version(app, session, group, version, clock, work, text="")
    assert len(asked(mails)) == 1


def test_nobody_is_asked_who_left_or_has_no_address_or_is_not_confirmed_and_an_address_once(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work, mails: Mails,
) -> None:  # fmt: skip
    gone = join(client, session, version, clock, email="gone@example.com")
    join(client, session, version, clock, email="")
    join(client, session, version, clock, email="both@example.com")
    join(client, session, version, clock, email="BOTH@example.com", full_name="Басқа Адам")
    waiting = fill_and_send(
        client, f"/ru/petitions/{version.petition_id}/join", {**PERSON, "email": "later@example.com"}
    )
    number = read_receipt(client.get(waiting.location).text).number
    withdraw_joined(session, row_of(session, gone.number), now=clock())
    session.commit()
    next_version(app, session, group, version, clock, work)
    assert [mail["To"] for mail in asked(mails)] == ["both@example.com"]
    confirm_supporter(session, row_of(session, number), by=ConfirmedBy.PAPER, now=clock())
    session.commit()
    work()
    assert {mail["To"] for mail in asked(mails)} == {"both@example.com", "later@example.com"}
    assert len(asked(mails)) == 2


def test_a_text_that_changed_while_it_was_read_is_shown_again(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work,
) -> None:  # fmt: skip
    receipt = join(client, session, version, clock)
    next_version(app, session, group, version, clock, work, text=OLD)
    address = f"/ru/petitions/joined/{receipt.number}/agree"
    read = filled_in(client.get(address).text, address)
    next_version(app, session, group, version, clock, work, text=NEW)
    answer = client.post(address, data=read)
    assert answer.status_code == 409
    assert NEW in answer.text
    assert agreed(session, version) == {1: 1}
    assert client.post(address, data={"version": "x"}).status_code == 409


def test_after_the_hand_over_off_the_page_or_withdrawn_nothing_is_asked(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work, mails: Mails,
) -> None:  # fmt: skip
    receipt = join(client, session, version, clock)
    later = next_version(app, session, group, version, clock, work)
    address = f"/ru/petitions/joined/{receipt.number}/agree"
    read = filled_in(client.get(address).text, address)
    reason = "Қате табылды, түзетеміз."
    unpublish_petition(session, viewer=editor_of(group), petition=later.petition, reason=reason, now=clock())
    session.commit()
    assert client.post(address, data=read).status_code == 409
    publish(session, group, later, clock)
    hand_in(session, later, group, now=clock())
    assert client.post(address, data=read).status_code == 409
    withdraw_joined(session, row_of(session, receipt.number), now=clock())
    session.commit()
    answer = client.post(address, data=read)
    assert answer.status_code == 409
    assert 'name="version"' not in answer.text
    assert agreed(session, version) == {}
    assert len(asked(mails)) == 1


def test_a_text_taken_off_with_a_reason_is_not_shown_to_who_agreed_to_it(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work,
) -> None:  # fmt: skip
    first = next_version(app, session, group, version, clock, work, text="Здесь по ошибке названо имя.")
    receipt = join(client, session, version, clock)
    reason = "Мәтінде адамның аты бар."
    unpublish_petition(session, viewer=editor_of(group), petition=first.petition, reason=reason, now=clock())
    session.commit()
    next_version(app, session, group, version, clock, work, text=NEW)
    shown = client.get(f"/ru/petitions/joined/{receipt.number}/agree").text
    assert "по ошибке" not in shown
    assert reason in shown


def test_erasing_takes_the_link_the_mail_and_the_agreements_along(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work, mails: Mails,
) -> None:  # fmt: skip
    receipt = join(client, session, version, clock)
    next_version(app, session, group, version, clock, work)
    [mail] = asked(mails)
    address = f"/ru/petitions/joined/{receipt.number}/erase"
    assert client.post(address, data=filled_in(client.get(address).text, address)).status_code == 303
    session.expire_all()
    assert session.scalars(select(Agreement)).all() == []
    assert session.scalars(select(ContactLink).where(ContactLink.purpose == LinkPurpose.AGREE)).all() == []
    assert client.get(link_in(mail, "/agree/")).status_code == 410


def test_two_presses_at_once_agree_once(
    app: Flask, client: CheckedClient, session: Session, sessions: sessionmaker[Session], group: Group,
    version: PetitionVersion, clock: Clock, work: Work,
) -> None:  # fmt: skip
    receipt = join(client, session, version, clock)
    next_version(app, session, group, version, clock, work)
    supporter_id = row_of(session, receipt.number).id
    session.rollback()
    done: list[bool] = []

    def agree(own: Session) -> None:
        done.append(actions.agree_again(own, own.get_one(Supporter, supporter_id), 2, now=clock()))

    assert not at_once(sessions, agree, agree)
    assert sorted(done) == [False, True]


def test_who_joined_before_agreements_were_kept_agreed_to_what_was_public_on_that_day(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work,
) -> None:  # fmt: skip
    early = join(client, session, version, clock)
    next_version(app, session, group, version, clock, work)
    late = join(client, session, version, clock, email="late@example.com")
    ids = {row_of(session, early.number).id: 1, row_of(session, late.number).id: 2}
    petition_id = version.petition_id
    session.rollback()
    session.close()
    with app.app_context():
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade()
    assert list_agreed_versions(session, petition_id) == ids


def test_few_are_not_told_in_public_and_neither_is_what_would_give_them_away() -> None:
    assert tell_everybody({1: 7}) == []
    assert [(one.people, one.is_few, one.is_many) for one in tell_everybody({1: 7, 2: 9})] == [
        (7, False, False), (9, False, False),
    ]  # fmt: skip
    assert [(one.is_few, one.is_many) for one in tell_everybody({1: 3, 2: 9, 3: 12})] == [
        (True, False), (False, True), (False, True),
    ]  # fmt: skip


def test_the_public_page_tells_the_counts_of_each_version(
    app: Flask, client: CheckedClient, session: Session, group: Group, version: PetitionVersion, clock: Clock,
    work: Work,
) -> None:  # fmt: skip
    join(client, session, version, clock)
    assert 'id="agreed"' not in client.get(f"/ru/petitions/{version.petition_id}/").text
    next_version(app, session, group, version, clock, work)
    join(client, session, version, clock, email="second@example.com")
    assert agreed(session, version) == {1: 1, 2: 1}
    for lang in ("kk", "ru", "en"):
        shown = app.test_client().get(f"/{lang}/petitions/{version.petition_id}/").text
        assert 'id="agreed"' in shown
    third = next_version(app, session, group, version, clock, work, text="")
    assert [row["agreed_to"] for row in third.content["ru"]["register"]["joined"]] == [1, 2]
    texts = {
        "ru": ("версия 1 – 1; версия 2 – 1.", "версия 2"),
        "kk": ("1-нұсқа – 1; 2-нұсқа – 1.", "2-нұсқа"),
    }
    with app.app_context():
        for language in LetterLanguage:
            sheaf = prepare(session, third, language, Cut.PUBLIC, cipher=context.cipher())
            assert sheaf.annexes is not None
            _, agreed_part = annexes_of(sheaf.listed(sheaf.annexes))[1].tables
            note, cell = texts[language]
            assert agreed_part.notes[-1].replace("\xa0", " ").endswith(note)
            assert agreed_part.rows[-1][-1].endswith(f"\n{cell}")


@pytest.mark.parametrize("who", ["filed", "joined"])
def test_after_the_hand_over_a_withdrawal_takes_the_names_and_keeps_hash_totals_and_the_other_cuts(
    app: Flask, client: CheckedClient, owner: CheckedClient, reader: CheckedClient, session: Session, group: Group,
    version: PetitionVersion, clock: Clock, work: Work, filed: list[Complaint], who: str,
) -> None:  # fmt: skip
    receipt = join(client, session, version, clock)
    later = next_version(app, session, group, version, clock, work)
    hand_in(session, later, group, now=clock())
    files = {(one.language, one.cut): one.sha256 for one in exports(session, later)}
    assert all(files.values())
    clock.advance(hours=2)
    if who == "filed":
        leave(session, filed[0], Departure.WITHDRAWN, now=clock())
    else:
        withdraw_joined(session, row_of(session, receipt.number), now=clock())
    session.commit()
    work()
    number = filed[0].number if who == "filed" else receipt.number
    for one in exports(session, later):
        assert one.sha256 == files[one.language, one.cut]
        assert one.pages
        is_official = one.cut is Cut.OFFICIAL
        assert one.state is (ExportState.REMOVED if is_official else ExportState.DONE)
        assert (one.storage_key is None) == is_official
    for member in (owner, reader):
        page = member.get(f"/en/groups/{group.slug}/petitions/{later.petition_id}/versions/2/")
        assert f"{number}: withdrawn on" in page.text
        assert "Сүлейменова" not in page.text
    desk = f"/ru/groups/{group.slug}/petitions/{later.petition_id}/versions/2/"
    assert owner.get(f"{desk}public.ru.pdf").status_code == 200
    assert app.test_client().get(f"/ru/petitions/{later.petition_id}/petition.ru.pdf").status_code == 200
    session.expire_all()
    assert len(later.content["ru"]["register"]["rows"]) == len(filed)
    assert later.content["ru"]["letter"]["joined"] == 1


def exports(session: Session, version: PetitionVersion) -> list[Export]:
    session.expire_all()
    return list(session.scalars(select(Export).where(Export.version_id == version.id)))
