"""Real Chromium against a real installation: web server and worker as processes, with and without scripts, phone and
laptop.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Route,
    StorageState,
    ViewportSize,
    sync_playwright,
)

from tests.support.site import Site

PHONE, LAPTOP = 360, 1280
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with reference data and nothing else; its web server and its worker run."""
    made = Site(tmp_path_factory.mktemp("site"))
    with made.serving(), made.working():
        yield made


@pytest.fixture
def foreign_requests() -> list[str]:
    """The addresses on other hosts that pages asked for in this test; nothing is sent to them."""
    return []


@pytest.fixture
def open_page(chromium: Browser, foreign_requests: list[str]) -> Iterator[OpenPage]:
    """`open_page(width=PHONE, javascript=True, locale="kk")`: a page in a browser of its own, as another person
    would have it.
    """
    contexts: list[BrowserContext] = []

    def keep_here(route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            foreign_requests.append(request.url)
            route.abort()

    def make(
        *, width: int = LAPTOP, javascript: bool = True, locale: str = "kk", state: StorageState | None = None
    ) -> Page:
        viewport: ViewportSize = {"width": width, "height": 800}
        context = chromium.new_context(
            viewport=viewport,
            java_script_enabled=javascript,
            locale=locale,
            reduced_motion="reduce",  # no check meets a page in the middle of changing its colours
            timezone_id="Asia/Aqtau",
            storage_state=state,
        )
        context.set_default_timeout(15_000)
        context.route("**/*", keep_here)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert foreign_requests == []
