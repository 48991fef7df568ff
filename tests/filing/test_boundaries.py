"""The form at its boundaries: the last value that is taken, the first that is not, and shapes that no browser sends."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from complaints.extensions import db
from complaints.models import Complaint, Round
from complaints.web import context
from complaints.wordings import read_words
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, PROVIDER, error_of, form_path, open_receipt, send
from tests.support.forms import filled_in

Typed = dict[str, str | list[str]]
STATEMENTS = 18
"""With the three that open a transaction and a savepoint. Our choice: none is needless today."""
FAMILY = "👩‍👩‍👧"
OTHERS: Typed = {"locality": "other"}


def words(app: Flask, session: Session) -> dict[str, str]:
    session.expire_all()
    with app.app_context():
        return read_words(session.scalars(select(Complaint)).one(), context.cipher())


def is_taken(client: CheckedClient, field: str, *typed: Typed) -> bool:
    """Whether the form is taken; if not, it is because of this field alone."""
    response = send(client, *typed)
    if response.status_code == 303:
        return True
    assert error_of(response.text, field), response.text
    summary = response.text.partition('id="error-summary"')[2].partition("</div>")[0]
    assert summary.count("<li>") == 1
    return False


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("iin", "910630201017", True),  # first pass
        ("iin", "730928200121", True),  # second pass
        ("iin", "910630201804", True),  # second pass
        ("iin", "910630201805", False),
        *(("iin", f"91063020183{digit}", False) for digit in (0, 5, 9)),  # both passes give 10
        ("iin", "9106302010170", False),
        ("iin", "91063020101", False),
        ("iin", "910630-201017", True),
        ("iin", "٩١٠٦٣٠٢٠١٠١٧", False),
        ("iin", "910230201017", False),  # 30 February
        ("iin", "000000000000", False),
        ("bin", "451240002028", True),  # first pass
        ("bin", "951040100607", True),  # second pass
        ("bin", "951040100608", False),
        ("bin", "951040100670", False),  # both passes give 10
        ("bin", "451340002028", False),  # month 13
        ("bin", "910630201017", False),  # an IIN
    ],
)
def test_iin_and_bin_pass_both_check_digits(client: CheckedClient, field: str, text: str, expected: bool) -> None:
    assert is_taken(client, field, PROVIDER, {field: text}) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29.02.2024 10:00", True), ("29.02.2025 10:00", False), ("29.02.2000 00:00", True),
        ("31.12.1999 23:59", False), ("31.04.2026 10:00", False), ("30.04.2026 23:59", True),
        ("30.04.2026 24:00", False), ("30.04.2026 10:60", False), ("2026-11-23T10:00", True),
        ("2026-11-23T10:01", False), ("23.11.2026 10:00", True), ("23.11.2026 10:01", False),
        ("31.12.9999 23:59", False), ("2026-11-22T24:00", False), ("2026-02-30T10:00", False),
        ("0.11.2026 10:00", False), ("22.11.2026 10:00:00", True), ("22.11.2026T10:00", True),
        ("22.11.2026 10:00:30", False), ("-22.11.2026 10:00", False), (" 22.11.2026  10:00 ", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["learned_at", "attempted_at"])
def test_times_are_possible_and_not_to_come(client: CheckedClient, field: str, text: str, expected: bool) -> None:
    assert is_taken(client, field, EVIDENCE, {"attempted_at": ""}, {field: text}) is expected


def test_a_minute_that_has_just_begun_is_not_to_come(client: CheckedClient, clock: Clock) -> None:
    clock.set(datetime(2026, 11, 23, 5, 0, 59, tzinfo=UTC))
    assert is_taken(client, "learned_at", EVIDENCE, {"learned_at": "23.11.2026 10:00"})


def test_the_same_words_mean_another_moment_in_another_zone(
    client: CheckedClient, session: Session, clock: Clock
) -> None:
    round_ = session.scalars(select(Round).where(Round.takes_complaints)).one()
    round_.region.time_zone = "Asia/Almaty"
    clock.set(datetime(2024, 2, 29, 5, tzinfo=UTC))  # an hour ahead of the west until March 2024
    typed: Typed = {
        "learned_at": "29.02.2024 11:00",
        "attempted_at": "",
        "locality": "other",
        "locality_other": "Боздақ",
    }
    assert is_taken(client, "learned_at", EVIDENCE, typed)
    assert session.scalars(select(Complaint.learned_at)).one() == clock.now


@pytest.mark.parametrize(
    ("field", "most", "typed"),
    [
        ("narrative", 5000, FORMAL), ("full_name", 200, FORMAL), ("organisation", 200, PROVIDER),
        ("postal_address", 300, FORMAL), ("locality_other", 100, {**FORMAL, **OTHERS}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", ["a", "ә", "👍"], ids=["latin", "kazakh", "emoji"])
def test_the_longest_text_is_taken_and_one_sign_more_is_not(
    client: CheckedClient, session: Session, app: Flask, field: str, most: int, typed: Typed, sign: str
) -> None:
    assert not is_taken(client, field, typed, {field: sign * (most + 1)})
    assert is_taken(client, field, typed, {field: sign * most})
    assert words(app, session)[field] == sign * most


def test_an_emoji_of_several_signs_is_kept_whole_in_every_text(
    client: CheckedClient, session: Session, app: Flask
) -> None:
    typed: Typed = {"narrative": f"Біз {FAMILY} 🇰🇿", "full_name": f"Аты {FAMILY}"}
    open_receipt(client, send(client, FORMAL, typed))
    assert (words(app, session)["narrative"], words(app, session)["full_name"]) == (f"Біз {FAMILY} 🇰🇿", f"Аты {FAMILY}")


@pytest.mark.parametrize(("text", "expected"), [("1", True), ("20", True), ("21", False), ("0", False), ("", True)])
def test_one_to_twenty_children(client: CheckedClient, text: str, expected: bool) -> None:
    assert is_taken(client, "children_count", EVIDENCE, {"children_count": text}) is expected


@pytest.mark.parametrize(
    "sign", ["\x00", "\x08", "\x1b", "\x7f", "\x85", "\u200b", "\u200e", "\u202e", "\u2066", "\u2069", "\ufeff"]
)
def test_signs_that_nobody_sees_make_no_name_and_no_length(
    client: CheckedClient, session: Session, app: Flask, sign: str
) -> None:
    assert not is_taken(client, "full_name", FORMAL, {"full_name": sign * 3})
    assert is_taken(client, "full_name", FORMAL, {"full_name": sign.join("ә" * 200) if sign != "\x85" else "ә" * 200})
    assert words(app, session)["full_name"] == "ә" * 200


def test_two_megabytes_of_text_are_answered_beside_the_field(client: CheckedClient) -> None:
    text = "а" * 900_000
    fields = filled_in(client.get(form_path()).text, form_path())
    sent = MultiDict({**fields.to_dict(flat=False), **FORMAL, "narrative": text})
    response = client.post(form_path(), data=sent, content_type="multipart/form-data")
    assert response.status_code == 422
    assert error_of(response.text, "narrative") == "Shorten the text to 5,000 characters; now it has 900000"
    assert text in response.text


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_both_ways_of_sending_a_form_are_read(client: CheckedClient, kind: str) -> None:
    fields = filled_in(client.get(form_path()).text, form_path())
    sent = MultiDict({**fields.to_dict(flat=False), **FORMAL})
    open_receipt(client, client.post(form_path(), data=sent, content_type=kind))


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data; boundary="])
def test_what_is_no_form_is_answered_like_an_empty_one(client: CheckedClient, kind: str) -> None:
    response = client.post(form_path(), data=b'{"mode": "formal"}', content_type=kind)
    assert response.status_code in (400, 422)


def test_fields_sent_twice_count_once_the_first(client: CheckedClient, session: Session, app: Flask) -> None:
    twice: Typed = {"grounds": ["LEAK", "LEAK"], "demands": ["REPEAT_ROUND"] * 2, "full_name": ["Бірінші", "Екінші"]}
    more: Typed = {
        "mode": ["formal", "evidence"],
        "learned_at": ["20.11.2026 10:07", "кеше"],
        "consent_petition": ["y", "y"],
    }
    open_receipt(client, send(client, FORMAL, twice, more))
    filed = session.scalars(select(Complaint)).one()
    assert [ground.code for ground in filed.grounds] == ["LEAK"]
    assert [demand.code for demand in filed.demands] == ["REPEAT_ROUND"]
    assert words(app, session)["full_name"] == "Бірінші"


def test_fields_that_the_form_has_not_are_nothing(client: CheckedClient, session: Session) -> None:
    foreign: Typed = {"number": "0000-0000", "id": "1", "is_late": "y", "from_busy_network": "y", "joins_id": "1"}
    open_receipt(client, send(client, EVIDENCE, foreign))
    filed = session.scalars(select(Complaint)).one()
    assert (filed.is_late, filed.from_busy_network, filed.joins_id) == (False, False, None)
    assert filed.number != "0000-0000"


@pytest.mark.parametrize(
    "name", ["full_name", "iin", "organisation", "phone", "email", "learned_at", "locality_other", "narrative"]
)
def test_markup_in_any_field_comes_back_as_text(client: CheckedClient, name: str) -> None:
    hostile = "\"'><script>alert(1)</script>{{ 7*7 }}</textarea><img src=x>"
    page = send(client, PROVIDER, {name: hostile, "demands": []}).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert hostile in unescape(page)


def test_a_file_where_text_is_asked_for_is_no_text(client: CheckedClient) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), **FORMAL}
    del fields["full_name"]
    response = client.post(form_path(), data={**fields, "full_name": (io.BytesIO("Аты Жөні".encode()), "name.txt")})
    assert error_of(response.text, "full_name")


def test_filing_stays_cheap(client: CheckedClient, app: Flask) -> None:
    """Counted for the commonest one: without files, joining or a draft, with a mail and a text for the moderators."""
    fields = {**filled_in(client.get(form_path()).text, form_path()), **FORMAL, "consent_publish": "y"}
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: asked.append(statement))
    assert client.post(form_path(), data=fields).status_code == 303
    assert len(asked) <= STATEMENTS, "\n".join(asked)
