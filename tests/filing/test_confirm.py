"""Confirming by the mailed link: who gets one, what opening it does, and what the figures say."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from complaints.confirming import confirm
from complaints.domain.complaint import ConfirmedBy, LinkPurpose
from complaints.models import Base, Complaint, Confirmation, ContactLink, Tally
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, PROVIDER, open_receipt, send
from tests.support.forms import fill_and_send
from tests.support.links import confirm_link
from tests.support.mails import body_of

ADDRESS = "filer@example.com"
Work, Mails = Callable[[], int], Callable[[], list[EmailMessage]]


def file(client: CheckedClient, lang: str = "kk", **changes: str) -> str:
    """File a formal complaint; its number."""
    return open_receipt(client, send(client, FORMAL, changes, lang=lang)).number


def row_of(session: Session, number: str) -> Complaint:
    return session.scalars(select(Complaint).where(Complaint.number == number)).one()


def confirmed(session: Session) -> dict[str, ConfirmedBy]:
    session.expire_all()
    wanted = select(Complaint.number, Confirmation.by).join(Confirmation)
    return dict(session.execute(wanted).all())


def tally(session: Session, dimension: str, key: str) -> int:
    wanted = select(Tally.complaints).where(Tally.dimension == dimension, Tally.key == key)
    return session.scalar(wanted) or 0


def everything(session: Session) -> list[object]:
    """Every row of every table, as text."""
    session.rollback()
    return [repr(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]


@pytest.mark.parametrize(
    ("lang", "greeting", "other"),
    [("kk", "Сәлеметсіз бе!", "Егер шағымды Сіз бермеген"), ("ru", "Здравствуйте!", "Если Вы не подавали")],
)
def test_a_formal_complaint_with_an_address_gets_a_link_in_its_own_language(
    client: CheckedClient, work: Work, mails: Mails, lang: str, greeting: str, other: str
) -> None:
    number = file(client, lang)
    work()
    [mail] = mails()
    body = body_of(mail)
    assert mail["To"] == ADDRESS
    assert number not in mail["Subject"]
    assert "шағым" not in mail["Subject"].lower()
    assert "жалоб" not in mail["Subject"].lower()
    assert greeting in body
    assert other in body
    assert number in body
    assert confirm_link(mail).startswith(f"/{lang}/confirm/")


def test_one_without_a_name_is_told_that_nothing_has_to_be_confirmed(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    open_receipt(client, send(client, EVIDENCE, {"email": ADDRESS}, lang="ru"))
    work()
    [mail] = mails()
    assert "подтверждать её не нужно" in body_of(mail)
    assert "/confirm/" not in body_of(mail)
    assert session.scalars(select(ContactLink)).all() == []


def test_only_the_hash_of_the_link_s_token_is_kept_and_the_mail_s_secret_goes_with_it(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    file(client)
    work()
    token = confirm_link(mails()[0]).rpartition("/")[2]
    assert len(token) >= 40
    assert not [row for row in everything(session) if token in str(row) or ADDRESS in str(row)]


def test_opening_the_link_confirms_nothing_and_writes_nothing(
    client: CheckedClient, app: Flask, work: Work, mails: Mails, session: Session
) -> None:
    number = file(client)
    work()
    link = confirm_link(mails()[0])
    before = everything(session)
    scanner = app.test_client()
    for _ in range(3):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
    page = scanner.get(link)
    assert number in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert everything(session) == before
    assert confirmed(session) == {}


def test_sending_the_page_confirms_the_ticked_complaint_and_the_figures_follow(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    number = file(client)
    file(client, email="another@example.com")
    work()
    assert tally(session, "confirmed", "formal") == 0
    link = next(confirm_link(mail) for mail in mails() if mail["To"] == ADDRESS)
    answer = fill_and_send(client, link, {})
    assert answer.status_code == 303
    assert confirmed(session) == {number: ConfirmedBy.MAIL_LINK}
    assert tally(session, "confirmed", "formal") == 1
    assert tally(session, "mode", "formal") == 2
    page = client.get(answer.location).text
    assert 'role="status"' in page
    assert number not in page.partition("<main")[2].partition("<form")[2]


def test_confirming_twice_is_harmless(
    client: CheckedClient, app: Flask, work: Work, mails: Mails, session: Session
) -> None:
    number = file(client)
    work()
    link = confirm_link(mails()[0])
    first, second = app.test_client(), app.test_client()
    for browser in (first, second, first):
        assert browser.post(link, data={"numbers": number, "do": "confirm"}).status_code in (200, 303)
    assert confirmed(session) == {number: ConfirmedBy.MAIL_LINK}
    assert tally(session, "confirmed", "formal") == 1


def test_the_page_lists_all_that_wait_with_the_address_and_ticks_only_the_mailed_one(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    """A mother with two children files twice: one mail, one page, both complaints."""
    first = file(client)
    second = file(client, email="Filer@Example.com")
    stranger = file(client, email="another@example.com")
    evidence = open_receipt(client, send(client, EVIDENCE, {"email": ADDRESS}, lang="kk")).number
    work()
    to_filer = [mail for mail in mails() if mail["To"].lower() == ADDRESS]
    assert len(to_filer) == 1
    page = client.get(confirm_link(to_filer[0])).text
    assert first in page
    assert second in page
    assert stranger not in page
    assert evidence not in page
    assert page.count(" checked") == 1
    assert f'value="{first}" checked' in page
    fill_and_send(client, confirm_link(to_filer[0]), {"numbers": [first, second]})
    assert set(confirmed(session)) == {first, second}


def test_nothing_ticked_is_asked_for_again(client: CheckedClient, work: Work, mails: Mails, session: Session) -> None:
    file(client)
    work()
    answer = client.post(confirm_link(mails()[0]), data={})
    assert answer.status_code == 422
    assert 'id="numbers-error"' in answer.text
    assert confirmed(session) == {}


def test_who_did_not_file_takes_the_own_address_off_and_confirms_nothing(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    number = file(client, lang="ru")
    work()
    link = confirm_link(mails()[0])
    answer = fill_and_send(client, link, {"do": "disown"})
    assert answer.status_code == 303
    row = row_of(session, number)
    assert row.email_enc is None
    assert row.email_index is None
    assert row.phone_enc is not None
    assert confirmed(session) == {}
    assert tally(session, "mode", "formal") == 1
    assert number not in client.get(link).text


def test_one_address_cannot_confirm_the_complaint_of_another(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    file(client)
    stranger = file(client, email="another@example.com")
    work()
    link = next(confirm_link(mail) for mail in mails() if mail["To"] == ADDRESS)
    for do in ("confirm", "disown"):
        assert client.post(link, data={"numbers": stranger, "do": do}).status_code == 303
    assert confirmed(session) == {}
    assert row_of(session, stranger).email_enc is not None


def test_of_two_that_confirm_at_the_same_time_one_counts(
    client: CheckedClient, clock: Clock, session: Session, sessions: sessionmaker[Session]
) -> None:
    number = file(client)
    session.rollback()
    together = Barrier(2)

    def confirm_once(by: ConfirmedBy) -> bool:
        with sessions() as own:
            complaint = row_of(own, number) if own.get_bind().dialect.name != "sqlite" else None
            together.wait(10)
            done = confirm(own, complaint or row_of(own, number), by=by, now=clock.now)
            own.commit()
        return done

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm_once, (ConfirmedBy.MAIL_LINK, ConfirmedBy.PAPER))) == [False, True]
    assert len(confirmed(session)) == 1
    assert tally(session, "confirmed", "formal") == 1


@pytest.mark.parametrize("token", ["unknown", "%00", "a" * 300])
def test_an_unknown_link_says_what_to_do(client: CheckedClient, token: str) -> None:
    answer = client.get(f"/en/confirm/{token}")
    assert answer.status_code in (404, 410)
    if answer.status_code == 410:
        assert "/en/track" in answer.text
        assert "Send the link again" in answer.text


def test_a_link_lives_for_two_weeks_and_is_forgotten_then(
    client: CheckedClient, clock: Clock, work: Work, mails: Mails, session: Session
) -> None:
    number = file(client)
    work()
    link = confirm_link(mails()[0])
    clock.advance(days=13, hours=23, minutes=59, seconds=59)
    assert client.get(link).status_code == 200
    clock.advance(seconds=1)
    assert client.get(link).status_code == 410
    assert client.post(link, data={"numbers": number}).status_code == 410
    assert confirmed(session) == {}
    work()
    session.rollback()
    assert session.scalars(select(ContactLink)).all() == []


def test_a_link_of_one_purpose_is_none_of_the_other(client: CheckedClient, work: Work, mails: Mails) -> None:
    file(client)
    work()
    token = confirm_link(mails()[0]).rpartition("/")[2]
    assert client.get(f"/kk/track/lost/{token}").status_code == 410


def test_a_withdrawn_complaint_waits_for_nothing(
    client: CheckedClient, clock: Clock, work: Work, mails: Mails, session: Session
) -> None:
    number = file(client)
    work()
    row_of(session, number).withdrawn_at = clock.now
    session.commit()
    link = confirm_link(mails()[0])
    assert number not in client.get(link).text
    client.post(link, data={"numbers": number})
    assert confirmed(session) == {}


def again(client: CheckedClient, clock: Clock, number: str) -> str:
    """Ask for the link once more, in a visit that is still open; what the page says then."""
    with client.session_transaction() as cookie:
        cookie["complaints"] = {number: {"until": int(clock.now.timestamp()) + 3600}}
    answer = client.post(f"/en/complaints/{number}/confirmation")
    assert (answer.status_code, answer.location) == (303, f"/en/complaints/{number}")
    page = client.get(answer.location).text
    return page.partition('role="status">')[2].partition("<")[0]


def test_the_link_is_sent_again_once_an_hour_and_three_times_a_day_with_the_same_words(
    client: CheckedClient, clock: Clock, work: Work, mails: Mails
) -> None:
    number = file(client)
    work()
    said, sent = set(), []
    for seconds in (3599, 1, 3599, 1, 3600, 3600, 20 * 3600 - 1, 1):
        clock.advance(seconds=seconds)
        said.add(again(client, clock, number))
        work()
        sent.append(len(mails()))
    assert sent == [1, 2, 2, 3, 3, 3, 3, 4]
    assert len(said) == 1
    assert "at most once an hour" in said.pop()


def test_every_mailed_link_stays_good(client: CheckedClient, clock: Clock, work: Work, mails: Mails) -> None:
    number = file(client)
    work()
    clock.advance(minutes=60)
    again(client, clock, number)
    work()
    first, second = (confirm_link(mail) for mail in mails())
    assert first != second
    assert client.get(first).status_code == client.get(second).status_code == 200


def test_nobody_asks_for_a_link_of_somebody_else_s_complaint(
    client: CheckedClient, app: Flask, clock: Clock, work: Work, mails: Mails, session: Session
) -> None:
    number = file(client)
    work()
    clock.advance(hours=2)
    stranger = app.test_client()
    for asked in (number, "0000-0000"):
        answer = stranger.post(f"/en/complaints/{asked}/confirmation")
        assert (answer.status_code, answer.location) == (303, f"/en/track?number={asked}")
    work()
    assert len(mails()) == 1


def test_filing_with_an_address_that_was_just_mailed_is_answered_and_kept_alike(
    client: CheckedClient, work: Work, mails: Mails, session: Session
) -> None:
    """A stranger learns neither from receipt nor rows whether somebody filed with this address before."""
    file(client)
    work()

    def counts() -> dict[str, int]:
        session.rollback()
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }

    grown, pages = [], []
    for address in (ADDRESS, "nobody.yet@example.com"):
        before = counts()
        receipt = open_receipt(client, send(client, PROVIDER, {"email": address}, lang="kk"))
        after = counts()
        grown.append({name: after[name] - before[name] for name in after if name != "tallies"})
        pages.append(receipt.page.replace(receipt.number, "N").replace(receipt.code, "C").count("\n"))
    assert grown[0] == grown[1]
    assert pages[0] == pages[1]
    work()
    assert [mail["To"] for mail in mails()] == [ADDRESS, "nobody.yet@example.com"]


def test_the_link_row_of_a_mail_that_did_not_go_is_taken_away(
    client: CheckedClient, work: Work, session: Session
) -> None:
    file(client)
    file(client)
    work()
    [link] = session.scalars(select(ContactLink)).all()
    assert link.purpose is LinkPurpose.CONFIRM
