"""The whole seed case in one walk, by forms only: two people ask for a group, fifteen file, an authority answers.

From an empty database, with the worker as a process, in both languages, on phones with and without scripts; every mail
that the installation sends is read at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import cast, walking
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.walking import Person
from tests.support.mails import body_of
from tests.support.site import Site

SUNDAY = datetime(2025, 3, 30, 7, tzinfo=UTC)
GROUP = "aqtau-ata-analary"


@dataclass
class Case:
    """The walk so far: who has which number and code, and who is signed in where."""

    site: Site
    open_page: OpenPage
    folder: Path
    receipts: dict[Person, tuple[str, str]] = field(default_factory=dict)
    desks: dict[str, Page] = field(default_factory=dict)

    def person(self, lang: str, *, javascript: bool = True) -> Page:
        return self.open_page(width=PHONE, javascript=javascript, locale=lang)

    def go(self, page: Page, lang: str, path: str) -> None:
        page.goto(f"{self.site.url}/{lang}/{path}")


def ask_for_group(case: Case, lang: str, name: str, email: str, *, javascript: bool) -> None:
    page = case.person(lang, javascript=javascript)
    case.go(page, lang, "groups/new")
    page.locator("input[name=name]").fill(name)
    page.locator("select[name=region]").select_option("KZ-47")
    page.locator("[name=purpose]").fill("Тіркеуді тексеру және қайта өткізу үшін шағымдарды жинау. / Сбор жалоб.")
    page.locator("input[name=contact_name]").fill("Үлгі Әсел Маратқызы")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=consent_processing]").check()
    press(page)
    page.wait_for_url("**/groups/new/asked")


def press(page: Page, action: str = "") -> None:
    """The button of the page's form, or of the form that leads to an address with these words at its end."""
    form = f"main form[action$='{action}']" if action else "main form"
    page.locator(f"{form} button[type=submit]:not([name]):not(.link-button):not(.leave)").first.click()
    page.wait_for_load_state()


def set_password(page: Page) -> None:
    for one in page.locator("main input[type=password]").all():
        one.fill(cast.PASSWORD)
    press(page)


def start_operator(case: Case) -> Page:
    page = case.open_page(locale="ru")
    page.goto(case.site.run("accounts", "create", cast.OPERATOR, "--role", "operator").strip())
    set_password(page)
    page.wait_for_url("**/admin/")
    case.desks[cast.OPERATOR] = page
    return page


def decide(case: Case, name: str, *, reason: str = "") -> None:
    """The operator finds the request in the list and admits it with the proposed rounds, or declines it."""
    page = case.desks[cast.OPERATOR]
    case.go(page, "ru", "admin/requests/")
    page.get_by_role("link", name=name).click()
    if reason:
        page.locator("textarea[name=reason]").fill(reason)
        press(page, "/decline")
    else:
        page.locator("input[name=slug]").fill(GROUP)
        expect(page.locator("input[name=rounds]:checked")).not_to_have_count(0)
        press(page, "/admit")
    expect(page.locator("main .notice.right")).to_be_visible()


def accept(case: Case, email: str, lang: str, *, javascript: bool = True, count: int = 1) -> Page:
    """The invited person opens the mailed link, sets a password and is at the own desk."""
    page = case.open_page(javascript=javascript, locale=lang)
    page.goto(walking.link_in_mail(case.site, email, "account/invitation", count))
    set_password(page)
    page.wait_for_url(lambda address: "invitation" not in address)
    case.desks[email] = page
    return page


def invite_member(case: Case, email: str, role: str, lang: str) -> None:
    page = case.desks[cast.OWNER]
    case.go(page, "kk", f"groups/{GROUP}/members/invite")
    page.locator("input[name=email]").fill(email)
    page.locator(f"input[name=role][value={role}]").check()
    page.locator(f"input[name=language][value={lang}]").check()
    press(page)
    page.wait_for_url("**/members")


def invite_to_site(case: Case, email: str, role: str, lang: str, authority: str = "") -> None:
    page = case.desks[cast.OPERATOR]
    case.go(page, "ru", "admin/invitations/new")
    page.locator("input[name=email]").fill(email)
    page.locator(f"input[name=role][value={role}]").check()
    if authority:
        page.locator("select[name=authority]").select_option(authority)
    page.locator(f"input[name=language][value={lang}]").check()
    press(page)
    page.wait_for_url("**/invitations/")


def gather(case: Case) -> None:
    """Operator, one group admitted and one declined, its members, a moderator, officials of two authorities."""
    start_operator(case)
    ask_for_group(case, "kk", "Ақтау ата-аналары (мысал)", cast.OWNER, javascript=False)
    ask_for_group(case, "ru", "Реклама кружков (пример)", cast.DECLINED, javascript=True)
    decide(case, "Ақтау ата-аналары (мысал)")
    decide(case, "Реклама кружков (пример)", reason="Группа создана не для того, чтобы собирать жалобы.")
    declined = body_of(case.site.wait_for_mail(cast.DECLINED, 2)[-1])
    assert "не для того" in declined
    accept(case, cast.OWNER, "kk", javascript=False, count=2)
    invite_member(case, cast.EDITOR, "editor", "ru")
    invite_member(case, cast.READER, "reader", "kk")
    invite_to_site(case, cast.MODERATOR, "moderator", "kk")
    invite_to_site(case, cast.OFFICIAL, "official", "ru", "mangystau-culture")
    invite_to_site(case, cast.WRONG_OFFICIAL, "official", "kk", "mangystau-prosecutor")
    for email, lang in (
        (cast.EDITOR, "ru"),
        (cast.READER, "kk"),
        (cast.MODERATOR, "kk"),
        (cast.OFFICIAL, "ru"),
        (cast.WRONG_OFFICIAL, "kk"),
    ):
        accept(case, email, lang)


def file_all(case: Case) -> None:
    for person in cast.filers():
        page = case.person(person.lang, javascript=person.javascript)
        walking.open_form(page, case.site, person.lang)
        walking.fill(page, person)
        walking.send(page)
        case.receipts[person] = walking.receipt_of(page)
        if person.name and person.email:
            walking.confirm_by_mail(page, case.site, person)
    assert len({number for number, _code in case.receipts.values()}) == 15


@pytest.fixture
def case(site: Site, open_page: OpenPage, tmp_path: Path) -> Iterator[Case]:
    site.set_time(SUNDAY)
    yield Case(site, open_page, tmp_path)


def test_the_whole_case_from_two_requests_for_a_group_to_the_answer(case: Case) -> None:
    gather(case)
    file_all(case)
