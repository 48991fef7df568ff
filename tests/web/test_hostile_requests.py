"""Requests that no page of ours would send are answered with a page, never with a failure."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.domain.access import AccountRole
from complaints.web.views import local_target
from tests.support.browserlike import CheckedClient

ROUND = "/kk/rounds/damu-bala-mangystau-2025-03/"


@pytest.mark.parametrize(
    "query", ["endpoint=1", "_method=FOO", "_scheme=javascript", "_external=1", "_anchor=x", "slug=other", "lang=ru"]
)
def test_the_language_switch_keeps_page_and_query_whatever_the_query_says(client: CheckedClient, query: str) -> None:
    answer = client.get(f"{ROUND}?{query}")
    assert answer.status_code == 200
    assert f'href="{ROUND.replace("/kk/", "/ru/")}?{query}"' in answer.text


def test_the_page_that_answers_a_post_switches_to_one_that_can_be_asked_for(client: CheckedClient) -> None:
    page = client.post("/kk/display", headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert 'href="/ru/"' in page.text


@pytest.mark.parametrize(
    "path", ["rounds/%00/", "rounds/%00/complain", "regions/%00/", "complaints/%00", "%00", "%01%EF%BF%BE"]
)
def test_an_address_of_what_cannot_be_seen_is_no_page(client: CheckedClient, path: str) -> None:
    assert client.get(f"/kk/{path}").status_code == 404


@pytest.mark.parametrize("origin", ["http://[", "null", "", "http://localhost.example.com"])
def test_a_strange_origin_is_refused(client: CheckedClient, origin: str) -> None:
    assert client.post("/kk/track", headers={"Origin": origin}).status_code == 403


def test_our_own_origin_is_taken(client: CheckedClient) -> None:
    assert client.post("/kk/track", headers={"Origin": "http://localhost"}).status_code == 422


@pytest.mark.parametrize(
    "target",
    ["//[", "//evil.example", "/\\evil.example", "/\t/evil.example", "/x\r\nA: b", "/\x00", "https://x", "", "x"],
)
def test_nobody_is_sent_elsewhere(client: CheckedClient, target: str) -> None:
    assert local_target(target) is None
    assert client.post("/kk/display", data={"next": target}).headers["Location"] == "/kk/"


def test_after_signing_in_nobody_is_led_to_a_page_that_only_takes_posts(app: Flask, client: CheckedClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # as with the token of a session that ended meanwhile
    assert client.get("/kk/groups/").headers["Location"] == "/kk/account/sign-in?next=/kk/groups/"
    assert client.post("/kk/groups/a/petitions/1/freeze").headers["Location"] == "/kk/account/sign-in"


@pytest.mark.parametrize("number", [2**31, 10**30])
@pytest.mark.parametrize("page", ["", "submission", "versions/1/"])
def test_a_number_too_large_is_no_page(sign_in: Callable[..., CheckedClient], number: int, page: str) -> None:
    organiser = sign_in(AccountRole.ORGANISER)
    assert organiser.get(f"/kk/groups/nobodys/petitions/{number}/{page}").status_code == 404
