"""People of the walks, and how each fills the form: by hand, part by part with scripts, on one long page without."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.support.mails import body_of
from tests.support.site import Site

ROUND = "damu-bala-mangystau-2025-03"


@dataclass(frozen=True)
class Person:
    """An invented person. `name` empty: evidence only."""

    name: str
    lang: str
    javascript: bool
    role: str = "parent"
    email: str = ""
    phone: str = ""
    organisation: str = ""
    locality: str = "471000000"
    grounds: tuple[str, ...] = ("SHORT_NOTICE", "LEAK")
    demands: tuple[str, ...] = ("REPEAT_ROUND",)
    narrative: str = "Хабарландыруды кеш көрдік."
    agrees: bool = True
    publishes: bool = False
    more: dict[str, str] = field(default_factory=dict, hash=False)


def open_form(page: Page, site: Site, lang: str) -> None:
    page.goto(f"{site.url}/{lang}/rounds/{ROUND}/")
    page.locator(f"a[href$='/rounds/{ROUND}/complain']").first.click()
    page.wait_for_url("**/complain")


def fill(page: Page, person: Person) -> None:
    """All four parts in the order of the page."""
    fill_person(page, person)
    go_on(page, person)
    fill_case(page, person)
    go_on(page, person)
    for demand in person.demands:
        page.locator(f"input[name=demands][value={demand}]").check()
    go_on(page, person)
    page.locator("input[name=consent_processing]").check()
    if person.name and person.agrees:
        page.locator("input[name=consent_petition]").check()
    if person.publishes:
        page.locator("input[name=consent_publish]").check()


def fill_person(page: Page, person: Person) -> None:
    page.locator(f"input[name=role][value={person.role}]").check()
    page.locator(f"input[name=mode][value={'formal' if person.name else 'evidence'}]").check()
    page.locator("select[name=locality]").select_option(person.locality)
    if person.name:
        page.locator("input[name=full_name]").fill(person.name)
        page.locator("[name=postal_address]").fill("Ақтау, Үлгі көшесі, 7-үй")
    if person.organisation:
        page.locator("input[name=organisation]").fill(person.organisation)
    for name in ("phone", "email"):
        if value := getattr(person, name):
            page.locator(f"input[name={name}]").fill(value)
    for name, value in person.more.items():
        page.locator(f"[name={name}]").fill(value)


def fill_case(page: Page, person: Person) -> None:
    for ground in person.grounds:
        page.locator(f"input[name=grounds][value={ground}]").check()
    page.locator("input[name=learned_at]").fill("29.03.2025 10:00")
    page.locator("input[name=learned_from][value=messenger]").check()
    page.locator("textarea[name=narrative]").fill(person.narrative)


def go_on(page: Page, person: Person) -> None:
    if person.javascript:
        page.locator(".part-body:visible .actions button[type=button]").last.click()


def send(page: Page) -> None:
    page.locator("#part-4 button[type=submit]:not([name])").click()


def receipt_of(page: Page) -> tuple[str, str]:
    """Number and secret code as the page carries them."""
    page.locator("[data-number]").first.wait_for()
    number, code = (page.locator(f"[data-{name}]").first.get_attribute(f"data-{name}") for name in ("number", "code"))
    assert number
    assert code
    return number, code


def track(page: Page, site: Site, lang: str, number: str, code: str) -> None:
    page.goto(f"{site.url}/{lang}/track")
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=code]").fill(code)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile(r"/complaints/\w{4}-\w{4}$"))


def link_in_mail(site: Site, to: str, part: str, count: int = 1) -> str:
    """The link with `part` in its path from the newest mail to this address, once there are `count` of them."""
    mail = body_of(site.wait_for_mail(to, count)[-1])
    found = re.search(rf"http\S+/{part}/\S+", mail)
    assert found, mail
    return found.group()


def confirm_by_mail(page: Page, site: Site, person: Person, count: int = 1) -> None:
    """Open the mailed link and press the button; what the mail was sent for is ticked."""
    page.goto(link_in_mail(site, person.email, "confirm", count))
    page.locator("button[name=do][value=confirm]").click()
    expect(page.locator("main")).not_to_contain_text("http")
