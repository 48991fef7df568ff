"""Leaving at once: the page is replaced by one that says nothing, and neither going back nor this device tells more."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walking
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.walking import Person
from tests.support.site import Site

GULNUR = Person("Әбдіғалиева Гүлнұр", "kk", javascript=True, phone="8 701 000 00 01")


def kept_on_device(page: Page) -> int:
    length = page.evaluate("localStorage.length + sessionStorage.length")
    assert isinstance(length, int)
    return length


@pytest.mark.parametrize("how", ["button", "keys"])
def test_a_half_filled_form_is_left_without_a_trace(site: Site, open_page: OpenPage, how: str) -> None:
    page = open_page(width=PHONE, locale="kk")
    walking.open_form(page, site, "kk")
    walking.fill_person(page, GULNUR)
    page.wait_for_timeout(600)  # what is typed is kept a moment later
    assert kept_on_device(page) > 0
    if how == "button":
        page.locator("form.leave button").click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/kk/rounds/")
    assert kept_on_device(page) == 0
    walking.open_form(page, site, "kk")
    expect(page.locator("input[name=full_name]")).to_have_value("")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_opened_complaint_is_left_and_going_back_does_not_open_it(
    site: Site, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(width=PHONE, javascript=javascript, locale="kk")
    person = Person("", "kk", javascript=javascript)
    walking.open_form(page, site, "kk")
    walking.fill(page, person)
    walking.send(page)
    number, _code = walking.receipt_of(page)
    page.goto(f"{site.url}/kk/complaints/{number}")
    expect(page.locator("h1")).to_contain_text(number)
    page.locator("form.leave button").click()
    page.wait_for_url("**/kk/rounds/")
    assert number not in page.locator("body").inner_text()
    page.goto(f"{site.url}/kk/complaints/{number}")
    page.wait_for_url("**/kk/track**")


def test_two_presses_of_escape_leave_nothing(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE, locale="kk")
    walking.open_form(page, site, "kk")
    for _ in range(2):
        page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url.endswith("/complain")
