"""The own letter in a browser: copied with scripts and without, printed on one page; the own number after sending."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.walking import Person, fill, open_form, receipt_of, send
from tests.support.site import Site

A4_POINTS = (595, 842)
TEXT = (
    "Сағат 11:35-те сайтқа кірдік, бет бір минуттай ашылмады. Ашылғанда бос орын қалмапты. Хабарландыруды 10:07-де "
    "ғана көрдік, дайындалуға уақыт болған жоқ."
)


def file_and_open(page: Page, site: Site, lang: str, *, javascript: bool) -> str:
    """File a complaint of usual length and go on from the receipt to the letter; the complaint's number."""
    person = Person("Әбдіғалиева Гүлнұр Серікқызы", lang, javascript, phone="8 701 000 00 01", narrative=TEXT)
    open_form(page, site, lang)
    fill(page, person)
    send(page)
    number, _ = receipt_of(page)
    page.locator(f"main a[href$='/complaints/{number}/letter']").click()
    page.wait_for_url("**/letter")
    return number


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_an_appeal_of_usual_length_prints_on_one_page(site: Site, open_page: OpenPage, lang: str) -> None:
    page = open_page(width=PHONE)
    file_and_open(page, site, lang, javascript=True)
    page.goto(f"{page.url}?in={lang}&as=appeal")
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 1
        assert tuple(round(float(side)) for side in printed.pages[0].mediabox[2:]) == A4_POINTS


def test_the_text_is_copied_by_a_button_with_scripts(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    file_and_open(page, site, "kk", javascript=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy=plain]").click()
    expect(page.locator("[data-copy=plain]")).to_have_text(page.locator("[data-copy=plain]").get_attribute("data-done"))
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#plain").input_value()


def test_without_scripts_the_text_is_selected_by_hand_and_the_number_is_written_down(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page(width=PHONE, javascript=False)
    number = file_and_open(page, site, "ru", javascript=False)
    assert page.locator("[data-copy]:visible").count() == 0
    expect(page.locator("#plain")).not_to_be_editable()
    assert TEXT in page.locator("#plain").input_value()
    page.locator(f"main a[href$='/complaints/{number}/own']").click()
    page.locator("input[value=appeal]").check()
    page.locator("#own_number").fill("ЖТ-2026-00012345")
    page.locator("#own_registered_on").fill("23.11.2026")
    page.locator("main form:has(#own_number) button").click()
    page.wait_for_url(re.compile(r"#own$"))
    expect(page.locator("#own")).to_contain_text("ЖТ-2026-00012345")
    expect(page.locator("#own")).to_contain_text("14 декабря 2026 года")
