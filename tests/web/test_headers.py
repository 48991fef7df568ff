"""The strict headers stand on every answer: pages, redirects, files, refusals and failures."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from complaints.application import create_app
from complaints.web.access import public
from complaints.web.headers import ALWAYS
from tests.conftest import settings_for
from tests.support.browserlike import CheckedClient


@pytest.fixture(scope="module")
def pattern(keys: Path) -> Flask:
    app = create_app(settings_for(keys, "sqlite://"))

    @app.get("/kk/fails")
    @public
    def fails() -> str:
        raise RuntimeError("Асан Үсенов")

    @app.get("/kk/undeclared")
    def undeclared() -> str:
        return "open to all by mistake"

    return app


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/kk/", 200),
        ("/static/app.css", 200),
        ("/kk/nothing-here", 404),
        ("/static/nothing-here", 404),
        ("/kk/admin/", 303),
        ("/kk/fails", 500),
        ("/kk/undeclared", 500),
    ],
)
def test_every_answer_has_the_strict_headers(client: CheckedClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize(("path", "status"), [("/kk/", 405), ("/ru/rounds/", 405), ("/kk/account/sign-in", 403)])
def test_a_refused_post_has_them_too(client: CheckedClient, path: str, status: int) -> None:
    answer = client.post(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code in (403, status)
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_a_view_that_declares_nothing_answers_500_and_says_nothing(client: CheckedClient) -> None:
    answer = client.get("/kk/undeclared")
    assert answer.status_code == 500
    assert "open to all" not in answer.text


def test_a_failure_shows_nothing_of_the_program(client: CheckedClient) -> None:
    page = client.get("/kk/fails").text
    assert "RuntimeError" not in page
    assert "Асан" not in page


@pytest.mark.parametrize(("lang", "words"), [("kk", 'lang="kk"'), ("ru", 'lang="ru"'), ("en", 'lang="en"')])
def test_an_error_page_speaks_the_language_of_the_address(client: CheckedClient, lang: str, words: str) -> None:
    assert words in client.get(f"/{lang}/nothing-here").text


def test_an_answer_about_an_error_is_not_kept_by_caches(client: CheckedClient) -> None:
    assert client.get("/kk/nothing-here").headers["Cache-Control"] == "no-store"


def test_a_form_too_long_to_read_is_refused_with_a_page(app: Flask, client: CheckedClient) -> None:
    answer = client.post("/kk/account/sign-in", data={"email": "x" * app.config["MAX_CONTENT_LENGTH"]})
    assert answer.status_code == 413
    assert "<h1" in answer.text
