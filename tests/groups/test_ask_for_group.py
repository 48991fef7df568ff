"""Anybody asks for a group; an operator decides; the person becomes its owner."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.accounts.admin.requests.actions import admit_request, decline_request
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.errors import Unsuitable
from complaints.domain.groups import RequestState, propose_slug
from complaints.models import Change, Group, GroupRequest, Invitation, Job
from complaints.web import context
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.dumps import texts_in_database
from tests.support.forms import fill_and_send, filled_in
from tests.support.links import link_in
from tests.support.mails import body_of
from tests.support.members import Person

ASK = "/ru/groups/new"
WISH = {
    "name": "Родители Актау за честную запись",
    "region": "KZ-47",
    "purpose": "Хотим подать коллективную жалобу о записи в марте 2025 года.",
    "contact_name": "Сәрсенова Мысал Үлгіқызы",
    "email": "asker@example.com",
    "phone": "+7 701 000 00 01",
    "consent_processing": "y",
}
PASSWORD = "жаңбыр жауған күн"
Work = Callable[[], int]
Mails = Callable[[], list[EmailMessage]]


def ask(client: CheckedClient, **changes: str) -> str:
    answer = fill_and_send(client, ASK, {**WISH, **changes})
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def waiting(session: Session) -> GroupRequest:
    session.rollback()
    return session.scalars(select(GroupRequest)).one()


def page_of(request: GroupRequest) -> str:
    return f"/ru/admin/requests/{request.id}/"


def to(mails: list[EmailMessage], address: str) -> list[EmailMessage]:
    return [mail for mail in mails if mail["To"] == address]


def test_a_request_is_confirmed_to_the_person_and_told_to_the_operators(
    client: CheckedClient, operator: CheckedClient, session: Session, work: Work, mails: Mails
) -> None:
    ask(client)
    work()
    [received] = to(mails(), "asker@example.com")
    [told] = to(mails(), "operator@example.com")
    assert "заявка" in body_of(received)
    assert str(waiting(session).id) in body_of(told)
    for mail in (received, told):
        assert WISH["name"] not in mail["Subject"]
        assert WISH["contact_name"] not in body_of(mail)


def test_the_same_form_sent_twice_asks_once(client: CheckedClient, session: Session, work: Work, mails: Mails) -> None:
    form = filled_in(client.get(ASK).text, ASK)
    form.update(WISH)
    for name, value in WISH.items():
        form.setlist(name, [value])
    assert [client.post(ASK, data=form).status_code for _ in range(2)] == [303, 303]
    work()
    assert len(session.scalars(select(GroupRequest)).all()) == 1
    assert len(to(mails(), "asker@example.com")) == 1


@pytest.mark.parametrize("field", ["name", "region", "purpose", "contact_name", "email", "consent_processing"])
def test_what_is_missing_is_asked_for_and_the_rest_kept(client: CheckedClient, session: Session, field: str) -> None:
    answer = fill_and_send(client, ASK, {name: [] if name == field else value for name, value in WISH.items()})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert field == "name" or WISH["name"] in answer.text
    assert session.scalars(select(GroupRequest)).all() == []


def test_a_form_that_was_open_for_two_days_is_sent_again_with_one_press(
    client: CheckedClient, session: Session, clock: Clock
) -> None:
    form = filled_in(client.get(ASK).text, ASK)
    for name, value in WISH.items():
        form.setlist(name, [value])
    clock.advance(days=2)
    stale = client.post(ASK, data=form)
    assert stale.status_code == 422
    assert client.post(ASK, data=filled_in(stale.text, ASK)).status_code == 303
    assert waiting(session).name == WISH["name"]


def test_one_address_asks_at_most_three_times_a_day(client: CheckedClient, session: Session, clock: Clock) -> None:
    codes = [fill_and_send(client, ASK, WISH).status_code for _ in range(4)]
    assert codes == [303, 303, 303, 429]
    clock.advance(days=1)
    assert fill_and_send(client, ASK, WISH).status_code == 303


def test_name_and_contact_of_who_asks_are_in_the_database_only_encrypted(
    client: CheckedClient, session: Session, work: Work
) -> None:
    ask(client)
    work()
    kept = texts_in_database(session)
    for secret in (WISH["contact_name"], WISH["email"], "000 00 01"):
        assert secret not in kept


def test_an_admitted_group_has_its_rounds_and_the_person_owns_it(
    app: Flask, client: CheckedClient, operator: CheckedClient, session: Session, work: Work, mails: Mails
) -> None:
    ask(client)
    page = page_of(waiting(session))
    shown = operator.get(page).text
    assert WISH["contact_name"] in shown
    assert "roditeli-aktau-za-chestnuyu-zapis" in shown
    admit(operator, page)
    work()
    letter = to(mails(), "asker@example.com")[-1]
    link = link_in(letter, "/account/invitation/")
    newcomer = app.test_client()
    assert isinstance(newcomer, CheckedClient)
    answer = fill_and_send(newcomer, link, {"password": PASSWORD, "repeated": PASSWORD})
    assert answer.location == "/ru/groups/roditeli-aktau-za-chestnuyu-zapis/"
    assert WISH["name"] in newcomer.get(answer.location).text
    session.rollback()
    group = session.scalars(select(Group)).one()
    assert [round_.slug for round_ in group.rounds] == ["damu-bala-mangystau-2025-03"]
    assert [member.role for member in group.members] == [GroupRole.OWNER]
    assert {change.subject.value for change in session.scalars(select(Change))} >= {"group", "group_request"}


def admit(operator: CheckedClient, page: str, **typed: str) -> int:
    form = filled_in(operator.get(page).text, f"{page}admit")
    form.update(typed)
    for name, value in typed.items():
        form.setlist(name, [value])
    return operator.post(f"{page}admit", data=form).status_code


def decline(operator: CheckedClient, page: str, reason: str) -> int:
    form = filled_in(operator.get(page).text, f"{page}decline")
    form.setlist("reason", [reason])
    return operator.post(f"{page}decline", data=form).status_code


def test_a_declined_request_is_answered_with_the_reason_and_forgotten_after_30_days(
    client: CheckedClient, operator: CheckedClient, session: Session, work: Work, mails: Mails, clock: Clock
) -> None:
    ask(client)
    request = waiting(session)
    assert decline(operator, page_of(request), "Такая группа уже есть: обратитесь к ней.") == 303
    work()
    assert "Такая группа уже есть: обратитесь к ней." in body_of(to(mails(), "asker@example.com")[-1])
    assert "Такая группа уже есть" not in str([job.payload for job in session.scalars(select(Job))])
    clock.advance(days=29)
    work()
    assert waiting(session).email_enc != b""
    clock.advance(days=1)
    work()
    forgotten = waiting(session)
    assert (forgotten.contact_name_enc, forgotten.email_enc, forgotten.phone_enc) == (b"", b"", None)
    assert forgotten.email_index == ""
    assert WISH["contact_name"] not in operator.get(page_of(forgotten)).text


@pytest.mark.parametrize("reason", ["", "Коротко"])
def test_declining_needs_a_reason(
    client: CheckedClient, operator: CheckedClient, session: Session, reason: str
) -> None:
    ask(client)
    assert decline(operator, page_of(waiting(session)), reason) == 422
    assert waiting(session).state is RequestState.WAITING


def test_the_second_of_two_operators_is_told_that_the_first_has_decided(
    client: CheckedClient, operator: CheckedClient, session: Session
) -> None:
    ask(client)
    page = page_of(waiting(session))
    late = filled_in(operator.get(page).text, f"{page}decline")
    assert admit(operator, page) == 303
    late.setlist("reason", ["Причина, которая опоздала."])
    answer = operator.post(f"{page}decline", data=late, follow_redirects=True)
    assert 'class="notice late"' in answer.text
    request = waiting(session)
    assert (request.state, request.reason) == (RequestState.ADMITTED, "")
    assert len(session.scalars(select(Group)).all()) == 1


def test_of_two_operators_who_decide_at_once_one_decides(
    app: Flask, client: CheckedClient, session: Session, sessions: sessionmaker[Session], clock: Clock
) -> None:
    ask(client)
    request_id, now = waiting(session).id, clock()
    session.commit()
    with app.app_context():
        deed = {"cipher": context.cipher(), "viewer": Viewer(role=AccountRole.OPERATOR), "now": now}

    def admit(own: Session) -> None:
        admit_request(own, own.get_one(GroupRequest, request_id), slug="parents", round_ids=(), **deed)

    def refuse(own: Session) -> None:
        decline_request(own, own.get_one(GroupRequest, request_id), reason="Опоздавшая причина.", **deed)

    raised = at_once(sessions, admit, refuse)
    assert [type(error) for error in raised] == [Unsuitable]
    assert (waiting(session).state, waiting(session).reason) == (RequestState.ADMITTED, "")


def test_an_address_that_is_taken_or_reserved_is_refused_beside_its_field(
    client: CheckedClient, operator: CheckedClient, session: Session, group: Group
) -> None:
    ask(client)
    page = page_of(waiting(session))
    assert admit(operator, page, slug=group.slug) == 422
    assert admit(operator, page, slug="new") == 422
    assert waiting(session).state is RequestState.WAITING
    assert session.scalars(select(Invitation)).all() == []


def test_the_page_to_ask_is_reached_where_a_group_would_be(client: CheckedClient, owner: Person) -> None:
    assert client.get("/kk/groups/new").status_code == 200
    assert "/groups/new" in client.get("/kk/rounds/").text
    assert "/groups/new" in client.get("/kk/about").text


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ақтау ата-аналары", "aqtau-ata-analary"),
        ("Өңір – Үміт (2026)", "onir-umit-2026"),
        ("new", "new-2"),
        ("«!»", "group"),
        ("Щ" * 60, ("shch" * 15)),
    ],
)
def test_an_address_is_proposed_from_the_name(name: str, slug: str) -> None:
    assert propose_slug(name) == slug


def test_a_proposed_address_is_never_taken() -> None:
    assert propose_slug("Актау", frozenset({"aktau", "aktau-2"})) == "aktau-3"
    long = "a" * 60
    assert propose_slug(long, frozenset({long})) == "a" * 58 + "-2"


def test_an_asker_who_is_an_official_is_marked_before_the_decision(
    client: CheckedClient, operator: CheckedClient, session: Session, sign_in: Callable[..., CheckedClient]
) -> None:
    sign_in(AccountRole.OFFICIAL, email="asker@example.com")
    ask(client)
    page = operator.get(page_of(waiting(session)).replace("/ru/", "/en/")).text
    assert "has an account with another role" in page


def test_nobody_else_sees_requests(client: CheckedClient, owner: Person, session: Session) -> None:
    ask(client)
    page = page_of(waiting(session))
    assert owner.client.get(page).status_code == 403
    assert client.get(page).status_code == 303


def test_a_round_that_the_operator_takes_from_a_group_is_told_on_its_page(
    operator: CheckedClient, owner: Person, group: Group
) -> None:
    edit = f"/en/admin/groups/{group.slug}/edit"
    assert fill_and_send(operator, edit, {"rounds": []}).status_code == 303
    page = owner.client.get(f"/en/groups/{group.slug}/").text
    assert "the site administrator ended the work of this group on the round" in page
    chosen = re.findall(r'name="rounds" [^>]*value="([^"]+)"', operator.get(edit).text)
    assert fill_and_send(operator, edit, {"rounds": chosen}).status_code == 303
    assert "ended the work of this group" not in owner.client.get(f"/en/groups/{group.slug}/").text
