"""The own account: sessions, password, address, language."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from complaints.accounts.tries import TRIES_OF_ONE_ACCOUNT
from complaints.domain.access import AccountRole
from complaints.models import Account, AccountSession, EmailChange
from tests.accounts.conftest import ACCOUNT, PASSWORD, SIGN_IN, is_out, press, text_of, token_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send
from tests.support.links import link_in
from tests.support.mails import body_of

CHANGE_PASSWORD = "/en/account/password"
CHANGE_EMAIL = "/en/account/email"
NEW = "боран соққан түн"
NEW_EMAIL = "aigul.new@example.com"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A546) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
Mails = Callable[[], list[EmailMessage]]


@pytest.fixture
def browser(app: Flask, known: str) -> Callable[..., CheckedClient]:
    """Another browser in which the owner of the account is signed in."""

    def open_one(user_agent: str = FIREFOX) -> CheckedClient:
        made = app.test_client()
        assert isinstance(made, CheckedClient)
        answer = made.post(SIGN_IN, data={"email": known, "password": PASSWORD}, headers={"User-Agent": user_agent})
        assert answer.status_code == 303
        return made

    return open_one


def test_each_session_says_browser_system_and_since_when(browser: Callable[..., CheckedClient], clock: Clock) -> None:
    browser(ANDROID)
    clock.advance(hours=1)
    page = text_of(browser(FIREFOX).get(ACCOUNT).text)
    assert "Chrome, Android since 23 November 2026, 10:00 Sign out there" in page
    assert "Firefox, Windows this one since 23 November 2026, 11:00" in page
    assert "SM-A546" not in page


def test_nothing_but_browser_and_system_is_kept(browser: Callable[..., CheckedClient], session: Session) -> None:
    browser("Firefox Windows " + "x" * 300)
    browser("curl/8")
    assert sorted(session.scalars(select(AccountSession.device))) == ["", "Firefox, Windows"]


def test_one_other_session_is_ended(browser: Callable[..., CheckedClient], session: Session) -> None:
    phone, desk = browser(ANDROID), browser()
    first = session.scalars(select(AccountSession).where(AccountSession.device == "Chrome, Android")).one()
    press(desk, ACCOUNT, f"/en/account/sessions/{first.id}/end")
    assert is_out(phone)
    assert desk.get(ACCOUNT).status_code == 200


def test_all_other_sessions_are_ended(browser: Callable[..., CheckedClient]) -> None:
    first, second, here = browser(), browser(ANDROID), browser()
    assert "2 other devices are signed out." in press(here, ACCOUNT, "/en/account/sessions/end-others")
    assert is_out(first)
    assert is_out(second)
    page = here.get(ACCOUNT).text
    assert "end-others" not in page


def test_nobody_ends_a_stranger_s_session(
    browser: Callable[..., CheckedClient], sign_in: Callable[..., CheckedClient], session: Session
) -> None:
    here = browser()
    stranger = sign_in(AccountRole.MODERATOR)
    own = session.scalars(select(AccountSession).where(AccountSession.device == "Firefox, Windows")).one()
    page = stranger.get(ACCOUNT).text
    assert str(own.id) not in page
    stranger.post(f"/en/account/sessions/{own.id}/end", data={"csrf_token": token_of(page)})
    assert here.get(ACCOUNT).status_code == 200


def test_an_expired_session_is_not_listed(browser: Callable[..., CheckedClient], clock: Clock) -> None:
    browser(ANDROID)
    clock.advance(hours=12)
    assert "Chrome, Android" not in browser().get(ACCOUNT).text


def change_password(
    client: CheckedClient, current: str = PASSWORD, new: str = NEW, again: str = NEW
) -> tuple[int, str]:
    typed = {"password": new, "repeated": again, "current_password": current}
    answer = fill_and_send(client, CHANGE_PASSWORD, typed)
    return answer.status_code, text_of(answer.text)


def test_a_new_password_ends_all_other_sessions_and_not_this_one(
    browser: Callable[..., CheckedClient], enter: Callable[..., int], known: str
) -> None:
    other, here = browser(), browser()
    assert change_password(here)[0] == 303
    assert here.get(ACCOUNT).status_code == 200
    assert is_out(other)
    assert enter(known, PASSWORD) == 422
    assert enter(known, NEW) == 303


def test_the_current_password_is_asked_and_guessing_it_is_stopped(
    browser: Callable[..., CheckedClient], tried: Callable[[int], None]
) -> None:
    here = browser()
    status, page = change_password(here, current="wrong password")
    assert status == 422
    assert "This is not your password." in page
    tried(TRIES_OF_ONE_ACCOUNT)
    assert change_password(here)[0] == 429


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [("short", "short", "at least 12 characters"), (NEW, NEW + "!", "The two passwords differ.")],
)
def test_a_weak_or_mistyped_new_password_is_explained(
    browser: Callable[..., CheckedClient], new: str, again: str, said: str
) -> None:
    status, page = change_password(browser(), new=new, again=again)
    assert status == 422
    assert said in page


def ask_for_change(client: CheckedClient, email: str = NEW_EMAIL, current: str = PASSWORD) -> tuple[int, str]:
    answer = fill_and_send(client, CHANGE_EMAIL, {"email": email, "current_password": current})
    return answer.status_code, answer.text


def test_a_new_address_counts_once_its_link_is_opened(
    browser: Callable[..., CheckedClient],
    enter: Callable[..., int],
    known: str,
    work: Callable[[], int],
    mails: Mails,
    session: Session,
) -> None:
    here = browser()
    assert ask_for_change(here)[0] == 303
    work()
    notice, letter = sorted(mails(), key=lambda mail: mail["To"] != known)
    assert (notice["To"], letter["To"]) == (known, NEW_EMAIL)
    assert NEW_EMAIL not in body_of(notice)
    link = link_in(letter, "/account/email/")
    assert here.get(link).status_code == 200
    assert known in here.get(ACCOUNT).text, "opening the page changes nothing"
    assert here.post(link).status_code == 303
    assert NEW_EMAIL in here.get(ACCOUNT).text
    assert enter(known, PASSWORD) == 422
    assert enter(NEW_EMAIL, PASSWORD) == 303
    assert here.get(link).status_code == 410
    assert NEW_EMAIL not in repr(session.execute(text("SELECT * FROM email_changes")).all())


def test_a_taken_address_gets_the_same_answer_and_a_mail_that_says_so(
    browser: Callable[..., CheckedClient],
    make_link: Callable[..., str],
    work: Callable[[], int],
    mails: Mails,
    session: Session,
) -> None:
    here = browser()
    make_link("taken@example.com")
    free, taken = ask_for_change(here), ask_for_change(here, "taken@example.com")
    assert free == taken
    work()
    [letter] = [mail for mail in mails() if mail["To"] == "taken@example.com"]
    assert "есептік жазба бұрыннан бар" in body_of(letter)
    assert "/account/email/" not in body_of(letter)


def test_the_link_to_a_new_address_works_for_a_day_and_its_row_goes(
    browser: Callable[..., CheckedClient], work: Callable[[], int], mails: Mails, session: Session, clock: Clock
) -> None:
    here = browser()
    ask_for_change(here)
    work()
    [link] = [link_in(mail, "/account/email/") for mail in mails() if mail["To"] == NEW_EMAIL]
    clock.advance(hours=24)
    assert here.get(link).status_code == 410
    assert here.post(link).status_code == 410
    work()
    assert session.scalars(select(EmailChange)).all() == []


def test_an_address_that_was_taken_meanwhile_is_not_given_twice(
    browser: Callable[..., CheckedClient],
    make_link: Callable[..., str],
    work: Callable[[], int],
    mails: Mails,
    known: str,
) -> None:
    here = browser()
    ask_for_change(here)
    work()
    [link] = [link_in(mail, "/account/email/") for mail in mails() if mail["To"] == NEW_EMAIL]
    make_link(NEW_EMAIL)
    assert here.post(link).status_code == 410
    assert known in here.get(ACCOUNT).text


def test_setting_a_new_password_ends_a_change_of_address(
    browser: Callable[..., CheckedClient], work: Callable[[], int], mails: Mails
) -> None:
    here = browser()
    ask_for_change(here)
    work()
    [link] = [link_in(mail, "/account/email/") for mail in mails() if mail["To"] == NEW_EMAIL]
    change_password(here)
    assert here.post(link).status_code == 410


@pytest.mark.parametrize(
    ("email", "current", "said"),
    [
        ("no address", PASSWORD, "Enter the e-mail address in full"),
        ("AIGUL@example.com", PASSWORD, "This is the address of your account already."),
        (NEW_EMAIL, "wrong password", "This is not your password."),
        ("", "", "Enter the new e-mail address."),
    ],
)
def test_a_change_that_cannot_be_is_explained(
    browser: Callable[..., CheckedClient], email: str, current: str, said: str
) -> None:
    status, page = ask_for_change(browser(), email, current)
    assert status == 422
    assert said in text_of(page)


def test_the_language_of_mails_is_changed(browser: Callable[..., CheckedClient], session: Session) -> None:
    here = browser()
    page = here.get(ACCOUNT).text
    here.post("/en/account/language", data={"csrf_token": token_of(page), "language": "ru"})
    here.post("/en/account/language", data={"csrf_token": token_of(page), "language": "xx"})
    assert session.scalars(select(Account.language)).one() == "ru"
