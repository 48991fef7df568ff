"""One-time codes: setting them up, the second step of signing in, printed spares, and where they are required."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from complaints import create_app
from complaints.accounts.tries import CODES_IN_A_QUARTER
from complaints.domain.access import AccountRole
from complaints.extensions import db
from complaints.models import Account, AccountSession, SpareCode
from complaints.settings import Mode, Settings
from tests.accounts.conftest import ACCOUNT, PASSWORD, QUEUE, SIGN_IN, is_out, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send, filled_in
from tests.support.links import link_in
from tests.support.people import sign_in_as

SET_UP = "/en/account/codes/set-up"
CONFIRM = "/en/account/codes/confirm"
SPARES = "/en/account/codes/spares"
OFF = "/en/account/codes/off"
CODE = "/en/account/sign-in/code"
KEY = re.compile(r'id="key"[^>]*>(.*?)</div>', re.DOTALL)
SPARE = re.compile(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>")
NEW = "боран соққан түн"


class Phone:
    """An app that has the secret, and the printed codes beside it."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self.app = pyotp.TOTP(secret)
        self.clock = clock
        self.spares: list[str] = []

    def code(self, steps: int = 0) -> str:
        return self.app.at(self.clock() + timedelta(seconds=30 * steps))

    def next_code(self) -> str:
        """The code of the next half minute, which nobody used yet."""
        self.clock.advance(seconds=30)
        return self.code()


def sign_in_with_password(client: CheckedClient, known: str, wanted: str = "") -> str:
    answer = client.post(SIGN_IN, data={"email": known, "password": PASSWORD, "next": wanted})
    assert answer.status_code == 303
    return str(answer.location)


def set_up(client: CheckedClient, clock: Clock, password: str = PASSWORD) -> Phone:
    answer = fill_and_send(client, SET_UP, {"current_password": password})
    assert (answer.status_code, answer.location) == (303, CONFIRM)
    [shown] = KEY.findall(client.get(CONFIRM).text)
    phone = Phone("".join(text_of(shown).split()), clock)
    page = fill_and_send(client, CONFIRM, {"code": phone.code()})
    assert page.status_code == 200
    phone.spares = SPARE.findall(page.text)
    return phone


@pytest.fixture
def phone(app: Flask, known: str, clock: Clock) -> Phone:
    """The account has codes, set up in another browser."""
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    sign_in_with_password(other, known)
    return set_up(other, clock)


@pytest.fixture
def before_code(client: CheckedClient, known: str, phone: Phone) -> CheckedClient:
    """A browser whose password was right."""
    assert sign_in_with_password(client, known) == CODE
    return client


def test_the_password_alone_signs_nobody_in(before_code: CheckedClient, session: Session) -> None:
    assert is_out(before_code)
    assert before_code.get(QUEUE).status_code == 303
    assert "Your work" not in before_code.get(CODE).text
    waiting = session.scalars(select(AccountSession).where(AccountSession.awaits_code)).one()
    with before_code.session_transaction() as cookie:
        cookie["_user_id"] = cookie["awaits_code"]
    assert waiting.ended_at is None
    assert is_out(before_code), "nor does the waiting token under the other name"


def test_password_and_code_sign_in(before_code: CheckedClient, phone: Phone) -> None:
    answer = fill_and_send(before_code, CODE, {"code": phone.next_code()})
    assert (answer.status_code, answer.location) == (303, QUEUE)
    assert before_code.get(ACCOUNT).status_code == 200


def test_the_way_to_the_wanted_page_survives_the_second_step(client: CheckedClient, known: str, phone: Phone) -> None:
    page = sign_in_with_password(client, known, "/en/account/?a=b")
    answer = client.post(CODE, data={"code": phone.next_code(), "next": "/en/account/?a=b"})
    assert "next=" in page
    assert answer.location == "/en/account/?a=b"
    assert 'value="/en/account/?a=b"' not in client.get("/en/account/sign-in").text


def test_a_code_is_written_with_a_space_too(before_code: CheckedClient, phone: Phone) -> None:
    code = phone.next_code()
    assert before_code.post(CODE, data={"code": f" {code[:3]} {code[3:]} "}).status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_the_clock_may_be_a_step_off(before_code: CheckedClient, phone: Phone, steps: int, status: int) -> None:
    phone.clock.advance(minutes=5)
    assert before_code.post(CODE, data={"code": phone.code(steps)}).status_code == status


def test_no_code_is_accepted_twice(app: Flask, known: str, before_code: CheckedClient, phone: Phone) -> None:
    code, older = phone.next_code(), phone.code(-1)
    assert before_code.post(CODE, data={"code": code}).status_code == 303
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    sign_in_with_password(other, known)
    for used in (code, older):
        answer = other.post(CODE, data={"code": used})
        assert answer.status_code == 422
    assert "was used already" in text_of(answer.text)


