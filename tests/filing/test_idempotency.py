"""One form makes one complaint, however often it is sent, and a form that was open too long loses nothing."""

from __future__ import annotations

import re
import secrets
import threading
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint, Job, Round, Tally
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, ROUND, form_path, open_receipt, read_receipt, send
from tests.support.forms import filled_in

TOKEN = re.compile(r'name="token"[^>]* value="([^"]+)"')


def new_client(app: Flask) -> CheckedClient:
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made


def token_in(page: str) -> str:
    found = TOKEN.search(page)
    assert found is not None
    return found[1]


def fresh_token(client: CheckedClient, round_slug: str = ROUND) -> str:
    return token_in(client.get(form_path(round_slug=round_slug)).get_data(as_text=True))


def count_complaints(session: Session) -> int:
    session.expire_all()
    return len(session.scalars(select(Complaint.id)).all())


def test_the_same_form_sent_twice_makes_one_complaint_and_one_receipt(client: CheckedClient, session: Session) -> None:
    sent = {**FORMAL, "token": fresh_token(client)}
    first, second = (open_receipt(client, client.post(form_path(), data=sent)) for _ in range(2))
    assert first[:2] == second[:2]
    assert "This form was sent before" not in first.page
    assert "This form was sent before" in second.page
    assert count_complaints(session) == 1
    assert session.scalars(select(Tally.complaints).where(Tally.dimension == "all")).all() == [1]
    assert len(session.scalars(select(Job).where(Job.name == "contact.tell_filer")).all()) == 1


def test_a_repeat_with_other_words_changes_nothing(client: CheckedClient, session: Session) -> None:
    sent = {**FORMAL, "token": fresh_token(client)}
    first = open_receipt(client, client.post(form_path(), data=sent))
    again = open_receipt(client, client.post(form_path(), data={**sent, **EVIDENCE}))
    assert (again.number, again.code) == (first.number, first.code)
    assert count_complaints(session) == 1


def test_a_repeat_from_a_browser_that_lost_its_session_shows_the_same_receipt(
    client: CheckedClient, app: Flask
) -> None:
    sent = {**FORMAL, "token": fresh_token(client)}
    first = open_receipt(client, client.post(form_path(), data=sent))
    later = new_client(app)
    assert open_receipt(later, later.post(form_path(), data=sent))[:2] == first[:2]


def test_two_requests_at_once_make_one_complaint(app: Flask, client: CheckedClient, session: Session) -> None:
    sent = {**FORMAL, "token": fresh_token(client)}
    session.commit()
    clients = [app.test_client() for _ in range(4)]
    together = threading.Barrier(len(clients))
    numbers: list[tuple[str, str]] = []

    def post(browser: CheckedClient) -> None:
        together.wait()
        response = super(CheckedClient, browser).open(form_path(), method="POST", data=sent)
        assert response.status_code == 303, response.get_data(as_text=True)
        receipt = read_receipt(super(CheckedClient, browser).open(response.location).get_data(as_text=True))
        numbers.append((receipt.number, receipt.code))

    threads = [threading.Thread(target=post, args=(browser,)) for browser in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == len(clients)
    assert len(set(numbers)) == 1
    assert count_complaints(session) == 1
    assert session.scalars(select(Tally.complaints).where(Tally.dimension == "all")).all() == [1]


def test_a_number_that_is_taken_is_made_anew(
    client: CheckedClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = [bytes(5), bytes(5), bytes([255] * 5)]
    real = secrets.token_bytes
    monkeypatch.setattr(secrets, "token_bytes", lambda size=None: drawn.pop(0) if size == 5 else real(size))
    first = open_receipt(client, send(client, EVIDENCE))
    second = open_receipt(client, send(client, EVIDENCE))
    assert (first.number, second.number) == ("0000-0000", "ZZZZ-ZZZZ")


@pytest.mark.parametrize("broken", ["", "forged", "W10.x", "another round", "expired"])
def test_a_form_without_a_good_token_comes_back_with_everything_and_a_fresh_one(
    client: CheckedClient, session: Session, clock: Clock, broken: str
) -> None:
    token = broken
    if broken == "expired":
        token = fresh_token(client)
        clock.advance(days=1, seconds=1)
    if broken == "another round":
        other = session.scalars(select(Round).where(Round.takes_complaints.is_(False))).first()
        assert other is not None
        other.takes_complaints = True
        token = fresh_token(client, other.slug)
    response = client.post(form_path(), data={**FORMAL, "token": token})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "What you typed is still here" in page.partition('id="error-summary"')[2]
    for kept in ("full_name", "narrative", "postal_address", "learned_at"):
        assert str(FORMAL[kept]) in unescape(page)
    assert count_complaints(session) == 0
    open_receipt(client, client.post(form_path(), data=filled_in(page, form_path())))


def test_a_used_form_found_again_the_next_day_makes_no_second_complaint_and_shows_no_code(
    client: CheckedClient, session: Session, clock: Clock
) -> None:
    sent = {**FORMAL, "token": fresh_token(client)}
    first = open_receipt(client, client.post(form_path(), data=sent))
    clock.advance(days=2)
    response = client.post(form_path(), data=sent)
    assert response.location == f"/en/track?number={first.number}"
    page = client.get(response.location).get_data(as_text=True)
    assert first.number in page
    assert first.code not in page
    assert count_complaints(session) == 1
