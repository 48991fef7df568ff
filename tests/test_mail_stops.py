"""One link stops all mails to an address but those that a person asks for; another press lets them come again."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import stops
from complaints.cipher import Cipher
from complaints.domain.errors import NotFound
from complaints.mail import FORGOTTEN
from complaints.models import Mail, MailStop
from complaints.settings import Settings
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.mails import body_of
from tests.test_mail import TO, queue

pytestmark = pytest.mark.usefixtures("unprinted")

NEWS, ASKED = "complaint_accepted", "confirm_complaint"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def cipher(app: Flask, settings: Settings) -> Cipher:
    return Cipher(settings.encryption_keys, settings.secret_key)


@pytest.fixture
def path(cipher: Cipher) -> str:
    return f"/ru/stop/{stops.token_of(cipher, TO)}"


def is_stopped(session: Session) -> bool:
    session.expire_all()
    return session.scalar(select(MailStop)) is not None


def test_the_link_shows_no_address_and_is_the_same_for_ever(cipher: Cipher) -> None:
    token = stops.token_of(cipher, TO)
    assert token == stops.token_of(cipher, f" {TO.upper()} ")
    assert re.fullmatch(r"[\w-]{64}", token)
    assert token != stops.token_of(cipher, "other@example.com")
    assert stops.read_token(cipher, token) == stops.index_of(cipher, TO)


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "A" * 63 + "ә", "=" * 64, "A" * 62 + "=="])
def test_a_made_up_link_leads_nowhere(client: CheckedClient, session: Session, cipher: Cipher, token: str) -> None:
    with pytest.raises(NotFound):
        stops.read_token(cipher, token)
    if token:
        assert client.get(f"/kk/stop/{token}").status_code == 404
        assert client.post(f"/kk/stop/{token}", data=ONE_CLICK).status_code == 404
    assert not is_stopped(session)


def test_opening_the_link_changes_nothing(client: CheckedClient, session: Session, path: str) -> None:
    """Mail programs open links by themselves, to look for what is bad behind them."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert TO not in answer.text
    assert not is_stopped(session)


def test_the_button_stops_and_another_lets_them_come_again(client: CheckedClient, session: Session, path: str) -> None:
    english = path.replace("/ru/", "/en/")
    assert "Stop these mails" in client.get(english).text
    assert client.post(english, data={"do": "stop"}).status_code == 303
    assert is_stopped(session)
    page = client.get(english).text
    assert "are stopped" in page
    assert "Stop these mails" not in page
    assert client.post(english, data={"do": "start"}).status_code == 303
    assert not is_stopped(session)


def test_the_one_click_of_a_mail_program_needs_no_cookie_and_no_origin_of_ours(
    client: CheckedClient, session: Session, path: str
) -> None:
    foreign = {"Origin": "https://mail.example.com", "Sec-Fetch-Site": "cross-site"}
    for _ in range(2):
        answer = client.post(path, data=ONE_CLICK, headers=foreign)
        assert (answer.status_code, answer.text) == (200, "")
        assert "Set-Cookie" not in answer.headers
    assert is_stopped(session)


def test_the_one_click_works_as_a_form_with_files_too(client: CheckedClient, session: Session, path: str) -> None:
    """RFC 8058 lets the program choose."""
    answer = client.post(path, data=ONE_CLICK, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert is_stopped(session)


def test_what_was_queued_before_the_stop_is_not_sent_and_forgets_its_address(
    client: CheckedClient,
    session: Session,
    cipher: Cipher,
    clock: Clock,
    path: str,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    queue(session, cipher, clock, "ru", NEWS)
    client.post(path, data=ONE_CLICK)
    assert work() == 1
    assert mails() == []
    session.commit()
    row = session.scalars(select(Mail)).one()
    assert (row.to_enc, row.sent_at) == (FORGOTTEN, None)


def test_confirmations_come_all_the_same(
    client: CheckedClient,
    session: Session,
    cipher: Cipher,
    clock: Clock,
    path: str,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    client.post(path, data=ONE_CLICK)
    queue(session, cipher, clock, "ru", ASKED)
    work()
    (sent,) = mails()
    assert sent["List-Unsubscribe"] is None


def test_the_link_in_a_mail_is_the_one_in_its_header(
    session: Session,
    cipher: Cipher,
    clock: Clock,
    path: str,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    queue(session, cipher, clock, "ru", NEWS)
    work()
    (sent,) = mails()
    assert sent["List-Unsubscribe"] == f"<http://127.0.0.1:8000{path}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert body_of(sent).endswith(f"http://127.0.0.1:8000{path}\n")
