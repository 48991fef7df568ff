"""Filing a complaint: what people see, and what the database keeps."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.domain.complaint import LetterLanguage, Mode, Role
from complaints.models import Complaint, Locality, Mail, Region, Round
from complaints.web import context
from complaints.wordings import SEALED, read_words
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import (
    AKTAU,
    EVIDENCE,
    FORMAL,
    PROVIDER,
    Receipt,
    error_of,
    form_path,
    open_receipt,
    send,
)
from tests.support.mails import body_of
from tests.support.recount import all_kept

PHONES = Path(__file__).with_name("phone_samples.csv")


@pytest.fixture
def cipher(app: Flask) -> Cipher:
    with app.app_context():
        return context.cipher()


def only_complaint(session: Session) -> Complaint:
    session.expire_all()
    return session.scalars(select(Complaint)).one()


def count_complaints(session: Session) -> int:
    session.expire_all()
    return len(session.scalars(select(Complaint.id)).all())


def tallies(session: Session) -> Mapping[tuple[str, str], int]:
    return all_kept(session)


def test_a_formal_complaint_is_taken_and_people_s_data_is_encrypted(
    client: CheckedClient, session: Session, cipher: Cipher
) -> None:
    receipt = open_receipt(client, send(client, FORMAL))
    kept = only_complaint(session)
    assert kept.number == receipt.number
    assert (kept.role, kept.mode, kept.language) == (Role.PARENT, Mode.FORMAL, LetterLanguage.KK)
    assert [ground.code for ground in kept.grounds] == ["SHORT_NOTICE", "SOLD_OUT_FAST"]
    assert [demand.code for demand in kept.demands] == ["REPEAT_ROUND"]
    assert (kept.locality_code, kept.children_count) == (AKTAU, 2)
    assert (kept.consent_processing, kept.consent_petition, kept.consent_publish) == (True, True, False)
    assert read_words(kept, cipher) == {
        "full_name": FORMAL["full_name"],
        "iin": "910630201017",
        "postal_address": FORMAL["postal_address"],
        "phone": "+77010000001",
        "email": "filer@example.com",
        "narrative": FORMAL["narrative"],
    }
    sealed = b"".join(getattr(kept, f"{column}_enc") or b"" for column in SEALED)
    assert not any(str(FORMAL[name]).encode() in sealed for name in ("full_name", "iin", "postal_address", "email"))


def test_times_are_the_region_s_and_stored_in_utc(client: CheckedClient, session: Session) -> None:
    open_receipt(client, send(client, FORMAL))
    kept = only_complaint(session)
    assert kept.learned_at == datetime(2026, 11, 20, 5, 7, tzinfo=UTC)
    assert kept.attempted_at == datetime(2026, 11, 20, 6, 35, tzinfo=UTC)


def test_a_provider_files_in_the_name_of_an_organisation(
    client: CheckedClient, session: Session, cipher: Cipher
) -> None:
    open_receipt(client, send(client, PROVIDER))
    words = read_words(only_complaint(session), cipher)
    assert (words["organisation"], words["bin"]) == ("«Мысал» ЖШС", "451240002028")
    assert "full_name" not in words


def test_evidence_keeps_nothing_that_names_the_person_even_if_it_was_sent(
    client: CheckedClient, session: Session, cipher: Cipher
) -> None:
    receipt = open_receipt(client, send(client, PROVIDER, {"full_name": "Аты Жөні", "iin": "910630201017"}, EVIDENCE))
    kept = only_complaint(session)
    assert set(read_words(kept, cipher)) == {"narrative", "phone", "email"}
    assert (kept.iin_index, kept.bin_index, kept.consent_petition) == (None, None, False)
    assert "No name, address, IIN, BIN or organisation was kept." in receipt.page


def test_evidence_needs_no_contact(client: CheckedClient, session: Session) -> None:
    open_receipt(client, send(client, EVIDENCE))
    assert only_complaint(session).mode is Mode.EVIDENCE


def test_counters_grow_with_each_complaint(client: CheckedClient, session: Session) -> None:
    open_receipt(client, send(client, FORMAL))
    open_receipt(client, send(client, EVIDENCE, {"locality": "other", "locality_other": "Боздақ", "grounds": ["LEAK"]}))
    assert tallies(session) == {
        ("all", "all"): 2,
        ("role", "parent"): 2,
        ("mode", "formal"): 1,
        ("mode", "evidence"): 1,
        ("ground", "SHORT_NOTICE"): 1,
        ("ground", "SOLD_OUT_FAST"): 1,
        ("ground", "LEAK"): 1,
        ("ground_role", "SHORT_NOTICE|parent"): 1,
        ("ground_role", "SOLD_OUT_FAST|parent"): 1,
        ("ground_role", "LEAK|parent"): 1,
        ("ground_locality", f"SHORT_NOTICE|{AKTAU}"): 1,
        ("ground_locality", f"SOLD_OUT_FAST|{AKTAU}"): 1,
        ("ground_locality", "LEAK|other"): 1,
        ("role_locality", f"parent|{AKTAU}"): 1,
        ("role_locality", "parent|other"): 1,
        ("demand", "REPEAT_ROUND"): 2,
        ("locality", AKTAU): 1,
        ("locality", "other"): 1,
        ("day", "2026-11-23"): 2,
    }


def test_the_day_counted_is_the_region_s(client: CheckedClient, session: Session, clock: Clock) -> None:
    clock.set(datetime(2026, 11, 23, 20, tzinfo=UTC))
    open_receipt(client, send(client, EVIDENCE))
    assert ("day", "2026-11-24") in tallies(session)


def without_references(receipt: Receipt) -> str:
    """The page without number and code. The last group of a code is two characters, which stand elsewhere by chance:
    a single group counts only as the whole text of an element.
    """
    groups = "|".join((*receipt.number.split("-"), *receipt.code.split("-")))
    return re.sub(f"{receipt.number}|{receipt.code}|(?<=>)(?:{groups})(?=<)", "", receipt.page)


REFUSED: list[tuple[dict[str, str | list[str]], dict[str, str | list[str]], str]] = [
    (FORMAL, {"role": ""}, "role"),
    (FORMAL, {"role": "operator"}, "role"),
    (FORMAL, {"mode": ""}, "mode"),
    (FORMAL, {"language": "en"}, "language"),
    (FORMAL, {"locality": ""}, "locality"),
    (FORMAL, {"locality": "611600000"}, "locality"),
    (FORMAL, {"locality": "other"}, "locality_other"),
    (FORMAL, {"full_name": " "}, "full_name"),
    (FORMAL, {"full_name": "", "organisation": "«Мысал» ЖШС"}, "full_name"),
    (PROVIDER, {"organisation": ""}, "full_name"),
    (FORMAL, {"full_name": "а" * 201}, "full_name"),
    (FORMAL, {"postal_address": ""}, "postal_address"),
    (FORMAL, {"postal_address": "а" * 301}, "postal_address"),
    (FORMAL, {"phone": "", "email": ""}, "phone"),
    (FORMAL, {"email": "filer@example"}, "email"),
    (FORMAL, {"iin": "910630201018"}, "iin"),
    (EVIDENCE, {"iin": "12"}, "iin"),
    (PROVIDER, {"bin": "451240000240"}, "bin"),
    (PROVIDER, {"organisation": "а" * 201}, "organisation"),
    (FORMAL, {"grounds": []}, "grounds"),
    (FORMAL, {"grounds": ["SHORT_NOTICE", "PLACES_UNEVEN"]}, "grounds"),
    (PROVIDER, {"grounds": ["SOLD_OUT_FAST"]}, "grounds"),
    (FORMAL, {"grounds": ["NO_SUCH_GROUND"]}, "grounds"),
    (FORMAL, {"grounds": ["NO_PAYMENT"]}, "grounds"),
    (FORMAL, {"grounds": ["OTHER"], "narrative": ""}, "narrative"),
    (FORMAL, {"learned_at": ""}, "learned_at"),
    (FORMAL, {"learned_at": "вчера"}, "learned_at"),
    (FORMAL, {"learned_at": "31.02.2026 10:00"}, "learned_at"),
    (FORMAL, {"learned_at": "0001-01-01T00:00"}, "learned_at"),
    (FORMAL, {"learned_at": "9999-12-31T23:59"}, "learned_at"),
    (FORMAL, {"learned_at": "23.11.2026 10:01"}, "learned_at"),
    (FORMAL, {"learned_from": "dream"}, "learned_from"),
    (FORMAL, {"attempted_at": "2026-11-23T10:01"}, "attempted_at"),
    (FORMAL, {"attempted_at": "2026-11-23"}, "attempted_at"),
    (FORMAL, {"screen_result": "blank"}, "screen_result"),
    *((FORMAL, {"children_count": wrong}, "children_count") for wrong in ("0", "21", "-1", "two", "1.5", "9" * 5000)),
    (FORMAL, {"narrative": "а" * 5001}, "narrative"),
    (FORMAL, {"demands": []}, "demands"),
    (FORMAL, {"demands": ["FREE_ICE_CREAM"]}, "demands"),
    (FORMAL, {"consent_processing": []}, "consent_processing"),
]


@pytest.mark.parametrize(("typed", "changed", "field"), REFUSED)
def test_what_is_wrong_is_said_beside_the_field_and_in_the_linked_summary(
    client: CheckedClient,
    session: Session,
    typed: dict[str, str | list[str]],
    changed: dict[str, str | list[str]],
    field: str,
) -> None:
    response = send(client, typed, changed)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    message = error_of(page, field)
    assert message
    summary = page.partition('id="error-summary"')[2].partition("</div>")[0]
    assert re.search(rf'href="#{field}(-0)?">{re.escape(message)}<', summary)
    assert re.search(rf'aria-describedby="[^"]*{field}-error"', page)
    assert count_complaints(session) == 0


def test_the_wrong_iin_is_answered_with_what_to_do(client: CheckedClient) -> None:
    page = send(client, FORMAL, {"iin": "910630201018"}).get_data(as_text=True)
    assert error_of(page, "iin") == "Check the 12 digits of the IIN or leave it empty"


def test_everything_wrong_is_said_at_once(client: CheckedClient) -> None:
    page = client.post(form_path("ru"), data={"mode": "formal"}).get_data(as_text=True)
    wrong = {
        "role",
        "locality",
        "full_name",
        "postal_address",
        "phone",
        "grounds",
        "learned_at",
        "learned_from",
        "demands",
    }
    assert {field for field in {*wrong, "consent_processing"} if not error_of(page, field)} == set()


def test_nothing_typed_is_lost_by_an_error(client: CheckedClient) -> None:
    long_text = "Ұ" * 600_000
    page = send(client, PROVIDER, {"narrative": long_text, "learned_at": "кеше", "bin": "1", "screen_result": "error"})
    text = unescape(page.get_data(as_text=True))
    assert page.status_code == 422
    assert long_text in text
    assert error_of(text, "narrative") == "Shorten the text to 5,000 characters; now it has 600000"
    for kept in ('value="кеше"', 'value="1"', 'value="«Мысал» ЖШС"', "1-үй</textarea>", 'value="8 701 000 00 01"'):
        assert kept in text
    for chosen in ("provider", "formal", "PLACES_UNEVEN", "messenger", "error", "REPEAT_ROUND", "y"):
        assert re.search(rf'value="{chosen}" checked', text)
    assert f'<option selected value="{AKTAU}">' in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("narrative", "ә" * 5000), ("full_name", "ә" * 200), ("postal_address", "ә" * 300), ("children_count", "1"),
        ("children_count", "20"), ("learned_at", "23.11.2026 10:00"), ("learned_at", "1.9.2026 9:05"), ("iin", ""),
        ("iin", "560412 101010"), ("attempted_at", ""), ("screen_result", ""), ("phone", ""), ("email", ""),
    ],
)  # fmt: skip
def test_the_longest_and_the_least_are_taken(client: CheckedClient, field: str, value: str) -> None:
    assert send(client, FORMAL, {field: value}).status_code == 303


@pytest.mark.parametrize("row", list(csv.DictReader(PHONES.open(encoding="utf-8"))), ids=lambda row: row["input"])
def test_only_phones_of_kazakhstan_are_taken(
    client: CheckedClient, session: Session, cipher: Cipher, row: dict[str, str]
) -> None:
    response = send(client, FORMAL, {"phone": row["input"]})
    if row["expected_e164"]:
        open_receipt(client, response)
        assert read_words(only_complaint(session), cipher)["phone"] == row["expected_e164"]
    else:
        assert error_of(response.get_data(as_text=True), "phone")


def test_what_cannot_be_seen_is_taken_out_of_typed_text(
    client: CheckedClient, session: Session, cipher: Cipher
) -> None:
    typed = {"full_name": "Аты\u202e\x00 \t Жөні\u2066", "narrative": "Бір\r\nекі\x07\u200f\n\tүш\x00"}
    open_receipt(client, send(client, FORMAL, typed))
    words = read_words(only_complaint(session), cipher)
    assert (words["full_name"], words["narrative"]) == ("Аты Жөні", "Бір\nекі\n\tүш")


def test_typed_text_is_never_read_as_html(client: CheckedClient) -> None:
    hostile = "<script>alert(1)</script>{{ 7 * 7 }}"
    number = open_receipt(client, send(client, FORMAL, {"narrative": hostile, "full_name": hostile})).number
    page = client.get(f"/en/complaints/{number}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert hostile in unescape(page)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_language_of_the_page_is_the_complaint_s(client: CheckedClient, session: Session, lang: str) -> None:
    assert 'name="language"' not in client.get(form_path(lang)).get_data(as_text=True)
    open_receipt(client, send(client, FORMAL, lang=lang))
    assert only_complaint(session).language == lang


@pytest.mark.parametrize("typed", [FORMAL, EVIDENCE], ids=["formal", "evidence"])
@pytest.mark.parametrize(("learned_at", "is_late"), [("23.08.2026 00:00", False), ("22.08.2026 23:59", True)])
def test_a_late_complaint_is_taken_and_marked(
    client: CheckedClient, session: Session, typed: dict[str, str | list[str]], learned_at: str, is_late: bool
) -> None:
    receipt = open_receipt(client, send(client, typed, {"learned_at": learned_at}))
    assert only_complaint(session).is_late is is_late
    assert ("marked as late" in receipt.page) is is_late
    assert ("you are in time until 23 November 2026" in receipt.page) is not is_late


def test_who_complains_of_a_round_long_past_is_asked_for_the_reason(client: CheckedClient, clock: Clock) -> None:
    asked = "also write what kept you from complaining in time"
    assert asked in client.get(form_path()).get_data(as_text=True)
    clock.set(datetime(2025, 4, 1, tzinfo=UTC))
    assert asked not in client.get(form_path()).get_data(as_text=True)


@pytest.mark.parametrize(
    ("learned_at", "is_late"),
    [("23.08.2026 00:00", False), ("22.08.2026 23:59", True), ("31.12.9999 23:59", False), ("yesterday", False)],
)
def test_a_time_that_makes_the_complaint_late_is_answered_by_asking_for_the_reason(
    client: CheckedClient, learned_at: str, is_late: bool
) -> None:
    page = send(client, EVIDENCE, {"learned_at": learned_at, "demands": []}).get_data(as_text=True)
    notice = page.partition('data-late="learned_at"')[2].partition("</p>")[0]
    assert "marked as late" in notice
    assert ("hidden" not in notice.partition(">")[0]) is is_late


def test_a_second_complaint_with_the_same_iin_is_answered_like_any_other(
    client: CheckedClient, app: Flask, session: Session
) -> None:
    first = open_receipt(client, send(client, FORMAL))
    other = app.test_client()
    assert isinstance(other, CheckedClient)
    second = open_receipt(other, send(other, FORMAL))
    assert without_references(first) == without_references(second)
    assert first.number != second.number
    marks = session.scalars(select(Complaint.iin_index)).all()
    assert len(marks) == 2
    assert len(set(marks)) == 1


def test_the_mail_has_the_number_and_never_the_code(
    client: CheckedClient, session: Session, work: Callable[[], int], mails: Callable[[], list[EmailMessage]]
) -> None:
    receipt = open_receipt(client, send(client, FORMAL, lang="ru"))
    work()
    [mail] = mails()
    assert mail["To"] == "filer@example.com"
    assert mail["Content-Language"] == "ru"
    assert f"/ru/track?number={receipt.number}" in body_of(mail)
    assert receipt.code not in body_of(mail)
    assert "жалоб" not in mail["Subject"].lower()
    assert "filer" not in str(session.scalars(select(Mail.context)).all())


def test_without_an_address_there_is_no_mail(client: CheckedClient, session: Session) -> None:
    open_receipt(client, send(client, FORMAL, {"email": ""}))
    assert session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_form_opens_without_a_cookie_and_says_what_it_is_not(client: CheckedClient, lang: str) -> None:
    response = client.get(form_path(lang))
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-cache", "its token belongs to one receipt"
    if lang == "en":
        assert "is not yet a complaint to the authority and starts no legal term" in response.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_form_weighs_under_100_kilobytes_in_all(client: CheckedClient, lang: str) -> None:
    page = client.get(form_path(lang)).get_data(as_text=True)
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert len(page.encode()) + sum(len(client.get(file).data) for file in files) < 100_000


def test_a_round_that_takes_no_complaints_has_no_form(client: CheckedClient, session: Session) -> None:
    assert client.get(form_path(round_slug="no-such-round")).status_code == 404
    session.execute(update(Round).values(takes_complaints=False))
    assert client.get(form_path()).status_code == 404
    assert client.post(form_path(), data=FORMAL).status_code == 404


def test_in_a_region_without_localities_the_place_is_typed(client: CheckedClient, session: Session) -> None:
    code = session.scalars(select(Region.code).where(Region.code.not_in(select(Locality.region_code)))).first()
    session.execute(update(Round).values(region_code=code))
    typed = {name: value for name, value in EVIDENCE.items() if name != "locality"}
    open_receipt(client, send(client, typed, {"locality_other": "Боздақ ауылы"}))
    assert only_complaint(session).locality_code is None


def test_more_text_than_any_person_types_is_refused_by_a_page(client: CheckedClient) -> None:
    response = client.post(form_path(), data={**FORMAL, "narrative": "a" * 5_000_000})
    assert response.status_code == 413
    assert "<h1>" in response.get_data(as_text=True)


def test_a_form_sent_from_another_site_is_refused(client: CheckedClient, session: Session) -> None:
    assert client.post(form_path(), data=FORMAL, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert count_complaints(session) == 0
