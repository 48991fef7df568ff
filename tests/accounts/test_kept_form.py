"""A session that ends while somebody types brings the text back after signing in, to the same person only."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from complaints.accounts import actions
from complaints.accounts.kept.actions import MOST_AN_HOUR, MOST_BYTES
from complaints.accounts.queries import hash_token
from complaints.domain.access import AccountRole
from complaints.models import Account, AccountSession, KeptForm
from tests.accounts.conftest import ACCOUNT, PASSWORD, SIGN_IN, is_out, press, text_of, token_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import GROUP, attach_group
from tests.support.filings import ROUND
from tests.support.forms import fill_and_send, filled_in

KEPT = "/en/account/kept-form"
THROW_AWAY = "/en/account/kept-form/throw-away"
EMAIL = "owner@example.com"
TYPED = "Өтегенова Гүлнұр Серікқызы"
LINKS = (actions.make_password_link, actions.make_reset_link)
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def owner(session: Session, sign_in: Callable[..., CheckedClient], clock: Clock) -> CheckedClient:
    attach_group(session, now=clock())
    return sign_in(AccountRole.ORGANISER, group_slug=GROUP, email=EMAIL)


@pytest.fixture
def builder(owner: CheckedClient) -> str:
    """The address of a collective complaint that is being prepared."""
    answer = fill_and_send(owner, f"/en/groups/{GROUP}/petitions/new", {"round": ROUND})
    assert answer.status_code == 303
    return str(answer.location)


@pytest.fixture
def typed(owner: CheckedClient, builder: str) -> MultiDict[str, str]:
    """What the builder's form would send."""
    fields = filled_in(owner.get(builder).text, builder)
    fields["representative_name"] = TYPED
    return fields


@pytest.fixture
def sign_in_again(session: Session, password_hash: str) -> Callable[..., str]:
    """Signs somebody in through the page; gives where that leads."""

    def enter(client: CheckedClient, email: str = EMAIL) -> str:
        for account in session.scalars(select(Account)):
            account.password_hash = password_hash
        session.commit()
        answer = client.post(SIGN_IN, data={"email": email, "password": PASSWORD})
        assert answer.status_code == 303
        return str(answer.location)

    return enter


def send_kept(client: CheckedClient) -> TestResponse:
    """Press "Send it now"."""
    page = client.get(KEPT).text
    action = re.findall(r'<form method="post" action="([^"]+)">', page.partition("What you typed is here</h1>")[2])[0]
    return client.post(action, data=filled_in(page, action.partition("?")[0]))


