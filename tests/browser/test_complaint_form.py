"""The complaint form with scripts: parts fold, what does not fit goes away, nothing typed is lost. And the receipt."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.support.filings import AKTAU, ROUND
from tests.support.pages import barriers, latin_words
from tests.support.site import Site

LANGUAGES = ("kk", "ru")


def open_form(site: Site, page: Page, lang: str = "ru") -> None:
    page.goto(f"{site.url}/{lang}/rounds/{ROUND}/complain")


def go_to(page: Page, part: int) -> None:
    page.locator(f".steps li:nth-child({part}) a").click()
    expect(page.locator(f"#part-{part} .part-body")).to_be_visible()


def fill(page: Page) -> None:
    """A formal complaint of a parent, part by part."""
    page.locator("input[name=mode][value=formal]").check()
    page.locator("#locality").select_option(AKTAU)
    page.locator("#full_name").fill("Әбдіғалиева Гүлнұр Серікқызы")
    page.locator("#postal_address").fill("Ақтау, Мысал көшесі, 1-үй")
    page.locator("#phone").fill("8 701 000 00 01")
    go_to(page, 2)
    page.locator("input[value=SHORT_NOTICE]").check()
    page.locator("#learned_at").fill("20.11.2026 10:07")
    page.locator("input[name=learned_from][value=messenger]").check()
    page.locator("#narrative").fill("Орын қалмаған еді.")
    go_to(page, 3)
    page.locator("input[value=REPEAT_ROUND]").check()
    go_to(page, 4)
    page.locator("#consent_processing").check()


def send(page: Page) -> None:
    page.locator("#part-4 button[type=submit]:not([name])").click()


def number_on(page: Page) -> str | None:
    page.wait_for_url("**/receipt")
    return page.locator("[data-number]").get_attribute("data-number")


def test_one_part_is_open_at_a_time_and_the_progress_line_leads_to_each(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    expect(page.locator(".part-body:visible")).to_have_count(1)
    page.locator("#part-1 .actions button").click()
    expect(page.locator("#part-2 .part-body")).to_be_visible()
    expect(page.locator("#part-1 .part-body")).to_be_hidden()
    expect(page.locator(".steps li:nth-child(2) a")).to_have_attribute("aria-current", "step")
    expect(page.locator("#part-2 .part-title")).to_be_focused()


def test_only_what_fits_role_and_mode_is_shown_and_sent(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    expect(page.locator("#full_name")).to_be_hidden()
    go_to(page, 2)
    page.locator("input[value=SOLD_OUT_FAST]").check()
    go_to(page, 1)
    page.locator("input[name=role][value=provider]").check()
    fill(page)
    expect(page.locator("#organisation")).to_be_hidden()
    go_to(page, 1)
    expect(page.locator("#organisation")).to_be_visible()
    go_to(page, 2)
    expect(page.locator("input[value=SOLD_OUT_FAST]")).to_be_hidden()
    expect(page.locator("input[value=PLACES_UNEVEN]")).to_be_visible()
    go_to(page, 4)
    send(page)
    assert number_on(page)


def test_enter_goes_on_instead_of_sending_half_a_form(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=LAPTOP)
    open_form(site, page)
    page.locator("#phone").press("Enter")
    expect(page.locator("#part-2 .part-body")).to_be_visible()
    assert page.url.endswith("/complain")


def test_the_answers_are_shown_before_sending_with_the_way_back(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    fill(page)
    review = page.locator("[data-review]")
    expect(review).to_contain_text("Әбдіғалиева Гүлнұр Серікқызы")
    expect(review).to_contain_text("20.11.2026 10:07")
    review.locator("a[href='#narrative']").click()
    expect(page.locator("#narrative")).to_be_focused()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_errors_take_the_focus_and_lead_to_their_fields(
    site: Site, open_page: OpenPage, lang: str, javascript: bool
) -> None:
    page = open_page(width=PHONE, javascript=javascript)
    open_form(site, page, lang)
    if javascript:
        page.locator("#phone").fill("1414")
        go_to(page, 4)
    else:
        page.locator("#phone").fill("1414")
    send(page)
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(page.locator("#phone")).to_have_value("1414")
    assert latin_words(page.content()) == set()
    if javascript:
        assert barriers(page) == []
    for link in summary.locator("a").all():
        link.click()
        target = page.locator(f"[id='{(link.get_attribute('href') or '').removeprefix('#')}']")
        expect(target).to_be_in_viewport()


def test_going_back_to_a_sent_form_gives_the_typed_text_and_the_same_receipt(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    fill(page)
    send(page)
    first = number_on(page)
    page.go_back()
    for name, typed in (("full_name", "Әбдіғалиева Гүлнұр Серікқызы"), ("learned_at", "20.11.2026 10:07")):
        expect(page.locator(f"#{name}")).to_have_value(typed)
    go_to(page, 4)
    send(page)
    assert number_on(page) == first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_receipt_has_no_barriers_and_prints_on_one_page(site: Site, open_page: OpenPage, lang: str) -> None:
    page = open_page(width=PHONE)
    open_form(site, page, lang)
    fill(page)
    send(page)
    references = f"{number_on(page)}-{page.locator('[data-code]').get_attribute('data-code')}"
    assert barriers(page) == []
    assert latin_words(page.content()) - set(references.split("-")) == set()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def test_number_and_code_are_copied_together(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    fill(page)
    send(page)
    number = number_on(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    code = page.locator("[data-code]").get_attribute("data-code")
    assert page.evaluate("navigator.clipboard.readText()") == f"{number} {code}"


def token_of(page: Page) -> str:
    return page.locator("input[name=token]").input_value()


def kept_here(page: Page) -> list[str]:
    """What this device keeps of forms."""
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))")
    return keys


def typed_at_last(page: Page) -> None:
    """What was typed is written down a moment later."""
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('draft:'))")


def test_what_was_typed_is_back_after_the_tab_was_closed_also_in_another_language(
    site: Site, open_page: OpenPage
) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    fill(page)
    typed_at_last(page)
    token, context = token_of(page), page.context
    page.wait_for_timeout(400)
    page.close()
    page = context.new_page()
    open_form(site, page, "kk")
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("#full_name")).to_have_value("Әбдіғалиева Гүлнұр Серікқызы")
    expect(page.locator("#narrative")).to_have_value("Орын қалмаған еді.")
    assert token_of(page) == token, "the same form: sent twice it is one complaint"
    go_to(page, 4)
    send(page)
    assert number_on(page)
    assert kept_here(page) == []
    open_form(site, page)
    expect(page.locator("#full_name")).to_have_value("")
    assert token_of(page) != token


def test_two_children_in_two_tabs_stay_two_complaints(site: Site, open_page: OpenPage) -> None:
    """A phone loads a tab anew that was in the background: it shows its own child, not the one typed last."""
    first = open_page(width=PHONE)
    second = first.context.new_page()
    for page in (first, second):
        open_form(site, page)
    for page, name in ((first, "Бірінші"), (second, "Екінші")):
        fill(page)
        page.locator("#full_name").evaluate("(field, name) => field.value = name", name)
        page.locator("#full_name").dispatch_event("input")
        page.wait_for_timeout(400)
    first.reload()
    expect(first.locator("#full_name")).to_have_value("Бірінші")
    numbers = []
    for page in (first, second):
        go_to(page, 4)
        send(page)
        numbers.append(number_on(page))
    assert len({*numbers}) == 2


def test_an_empty_form_takes_everything_from_this_device(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    page.locator("#phone").fill("8 701 000 00 01")
    typed_at_last(page)
    page.reload()
    expect(page.locator("#phone")).to_have_value("8 701 000 00 01")
    page.locator("#kept button").click()
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.locator("#phone")).to_have_value("")
    assert kept_here(page) == []


def test_a_lost_connection_loses_nothing_and_the_form_is_sent_when_asked_again(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    fill(page)
    page.context.set_offline(True)
    send(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator("#full_name")).to_have_value("Әбдіғалиева Гүлнұр Серікқызы")
    page.context.set_offline(False)
    send(page)
    assert number_on(page)


def test_an_answer_lost_on_the_way_and_a_closed_tab_make_no_second_complaint(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    open_form(site, page)
    fill(page)
    context = page.context

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    context.route("**/complain", lose_the_answer)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        send(page)
    context.unroute("**/complain")
    page.close()
    page = context.new_page()
    open_form(site, page)
    go_to(page, 4)
    send(page)
    number = number_on(page)
    expect(page.locator("[role=status].notice")).to_be_visible()
    kept = page.evaluate("Object.values(localStorage)")
    assert [value for value in kept if len(value) > len('"the end of a token"')] == []  # a whole one shows the receipt
    open_form(site, page)
    assert number
    expect(page.locator("#full_name")).to_have_value("")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_keeping_for_later_brings_everything_back_and_leads_to_its_place(
    site: Site, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(width=PHONE, javascript=javascript)
    open_form(site, page)
    page.locator("input[name=mode][value=formal]").check()
    page.locator("#full_name").fill("Аты Жөні")
    page.locator("input[name=mode][value=evidence]").check()
    if javascript:
        go_to(page, 4)
    page.locator("button[value=save]").click()
    expect(page.locator("#kept")).to_be_in_viewport()
    expect(page.locator("#error-summary")).to_have_count(0)
    expect(page.locator("#full_name")).to_have_value("Аты Жөні")
    open_form(site, page, "kk")
    expect(page.locator("#full_name")).to_have_value("Аты Жөні")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_late_complaint_is_asked_for_the_reason(site: Site, open_page: OpenPage, javascript: bool) -> None:
    page = open_page(width=PHONE, javascript=javascript)
    open_form(site, page)
    if javascript:
        go_to(page, 2)
    page.locator("#learned_at").fill("1.5.2026 10:00")
    if javascript:
        page.locator("#learned_at").blur()
    else:
        page.locator("button[value=save]").click()
    expect(page.locator("[data-late]")).to_be_visible()


def test_enter_without_scripts_files_and_attaches_nothing(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=LAPTOP, javascript=False)
    open_form(site, page)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("#phone").press("Enter")
    assert 'name="do"' not in (sent.value.post_data_buffer or b"").decode()
    expect(page.locator("#error-summary")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus."""
    for _ in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_is_filed_by_keyboard_alone(site: Site, open_page: OpenPage, lang: str) -> None:
    page = open_page(width=LAPTOP)
    open_form(site, page, lang)
    tab_to(page, "input[name=mode]")
    page.keyboard.press("Space")
    tab_to(page, "#locality")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#part-1 .actions button")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=grounds]")
    page.keyboard.press("Space")
    tab_to(page, "#learned_at")
    page.keyboard.type("20.11.2026 10:07")
    tab_to(page, "input[name=learned_from]")
    page.keyboard.press("Space")
    tab_to(page, "#part-2 .actions button")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=demands]")
    page.keyboard.press("Space")
    tab_to(page, "#part-3 .actions button")
    page.keyboard.press("Enter")
    tab_to(page, "#consent_processing")
    page.keyboard.press("Space")
    tab_to(page, "#part-4 button[type=submit]:not([name])")
    page.keyboard.press("Enter")
    assert number_on(page)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [320, 640], ids=["400 %", "200 %"])
def test_enlarged_nothing_is_cut_off(site: Site, open_page: OpenPage, lang: str, width: int) -> None:
    """A window of 1280 pixels enlarged to 200 % and 400 % is as wide as one of 640 and of 320."""
    page = open_page(width=width)
    open_form(site, page, lang)
    for part in range(1, 5):
        go_to(page, part)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_is_light(site: Site, open_page: OpenPage, lang: str) -> None:
    """Everything a phone loads for it, not compressed: under 100 KB."""
    page = open_page(width=PHONE)
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    open_form(site, page, lang)
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 100_000, sizes
