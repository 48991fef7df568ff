"""Finding accounts, signing people out, resetting one-time codes; two operators at the same instant."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.accounts.queries import email_index
from complaints.domain.access import AccountRole
from complaints.models import Account, AccountSession, Change, Group, GroupMember, SpareCode, new_id
from complaints.web import context
from tests.accounts.conftest import is_out, press, text_of, token_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import filled_in
from tests.support.mails import body_of
from tests.support.people import sign_in_as

LIST = "/en/admin/accounts/"
FIND = "/en/admin/accounts/find"
MEMBER = "organiser@example.com"


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR)


@pytest.fixture
def organiser(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.ORGANISER, email=MEMBER)


def account_with(session: Session, role: AccountRole) -> Account:
    session.expire_all()
    return session.scalars(select(Account).where(Account.role == role)).one()


def test_an_account_is_found_by_its_whole_address_which_stands_in_no_link(
    operator: CheckedClient, organiser: CheckedClient, session: Session
) -> None:
    token = token_of(operator.get(LIST).text)
    found = operator.post(FIND, data={"csrf_token": token, "email": MEMBER.upper()})
    assert found.status_code == 303
    assert found.location == f"{LIST}{account_with(session, AccountRole.ORGANISER).id}/"
    missing = operator.post(FIND, data={"csrf_token": token, "email": "organis@example.com"})
    assert missing.status_code == 422
    assert "No account has this address." in missing.text
    assert "parts of them cannot be searched" in missing.text


def test_fifty_accounts_stand_on_a_page_and_each_on_one(
    app: Flask, operator: CheckedClient, session: Session, clock: Clock
) -> None:
    with app.app_context():
        cipher = context.cipher()
    emails = {f"person{number}@example.com" for number in range(60)}
    for email in emails:
        own = new_id()
        session.add(
            Account(
                id=own,
                email_enc=cipher.encrypt("accounts", "email", own, email),
                email_index=email_index(cipher, email),
                role=AccountRole.MODERATOR,
                language="kk",
                created_at=clock(),
            )
        )
    first, second = (
        set(re.findall(r"person\d+@example\.com", operator.get(f"{LIST}?role=moderator&page={page}").text))
        for page in (1, 2)
    )
    assert (len(first), len(second)) == (50, 10)
    assert first | second == emails
    assert "Page 2 of 2" in operator.get(f"{LIST}?role=moderator&page=99").text


@pytest.mark.parametrize(("state", "shown"), [("works", False), ("unused", True), ("disabled", False), ("x", True)])
def test_the_list_is_filtered_by_state(
    operator: CheckedClient, organiser: CheckedClient, state: str, shown: bool
) -> None:
    page = operator.get(f"{LIST}?state={state}").text
    assert (MEMBER in page) is shown
    if not shown:
        assert "No account fits what you chose." in page


def test_the_operator_signs_somebody_out_everywhere(
    operator: CheckedClient, organiser: CheckedClient, session: Session
) -> None:
    page = f"{LIST}{account_with(session, AccountRole.ORGANISER).id}/"
    assert "Browsers signed in" in operator.get(page).text
    press(operator, page, f"{page}end-sessions")
    assert is_out(organiser)
    changes = session.scalars(select(Change)).all()
    assert [change.after for change in changes] == [{"deed": "sessions_ended"}]
    assert MEMBER not in repr([(change.key, change.before, change.after) for change in changes])


def test_codes_are_reset_for_who_lost_the_device_and_the_person_is_told(
    operator: CheckedClient,
    organiser: CheckedClient,
    session: Session,
    clock: Clock,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    account = account_with(session, AccountRole.ORGANISER)
    page = f"{LIST}{account.id}/"
    assert f"{page}reset-codes" not in operator.get(page).text, "nothing is set up"
    account.totp_secret_enc, account.totp_since, account.totp_last_used = b"secret", clock(), 7
    session.add(SpareCode(id=new_id(), account_id=account.id, code_hash="x"))
    session.commit()
    assert "1 spare code left" in text_of(operator.get(page).text)
    press(operator, page, f"{page}reset-codes")
    session.refresh(account)
    assert (account.totp_secret_enc, account.totp_since, account.totp_last_used) == (None, None, None)
    assert session.scalars(select(SpareCode)).all() == []
    assert is_out(organiser)
    work()
    [mail] = mails()
    assert mail["To"] == MEMBER
    assert "бір реттік" in body_of(mail)
    assert session.scalars(select(Change)).one().before == {"codes": True}
    again = operator.post(f"{page}reset-codes", data={"csrf_token": token_of(operator.get(page).text)})
    assert again.status_code == 303
    work()
    assert len(mails()) == 1, "nothing was there to reset any more"


# Two operators at the same instant


def at_once(app: Flask, path: str, typed: dict[str, Any]) -> list[tuple[int, str]]:
    """Two operators open the form and send it at the same moment; the answers, the better one first."""
    clients = [sign_in_as(app, AccountRole.OPERATOR) for _ in range(2)]
    forms = []
    for client in clients:
        fields = filled_in(client.get(path).text, path)
        for name, value in typed.items():
            fields.setlist(name, value if isinstance(value, list) else [value])
        forms.append(fields)
    gate = Barrier(2)

    def send(client: CheckedClient, fields: Any) -> tuple[int, str]:
        gate.wait()
        answer = client.post(path, data=fields)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(send, clients, forms), key=lambda answer: answer[0])


CASES = ("kk_nominative", "kk_genitive", "kk_dative", "ru_nominative", "ru_genitive", "ru_dative", "ru_accusative")
NAMES = dict.fromkeys(CASES, "Абай")


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        (
            "/en/admin/accounts/new",
            {"email": "twice@example.com", "role": "moderator", "language": "kk"},
            "This address has an account already.",
        ),
        (
            "/en/admin/groups/new",
            {"name": "A", "slug": "twice", "region": "KZ-47"},
            "Another group has this address.",
        ),
        (
            "/en/admin/authorities/new",
            {"slug": "twice", "role": "department", "region_code": "KZ-10", **NAMES},
            "Another authority has this address.",
        ),
        (
            "/en/admin/localities/mangystau/new",
            {"code": "479900000", "kind": "city", "name_kk": "А", "name_ru": "А"},
            "There is a city or district with this code already.",
        ),
        (
            "/en/admin/programmes/new",
            {"slug": "twice", "name_kk": "А", "name_ru": "А", "name_en": "A"},
            "Another programme has this address.",
        ),
    ],
)
def test_of_two_who_make_the_same_at_once_one_is_told(app: Flask, path: str, typed: dict[str, str], said: str) -> None:
    made, told = at_once(app, path, typed)
    assert made[0] in (200, 303), made[1]
    assert told[0] == 422, told[1]
    assert said in told[1]


def test_two_who_take_in_the_same_member_at_once_take_in_one(
    app: Flask, session: Session, organiser: CheckedClient, clock: Clock
) -> None:
    session.add(Group(id=new_id(), slug="aktau", name="Ақтау", purpose="", region_code="KZ-47", created_at=clock()))
    session.commit()
    answers = at_once(app, "/en/admin/groups/aktau/members", {"email": MEMBER, "role": "owner"})
    assert [status for status, _ in answers] == [303, 303]
    assert session.scalars(select(GroupMember)).one()


def test_an_ended_session_of_the_operator_s_own_is_just_signed_out(operator: CheckedClient, session: Session) -> None:
    own = account_with(session, AccountRole.OPERATOR)
    page = f"{LIST}{own.id}/"
    press(operator, page, f"{page}end-sessions")
    assert is_out(operator)
    assert session.scalars(select(AccountSession).where(AccountSession.ended_at.is_(None))).all() == []