def test_what_was_typed_comes_back_and_is_sent_after_signing_in(
    app: Flask,
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in_again: Callable[..., str],
    session: Session,
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    answer = owner.post(builder, data=typed)
    assert (answer.status_code, answer.location) == (303, SIGN_IN)
    assert "What you typed is kept: sign in, and it comes back." in text_of(owner.get(SIGN_IN).text)
    assert is_out(owner)
    assert sign_in_again(owner) == KEPT
    page = owner.get(KEPT).text
    assert TYPED in page
    assert f'href="{builder}' in page
    sent = send_kept(owner)
    assert sent.status_code == 303, text_of(sent.text)
    assert sent.location.startswith(builder)
    assert TYPED in owner.get(builder).text
    assert session.scalars(select(KeptForm)).all() == []
    assert owner.get(KEPT).location == ACCOUNT


def test_a_session_that_was_ended_elsewhere_keeps_it_too(
    owner: CheckedClient, builder: str, typed: MultiDict[str, str], session: Session, clock: Clock
) -> None:
    session.scalars(select(AccountSession)).one().ended_at = clock()
    assert owner.post(builder, data=typed).location == SIGN_IN
    assert session.scalars(select(KeptForm)).one()


def test_it_can_be_thrown_away(
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in_again: Callable[..., str],
    session: Session,
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    owner.post(builder, data=typed)
    sign_in_again(owner)
    assert "Something that you typed was not sent yet." in owner.get(ACCOUNT).text
    assert "Thrown away. Nothing was sent." in press(owner, KEPT, THROW_AWAY)
    assert session.scalars(select(KeptForm)).all() == []


def test_another_account_never_sees_it(
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in: Callable[..., CheckedClient],
    sign_in_again: Callable[..., str],
    session: Session,
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    owner.post(builder, data=typed)
    sign_in(AccountRole.ORGANISER, email="stranger@example.com")
    assert sign_in_again(owner, "stranger@example.com") == "/en/groups/"
    assert owner.get(KEPT).location == ACCOUNT
    owner.post(THROW_AWAY, data={"csrf_token": token_of(owner.get(ACCOUNT).text)})
    assert session.scalars(select(KeptForm)).one()


def test_who_signed_in_in_another_tab_gets_the_text_of_the_first(
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in_again: Callable[..., str],
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    sign_in_again(owner)
    assert owner.post(builder, data=typed).status_code == 400, "an old browser does not say where the form is from"
    answer = owner.post(builder, data=typed, headers=FROM_HERE)
    assert (answer.status_code, answer.location) == (303, KEPT)
    assert TYPED in owner.get(KEPT).text


def test_a_form_of_another_site_plants_nothing(
    owner: CheckedClient, builder: str, typed: MultiDict[str, str], session: Session, clock: Clock
) -> None:
    del typed["csrf_token"]
    assert owner.post(builder, data=typed, headers={"Sec-Fetch-Site": "cross-site"}).status_code in (400, 403)
    clock.advance(hours=13)
    assert owner.post(builder, data=typed, headers={"Sec-Fetch-Site": "cross-site"}).status_code in (400, 403)
    assert owner.post(builder, data=typed).status_code == 400
    assert session.scalars(select(KeptForm)).all() == []


def test_it_is_encrypted_and_without_the_form_s_token(
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in_again: Callable[..., str],
    session: Session,
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    owner.post(builder, data={**typed.to_dict(), "password": "a password", "csrf_token": typed["csrf_token"]})
    dump = repr([session.execute(text(f"SELECT * FROM {table}")).all() for table in ("kept_forms", "jobs")])
    assert TYPED not in dump
    sign_in_again(owner)
    page = owner.get(KEPT).text
    assert "a password" not in page
    assert typed["csrf_token"] not in page


def test_it_is_gone_after_a_day(
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in_again: Callable[..., str],
    work: Callable[[], int],
    session: Session,
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    owner.post(builder, data=typed)
    clock.advance(hours=24)
    assert sign_in_again(owner) == "/en/groups/"
    work()
    assert session.scalars(select(KeptForm)).all() == []


def test_what_is_too_long_is_not_kept_and_that_is_said(
    owner: CheckedClient, builder: str, typed: MultiDict[str, str], session: Session, clock: Clock
) -> None:
    clock.advance(hours=13)
    typed["representative_name"] = "ә" * (MOST_BYTES // 2)
    owner.post(builder, data=typed)
    assert "is too long to be kept. Go back and copy it." in text_of(owner.get(SIGN_IN).text)
    assert session.scalars(select(KeptForm)).all() == []


def test_a_copied_cookie_does_not_fill_the_table(
    owner: CheckedClient, builder: str, typed: MultiDict[str, str], session: Session, clock: Clock
) -> None:
    clock.advance(hours=13)
    for _time in range(MOST_AN_HOUR + 3):
        owner.post(builder, data=typed)
    assert len(session.scalars(select(KeptForm)).all()) == MOST_AN_HOUR


def test_a_form_that_the_page_refuses_stays_kept(
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in_again: Callable[..., str],
    session: Session,
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    typed["representative_name"] = "Өтегенова " * 60
    owner.post(builder, data=typed)
    sign_in_again(owner)
    assert send_kept(owner).status_code == 422
    assert session.scalars(select(KeptForm)).one()


@pytest.mark.parametrize(
    "address", ["/en/account/password", "/en/account/email", "/en/account/sign-in", "/en/account/codes/off"]
)
def test_forms_of_the_account_pages_are_never_kept(
    owner: CheckedClient, address: str, session: Session, clock: Clock
) -> None:
    token = token_of(owner.get(ACCOUNT).text)
    clock.advance(hours=13)
    owner.post(
        address, data={"csrf_token": token, "email": "a@example.com", "current_password": "x"}, headers=FROM_HERE
    )
    assert session.scalars(select(KeptForm)).all() == []


def test_who_was_never_signed_in_keeps_nothing(client: CheckedClient, builder: str, session: Session) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "no such token"
    client.post(builder, data={"representative_name": TYPED}, headers=FROM_HERE)
    assert session.scalars(select(KeptForm)).all() == []


def test_a_page_that_was_asked_for_still_comes_back(owner: CheckedClient, builder: str, clock: Clock) -> None:
    clock.advance(hours=13)
    assert owner.get(builder).location == f"{SIGN_IN}?next={builder}"


def test_an_account_that_the_operator_disables_is_shut_out_of_everything(
    app: Flask,
    owner: CheckedClient,
    builder: str,
    typed: MultiDict[str, str],
    sign_in: Callable[..., CheckedClient],
    session: Session,
    clock: Clock,
) -> None:
    clock.advance(hours=13)
    owner.post(builder, data=typed)
    account = session.scalars(select(Account)).one()
    opened = actions.open_session(session, account_id=account.id, now=clock())
    links = [make(session, account_id=account.id, now=clock()) for make in LINKS]
    account.totp_since = clock()
    waiting = actions.enter(session, account, device="", now=clock())
    account.totp_since = None
    session.commit()
    operator = sign_in(AccountRole.OPERATOR)
    page = f"/en/admin/accounts/{account.id}/"
    press(operator, page, f"{page}disable")
    press(operator, page, f"{page}enable")
    assert waiting.awaits_code
    assert session.scalars(select(KeptForm)).all() == []
    for token in (opened, waiting.token):
        row = session.scalars(select(AccountSession).where(AccountSession.token_hash == hash_token(token))).one()
        assert row.ended_at is not None
    for link in links:
        gone = app.test_client().get(f"/en/account/set-password/{link}")
        assert gone.status_code == 410, "also once the account is enabled again"
