"""Files in the form, as a person with a phone attaches them: with and without scripts, on a network that breaks."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.support import uploads
from tests.support.filings import AKTAU, ROUND
from tests.support.pages import barriers
from tests.support.site import Site

SLOW_BYTES_A_SECOND = 400_000


def file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def photo(name: str = "queue.jpg") -> FilePayload:
    return file(name, uploads.jpeg())


def open_files(site: Site, page: Page, lang: str = "ru", *, scripts: bool = True) -> Locator:
    """The form with the place for files in view."""
    page.goto(f"{site.url}/{lang}/rounds/{ROUND}/complain")
    if scripts:
        page.locator(".steps li:nth-child(2) a").click()
    return page.locator("#evidence-files")


def answer_everything(page: Page) -> None:
    """What an evidence-only complaint needs, whichever parts are folded."""
    page.evaluate("document.querySelectorAll('.part-body').forEach(part => { part.hidden = false; })")
    page.locator("input[name=mode][value=evidence]").check()
    page.locator("#locality").select_option(AKTAU)
    page.locator("input[value=SHORT_NOTICE]").check()
    page.locator("#learned_at").fill("20.11.2026 10:07")
    page.locator("input[name=learned_from][value=messenger]").check()
    page.locator("input[value=REPEAT_ROUND]").check()
    page.locator("#consent_processing").check()


def send(page: Page) -> None:
    page.locator("#part-4 button[type=submit]:not([name])").click()


def test_each_file_is_sent_as_soon_as_it_is_chosen_and_a_bad_one_says_why(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    files = open_files(site, page)
    expect(files.locator("label.button")).to_be_visible()
    page.set_input_files("#evidence", [photo(), photo("паспорт.jpg"), file("bad.jpg", b"<html>")])
    rows = files.locator(".files li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0).locator("progress")).to_be_hidden()
    expect(rows.nth(1).locator(".warning")).to_be_visible()
    expect(rows.nth(2).locator(".error")).to_contain_text("bad.jpg")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    rows.nth(2).locator("button").click()
    page.reload()
    expect(page.locator(".files .name")).to_have_text(["queue.jpg", "паспорт.jpg"])
    page.locator(".steps li:nth-child(2) a").click()
    page.locator(".files li button").last.click()
    expect(page.locator(".files .name")).to_have_text(["queue.jpg"])
    answer_everything(page)
    send(page)
    page.wait_for_url("**/receipt")


def test_no_more_than_five_can_be_chosen(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    files = open_files(site, page)
    page.set_input_files("#evidence", [photo(f"{place}.jpg") for place in range(6)])
    expect(files.locator(".files li.failed")).to_have_count(1)
    expect(files.locator("[data-full]")).to_be_visible()
    expect(files.locator(".choose")).to_be_hidden()
    files.locator(".files li:not(.failed) button").first.click()
    expect(files.locator(".choose")).to_be_visible()


def test_a_file_that_was_cut_off_can_be_sent_again(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    files = open_files(site, page)
    page.context.set_offline(True)
    page.set_input_files("#evidence", photo())
    row = files.locator(".files li")
    expect(row.locator(".error")).to_be_visible()
    page.context.set_offline(False)
    row.locator("button").first.click()
    expect(row.locator(".error")).to_have_count(0)
    expect(row.locator("button")).to_have_count(1)
    page.reload()
    expect(page.locator(".files .name")).to_have_text(["queue.jpg"])


def test_a_form_that_is_sent_early_waits_for_its_files(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    files = open_files(site, page)
    answer_everything(page)
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": SLOW_BYTES_A_SECOND}
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", slow)
    page.set_input_files("#evidence", file("large.png", uploads.noise(600, 600, "PNG")))
    send(page)
    expect(files.locator("[data-live]")).to_be_visible()
    page.wait_for_url("**/receipt")
    number = page.locator("[data-number]").get_attribute("data-number")
    page.goto(f"{site.url}/ru/complaints/{number}")
    expect(page.locator(".files .name")).to_have_text(["large.png"])
    page.set_input_files("#evidence", photo("later.jpg"))
    expect(page.locator(".files .name")).to_have_text(["large.png", "later.jpg"])


def test_without_scripts_files_go_by_a_button_of_their_own(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE, javascript=False)
    files = open_files(site, page, "kk", scripts=False)
    page.locator("#narrative").fill("Сақталсын")
    page.set_input_files("#evidence", [photo("a.jpg"), file("bad.jpg", b"<html>"), photo("b.jpg")])
    files.locator("button[name=do]").click()
    expect(page.locator(".files .name")).to_have_text(["a.jpg", "b.jpg"])
    expect(page.locator("#evidence-error")).to_contain_text("bad.jpg")
    expect(page.locator("#narrative")).to_have_value("Сақталсын")
    page.locator(".files button").first.click()
    expect(page.locator(".files .name")).to_have_text(["b.jpg"])
    expect(page.locator("#narrative")).to_have_value("Сақталсын")


def test_a_body_beyond_everything_gets_a_page_and_not_a_broken_connection(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(width=PHONE, javascript=False)
    files = open_files(site, page, scripts=False)
    large = [tmp_path / f"{place}.jpg" for place in range(9)]
    for path in large:
        path.write_bytes(b"\xff\xd8\xff" + b"\0" * 9_900_000)
    page.set_input_files("#evidence", large)
    files.locator("button[name=do]").click()
    expect(page).to_have_title(re.compile("слишком много"))
