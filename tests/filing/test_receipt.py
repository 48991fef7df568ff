"""The receipt: for the browser that filed, for an hour."""

from __future__ import annotations

import re
from hashlib import sha256

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint, Group, GroupRound, Round
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, ROUND, form_path, open_receipt, send


def test_number_and_code_have_their_shapes_and_only_the_code_s_hash_is_kept(
    client: CheckedClient, session: Session
) -> None:
    receipt = open_receipt(client, send(client, FORMAL))
    sign = "[0-9A-HJKMNP-TV-Z]"
    assert re.fullmatch(f"{sign}{{4}}-{sign}{{4}}", receipt.number)
    assert re.fullmatch(f"({sign}{{4}}-){{6}}{sign}{{2}}", receipt.code)
    kept = session.scalars(select(Complaint)).one()
    assert kept.code_hash == sha256(receipt.code.replace("-", "").encode()).hexdigest()


def test_the_receipt_stays_open_for_an_hour(client: CheckedClient, clock: Clock) -> None:
    receipt = open_receipt(client, send(client, FORMAL))
    path = f"/en/complaints/{receipt.number}/receipt"
    clock.advance(minutes=59)
    assert receipt.code in client.get(path).get_data(as_text=True)
    clock.advance(minutes=1)
    response = client.get(path)
    assert response.status_code == 302
    assert response.location == f"/en/track?number={receipt.number}"


def test_nobody_else_sees_the_receipt(client: CheckedClient, app: Flask) -> None:
    receipt = open_receipt(client, send(client, FORMAL))
    other = app.test_client()
    for path in ("receipt", ""):
        response = other.get(f"/en/complaints/{receipt.number}/{path}".rstrip("/"))
        assert response.status_code == 302
        assert receipt.code not in response.get_data(as_text=True)


def test_a_known_and_an_unknown_number_are_answered_alike(client: CheckedClient, app: Flask) -> None:
    known = open_receipt(client, send(client, FORMAL)).number
    other = app.test_client()
    answers = [other.get(f"/en/complaints/{number}/receipt") for number in (known, "0000-0000")]
    assert len({(answer.status_code, answer.location.partition("=")[0]) for answer in answers}) == 1


def test_the_receipt_is_kept_by_no_cache(client: CheckedClient) -> None:
    number = open_receipt(client, send(client, FORMAL)).number
    for path in (f"/en/complaints/{number}/receipt", f"/en/complaints/{number}"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_cookie_is_the_browser_session_s_and_holds_no_personal_data(client: CheckedClient) -> None:
    response = send(client, FORMAL)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    with client.session_transaction() as held:
        text = str(dict(held))
    assert not any(str(FORMAL[name]) in text for name in ("full_name", "email", "postal_address", "iin"))
    assert open_receipt(client, response).code not in text


def test_two_complaints_filed_one_after_the_other_keep_both_receipts(client: CheckedClient) -> None:
    first = open_receipt(client, send(client, FORMAL))
    second = open_receipt(client, send(client, EVIDENCE))
    for receipt in (first, second):
        assert receipt.code in client.get(f"/en/complaints/{receipt.number}/receipt").get_data(as_text=True)


def test_the_receipt_says_what_it_is_not(client: CheckedClient) -> None:
    receipt = open_receipt(client, send(client, FORMAL))
    main = receipt.page.partition("<main")[2].partition("</main>")[0]
    assert "is not yet a complaint to the authority and starts no legal term" in main


def test_form_and_receipt_name_the_groups_and_the_authority(
    client: CheckedClient, session: Session, clock: Clock
) -> None:
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    group = Group(slug="g", name="Ақтау ата-аналары", region_code="KZ-47", created_at=clock.now)
    session.add(group)
    session.flush()
    session.add(GroupRound(group_id=group.id, round_id=round_.id))
    page = client.get(form_path("kk")).get_data(as_text=True)
    consent = page.partition('for="consent_petition"')[2].partition("</label>")[0]
    assert "Ақтау ата-аналары" in consent
    assert round_.authority is not None
    assert round_.authority.name_kk in consent
    assert "Ақтау ата-аналары" in open_receipt(client, send(client, FORMAL)).page


def test_an_address_with_a_nul_leads_nowhere(client: CheckedClient) -> None:
    for path in ("rounds/%00/complain", "complaints/%00", "complaints/%00/receipt"):
        assert client.get(f"/ru/{path}").status_code == 404
