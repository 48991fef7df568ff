"""The mailed link for those who forgot their password: the same for every address, and no way round the code."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from complaints.accounts import actions
from complaints.accounts.resetting.actions import LINKS_FOR_ONE_NETWORK, LINKS_TO_ONE_ADDRESS
from complaints.extensions import db
from complaints.models import Account, Job
from tests.accounts.conftest import ACCOUNT, PASSWORD, SIGN_IN, is_out, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.links import link_in

FORGOT = "/en/account/forgot-password"
NEW = "боран соққан түн"
Mails = Callable[[], list[EmailMessage]]


@pytest.fixture
def reset_link(client: CheckedClient, known: str, work: Callable[[], int], mails: Mails) -> Callable[[], str]:
    """Asks for a link and gives its address from the newest mail."""

    def ask() -> str:
        assert client.post(FORGOT, data={"email": known}).status_code == 200
        work()
        return link_in(mails()[-1], "/account/set-password/")

    return ask


def test_the_sign_in_page_leads_to_it(client: CheckedClient) -> None:
    assert f'href="{FORGOT}"' in client.get(SIGN_IN).text


def test_the_link_sets_a_password_and_signs_in(
    client: CheckedClient, enter: Callable[..., int], known: str, reset_link: Callable[[], str], mails: Mails
) -> None:
    link = reset_link()
    assert mails()[-1]["To"] == known
    assert known not in mails()[-1]["Subject"]
    assert client.post(link, data={"password": NEW, "repeated": NEW}).status_code == 303
    assert client.get(ACCOUNT).status_code == 200
    assert client.get(link).status_code == 410, "it works once"


def test_the_link_works_for_an_hour(client: CheckedClient, reset_link: Callable[[], str], clock: Clock) -> None:
    link = reset_link()
    clock.advance(minutes=59)
    assert client.get(link).status_code == 200
    clock.advance(minutes=1)
    assert client.get(link).status_code == 410


def test_a_known_and_an_unknown_address_get_the_same_answer_and_the_same_work(
    app: Flask, client: CheckedClient, known: str, session: Session
) -> None:
    def ask(email: str) -> tuple[str, list[str]]:
        statements: list[str] = []

        def note(*given: object) -> None:
            statements.append(str(given[2]))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        page = client.post(FORGOT, data={"email": email}).text
        event.remove(engine, "before_cursor_execute", note)
        return page, statements

    unknown, for_unknown = ask("nobody@example.com")
    shown, for_known = ask(known)
    assert unknown == shown
    assert for_unknown == for_known
    jobs = session.scalars(select(Job).where(Job.name == "accounts.send_reset_link")).all()
    assert len(jobs) == 2
    assert "@" not in repr([job.payload for job in jobs])


def test_an_unknown_or_disabled_account_gets_no_mail(
    client: CheckedClient, known: str, session: Session, work: Callable[[], int], mails: Mails, clock: Clock
) -> None:
    session.scalars(select(Account)).one().disabled_at = clock()
    for email in (known, "nobody@example.com"):
        assert client.post(FORGOT, data={"email": email}).status_code == 200
    work()
    assert mails() == []


def test_nobody_s_mailbox_is_filled_and_nobody_learns_it(
    client: CheckedClient, known: str, work: Callable[[], int], mails: Mails, clock: Clock
) -> None:
    pages = {client.post(FORGOT, data={"email": known}).text for _try in range(LINKS_TO_ONE_ADDRESS + 2)}
    work()
    assert len(pages) == 1
    assert len(mails()) == LINKS_TO_ONE_ADDRESS
    clock.advance(hours=1)
    client.post(FORGOT, data={"email": known})
    work()
    assert len(mails()) == LINKS_TO_ONE_ADDRESS + 1


def test_a_network_that_asks_for_many_is_told_to_wait(client: CheckedClient, tried: Callable[[int], None]) -> None:
    client.post(FORGOT, data={"email": "a@example.com"})
    tried(LINKS_FOR_ONE_NETWORK)
    refused = client.post(FORGOT, data={"email": "b@example.com"})
    assert refused.status_code == 429
    assert "Too many attempts." in refused.text


def test_a_stranger_who_asks_does_not_void_an_invitation(
    client: CheckedClient, make_link: Callable[..., str], work: Callable[[], int]
) -> None:
    invited = f"/en/account/set-password/{make_link('new@example.com')}"
    client.post(FORGOT, data={"email": "new@example.com"})
    work()
    assert client.get(invited).status_code == 200


def test_setting_a_password_ends_other_sessions_and_the_other_links(
    app: Flask, client: CheckedClient, known: str, reset_link: Callable[[], str], session: Session, clock: Clock
) -> None:
    other = app.test_client()
    other.post(SIGN_IN, data={"email": known, "password": PASSWORD})
    first, second = reset_link(), reset_link()
    token = actions.make_reset_link(session, account_id=session.scalars(select(Account.id)).one(), now=clock())
    client.post(first, data={"password": NEW, "repeated": NEW})
    assert is_out(other)  # type: ignore[arg-type]
    for link in (second, f"/en/account/set-password/{token}"):
        assert app.test_client().get(link).status_code == 410


def test_an_empty_form_says_what_to_enter(client: CheckedClient) -> None:
    answer = client.post(FORGOT, data={})
    assert answer.status_code == 422
    assert "Enter the e-mail address of your account." in text_of(answer.text)


def test_the_mail_is_written_in_the_account_s_language(
    client: CheckedClient, known: str, session: Session, work: Callable[[], int], mails: Mails
) -> None:
    for language in ("kk", "ru"):
        session.scalars(select(Account)).one().language = language
        client.post(FORGOT, data={"email": known})
        work()
        assert link_in(mails()[-1], f"{language}/account/set-password/")


def test_the_tables_keep_no_address(client: CheckedClient, known: str, session: Session) -> None:
    client.post(FORGOT, data={"email": known})
    dump = repr([session.execute(text(f"SELECT * FROM {table}")).all() for table in ("jobs", "throttles")])
    assert known not in dump
