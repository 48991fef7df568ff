"""Others reported this: released texts in the form, and filing "the same happened to me" with one's own facts."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.complaint import Role
from complaints.domain.moderation import TextState
from complaints.models import Complaint, PublicText, Round
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, form_path, open_receipt
from tests.support.forms import filled_in
from tests.support.released import Filers

WORDS = "Орын жеті минутта бітті"


@pytest.fixture
def filers(app: Flask, session: Session, clock: Clock) -> Filers:
    return Filers(app, session, clock)


def press_join(client: CheckedClient, number: str, **typed: str | list[str]) -> str:
    fields = filled_in(client.get(form_path()).text, form_path())
    for name, value in typed.items():
        fields.setlist(name, value if isinstance(value, list) else [value])
    fields["join"] = number
    response = client.post(form_path(), data=fields)
    assert response.status_code == 200
    return response.text


def is_ticked(page: str, code: str) -> bool:
    return f'value="{code}" checked' in page


def test_with_nothing_released_nothing_is_offered(client: CheckedClient, filers: Filers) -> None:
    filers.file(narrative=WORDS, consent_publish=True)
    page = client.get(form_path()).text
    assert "Others reported this" not in page
    assert WORDS not in page


def test_three_texts_at_most_are_offered_those_that_most_joined_first(client: CheckedClient, filers: Filers) -> None:
    told = [filers.release(f"{WORDS} {place}") for place in range(1, 5)]
    for _ in range(2):
        filers.file(joins_id=told[0].id)
    page = client.get(form_path()).text
    assert [f"{WORDS} {place}" in page for place in range(1, 5)] == [True, False, True, True]
    assert page.index(f"{WORDS} 1") < page.index(f"{WORDS} 4") < page.index(f"{WORDS} 3")
    assert "2 people said the same" in page


def test_joining_ticks_reasons_and_demands_and_loses_nothing_typed(client: CheckedClient, filers: Filers) -> None:
    told = filers.release(WORDS, grounds=("LEAK", "SITE_FAILURE"), demands=("PUBLISH_LOGS",))
    page = press_join(client, told.number, role="parent", grounds=["SHORT_NOTICE"], narrative="Менің сөзім", iin="12")
    assert all(is_ticked(page, code) for code in ("LEAK", "SITE_FAILURE", "PUBLISH_LOGS", "SHORT_NOTICE"))
    assert "Менің сөзім" in page
    assert 'value="12"' in page
    assert 'class="error"' not in page
    assert told.number in page.partition('id="others"')[2].partition("</div>")[0]


def test_the_filed_complaint_remembers_what_it_joins(client: CheckedClient, filers: Filers, session: Session) -> None:
    told = filers.release(WORDS)
    page = press_join(client, told.number, **{**EVIDENCE, "grounds": [], "demands": []})
    open_receipt(client, client.post(form_path(), data=filled_in(page, form_path())))
    filed = session.scalars(select(Complaint).where(Complaint.id != told.id)).one()
    assert filed.joins_id == told.id
    assert [ground.code for ground in filed.grounds] == ["SHORT_NOTICE"]
    assert [demand.code for demand in filed.demands] == ["REPEAT_ROUND"]


def test_joining_is_taken_back(client: CheckedClient, filers: Filers, session: Session) -> None:
    told = filers.release(WORDS)
    press_join(client, told.number, **EVIDENCE)
    page = press_join(client, "")
    assert "Others reported this" in page
    open_receipt(client, client.post(form_path(), data=filled_in(page, form_path())))
    assert session.scalars(select(Complaint).where(Complaint.id != told.id)).one().joins_id is None


def test_a_link_from_the_public_list_joins_too(client: CheckedClient, filers: Filers) -> None:
    told = filers.release(WORDS, role=Role.PROVIDER, grounds=("PLACES_UNEVEN",))
    page = client.get(f"{form_path('kk')}?join={told.number.lower().replace('-', '')}").text
    assert is_ticked(page, "PLACES_UNEVEN")
    assert is_ticked(page, "provider")
    assert f'name="joins" type="hidden" value="{told.number}"' in page


def test_reasons_of_the_other_role_are_not_taken_over(client: CheckedClient, filers: Filers) -> None:
    told = filers.release(WORDS, role=Role.PROVIDER, grounds=("PLACES_UNEVEN", "SHORT_NOTICE"))
    page = press_join(client, told.number, role="parent")
    assert is_ticked(page, "SHORT_NOTICE")
    assert not is_ticked(page, "PLACES_UNEVEN")


@pytest.mark.parametrize("state", ["waiting", "held", "withdrawn", "joined", "of another round"])
def test_only_released_texts_of_this_round_can_be_joined(
    client: CheckedClient, filers: Filers, session: Session, clock: Clock, state: str
) -> None:
    told = filers.release(WORDS, grounds=("LEAK",))
    if state in ("waiting", "held"):
        session.get_one(PublicText, told.id).state = TextState(state)
    if state == "withdrawn":
        told.withdrawn_at = clock()
    if state == "joined":
        told.joined_to_id = filers.file().id
    if state == "of another round":
        other = session.scalars(select(Round).where(Round.id != told.round_id)).first()
        assert other is not None
        told.round_id = session.get_one(PublicText, told.id).round_id = other.id
    session.commit()
    for page in (press_join(client, told.number), client.get(f"{form_path()}?join={told.number}").text):
        assert not is_ticked(page, "LEAK")
        assert told.number not in page.partition("data-draft")[2]
    sent = {**filled_in(client.get(form_path()).text, form_path()), **EVIDENCE, "joins": told.number}
    number = open_receipt(client, client.post(form_path(), data=sent)).number
    assert session.scalars(select(Complaint.joins_id).where(Complaint.number == number)).one() is None


@pytest.mark.parametrize("number", ["", "0000-0000", "hello", "<script>", "7K3M-Q2XA' OR 1=1", "х" * 5000])
def test_a_number_of_nothing_joins_nothing(client: CheckedClient, filers: Filers, number: str) -> None:
    filers.release(WORDS)
    assert "Take it back" not in press_join(client, number)
    assert "Take it back" not in client.get(form_path(), query_string={"join": number[:500]}).text


def test_a_released_text_is_shown_as_text(client: CheckedClient, filers: Filers) -> None:
    hostile = "<b>қалың</b> {{ 7 * 7 }}"
    filers.release(hostile)
    page = client.get(form_path()).text
    assert "<b>қалың" not in page
    assert hostile in unescape(page)


def test_the_newest_twenty_are_looked_at(client: CheckedClient, filers: Filers, session: Session) -> None:
    old = filers.release("Ескі мәтін")
    filers.file(joins_id=old.id)
    session.get_one(PublicText, old.id).released_at = old.filed_at - timedelta(days=30)
    for place in range(20):
        filers.release(f"{WORDS} {place}")
    assert "Ескі мәтін" not in client.get(form_path()).text
