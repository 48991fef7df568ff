"""Signing in and out through the pages, and what a cookie is worth."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from complaints.accounts.entering.actions import begin_sign_in
from complaints.accounts.passwords import hash_password
from complaints.accounts.tries import TRIES_OF_ONE_ACCOUNT, TRIES_OF_ONE_NETWORK, TRIES_OF_STRANGERS
from complaints.domain.errors import TooManyTries
from complaints.models import Account, AccountSession, Throttle
from complaints.web import context
from tests.accounts.conftest import ACCOUNT, PASSWORD, QUEUE, SIGN_IN, is_out, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

COOKIE = "session"


def test_the_right_pair_opens_the_own_account(client: CheckedClient, known: str) -> None:
    answer = client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, QUEUE)
    page = client.get(ACCOUNT).get_data(as_text=True)
    assert known in page
    assert "Moderator" in page


def test_the_address_is_found_however_it_is_typed(enter: Callable[..., int], known: str) -> None:
    assert enter(f"  {known.upper()} ", PASSWORD) == 303


@pytest.mark.parametrize(
    ("email", "password"), [("aigul@example.com", "wrong password"), ("nobody@example.com", PASSWORD)]
)
def test_a_wrong_pair_gets_one_answer_whoever_is_known(
    client: CheckedClient, known: str, email: str, password: str
) -> None:
    answer = client.post(SIGN_IN, data={"email": email, "password": password})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "The e-mail or the password is wrong." in page
    assert f'value="{email}"' in page, "what was typed is kept"
    assert password not in page, "but never a password"


def test_an_unknown_address_takes_as_long_as_a_known_one(enter: Callable[..., int], known: str) -> None:
    def seconds(email: str) -> float:
        took = []
        for number in range(3):
            started = perf_counter()
            assert enter(email, "wrong password", f"203.0.{number}.7") == 422
            took.append(perf_counter() - started)
        return min(took)

    slower, quicker = sorted((seconds(known), seconds("nobody@example.com")), reverse=True)
    assert quicker > slower / 4


def test_an_empty_form_says_what_to_enter(client: CheckedClient) -> None:
    answer = client.post(SIGN_IN, data={})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#email"' in page
    assert "Enter your password." in page


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/en/account/?a=b", "/en/account/?a=b"),
        ("https://elsewhere.example/", QUEUE),
        ("//elsewhere.example/", QUEUE),
        ("/\\elsewhere.example/", QUEUE),
    ],
)
def test_signing_in_leads_on_within_the_site_only(
    client: CheckedClient, known: str, target: str, location: str
) -> None:
    page = client.get(SIGN_IN, query_string={"next": target}).get_data(as_text=True)
    assert 'name="next"' in page
    answer = client.post(SIGN_IN, data={"email": known, "password": PASSWORD, "next": target})
    assert answer.location == location


def test_a_page_that_needs_an_account_comes_back_after_signing_in(client: CheckedClient, known: str) -> None:
    asked = client.get(ACCOUNT)
    assert asked.location == f"{SIGN_IN}?next=/en/account/"


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, client: CheckedClient, known: str) -> None:
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie(COOKIE, cookie.value)
    assert thief.get(ACCOUNT).status_code == 200
    sign_out(client)
    assert is_out(client)
    assert is_out(thief)


def sign_out(client: CheckedClient) -> None:
    page = client.get(ACCOUNT).get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post("/en/account/sign-out", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, SIGN_IN)


def test_signing_out_needs_the_page_s_own_token(client: CheckedClient, known: str) -> None:
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    assert client.post("/en/account/sign-out").status_code == 400
    assert client.get(ACCOUNT).status_code == 200


def test_the_cookie_from_before_signing_in_is_replaced(client: CheckedClient, known: str) -> None:
    with client.session_transaction() as held:
        held["planted"] = "by somebody else"
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    with client.session_transaction() as held:
        assert "planted" not in held


def test_a_session_ends_after_twelve_hours(client: CheckedClient, known: str, clock: Clock) -> None:
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    clock.advance(hours=11, minutes=59)
    assert client.get(ACCOUNT).status_code == 200
    clock.advance(minutes=1)
    assert is_out(client)


def test_a_disabled_account_is_out_at_once_and_stays_out(
    client: CheckedClient, enter: Callable[..., int], known: str, session: Session, clock: Clock
) -> None:
    assert enter(known, PASSWORD) == 303
    session.scalars(select(Account)).one().disabled_at = clock()
    assert is_out(client)
    assert enter(known, PASSWORD) == 422


def test_guessing_at_one_account_is_stopped_and_says_until_when(
    client: CheckedClient, enter: Callable[..., int], tried: Callable[[int], None], known: str, clock: Clock
) -> None:
    assert enter(known, "wrong password", "127.0.0.1") == 422
    tried(TRIES_OF_ONE_ACCOUNT - 1)
    assert enter(known, "wrong password", "127.0.0.99") == 422
    refused = client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    assert refused.status_code == 429
    assert "Wait until 23 November 2026, 10:15 (Kazakhstan time)" in text_of(refused.get_data(as_text=True))
    clock.advance(minutes=15)
    assert enter(known, PASSWORD, "127.0.0.1") == 303


def test_a_stranger_who_guesses_shuts_the_account_for_the_own_network_only(
    enter: Callable[..., int], tried: Callable[[int], None], known: str
) -> None:
    assert enter(known, "wrong password", "198.51.100.7") == 422
    tried(TRIES_OF_ONE_ACCOUNT)
    assert enter(known, PASSWORD, "198.51.100.8") == 429
    assert enter(known, PASSWORD, "203.0.113.7") == 303


def test_guessing_from_many_networks_is_bounded_for_an_hour(
    enter: Callable[..., int], tried: Callable[[int], None], known: str, clock: Clock
) -> None:
    assert enter(known, "wrong password", "198.51.100.7") == 422
    tried(TRIES_OF_STRANGERS)
    assert enter(known, PASSWORD, "192.0.2.1") == 429
    clock.advance(hours=1)
    assert enter(known, PASSWORD, "192.0.2.1") == 303


def test_where_the_owner_signed_in_lately_strangers_elsewhere_use_up_nothing(
    app: Flask, enter: Callable[..., int], session: Session, known: str, clock: Clock
) -> None:
    assert enter(known, PASSWORD, "203.0.113.7") == 303
    clock.advance(days=89)
    for number in range(TRIES_OF_STRANGERS // TRIES_OF_ONE_ACCOUNT + 1):
        for _try in range(TRIES_OF_ONE_ACCOUNT):
            guess(app, session, known, f"198.51.{number}.7", clock)
    assert enter(known, PASSWORD, "192.0.2.1") == 429, "a new place has to wait"
    assert enter(known, PASSWORD, "203.0.113.200") == 303, "the usual place has not"


def guess(app: Flask, session: Session, email: str, address: str, clock: Clock) -> None:
    """One counted try, without the slow check of a password."""
    with app.app_context(), suppress(TooManyTries):
        begin_sign_in(session, cipher=context.cipher(), email=email, address=address, now=clock())
    session.commit()


def test_an_unknown_address_is_throttled_like_a_known_one(
    enter: Callable[..., int], tried: Callable[[int], None]
) -> None:
    assert enter("nobody@example.com", "wrong") == 422
    tried(TRIES_OF_ONE_ACCOUNT)
    assert enter("nobody@example.com", "wrong") == 429


def test_a_right_password_starts_the_count_anew(
    enter: Callable[..., int], tried: Callable[[int], None], known: str, session: Session
) -> None:
    enter(known, "wrong password")
    tried(TRIES_OF_ONE_ACCOUNT - 1)
    assert enter(known, PASSWORD) == 303
    left = sorted(session.scalars(select(Throttle.tries)))
    assert left == [1, TRIES_OF_ONE_ACCOUNT - 1, TRIES_OF_ONE_ACCOUNT - 1], "the place; of the network and of strangers"


def test_a_network_that_guesses_at_many_accounts_is_stopped(
    enter: Callable[..., int], tried: Callable[[int], None], known: str
) -> None:
    enter("nobody@example.com", "wrong", "198.51.100.1")
    tried(TRIES_OF_ONE_NETWORK)
    assert enter(known, PASSWORD, "198.51.100.254") == 429
    assert enter(known, PASSWORD, "198.51.101.1") == 303


def test_an_outdated_hash_is_made_anew_at_sign_in(enter: Callable[..., int], known: str, session: Session) -> None:
    account = session.scalars(select(Account)).one()
    account.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    assert enter(known, PASSWORD) == 303
    session.refresh(account)
    assert account.password_hash is not None
    assert account.password_hash.split("$")[3] == hash_password(PASSWORD).split("$")[3]
    assert enter(known, PASSWORD) == 303, "and the session is open"


def test_a_form_sent_from_another_site_is_refused(client: CheckedClient, known: str) -> None:
    answer = client.post(SIGN_IN, data={"email": known, "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_tables_hold_neither_address_nor_password_nor_cookie(
    client: CheckedClient, known: str, session: Session
) -> None:
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    client.post(SIGN_IN, data={"email": known, "password": "wrong password"})
    with client.session_transaction() as held:
        token = held["_user_id"]
    tables = ("accounts", "account_sessions", "password_links", "throttles", "mails", "jobs")
    dump = repr([session.execute(text(f"SELECT * FROM {table}")).all() for table in tables])
    assert session.scalars(select(AccountSession)).one()
    for secret in (known, "aigul", PASSWORD, token):
        assert secret not in dump


def test_reading_pages_writes_nothing(client: CheckedClient, known: str, session: Session) -> None:
    before = session.execute(text("SELECT count(*) FROM throttles")).scalar_one()
    for _ in range(3):
        assert client.get(SIGN_IN).status_code == 200
        assert client.get("/en/account/set-password/nothing").status_code == 410
    assert session.execute(text("SELECT count(*) FROM throttles")).scalar_one() == before


def test_an_answer_with_a_session_is_kept_by_no_cache(client: CheckedClient, known: str) -> None:
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    assert client.get(ACCOUNT).headers["Cache-Control"] == "no-store"
    assert client.get("/en/").headers["Cache-Control"] == "no-store"
