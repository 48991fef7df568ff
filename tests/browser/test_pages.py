"""Every page, in Kazakh and in Russian: no barrier, valid HTML, no foreign word, light, and all from this host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, Response, StorageState

from complaints import create_app, demo
from complaints.domain.access import AccountRole
from complaints.settings import Settings
from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.browser.examples import EMPTY_FORMS, EXAMPLES, FILER, GONE, JOINER, SEEN_ELSEWHERE, Example
from tests.browser.furnishing import Facts, furnished_site
from tests.support.pages import barriers, invalid, latin_words
from tests.support.site import Site

LANGUAGES = ("kk", "ru")
BY_NAME = {example.name: example for example in EXAMPLES}
LIGHT_BYTES = 100_000
Address = Callable[[Example, str], str]
# The form of the page, beside the display switch and signing out, which stand on every page, leaving quickly, and
# taking a file that is written down.
MAIN_FORM = "main form[method=post]:not(.leave, .take)"


@pytest.fixture(scope="module")
def url_map(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app that only knows its routes."""
    return create_app(Settings.from_env({"DATABASE_URL": "sqlite://"}, instance=tmp_path_factory.mktemp("routes")))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Facts]]:
    site, facts = furnished_site(tmp_path_factory)
    with site.serving():
        yield site, facts


@pytest.fixture(scope="module")
def address(furnished: tuple[Site, Facts], url_map: Flask) -> Address:
    site, facts = furnished

    def make(example: Example, lang: str) -> str:
        values = {name: value(facts) if callable(value) else value for name, value in example.values.items()}
        with url_map.test_request_context():
            return site.url + url_map.url_for(example.endpoint, lang=lang, **values)

    return make


@pytest.fixture(scope="module")
def states(furnished: tuple[Site, Facts], chromium: Browser) -> Callable[[object], StorageState | None]:
    """The cookies of somebody who signed in, or who opened a complaint, by the forms for it."""
    site, facts = furnished
    known: dict[object, StorageState | None] = {None: None}

    def make(role: object) -> StorageState | None:
        if role not in known:
            context = chromium.new_context()
            page = context.new_page()
            if role == FILER:
                open_complaint(page, site, facts.number, facts.code)
            elif role == GONE:
                open_complaint(page, site, facts.gone, facts.gone_code)
            elif role == JOINER:
                open_complaint(page, site, facts.joined, facts.joined_code)
            else:
                sign_in(page, site, AccountRole(str(role)))
            known[role] = context.storage_state()
            context.close()
        return known[role]

    return make


