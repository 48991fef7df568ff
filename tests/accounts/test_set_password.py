"""One-time links: how somebody comes in for the first time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.accounts import actions
from complaints.domain.access import AccountRole
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.models import Account, PasswordLink
from complaints.web import context
from tests.accounts.conftest import ACCOUNT, EMAIL, PASSWORD, SIGN_IN, is_out, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock


def address(token: str) -> str:
    return f"/en/account/set-password/{token}"


def both(password: str) -> dict[str, str]:
    return {"password": password, "repeated": password}


def test_a_link_sets_the_password_and_signs_in(client: CheckedClient, make_link: Callable[..., str]) -> None:
    link = address(make_link())
    assert EMAIL in client.get(link).get_data(as_text=True)
    answer = client.post(link, data=both(PASSWORD))
    assert answer.status_code == 303
    assert "Your password is set" in text_of(client.get(answer.location).get_data(as_text=True))


def test_opening_the_link_does_not_use_it_up(client: CheckedClient, make_link: Callable[..., str]) -> None:
    link = address(make_link())
    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]


def test_a_link_works_once(app: Flask, client: CheckedClient, make_link: Callable[..., str]) -> None:
    link = address(make_link())
    client.post(link, data=both(PASSWORD))
    other = app.test_client()
    assert other.get(link).status_code == 410
    again = other.post(link, data=both("another good password"))
    assert again.status_code == 410
    assert "let us send you a new link" in again.get_data(as_text=True)
    assert other.post(SIGN_IN, data={"email": EMAIL, "password": "another good password"}).status_code == 422


def test_a_link_works_for_seven_days(client: CheckedClient, make_link: Callable[..., str], clock: Clock) -> None:
    link = address(make_link())
    clock.advance(days=6, hours=23, minutes=59)
    assert client.get(link).status_code == 200
    clock.advance(minutes=1)
    assert client.get(link).status_code == 410
    assert client.post(link, data=both(PASSWORD)).status_code == 410


def test_only_the_newest_link_works(
    client: CheckedClient, make_link: Callable[..., str], session: Session, clock: Clock
) -> None:
    first = make_link()
    account = session.scalars(select(Account)).one()
    second = actions.make_password_link(session, account_id=account.id, now=clock())
    assert client.get(address(first)).status_code == 410
    assert client.get(address(second)).status_code == 200


def test_the_link_of_a_disabled_account_is_dead(
    client: CheckedClient, make_link: Callable[..., str], session: Session, clock: Clock
) -> None:
    link = address(make_link())
    session.scalars(select(Account)).one().disabled_at = clock()
    assert client.post(link, data=both(PASSWORD)).status_code == 410


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose a password of at least 12 characters."),
        (both("11 letters!"), "Choose a password of at least 12 characters."),
        (both("a" * 12), "Choose a password of more varied characters."),
        (both("ab" * 101), "Choose a password of at most 200 characters."),
        ({"password": PASSWORD, "repeated": PASSWORD + "!"}, "The two passwords differ."),
    ],
)
def test_a_weak_or_mistyped_password_is_explained_and_the_link_still_works(
    client: CheckedClient, make_link: Callable[..., str], typed: dict[str, str], said: str
) -> None:
    link = address(make_link())
    answer = client.post(link, data=typed)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert client.get(link).status_code == 200


def test_a_new_password_ends_the_sessions_elsewhere(
    app: Flask, client: CheckedClient, known: str, session: Session, clock: Clock
) -> None:
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    token = actions.make_password_link(session, account_id=session.scalars(select(Account.id)).one(), now=clock())
    elsewhere = app.test_client()
    elsewhere.post(address(token), data=both("a new password of mine"))
    assert elsewhere.get(ACCOUNT).status_code == 200
    assert is_out(client)


def test_the_database_keeps_only_the_hash_of_a_link(make_link: Callable[..., str], session: Session) -> None:
    token = make_link()
    assert session.scalars(select(PasswordLink)).one().token_hash not in ("", token)


def test_an_official_needs_an_authority_and_nobody_else_has_one(make_link: Callable[..., str]) -> None:
    with pytest.raises(Unsuitable):
        make_link("a@example.com", AccountRole.OFFICIAL)
    with pytest.raises(Unsuitable):
        make_link("a@example.com", AccountRole.OPERATOR, "mangystau-culture")
    with pytest.raises(NotFound):
        make_link("a@example.com", AccountRole.OFFICIAL, "no-such-body")
    assert make_link("a@example.com", AccountRole.OFFICIAL, "mangystau-culture")


def test_one_address_has_one_account(make_link: Callable[..., str]) -> None:
    make_link()
    with pytest.raises(Duplicate):
        make_link(f" {EMAIL.title()} ")


def test_only_an_organiser_can_start_in_a_group(app: Flask, session: Session, clock: Clock) -> None:
    with app.app_context(), pytest.raises(Unsuitable):
        actions.create_account(
            session,
            cipher=context.cipher(),
            email=EMAIL,
            role=AccountRole.MODERATOR,
            group_slug="mangystau-parents",
            authority_slug=None,
            now=clock(),
        )
