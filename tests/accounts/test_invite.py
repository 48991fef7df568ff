"""The operator invites by mail: whom, to what, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.changes import Subject
from complaints.models import Change, Invitation
from tests.accounts.conftest import text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send
from tests.support.groups import make_group
from tests.support.mails import body_of
from tests.support.members import press

LIST = "/en/admin/invitations/"
INVITE = f"{LIST}new"
OFFICIAL = {"email": "clerk@example.com", "role": "official", "authority": "mangystau-akim", "language": "kk"}


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR)


def invite(operator: CheckedClient, **typed: str) -> str:
    answer = fill_and_send(operator, INVITE, {**OFFICIAL, **typed})
    return text_of(operator.get(answer.location).text if answer.status_code == 303 else answer.text)


def test_an_official_is_invited_in_the_own_language_and_it_is_logged(
    operator: CheckedClient, session: Session, work: Callable[[], int], mails: Callable[[], list[EmailMessage]]
) -> None:
    assert "clerk@example.com" in invite(operator)
    work()
    [letter] = mails()
    assert letter["Subject"] == "Әділ тіркеу: Сізге хабарлама"
    assert "лауазымды адамы" in body_of(letter)
    logged = session.scalars(select(Change).where(Change.subject == Subject.INVITATION)).one()
    assert logged.after == {"role": "official", "authority": "mangystau-akim"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"authority": ""}, "Choose the authority"),
        ({"role": "moderator"}, "Only officials have an authority"),
        ({"role": "organiser", "authority": ""}, "Choose the group that this organiser is to own."),
        ({"email": "nonsense"}, "Enter an e-mail address"),
    ],
)
def test_what_does_not_go_together_is_said_beside_its_field(
    operator: CheckedClient, session: Session, typed: dict[str, str], said: str
) -> None:
    assert said in invite(operator, **typed)
    assert session.scalars(select(Invitation)).all() == []


def test_an_address_whose_account_cannot_accept_is_not_invited(
    operator: CheckedClient, session: Session, sign_in: Callable[..., CheckedClient], work: Callable[[], int]
) -> None:
    sign_in(AccountRole.OFFICIAL, email="clerk@example.com")
    sign_in(AccountRole.ORGANISER, email="mate@example.com")
    assert "of an official of another authority" in invite(operator)
    assert "with another role" in invite(operator, email="mate@example.com", role="moderator", authority="")
    assert session.scalars(select(Invitation)).all() == []


def test_an_address_is_invited_to_the_site_once(operator: CheckedClient, session: Session) -> None:
    invite(operator)
    assert "has not answered yet" in invite(operator, authority="mangystau-culture")
    assert len(session.scalars(select(Invitation)).all()) == 1


def test_an_invitation_is_sent_again_and_taken_back(
    operator: CheckedClient, session: Session, work: Callable[[], int], mails: Callable[[], list[EmailMessage]]
) -> None:
    invite(operator)
    row = session.scalars(select(Invitation)).one()
    press(operator, LIST, f"{LIST}{row.id}/again")
    work()
    assert [body_of(mail).count("/account/invitation/") for mail in mails()] == [1, 1]
    answer = press(operator, LIST, f"{LIST}{row.id}/revoke")
    assert "No invitation waits for an answer." in operator.get(answer.location).text
    assert "Taken back" in operator.get(f"{LIST}?state=all").text


def test_the_owner_of_a_group_can_be_invited_by_the_operator(
    operator: CheckedClient,
    session: Session,
    clock: Clock,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    make_group(session, "parents", "Ата-аналар тобы", clock)
    shown = invite(operator, role="organiser", group="parents", authority="", language="ru")
    assert "Ата-аналар тобы" in shown
    work()
    assert "Администратор сайта приглашает Вас в группу" in body_of(mails()[0])


def test_invitations_are_fifty_a_page_and_found_by_the_name_of_the_authority(
    operator: CheckedClient, session: Session
) -> None:
    for number in range(51):
        fill_and_send(operator, INVITE, {**OFFICIAL, "email": f"clerk{number}@example.com"})
    first, second = (operator.get(f"{LIST}?page={page}").text for page in (1, 2))
    assert first.count("clerk") - second.count("clerk") > 100
    assert "Page 2 of 2" in second
    assert "clerk50@example.com" in first
    assert operator.get(f"{LIST}?q=нет такого").text.count("@example.com") < 5
