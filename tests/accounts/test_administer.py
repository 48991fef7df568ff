"""The operator's pages: who may open them, and the accounts made there."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage
from uuid import uuid4

import pytest
from flask import Flask, url_for
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.models import Account
from tests.accounts.conftest import ACCOUNT, PASSWORD, SIGN_IN, is_out, press, text_of, token_of
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send
from tests.support.mails import body_of

NEW = "/en/admin/accounts/new"
INVITED = "dana@example.com"
VALUES = {"code": "471000000", "iso": "2026-05-27", "slug": "mangystau"}


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR)


def values_for(names: set[str]) -> dict[str, object]:
    """What the address of a page is made of."""
    return {name: VALUES.get(name, uuid4()) for name in names - {"lang"}}


def admin_addresses(app: Flask) -> list[tuple[str, str]]:
    """Method and address of every page and deed below admin/."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("accounts.admin.")]
    with app.test_request_context():
        return [
            (method, url_for(rule.endpoint, lang="en", **values_for(rule.arguments)))
            for rule in rules
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]


@pytest.mark.parametrize("role", [role for role in AccountRole if role is not AccountRole.OPERATOR])
def test_every_page_of_the_operator_is_refused_to_others(
    app: Flask, sign_in: Callable[..., CheckedClient], role: AccountRole
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = sign_in(role)
    addresses = admin_addresses(app)
    assert len(addresses) > 25
    assert {client.open(path, method=method).status_code for method, path in addresses} == {403}


def test_who_is_not_signed_in_is_asked_to(app: Flask, client: CheckedClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for method, path in admin_addresses(app):
        answer = client.open(path, method=method)
        assert answer.location.partition("?")[0] == SIGN_IN


def test_a_deed_needs_the_page_s_own_token(operator: CheckedClient, session: Session) -> None:
    account = session.scalars(select(Account)).one()
    assert operator.post(f"/en/admin/accounts/{account.id}/link").status_code == 400
    assert operator.post(NEW, data={"email": INVITED, "role": "operator", "language": "kk"}).status_code == 400


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_overview_counts_what_there_is(operator: CheckedClient, lang: str) -> None:
    page = text_of(operator.get(f"/{lang}/admin/").get_data(as_text=True))
    assert re.search(r"\b24\b", page), "cities and districts of two regions"


def test_a_new_account_gets_its_link_by_mail_and_on_the_page_once(
    app: Flask,
    operator: CheckedClient,
    session: Session,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    made = fill_and_send(operator, NEW, {"email": INVITED, "role": "official", "authority": "mangystau-culture"})
    page = made.get_data(as_text=True)
    link = re.search(r"http://[^\s<]+/kk/account/set-password/[\w-]+", page)
    assert made.status_code == 200
    assert link is not None
    assert made.headers["Cache-Control"] == "no-store"
    work()
    [mail] = mails()
    assert mail["To"] == INVITED
    assert link[0] in body_of(mail)
    assert INVITED not in str(mail["Subject"])
    newcomer = app.test_client()
    path = link[0].partition("127.0.0.1:8000")[2]
    newcomer.post(path, data={"password": PASSWORD, "repeated": PASSWORD})
    assert INVITED in newcomer.get(ACCOUNT).get_data(as_text=True)


def test_the_waiting_mail_gives_nobody_the_link(
    operator: CheckedClient, session: Session, work: Callable[[], int]
) -> None:
    page = fill_and_send(operator, NEW, {"email": INVITED, "role": "moderator"}).get_data(as_text=True)
    token = page.split("/set-password/")[1].split("<")[0].strip()
    dump = repr(
        [session.execute(text(f"SELECT * FROM {table}")).all() for table in ("mails", "jobs", "password_links")]
    )
    assert token not in dump
    assert INVITED not in dump
    work()
    assert session.execute(text("SELECT secrets_enc FROM mails")).scalar_one() is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter the person"),
        ({"email": "no address", "role": "operator"}, "Enter an e-mail address such as name@example.com."),
        ({"email": INVITED}, "Choose one of the options."),
        ({"email": INVITED, "role": "official"}, "Choose the authority that this official works for."),
        (
            {"email": INVITED, "role": "operator", "authority": "mangystau-culture"},
            "Only officials have an authority",
        ),
    ],
)
def test_a_form_that_does_not_fit_says_what_to_do(
    operator: CheckedClient, session: Session, typed: dict[str, str], said: str
) -> None:
    answer = fill_and_send(operator, NEW, typed)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert len(session.scalars(select(Account)).all()) == 1


def test_one_address_cannot_have_two_accounts(operator: CheckedClient, known: str) -> None:
    answer = fill_and_send(operator, NEW, {"email": known.upper(), "role": "operator"})
    assert answer.status_code == 422
    assert "This address has an account already." in answer.get_data(as_text=True)


def test_the_list_shows_addresses_states_and_one_role(operator: CheckedClient, known: str) -> None:
    everybody = text_of(operator.get("/en/admin/accounts/").get_data(as_text=True))
    assert known in everybody
    assert "can sign in" in everybody
    assert "no password yet" in everybody, "the operator of this test came in without one"
    officials = text_of(operator.get("/en/admin/accounts/?role=official").get_data(as_text=True))
    assert known not in officials
    assert "No account fits what you chose." in officials
    assert operator.get("/en/admin/accounts/?role=nonsense").status_code == 200


def test_disabling_ends_the_sessions_and_enabling_lets_in_again(
    client: CheckedClient, operator: CheckedClient, known: str, session: Session
) -> None:
    client.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    page = f"/en/admin/accounts/{account_of(session)}/"
    press(operator, page, f"{page}disable")
    assert is_out(client)
    assert "disabled" in operator.get("/en/admin/accounts/").get_data(as_text=True)
    press(operator, page, f"{page}enable")
    assert is_out(client), "an ended session stays ended"
    assert client.post(SIGN_IN, data={"email": known, "password": PASSWORD}).status_code == 303


def test_a_new_link_voids_the_one_before(
    app: Flask, operator: CheckedClient, make_link: Callable[..., str], session: Session
) -> None:
    old = make_link()
    page = f"/en/admin/accounts/{account_of(session)}/"
    shown = press(operator, page, f"{page}link")
    new = shown.split("/set-password/")[1].split("<")[0].strip()
    stranger = app.test_client()
    assert stranger.get(f"/en/account/set-password/{old}").status_code == 410
    assert stranger.get(f"/en/account/set-password/{new}").status_code == 200


def test_operators_cannot_lock_themselves_out(operator: CheckedClient, session: Session) -> None:
    account = session.scalars(select(Account)).one()
    page = f"/en/admin/accounts/{account.id}/"
    shown = operator.get(page).get_data(as_text=True)
    assert f"{page}disable" not in shown
    answer = operator.post(f"{page}disable", data={"csrf_token": token_of(shown)})
    assert answer.status_code == 303
    assert "You cannot disable your own account." in operator.get(page).get_data(as_text=True)
    session.refresh(account)
    assert account.disabled_at is None


def test_an_account_that_is_not_there_is_not_found(operator: CheckedClient) -> None:
    assert operator.get(f"/en/admin/accounts/{uuid4()}/").status_code == 404


def account_of(session: Session) -> str:
    """The id of the account that is not the operator's."""
    return str(session.scalars(select(Account.id).where(Account.role != AccountRole.OPERATOR)).one())
