"""An organiser with a password, and the pages in English, whose words are the msgids."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.accounts import actions
from complaints.accounts.passwords import hash_password
from complaints.domain.access import AccountRole
from complaints.models import Account, Throttle
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

EMAIL = "aigul@example.com"
PASSWORD = "жаңбыр жауған күн"
SIGN_IN = "/en/account/sign-in"
ACCOUNT = "/en/account/"
QUEUE = "/en/moderation/"
"""Where a moderator works."""


@pytest.fixture
def make_link(app: Flask, session: Session, clock: Clock) -> Callable[..., str]:
    """Makes an account and gives the token of its one-time link."""

    def make(email: str = EMAIL, role: AccountRole = AccountRole.MODERATOR, authority: str | None = None) -> str:
        with app.app_context():
            cipher = context.cipher()
        token = actions.create_account(
            session, cipher=cipher, email=email, role=role, group_slug=None, authority_slug=authority, now=clock()
        )
        session.commit()
        return token

    return make


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Made once: hashing is slow on purpose."""
    return hash_password(PASSWORD)


@pytest.fixture
def known(make_link: Callable[..., str], session: Session, password_hash: str) -> str:
    """The address of an account whose password is PASSWORD."""
    make_link()
    session.scalars(select(Account).where(Account.role == AccountRole.MODERATOR)).one().password_hash = password_hash
    session.commit()
    return EMAIL


@pytest.fixture
def tried(session: Session) -> Callable[[int], None]:
    """Pretends that whoever has tried so far has tried so often."""

    def pretend(tries: int) -> None:
        for counted in session.scalars(select(Throttle)):
            counted.tries = tries
        session.commit()

    return pretend


@pytest.fixture
def enter(client: CheckedClient) -> Callable[..., int]:
    """Sends the sign-in form; gives the status. 303 means: in."""

    def send(email: str, password: str, address: str = "203.0.113.7") -> int:
        form = {"email": email, "password": password}
        return client.post(SIGN_IN, data=form, environ_overrides={"REMOTE_ADDR": address}).status_code

    return send


def is_out(client: CheckedClient) -> bool:
    """Whether the own account is answered by the way to the sign-in page."""
    location = client.get(ACCOUNT).location
    return location is not None and location.partition("?")[0] == SIGN_IN


def token_of(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]


def press(client: CheckedClient, page: str, to: str) -> str:
    """Press the button of the page that leads to this address; gives the page one comes to."""
    shown = client.get(page).get_data(as_text=True)
    assert f'action="{to}"' in shown
    return client.post(to, data={"csrf_token": token_of(shown)}, follow_redirects=True).get_data(as_text=True)


def text_of(page: str) -> str:
    """The words of a page on one line."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()
