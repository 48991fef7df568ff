"""A lost code: asked for with an address, replaced by a mailed link, and nobody learns who complained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, sessionmaker

from complaints.domain.complaint import LinkPurpose
from complaints.domain.errors import NotFound
from complaints.extensions import db
from complaints.filing.contact import actions
from complaints.models import Base, Complaint, ContactLink
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, Receipt, form_path, open_receipt, read_receipt, send
from tests.support.forms import fill_and_send, filled_in
from tests.support.links import lost_code_link
from tests.support.mails import body_of

ADDRESS, UNKNOWN = "filer@example.com", "other@example.com"
Sessions = sessionmaker[Session]
Work, Mails = Callable[[], int], Callable[[], list[EmailMessage]]


@pytest.fixture
def filed(client: CheckedClient, app: Flask, work: Work, mails: Mails) -> Receipt:
    """A complaint filed in another browser, its mails sent."""
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    receipt = open_receipt(other, send(other, FORMAL))
    work()
    return receipt


def ask(client: CheckedClient, address: str, lang: str = "en") -> str:
    answer = fill_and_send(client, f"/{lang}/track/lost", {"email": address})
    assert answer.status_code == 200, answer.text
    return answer.text


def ask_and_open(client: CheckedClient, work: Work, mails: Mails, address: str = ADDRESS) -> str:
    """The path that the newest mail leads to."""
    ask(client, address)
    work()
    return lost_code_link(mails()[-1])


def opens(client: CheckedClient, number: str, code: str) -> bool:
    answer = client.post("/en/track", data={"number": number, "code": code})
    return answer.status_code == 303


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the app sends to the database, without its values."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def counts(session: Session) -> dict[str, int]:
    session.rollback()
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.usefixtures("filed")
def test_a_known_and_an_unknown_address_get_the_same_page_statements_and_rows(
    client: CheckedClient, app: Flask, session: Session
) -> None:
    ask(client, "first@example.com")  # the first one of a window makes the row of the throttle
    seen = []
    for address in (ADDRESS, UNKNOWN):
        before = counts(session)
        with counted_statements(app) as statements:
            page = ask(client, address)
        after = counts(session)
        seen.append((page, statements, {name: after[name] - before[name] for name in after}))
    assert seen[0] == seen[1]
    assert seen[0][2]["contact_links"] == seen[0][2]["jobs"] == 1
    assert ADDRESS not in seen[0][0]


@pytest.mark.usefixtures("filed")
def test_only_an_address_with_complaints_gets_a_mail_and_the_other_s_row_goes(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    before = len(mails())
    ask(client, UNKNOWN)
    work()
    assert len(mails()) == before
    assert [link.complaint_id is None for link in session.scalars(select(ContactLink))] == [False]
    ask(client, "Filer@Example.com")
    work()
    mail = mails()[-1]
    assert len(mails()) == before + 1
    assert mail["To"] == "Filer@example.com"
    assert "код" not in mail["Subject"]
    assert lost_code_link(mail).startswith("/kk/track/lost/")


def test_the_link_gives_a_new_code_and_ends_the_old_one(
    client: CheckedClient, filed: Receipt, work: Work, mails: Mails
) -> None:
    link = ask_and_open(client, work, mails)
    assert filed.number in client.get(link).text
    assert opens(client, filed.number, filed.code)
    answer = fill_and_send(client, link, {"number": filed.number})
    assert answer.status_code == 303
    page = client.get(answer.location)
    fresh = read_receipt(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert fresh.number == filed.number
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", fresh.code)
    assert fresh.code != filed.code
    assert not opens(client, filed.number, filed.code)
    assert opens(client, filed.number, fresh.code)
    assert client.get(f"/en/complaints/{filed.number}").status_code == 200
    assert "data-copy=" in page.text
    assert "data-print" in page.text


def test_the_receipt_of_the_old_code_does_not_show_it_any_more(
    client: CheckedClient, app: Flask, work: Work, mails: Mails
) -> None:
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    old = open_receipt(other, send(other, FORMAL))
    work()
    fill_and_send(client, ask_and_open(client, work, mails), {"number": old.number})
    answer = other.get(f"/en/complaints/{old.number}/receipt")
    assert old.code not in answer.text


def test_the_form_that_made_the_complaint_does_not_open_it_after_the_code_was_replaced(
    client: CheckedClient, app: Flask, work: Work, mails: Mails
) -> None:
    sent = filled_in(client.get(form_path()).text, form_path())
    for name, value in FORMAL.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    old = open_receipt(client, client.post(form_path(), data=sent))
    work()
    fill_and_send(client, ask_and_open(client, work, mails), {"number": old.number})
    thief = app.test_client()
    assert thief.post(form_path(), data=sent).location.endswith(f"/track?number={old.number}")
    assert thief.get(f"/en/complaints/{old.number}").status_code == 302


def test_opening_the_link_changes_nothing(
    client: CheckedClient, filed: Receipt, app: Flask, work: Work, mails: Mails, session: Session
) -> None:
    link = ask_and_open(client, work, mails)
    before = session.scalars(select(Complaint.code_hash)).all()
    for _ in range(3):
        assert app.test_client().get(link).status_code == 200
    session.rollback()
    assert session.scalars(select(Complaint.code_hash)).all() == before
    assert opens(client, filed.number, filed.code)


def test_the_new_code_is_shown_for_an_hour_to_the_browser_that_took_it(
    client: CheckedClient, filed: Receipt, app: Flask, clock: Clock, work: Work, mails: Mails
) -> None:
    answer = fill_and_send(client, ask_and_open(client, work, mails), {"number": filed.number})
    assert app.test_client().get(answer.location).status_code == 302
    clock.advance(minutes=59)
    assert client.get(answer.location).status_code == 200
    clock.advance(minutes=1)
    assert client.get(answer.location).status_code == 302


def test_a_second_new_code_ends_the_first_one(
    client: CheckedClient, filed: Receipt, app: Flask, work: Work, mails: Mails
) -> None:
    link = ask_and_open(client, work, mails)
    place = fill_and_send(client, link, {"number": filed.number}).location
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    newest = other.get(fill_and_send(other, link, {"number": filed.number}).location).text
    assert opens(other, filed.number, read_receipt(newest).code)
    assert client.get(place).status_code == 302


def test_the_link_lists_every_complaint_of_the_address_that_is_not_erased(
    client: CheckedClient, filed: Receipt, clock: Clock, work: Work, mails: Mails, session: Session
) -> None:
    evidence = open_receipt(client, send(client, EVIDENCE, {"email": ADDRESS})).number
    stranger = open_receipt(client, send(client, FORMAL, {"email": UNKNOWN})).number
    erased = open_receipt(client, send(client, FORMAL)).number
    withdrawn = open_receipt(client, send(client, FORMAL)).number
    rows = {row.number: row for row in session.scalars(select(Complaint))}
    rows[erased].erased_at = rows[withdrawn].withdrawn_at = clock.now
    page = client.get(ask_and_open(client, work, mails)).text
    shown = [number for number in rows if number in page]
    assert sorted(shown) == sorted([filed.number, evidence, withdrawn])
    assert stranger not in shown


def test_no_other_number_gets_a_code_by_this_link(
    client: CheckedClient, filed: Receipt, app: Flask, work: Work, mails: Mails, session: Session
) -> None:
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    stranger = open_receipt(other, send(other, FORMAL, {"email": UNKNOWN}))
    work()
    link = ask_and_open(client, work, mails)
    answer = client.post(link, data={"number": stranger.number})
    assert answer.status_code == 200
    assert stranger.number not in answer.text
    assert opens(client, stranger.number, stranger.code)


@pytest.mark.usefixtures("filed")
def test_the_link_lives_for_one_hour(
    client: CheckedClient, clock: Clock, work: Work, mails: Mails, session: Session
) -> None:
    link = ask_and_open(client, work, mails)
    clock.advance(minutes=59, seconds=59)
    assert client.get(link).status_code == 200
    clock.advance(seconds=1)
    gone = client.get(link)
    assert gone.status_code == 410
    assert "/kk/track/lost" in gone.text
    work()
    session.rollback()
    assert not [row for row in session.scalars(select(ContactLink)) if row.complaint_id is None]


@pytest.mark.usefixtures("filed")
def test_one_mail_an_hour_however_often_it_is_asked_for(
    client: CheckedClient, clock: Clock, work: Work, mails: Mails
) -> None:
    before = len(mails())
    pages = set()
    for _ in range(3):
        pages.add(ask(client, ADDRESS))
        work()
    assert len(mails()) == before + 1
    assert len(pages) == 1
    clock.advance(minutes=60)
    ask(client, ADDRESS)
    work()
    assert len(mails()) == before + 2


def test_an_address_must_be_readable(client: CheckedClient) -> None:
    for typed in ("", " ", "\0", "nobody", "a@b"):
        answer = client.post("/ru/track/lost", data={"email": typed})
        assert answer.status_code == 422
        assert 'id="email-error"' in answer.text


def test_one_network_cannot_fill_the_queue(client: CheckedClient, session: Session) -> None:
    answers = [client.post("/en/track/lost", data={"email": f"a{n}@example.com"}).status_code for n in range(102)]
    assert answers == [200] * 100 + [429] * 2
    assert session.scalar(select(func.count()).select_from(ContactLink)) == 100


@pytest.mark.parametrize(("lang", "said"), [("en", "cannot be replaced"), ("en", "write to the administrator")])
def test_who_gave_no_address_reads_what_can_and_cannot_be_done(client: CheckedClient, lang: str, said: str) -> None:
    assert said in client.get(f"/{lang}/track/lost").text


def test_the_page_to_follow_leads_to_it(client: CheckedClient) -> None:
    assert 'href="/en/track/lost"' in client.get("/en/track").text


@pytest.mark.usefixtures("filed")
def test_no_row_has_the_address_or_the_token_in_clear(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    ask(client, UNKNOWN)
    token = ask_and_open(client, work, mails).rpartition("/")[2]
    session.rollback()
    rows = [repr(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    assert rows
    assert [row for row in rows if any(trace in row for trace in (ADDRESS, UNKNOWN, token))] == []
    assert ADDRESS not in body_of(mails()[-1])


def test_a_link_changes_nothing_of_a_complaint_whose_address_changed_while_its_page_was_read(
    client: CheckedClient, filed: Receipt, app: Flask, work: Work, mails: Mails, session: Session, sessions: Sessions
) -> None:
    """Who corrects or erases at the same moment is asked last."""
    ask_and_open(client, work, mails)
    session.rollback()
    seen = session.scalars(select(Complaint)).one()
    link = session.scalars(select(ContactLink).where(ContactLink.purpose == LinkPurpose.RECOVER)).one()
    assert seen.email_index == link.address_index
    session.commit()
    with sessions() as other:
        other.scalars(select(Complaint)).one().email_index = "another"
        other.commit()
    with app.app_context(), pytest.raises(NotFound):
        actions.replace_code(session, link, seen, cipher=context.cipher())
    assert actions.confirm_by_mail(session, link, [seen], now=link.created_at) == []
    session.rollback()
    assert opens(client, filed.number, filed.code)