@pytest.mark.parametrize("typed", ["000000", "12345", "1234567", "", "١٢٣٤٥٦", "ЖЖЖЖЖЖ", "AAAAA-AAAAA", "x" * 5000])
def test_a_wrong_code_is_refused(before_code: CheckedClient, typed: str) -> None:
    assert before_code.post(CODE, data={"code": typed}).status_code == 422
    assert is_out(before_code)


def test_guessing_codes_is_stopped_for_the_account(
    app: Flask, known: str, before_code: CheckedClient, phone: Phone, clock: Clock
) -> None:
    for _try in range(CODES_IN_A_QUARTER):
        assert before_code.post(CODE, data={"code": "000000"}).status_code == 422
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    sign_in_with_password(other, known)
    refused = other.post(CODE, data={"code": phone.next_code()})
    assert refused.status_code == 429
    assert "Wait until 23 November 2026, 10:15" in text_of(refused.text)


def test_a_right_password_waits_ten_minutes_for_its_code(
    before_code: CheckedClient, phone: Phone, clock: Clock
) -> None:
    clock.advance(minutes=9, seconds=59)
    assert before_code.get(CODE).status_code == 200
    clock.advance(seconds=1)
    answer = before_code.post(CODE, data={"code": phone.code()})
    assert (answer.status_code, answer.location) == (303, SIGN_IN)
    assert is_out(before_code)


def test_the_page_of_the_code_needs_a_right_password_first(client: CheckedClient) -> None:
    assert client.get(CODE).location == SIGN_IN
    assert client.post(CODE, data={"code": "000000"}).location == SIGN_IN


def test_a_printed_code_works_once_however_it_is_typed(
    app: Flask, known: str, before_code: CheckedClient, phone: Phone
) -> None:
    spare = phone.spares[0]
    typed = f" {spare.lower().replace('-', ' ')}".replace("0", "o")
    assert before_code.post(CODE, data={"code": typed}).status_code == 303
    assert "You used a printed code. 9 are left." in text_of(before_code.get(ACCOUNT).text)
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    sign_in_with_password(other, known)
    assert other.post(CODE, data={"code": spare}).status_code == 422
    assert other.post(CODE, data={"code": phone.spares[1]}).status_code == 303


def test_new_printed_codes_void_the_old_ones(app: Flask, known: str, before_code: CheckedClient, phone: Phone) -> None:
    before_code.post(CODE, data={"code": phone.next_code()})
    page = fill_and_send(before_code, SPARES, {"current_password": PASSWORD, "code": phone.next_code()})
    new = SPARE.findall(page.text)
    assert len(new) == len(set(new) | set(phone.spares)) / 2 == 10
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    sign_in_with_password(other, known)
    assert other.post(CODE, data={"code": phone.spares[0]}).status_code == 422
    assert other.post(CODE, data={"code": new[0]}).status_code == 303


def test_setting_up_asks_for_the_password_and_counts_only_with_a_first_code(
    client: CheckedClient, known: str, session: Session, clock: Clock
) -> None:
    sign_in_with_password(client, known)
    assert client.get(CONFIRM).location == SET_UP
    assert fill_and_send(client, SET_UP, {"current_password": "wrong password"}).status_code == 422
    fill_and_send(client, SET_UP, {"current_password": PASSWORD})
    wrong = fill_and_send(client, CONFIRM, {"code": "000000"})
    assert wrong.status_code == 422
    assert session.scalars(select(Account.totp_since)).one() is None
    clock.advance(minutes=30)
    assert client.get(CONFIRM).location == SET_UP, "nobody finds the key there later"


def test_the_picture_needs_no_style_of_its_own_and_the_codes_are_shown_once(
    client: CheckedClient, known: str, clock: Clock
) -> None:
    sign_in_with_password(client, known)
    fill_and_send(client, SET_UP, {"current_password": PASSWORD})
    page = client.get(CONFIRM).text
    assert '<svg viewBox="' in page
    assert "style=" not in page
    set_up(client, clock)
    for address in (ACCOUNT, SPARES, CONFIRM, SET_UP):
        assert not SPARE.search(client.get(address).text)
    assert "10 printed codes are left." in text_of(client.get(ACCOUNT).text)


