"""One person's way through the own account: invited, with one-time codes, cut off while typing, with a new address."""

from __future__ import annotations

from pathlib import Path

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.support.links import link_in
from tests.support.pages import barriers, invalid, latin_words
from tests.support.site import Site

OLD, NEW = "operator.walk@example.com", "operator.new@example.com"
PASSWORD = "жаңбыр жауған күн"
TYPED = "Қарақия ауданы"


class Walk:
    """A page in a browser, and everything that was seen on the way."""

    def __init__(self, page: Page, site: Site, folder: Path) -> None:
        self.page, self.site, self.folder = page, site, folder
        self.foreign: dict[str, set[str]] = {}

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site.url}/kk/{path}")

    def fill(self, **typed: str) -> None:
        for name, value in typed.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def press(self, words: str = "main form button[type=submit]") -> None:
        self.page.locator(words).first.click()

    def look(self, name: str) -> None:
        """The page as it stands fits a phone and a laptop and has no barrier; its source is kept for the validator."""
        for width in (LAPTOP, PHONE):
            self.page.set_viewport_size({"width": width, "height": 800})
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert barriers(self.page) == [], name
        source = self.page.content()
        (self.folder / f"{name}.html").write_text(source)
        if words := latin_words(source):
            self.foreign[name] = words

    def sign_in(self, email: str) -> None:
        self.open("account/sign-in")
        self.fill(email=email, password=PASSWORD)
        self.press()


def test_the_way_through_the_own_account(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    walk = Walk(open_page(width=PHONE), site, tmp_path)
    come_in(walk)
    app = set_up_codes(walk)
    be_cut_off_while_typing(walk, app)
    take_a_new_address(walk, app)
    switch_codes_off(walk, app)
    assert invalid(tmp_path) == []
    assert walk.foreign == {}


def come_in(walk: Walk) -> None:
    link = walk.site.run("accounts", "create", OLD, "--role", "operator").strip()
    walk.page.goto(link)
    walk.fill(password=PASSWORD, repeated=PASSWORD)
    walk.press()
    walk.page.wait_for_url("**/kk/admin/")


def set_up_codes(walk: Walk) -> pyotp.TOTP:
    walk.open("account/")
    walk.press("main a[href$='/codes/set-up']")
    walk.fill(current_password=PASSWORD)
    walk.press()
    walk.page.wait_for_url("**/codes/confirm")
    walk.press("main summary")
    walk.look("confirm_codes")
    expect(walk.page.locator("svg.qr")).to_be_visible()
    app = pyotp.TOTP("".join(walk.page.locator("#key").inner_text().split()))
    walk.fill(code=app.at(walk.site.now))
    walk.press()
    expect(walk.page.locator(".spares li")).to_have_count(10)
    walk.look("show_spare_codes")
    walk.press("main .actions a")
    walk.page.wait_for_url("**/kk/admin/")
    for name, path in (("make_spare_codes", "account/codes/spares"), ("switch_off_codes", "account/codes/off")):
        walk.open(path)
        walk.look(name)
    return app


def be_cut_off_while_typing(walk: Walk, app: pyotp.TOTP) -> None:
    """The session ends over a form of the operator; after signing in the text is there and is sent."""
    walk.open("admin/localities/mangystau/new")
    walk.fill(name_kk=TYPED, name_ru="Каракиянский район", code="479900000")
    walk.page.locator("main [name=kind]").first.check()
    walk.site.advance(hours=13)
    walk.press()
    walk.page.wait_for_url("**/account/sign-in")
    walk.look("sign_in_after_the_end")
    walk.fill(email=OLD, password=PASSWORD)
    walk.press()
    walk.page.wait_for_url("**/sign-in/code")
    walk.look("enter_code")
    walk.fill(code=app.at(walk.site.now))
    walk.press()
    walk.page.wait_for_url("**/account/kept-form")
    expect(walk.page.locator("main")).to_contain_text(TYPED)
    walk.look("show_kept_form")
    walk.press("main .actions button")
    walk.page.wait_for_url("**/kk/admin/localities/mangystau/**")
    expect(walk.page.locator("main")).to_contain_text(TYPED)


def take_a_new_address(walk: Walk, app: pyotp.TOTP) -> None:
    walk.site.advance(minutes=1)
    walk.open("account/email")
    walk.look("change_email_with_a_code")
    walk.fill(email=NEW, current_password=PASSWORD, code=app.at(walk.site.now))
    walk.press()
    walk.page.wait_for_url("**/kk/account/")
    walk.site.wait_for_mail(OLD)
    [mail] = walk.site.wait_for_mail(NEW)
    walk.page.goto(walk.site.url + link_in(mail, "/account/email/"))
    walk.look("confirm_email")
    walk.press()
    walk.page.wait_for_url("**/kk/account/")
    expect(walk.page.locator("main")).to_contain_text(NEW)
    walk.look("account_with_codes")


def switch_codes_off(walk: Walk, app: pyotp.TOTP) -> None:
    walk.site.advance(minutes=1)
    walk.open("account/codes/off")
    walk.fill(current_password=PASSWORD, code=app.at(walk.site.now))
    walk.press()
    walk.page.wait_for_url("**/kk/account/")
    expect(walk.page.locator("main a[href$='/codes/set-up']")).to_be_visible()
