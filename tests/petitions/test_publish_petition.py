"""A frozen version on a public page: who puts it there, what it says, how it is taken off again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.departures import leave
from complaints.domain.access import AccountRole
from complaints.domain.changes import Subject
from complaints.domain.complaint import Departure
from complaints.models import Change, Complaint, Group, PetitionVersion, Publication
from complaints.petitions.publishing.actions import publish_petition, unpublish_petition
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of, freeze, freeze_again, hand_in
from tests.support.forms import fill_and_send, filled_in
from tests.support.planted import PEOPLE, ROUND

pytestmark = pytest.mark.usefixtures("unprinted")

Work = Callable[[], int]
REASON = "Мәтінде қате бар: түзетіп, қайта жариялаймыз."


@pytest.fixture
def version(app: Flask, session: Session, group: Group, filed: list[Complaint], clock: Clock) -> PetitionVersion:
    return freeze(app, session, group, now=clock())


@pytest.fixture
def printed(version: PetitionVersion, work: Work, session: Session) -> PetitionVersion:
    work()
    session.expire_all()
    return version


def desk(group: Group, version: PetitionVersion) -> str:
    return f"/ru/groups/{group.slug}/petitions/{version.petition_id}/versions/{version.number}/"


def page(version: PetitionVersion, part: str = "", lang: str = "ru") -> str:
    return f"/{lang}/petitions/{version.petition_id}/{part}"


def publish(member: CheckedClient, group: Group, version: PetitionVersion) -> None:
    address = f"{desk(group, version)}publish"
    fields = filled_in(member.get(desk(group, version)).text, address)
    assert member.post(address, data=fields).status_code == 303


def take_off(member: CheckedClient, group: Group, version: PetitionVersion, reason: str = REASON) -> int:
    address = f"/ru/groups/{group.slug}/petitions/{version.petition_id}/unpublish"
    return fill_and_send(member, address, {"reason": reason}).status_code


def test_nothing_is_public_before_it_is_published(client: CheckedClient, printed: PetitionVersion) -> None:
    for part in ("", "petition.kk.pdf", "petition.ru.pdf", "join"):
        assert client.get(page(printed, part)).status_code == 404


def test_a_version_without_printed_files_cannot_be_published(
    client: CheckedClient, owner: CheckedClient, group: Group, version: PetitionVersion
) -> None:
    shown = owner.get(desk(group, version)).text
    assert "versions/1/publish" not in shown
    address = f"{desk(group, version)}publish"
    token = filled_in(owner.get("/ru/groups/").text, "/ru/account/sign-out")["csrf_token"]
    assert owner.post(address, data={"csrf_token": token}).status_code == 303
    assert client.get(page(version)).status_code == 404


def test_the_published_page_says_everything_and_names_nobody(
    client: CheckedClient, owner: CheckedClient, group: Group, printed: PetitionVersion
) -> None:
    publish(owner, group, printed)
    for lang in ("kk", "ru", "en"):
        shown = client.get(page(printed, lang=lang))
        assert shown.status_code == 200
        assert "Set-Cookie" not in shown.headers
        assert shown.headers["Cache-Control"].startswith("public")
        assert group.name in shown.text
        assert f"/{lang}/petitions/{printed.petition_id}/join" in shown.text
        assert shown.text.count(f"/kk/petitions/{printed.petition_id}/") >= 1
        assert shown.text.count(f"/ru/petitions/{printed.petition_id}/") >= 1
        for person in PEOPLE:
            assert person.full_name not in shown.text
            assert person.postal_address not in shown.text
        assert "Мысал Әсел" not in shown.text
    for lang in ("kk", "ru"):
        pdf = client.get(page(printed, f"petition.{lang}.pdf"))
        assert pdf.status_code == 200
        assert pdf.data.startswith(b"%PDF")
        assert "Set-Cookie" not in pdf.headers
    assert f"/ru/petitions/{printed.petition_id}/" in client.get(f"/ru/rounds/{ROUND}/").text


def test_only_owner_and_editors_publish(
    client: CheckedClient, owner: CheckedClient, reader: CheckedClient, group: Group, printed: PetitionVersion,
    sign_in: Callable[..., CheckedClient], session: Session,
) -> None:  # fmt: skip
    address = f"{desk(group, printed)}publish"
    fields = filled_in(owner.get(desk(group, printed)).text, address)
    assert client.post(address, data=fields).status_code in (302, 303, 400)
    for other, status in ((reader, 403), (sign_in(AccountRole.ORGANISER), 404)):
        token = filled_in(other.get("/ru/groups/").text, "/ru/account/sign-out")["csrf_token"]
        assert other.post(address, data={"csrf_token": token}).status_code == status
    assert "versions/1/publish" not in reader.get(desk(group, printed)).text
    assert not session.scalars(select(Publication)).all()


def test_taken_off_it_says_since_when_and_why_and_can_come_back(
    client: CheckedClient, owner: CheckedClient, group: Group, printed: PetitionVersion, clock: Clock, session: Session
) -> None:
    publish(owner, group, printed)
    for reason in ("", "қысқа", "ұ" * 501):
        assert take_off(owner, group, printed, reason) == 422
    clock.advance(hours=1)
    assert take_off(owner, group, printed) == 303
    for part in ("", "petition.ru.pdf", "join"):
        gone = client.get(page(printed, part))
        assert gone.status_code == 410
        assert REASON in gone.text
        assert "11:00" in gone.text
        assert group.name not in gone.text
    clock.advance(hours=1)
    publish(owner, group, printed)
    assert client.get(page(printed)).status_code == 200
    log = session.scalars(select(Change).where(Change.subject == Subject.PUBLICATION).order_by(Change.id)).all()
    assert [(change.key, change.before, change.after) for change in log] == [
        (str(printed.petition_id), {"version": None}, {"version": 1}),
        (str(printed.petition_id), {"version": 1}, {"version": None}),
        (str(printed.petition_id), {"version": None}, {"version": 1}),
    ]
    assert REASON in owner.get(desk(group, printed)).text


def test_a_later_version_replaces_the_earlier_which_cannot_come_back_over_it(
    app: Flask, client: CheckedClient, owner: CheckedClient, group: Group, printed: PetitionVersion, clock: Clock,
    session: Session, work: Work, filed: list[Complaint],
) -> None:  # fmt: skip
    publish(owner, group, printed)
    clock.advance(hours=1)
    leave(session, filed[0], Departure.WITHDRAWN, now=clock())
    session.commit()
    with_leaver = client.get(page(printed))
    assert with_leaver.status_code == 200
    assert 'class="notice late"' in with_leaver.text
    later = freeze_again(app, session, group, printed, now=clock())
    work()
    publish(owner, group, later)
    assert 'class="notice late"' not in client.get(page(later)).text
    assert "versions/1/publish" not in owner.get(desk(group, printed)).text
    running = session.scalars(select(Publication).where(Publication.ended_at.is_(None))).all()
    assert [one.version_id for one in running] == [later.id]


def test_after_the_hand_over_the_page_shows_the_clock_and_nobody_can_join(
    client: CheckedClient, owner: CheckedClient, group: Group, printed: PetitionVersion, clock: Clock, session: Session
) -> None:
    publish(owner, group, printed)
    hand_in(session, printed, group, now=clock())
    shown = client.get(page(printed)).text
    assert "ЖТ-2026-1" in shown
    assert f"/ru/petitions/{printed.petition_id}/join" not in shown


def test_of_two_editors_who_publish_or_take_off_at_once_one_does_it(
    session: Session, sessions: sessionmaker[Session], group: Group, printed: PetitionVersion, clock: Clock
) -> None:
    viewer, version_id = editor_of(group), printed.id
    session.rollback()
    done: list[bool] = []

    def publish_it(own: Session) -> None:
        version = own.get_one(PetitionVersion, version_id)
        done.append(publish_petition(own, viewer=viewer, version=version, now=clock()))

    def take_it_off(own: Session) -> None:
        petition = own.get_one(PetitionVersion, version_id).petition
        done.append(unpublish_petition(own, viewer=viewer, petition=petition, reason=REASON, now=clock()))

    assert not at_once(sessions, publish_it, publish_it)
    assert not at_once(sessions, take_it_off, take_it_off)
    assert done == [True, False, True, False]
    assert len(session.scalars(select(Publication)).all()) == 1