def sign_in(page: Page, site: Site, role: AccountRole) -> None:
    page.goto(f"{site.url}/kk/account/sign-in")
    page.locator("main [name=email]").fill(next(s.email for s in demo.SIGN_INS if s.role is role))
    page.locator("main [name=password]").fill(demo.PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def open_complaint(page: Page, site: Site, number: str, code: str) -> None:
    page.goto(f"{site.url}/kk/track")
    page.locator("main [name=number]").fill(number)
    page.locator("main [name=code]").fill(code)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/{number}")


def test_every_page_has_an_example(url_map: Flask) -> None:
    pages = {rule.endpoint for rule in url_map.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {example.endpoint for example in EXAMPLES} == pages - SEEN_ELSEWHERE


@pytest.fixture(scope="module")
def visitor(
    chromium: Browser, states: Callable[[object], StorageState | None]
) -> Iterator[Callable[[AccountRole | str | None], Page]]:
    """One page of each kind of person, opened at a phone's width, for looking at one address after the other."""
    known: dict[AccountRole | str | None, Page] = {}
    foreign: list[str] = []

    def notice(request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            foreign.append(request.url)

    def make(role: AccountRole | str | None) -> Page:
        if role not in known:
            known[role] = chromium.new_context(reduced_motion="reduce", storage_state=states(role)).new_page()
            known[role].on("request", notice)
        known[role].set_viewport_size({"width": PHONE, "height": 800})
        return known[role]

    yield make
    for page in known.values():
        page.context.close()
    assert foreign == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_page_has_no_barrier_and_fits_a_phone(
    visitor: Callable[[object], Page], address: Address, example: Example, lang: str
) -> None:
    """Barriers are looked for on a phone in Kazakh and on a laptop in Russian: the same page, so that both are seen."""
    page = visitor(example.role)
    answer = page.goto(address(example, lang))
    assert answer is not None
    assert answer.status == 200
    assert page.url.endswith(address(example, lang).rpartition("/")[2]), "the page leads elsewhere"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert lang == "ru" or barriers(page) == []
    page.set_viewport_size({"width": LAPTOP, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP
    assert lang == "kk" or barriers(page) == []


DISPLAYED = ("rounds.start", "rounds.show_round", "filing.file_complaint", "filing.show_complaint", "responses.desk")


@pytest.mark.parametrize("name", DISPLAYED)
def test_in_the_dark_and_in_the_larger_display_there_is_no_barrier_either(
    open_page: OpenPage, address: Address, states: Callable[[object], StorageState], name: str
) -> None:
    example = BY_NAME[name]
    page = open_page(width=PHONE, state=states(example.role))
    page.emulate_media(color_scheme="dark")
    page.goto(address(example, "ru"))
    assert barriers(page) == []
    page.locator("form[action$='/display'] button").click()
    page.wait_for_selector("html.large")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert barriers(page) == []
    page.emulate_media(color_scheme="light")
    page.reload()  # a page caught in the middle of changing its colours mixes both schemes
    assert barriers(page) == []


@pytest.fixture(scope="module")
def sources(
    furnished: tuple[Site, Facts],
    address: Address,
    states: Callable[[object], StorageState],
    chromium: Browser,
) -> dict[str, str]:
    """The HTML of every page as the server sends it, by name and language."""
    found = {}
    for example in EXAMPLES:
        context = chromium.new_context(storage_state=states(example.role))
        for lang in LANGUAGES:
            answer = context.request.get(address(example, lang))
            assert answer.status == 200, f"{example.name} {lang}: {answer.status}"
            found[f"{example.name} {lang}"] = answer.text()
        context.close()
    site, _ = furnished
    context = chromium.new_context()
    for lang in (*LANGUAGES, "en"):
        found[f"not found {lang}"] = context.request.get(f"{site.url}/{lang}/nothing-here").text()
    context.close()
    return found


def test_every_page_is_valid_html(sources: dict[str, str], tmp_path: Path) -> None:
    for name, page in sources.items():
        (tmp_path / f"{name.replace(' ', '_')}.html").write_text(page)
    assert invalid(tmp_path) == []


def test_no_page_has_a_word_in_latin_letters(sources: dict[str, str]) -> None:
    found = {name: words for name, page in sources.items() if not name.endswith(" en") and (words := latin_words(page))}
    assert found == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EMPTY_FORMS)
def test_an_empty_form_says_what_to_do_at_the_top_and_beside_each_field(
    open_page: OpenPage, address: Address, states: Callable[[object], StorageState], name: str, lang: str
) -> None:
    example = BY_NAME[name]
    page = open_page(width=PHONE, javascript=False, state=states(example.role))
    page.goto(address(example, lang))
    page.locator(f"{MAIN_FORM} button[type=submit]:not([formaction])").last.click()  # not keeping it for later
    summary = page.locator(".error-summary")
    assert summary.is_visible()
    links = [link.get_attribute("href") or "" for link in summary.locator("a").all()]
    assert links, "the summary has no link"
    for link in links:
        assert_describes_itself(page, link.removeprefix("#"))
    assert not latin_words(page.content())


def assert_describes_itself(page: Page, identity: str) -> None:
    """The field, or the group of its first option, is marked as wrong and names its error as its description."""
    field = page.locator(f"[id='{identity}']")
    assert field.count() == 1, f"the summary leads to {identity}, which is not there"
    around = field.locator("xpath=ancestor-or-self::*[@aria-describedby or @aria-invalid]").all()
    described = [part for element in around for part in (element.get_attribute("aria-describedby") or "").split()]
    errors = [part for part in described if part.endswith("-error")]
    assert errors, f"{identity} does not name its error"
    assert page.locator(f"[id='{errors[0]}']").inner_text().strip()
    assert "true" in [element.get_attribute("aria-invalid") for element in around]


@pytest.mark.parametrize("name", EMPTY_FORMS)
def test_a_form_with_errors_has_no_barrier_and_takes_the_focus(
    visitor: Callable[[object], Page], address: Address, name: str
) -> None:
    example = BY_NAME[name]
    page = visitor(example.role)
    page.goto(address(example, "kk"))
    page.evaluate(f"document.querySelector('{MAIN_FORM}').submit()")  # whatever part of a long form is unfolded
    page.wait_for_selector(".error-summary:focus-within")
    assert barriers(page) == []


@pytest.mark.parametrize("name", ["rounds.show_round", "filing.file_complaint"])
def test_the_dossier_and_the_form_are_light(open_page: OpenPage, address: Address, name: str) -> None:
    """As they travel to the phone: public pages and styles are compressed."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page = open_page(width=PHONE)
    page.on("response", keep)
    page.goto(address(BY_NAME[name], "kk"), wait_until="networkidle")
    weights = {answer.url: answer.request.sizes()["responseBodySize"] for answer in answers}
    assert all(weights.values()), weights
    assert sum(weights.values()) < LIGHT_BYTES, weights
    assert not any(answer.request.resource_type == "font" for answer in answers)
