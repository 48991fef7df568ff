"""The language: in the address, kept by the switch, remembered for the next visit."""

from __future__ import annotations

import pytest

from tests.support.browserlike import CheckedClient

HOST = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "language"),
    [({}, "kk"), ({"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"}, "ru"), ({"Accept-Language": "de"}, "kk")],
)
def test_the_bare_address_follows_the_browser_then_kazakh(
    client: CheckedClient, headers: dict[str, str], language: str
) -> None:
    assert client.get("/", headers=headers).location == f"/{language}/"


def test_a_switched_language_is_remembered_and_beats_the_browser(client: CheckedClient) -> None:
    switched = client.get("/ru/about", headers={"Referer": f"{HOST}/kk/about"})
    assert switched.headers["Set-Cookie"].startswith("lang=ru;")
    assert client.get("/", headers={"Accept-Language": "en"}).location == "/ru/"


@pytest.mark.parametrize("referrer", ["", f"{HOST}/ru/rounds/", "https://example.com/kk/", f"{HOST}/", "http://["])
def test_no_cookie_comes_without_a_switch(client: CheckedClient, referrer: str) -> None:
    answer = client.get("/ru/about", headers={"Referer": referrer})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
