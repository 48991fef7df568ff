"""Start, list of rounds, regions, about and privacy, in each language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.browserlike import CheckedClient

LANGUAGES = ("kk", "ru", "en")
PAGES = ("/", "/rounds/", "/rounds/damu-bala-mangystau-2025-03/", "/regions/mangystau/", "/about", "/privacy")
Make = Callable[..., Any]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_opens_in_its_language_and_asks_no_other_host(
    client: CheckedClient, path: str, language: str
) -> None:
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert "style=" not in answer.text
    assert not re.findall(r"(?:src|<link[^>]*href)=\"(?:https?:)?//", answer.text)
    assert "Set-Cookie" not in answer.headers


def test_the_language_switch_keeps_the_page(client: CheckedClient) -> None:
    page = client.get("/kk/regions/mangystau/").text
    assert 'href="/ru/regions/mangystau/"' in page
    assert 'href="/en/regions/mangystau/"' in page


def test_the_start_page_leads_to_the_form_of_the_only_open_round(client: CheckedClient) -> None:
    assert 'href="/ru/rounds/damu-bala-mangystau-2025-03/complain"' in client.get("/ru/").text


def test_the_start_page_shows_what_became_of_complaints(
    client: CheckedClient, make_round: Make, freeze: Make, hand_in: Make
) -> None:
    version = freeze(make_round(), "ANNUL_ROUND")
    hand_in(version, date(2025, 3, 31))
    page = client.get("/en/").text
    assert f"Collective complaint No. {version.petition_id}" in page
    assert "Overdue by " in page
    assert "was annulled and moved to 31 March 2025" in page


def test_the_start_page_shows_nothing_of_a_hidden_round(
    client: CheckedClient, make_round: Make, freeze: Make, hand_in: Make
) -> None:
    told, hidden = (
        freeze(make_round()),
        freeze(make_round(slug="hidden-one", hidden_at=datetime(2026, 11, 1, tzinfo=UTC))),
    )
    hand_in(told, date(2025, 3, 31))
    hand_in(hidden, date(2025, 3, 31))
    page = client.get("/en/").text
    assert f"No. {told.petition_id}" in page
    assert f"No. {hidden.petition_id}" not in page


def test_regions_stand_in_the_kazakh_order_of_their_names(client: CheckedClient) -> None:
    page = client.get("/kk/rounds/").text
    names = re.findall(r'href="/kk/regions/[a-z-]+/">([^<]+)</a>', page)
    assert len(names) == 20
    assert names[:3] == ["Абай облысы", "Ақмола облысы", "Ақтөбе облысы"]
    assert names.index("Қарағанды облысы") < names.index("Маңғыстау облысы") < names.index("Ұлытау облысы")


def test_a_region_shows_its_rounds_notes_authorities_and_places(client: CheckedClient) -> None:
    page = client.get("/ru/regions/mangystau/").text
    assert "/ru/rounds/damu-bala-mangystau-2025-03/" in page
    assert "lada.kz, 21.11.2025" in page
    assert "Аким Мангистауской области" in page
    assert "город Актау" in page


def test_a_region_without_a_round_says_so(client: CheckedClient) -> None:
    assert "No registration round of this region is on record." in client.get("/en/regions/abai/").text


@pytest.mark.parametrize("path", ["/regions/nowhere/", "/nowhere"])
def test_an_address_without_a_page_says_what_to_do(client: CheckedClient, path: str) -> None:
    answer = client.get(f"/en{path}")
    assert answer.status_code == 404
    assert "Check the address, or start from the list of registration rounds." in answer.text


def test_about_and_privacy_name_the_operator_and_promise_no_term(client: CheckedClient) -> None:
    for path in ("/about", "/privacy"):
        assert "operator@example.com" in client.get(f"/en{path}").text
    assert "starts no legal term" in client.get("/en/about").text


def test_the_larger_display_stays_by_cookie(client: CheckedClient) -> None:
    answer = client.post("/kk/display", data={"display": "large", "next": "/kk/rounds/"})
    assert answer.headers["Location"] == "/kk/rounds/"
    assert 'class="large"' in client.get("/kk/rounds/").text
    client.post("/kk/display", data={"display": "normal", "next": "/kk/"})
    assert 'class="large"' not in client.get("/kk/rounds/").text
