"""Nothing typed is lost: an unfinished form is kept for its browser, comes back, and goes in the end."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint, EvidenceFile, FilingDraft
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import AKTAU, FORMAL, form_path, open_receipt, send
from tests.support.forms import filled_in
from tests.support.uploads import jpeg

WRONG: dict[str, str | list[str]] = {"learned_at": "кеше", "demands": []}


def press(client: CheckedClient, button: str, value: str, *, lang: str = "en", **typed: str | list[str]) -> str:
    """Type, press a button inside the form, and give the page that comes back."""
    fields = filled_in(client.get(form_path(lang)).text, form_path(lang))
    for name, kept in typed.items():
        fields.setlist(name, kept if isinstance(kept, list) else [kept])
    fields[button] = value
    response = client.post(form_path(lang), data=fields)
    assert response.status_code == 200, response.text
    return response.text


def drafts(session: Session) -> list[FilingDraft]:
    session.expire_all()
    return list(session.scalars(select(FilingDraft)))


def shows_what_was_typed(page: str) -> bool:
    text = unescape(page)
    written = all(str(FORMAL[name]) in text for name in ("full_name", "postal_address", "narrative", "phone"))
    chosen = all(f'value="{value}" checked' in text for value in ("formal", "SHORT_NOTICE", "messenger", "y"))
    return written and chosen and f'<option selected value="{AKTAU}">' in text


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_after_an_error_the_form_comes_back_in_every_language(client: CheckedClient, lang: str) -> None:
    assert send(client, FORMAL, WRONG).status_code == 422
    page = client.get(form_path(lang)).text
    assert shows_what_was_typed(page)
    assert 'value="кеше"' in page
    assert 'class="error"' not in page


def test_the_form_that_comes_back_is_filed_with_the_same_token(client: CheckedClient, session: Session) -> None:
    send(client, FORMAL, WRONG)
    [kept] = [draft.token_hash for draft in drafts(session)]
    fields = filled_in(client.get(form_path("ru")).text, form_path("ru"))
    fields["learned_at"] = str(FORMAL["learned_at"])
    fields.setlist("demands", ["REPEAT_ROUND"])
    open_receipt(client, client.post(form_path("ru"), data=fields))
    assert session.scalars(select(Complaint.token_hash)).one() == kept
    assert drafts(session) == []


def test_a_filed_form_leaves_an_empty_one(client: CheckedClient) -> None:
    send(client, FORMAL, WRONG)
    open_receipt(
        client, client.post(form_path(), data={**filled_in(client.get(form_path()).text, form_path()), **FORMAL})
    )
    page = client.get(form_path()).text
    assert str(FORMAL["full_name"]) not in unescape(page)
    assert 'value="SHORT_NOTICE" checked' not in page


def test_another_browser_sees_nothing_of_it(client: CheckedClient, app: Flask) -> None:
    send(client, FORMAL, WRONG)
    other = app.test_client()
    assert str(FORMAL["full_name"]) not in unescape(other.get(form_path()).get_data(as_text=True))


def test_what_is_kept_is_encrypted_and_the_cookie_holds_only_the_token(client: CheckedClient, session: Session) -> None:
    send(client, FORMAL, WRONG)
    [kept] = drafts(session)
    for name in ("full_name", "iin", "email", "narrative"):
        assert str(FORMAL[name]).encode() not in kept.values_enc
    with client.session_transaction() as held:
        cookie = str(dict(held))
    assert not any(str(FORMAL[name]) in cookie for name in ("full_name", "iin", "email", "narrative"))


def test_keeping_for_later_shows_no_errors_and_says_for_how_long(client: CheckedClient) -> None:
    page = press(client, "do", "save", full_name="Аты Жөні", learned_at="кеше", iin="12")
    assert 'id="error-summary"' not in page
    assert 'class="error"' not in page
    notice = page.partition('id="kept"')[2].partition("</div>")[0]
    assert "three days" in notice
    assert not notice.partition(">")[0].endswith("hidden")
    assert 'value="Аты Жөні"' in client.get(form_path("kk")).text


def test_an_empty_form_forgets_answers_and_files(client: CheckedClient, session: Session) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), "full_name": "Аты Жөні", "do": "attach"}
    assert client.post(form_path(), data={**fields, "evidence": (io.BytesIO(jpeg()), "a.jpg")}).status_code == 200
    assert len(session.scalars(select(EvidenceFile)).all()) == 1
    fields = filled_in(client.get(form_path()).text, form_path())
    response = client.post(form_path(), data={**fields, "do": "empty"})
    assert response.location == form_path()
    page = client.get(form_path()).text
    assert "Аты Жөні" not in page
    assert "a.jpg" not in page
    assert drafts(session) == []
    assert session.scalars(select(EvidenceFile)).all() == []


def test_each_round_has_a_form_of_its_own_and_keeping_again_replaces(client: CheckedClient, session: Session) -> None:
    for name in ("Бірінші", "Екінші"):
        press(client, "do", "save", full_name=name)
    assert len(drafts(session)) == 1
    assert 'value="Екінші"' in client.get(form_path()).text


def test_what_is_kept_goes_after_three_days_by_itself(
    client: CheckedClient, session: Session, clock: Clock, work: Callable[[], int]
) -> None:
    press(client, "do", "save", full_name="Бірінші")
    clock.advance(days=2)
    press(client, "do", "save", full_name="Екінші")
    clock.advance(days=1, minutes=1)
    work()
    assert len(drafts(session)) == 1, "it was kept anew since"
    clock.advance(days=2)
    assert "Екінші" not in client.get(form_path()).text, "too old even before the job runs"
    work()
    assert drafts(session) == []


def test_a_form_open_for_too_long_keeps_answers_and_files_and_can_be_sent(
    client: CheckedClient, session: Session, clock: Clock
) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), **FORMAL}
    client.post(form_path(), data={**fields, "do": "attach", "evidence": (io.BytesIO(jpeg()), "a.jpg")})
    clock.advance(days=1, seconds=1)
    response = client.post(form_path(), data=fields)
    assert response.status_code == 422
    assert "What you typed is still here" in response.text
    assert shows_what_was_typed(response.text)
    assert "a.jpg" in response.text
    open_receipt(client, client.post(form_path(), data=filled_in(response.text, form_path())))
    assert session.scalars(select(EvidenceFile.complaint_id)).one() == session.scalars(select(Complaint.id)).one()


def test_a_form_begun_yesterday_comes_back_and_is_sent_without_a_word(client: CheckedClient, clock: Clock) -> None:
    press(client, "do", "save", **FORMAL)
    clock.advance(days=1, hours=12)
    page = client.get(form_path()).text
    assert shows_what_was_typed(page)
    open_receipt(client, client.post(form_path(), data=filled_in(page, form_path())))


def test_a_form_sent_twice_with_its_files_attaches_each_once(client: CheckedClient, session: Session) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), **FORMAL, "learned_at": ""}
    for _ in range(2):
        sent = {**fields, "evidence": [(io.BytesIO(jpeg()), "a.jpg"), (io.BytesIO(jpeg()), "b.jpg")]}
        assert client.post(form_path(), data=sent).status_code == 422
    assert len(session.scalars(select(EvidenceFile)).all()) == 2


@pytest.mark.parametrize(
    ("button", "value"), [("do", "save"), ("do", "attach"), ("do", "empty"), ("remove", "x"), ("join", "")]
)
def test_a_button_of_a_form_that_is_filed_leads_to_its_receipt(
    client: CheckedClient, session: Session, button: str, value: str
) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), **FORMAL}
    receipt = open_receipt(client, client.post(form_path(), data=fields))
    again = open_receipt(client, client.post(form_path(), data={**fields, button: value}))
    assert (again.number, again.code) == (receipt.number, receipt.code)
    assert drafts(session) == []


def test_a_mistake_in_a_form_that_is_filed_leads_to_its_receipt(client: CheckedClient) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), **FORMAL}
    receipt = open_receipt(client, client.post(form_path(), data=fields))
    again = open_receipt(client, client.post(form_path(), data={**fields, "learned_at": ""}))
    assert again.number == receipt.number


def test_enter_in_a_field_files_and_presses_no_other_button(client: CheckedClient) -> None:
    form = client.get(form_path()).text.partition("data-draft")[2]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'type="submit"' in first[0]
    assert "name=" not in first[0]


def test_a_page_with_answers_is_kept_by_the_browser_for_going_back_and_by_nobody_else(client: CheckedClient) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), "full_name": "Аты Жөні", "do": "save"}
    for response in (client.post(form_path(), data=fields), client.get(form_path())):
        assert response.headers["Cache-Control"] == "private, no-cache"