def test_a_first_code_that_is_sent_twice_turns_codes_on_once_and_says_where_spares_come_from(
    client: CheckedClient, known: str, clock: Clock, session: Session
) -> None:
    sign_in_with_password(client, known)
    fill_and_send(client, SET_UP, {"current_password": PASSWORD})
    page = client.get(CONFIRM).text
    phone = Phone("".join(text_of(KEY.findall(page)[0]).split()), clock)
    fields = {**filled_in(page, CONFIRM).to_dict(), "code": phone.code()}
    assert client.post(CONFIRM, data=fields).status_code == 200
    assert client.post(CONFIRM, data=fields).location == ACCOUNT
    assert "If you did not see the spare codes, make new ones." in text_of(client.get(ACCOUNT).text)
    assert len(session.scalars(select(SpareCode)).all()) == 10


def test_switching_off_asks_for_password_and_code(
    app: Flask, known: str, before_code: CheckedClient, phone: Phone, session: Session
) -> None:
    before_code.post(CODE, data={"code": phone.next_code()})
    for typed in ({"current_password": PASSWORD, "code": "000000"}, {"current_password": "x", "code": phone.spares[0]}):
        assert fill_and_send(before_code, OFF, typed).status_code == 422
    assert fill_and_send(before_code, OFF, {"current_password": PASSWORD, "code": phone.spares[0]}).status_code == 303
    assert session.scalars(select(SpareCode)).all() == []
    assert session.scalars(select(Account.totp_secret_enc)).one() is None
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    assert sign_in_with_password(other, known) == QUEUE


def test_a_change_of_password_asks_for_the_code_too(before_code: CheckedClient, phone: Phone) -> None:
    before_code.post(CODE, data={"code": phone.next_code()})
    typed = {"password": NEW, "repeated": NEW, "current_password": PASSWORD}
    assert fill_and_send(before_code, "/en/account/password", typed).status_code == 422
    again = fill_and_send(before_code, "/en/account/password", {**typed, "code": phone.next_code()})
    assert again.status_code == 303


def test_a_reset_password_does_not_stand_for_the_code(
    client: CheckedClient,
    known: str,
    phone: Phone,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    client.post("/en/account/forgot-password", data={"email": known})
    work()
    link = link_in(mails()[-1], "/account/set-password/").replace("/kk/", "/en/")
    answer = client.post(link, data={"password": NEW, "repeated": NEW})
    assert (answer.status_code, answer.location) == (303, CODE)
    assert is_out(client)
    assert "Now the one-time code." in text_of(client.get(CODE).text)
    assert client.post(CODE, data={"code": phone.next_code()}).status_code == 303
    assert client.get(ACCOUNT).status_code == 200


def test_the_tables_hold_neither_secret_nor_codes(phone: Phone, session: Session) -> None:
    tables = ("accounts", "spare_codes", "account_sessions", "throttles")
    dump = repr([session.execute(text(f"SELECT * FROM {table}")).all() for table in tables])
    for secret in (phone.app.secret, *phone.spares, *[spare.replace("-", "") for spare in phone.spares]):
        assert secret not in dump


@pytest.fixture
def production(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The same database under a production site."""
    made = create_app(replace(settings, mode=Mode.PRODUCTION), clock=clock)
    made.config["TESTING"] = True
    made.test_client_class = CheckedClient
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


NEEDING = [
    (AccountRole.OFFICIAL, "/en/desk/"),
    (AccountRole.MODERATOR, "/en/moderation/"),
    (AccountRole.OPERATOR, "/en/admin/"),
]


@pytest.mark.parametrize(("role", "page"), NEEDING)
def test_in_production_these_roles_are_led_to_set_codes_up(production: Flask, role: AccountRole, page: str) -> None:
    client = sign_in_as(production, role)
    for address in (page, "/en/rounds/"):
        assert client.get(address).location == SET_UP
    assert client.post(f"{page}nothing").status_code in (303, 404)
    assert client.get(ACCOUNT).status_code == 200
    shown = client.get(SET_UP)
    assert "Your role needs one-time codes on this site." in text_of(shown.text)
    assert client.get("/kk/account/codes/set-up").status_code == 200


def test_in_production_an_organiser_may_do_without(production: Flask) -> None:
    client = sign_in_as(production, AccountRole.ORGANISER)
    assert client.get("/en/groups/").status_code == 200


@pytest.mark.parametrize(("role", "page"), NEEDING)
def test_in_the_example_nobody_needs_codes(app: Flask, role: AccountRole, page: str) -> None:
    assert sign_in_as(app, role).get(page).status_code == 200


def test_in_production_the_work_opens_once_codes_are_on(production: Flask, known: str, clock: Clock) -> None:
    client = production.test_client()
    assert isinstance(client, CheckedClient)
    assert sign_in_with_password(client, known) == SET_UP
    set_up(client, clock)
    assert client.get(QUEUE).status_code == 200
