"""Filing and following as people do, on phones, with and without scripts, in both languages; real worker and mails."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from complaints import demo
from tests.browser import walking
from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.browser.walking import ROUND, Person
from tests.support import uploads
from tests.support.site import Site

MOTHER = Person("Өтегенова Гүлнұр Серікқызы", "kk", javascript=False, email="mother@example.com")
LEAVER = Person("Ыбыраев Һамит Қуанышұлы", "ru", javascript=True, email="leaver@example.com")


def people() -> list[Person]:
    """Parents and providers: languages, scripts and modes mixed. Fifteen file in the walk of the whole case."""
    named = "Әбенова Қарлығаш Ңұрланқызы"
    found = [
        Person(
            name=f"{named} {place}" if place % 3 else "",
            lang="kk" if place % 2 else "ru",
            javascript=place % 4 < 2,
            role="provider" if place >= 12 else "parent",
            email=f"walker{place}@example.com" if place % 5 else "",
            phone="8 701 000 00 01" if place % 5 == 0 else "",
            organisation="«Үлгі үйірме» ЖШС" if place > 12 else "",
            grounds=("SHORT_NOTICE", "PLACES_UNEVEN") if place >= 12 else ("SHORT_NOTICE", "SOLD_OUT_FAST"),
            narrative=f"Объявление увидели поздно, это рассказ номер {place}." if place % 2 else "Орын қалмаған еді.",
            publishes=place % 2 == 0,
        )
        for place in (0, 1, 2, 3, 12, 13)
    ]
    assert {(person.lang, person.javascript) for person in found} == {
        (a, b) for a in ("kk", "ru") for b in (True, False)
    }
    return found


@pytest.mark.parametrize("person", people(), ids=lambda person: f"{person.role}-{person.lang}")
def test_a_person_files_confirms_and_follows_on_a_phone(site: Site, open_page: OpenPage, person: Person) -> None:
    page = open_page(width=PHONE, javascript=person.javascript, locale=person.lang)
    walking.open_form(page, site, person.lang)
    walking.fill(page, person)
    walking.send(page)
    number, code = walking.receipt_of(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    if person.name and person.email:
        walking.confirm_by_mail(page, site, person)
    stranger = open_page(width=PHONE, javascript=not person.javascript, locale=person.lang)
    walking.track(stranger, site, person.lang, number.lower().replace("-", " "), code.lower())
    expect(stranger.locator("main")).to_contain_text(person.narrative)
    tags = stranger.locator(".title-line .tag").all_inner_texts()
    expected = ("Расталды", "Подтверждена") if person.name and person.email else ()
    assert any(tag.lower().startswith(word.lower()[:6]) for tag in tags for word in expected) is bool(expected), tags


def test_a_mother_confirms_the_complaints_of_both_children_with_one_link(site: Site, open_page: OpenPage) -> None:
    page = open_page(width=PHONE, javascript=False)
    numbers = []
    for child in ("бірінші", "екінші"):
        walking.open_form(page, site, "kk")
        walking.fill(page, Person(**{**MOTHER.__dict__, "narrative": f"Менің {child} баламның орны болмады."}))
        walking.send(page)
        numbers.append(walking.receipt_of(page)[0])
    page.goto(walking.link_in_mail(site, MOTHER.email, "confirm"))
    for number in numbers:
        page.locator(f"input[name=numbers][value='{number}']").check()
    page.locator("button[name=do][value=confirm]").click()
    expect(page.locator("input[name=numbers]")).to_have_count(0)
    assert len(site.wait_for_mail(MOTHER.email)) == 1


def test_a_parent_who_lost_the_code_gets_a_new_one_and_the_old_one_ends(site: Site, open_page: OpenPage) -> None:
    person = Person("Мұқанова Әсел Ғаниқызы", "ru", javascript=True, email="forgetful@example.com")
    page = open_page(width=PHONE, locale="ru")
    walking.open_form(page, site, "ru")
    walking.fill(page, person)
    walking.send(page)
    number, old_code = walking.receipt_of(page)
    other = open_page(width=PHONE, javascript=False, locale="ru")
    other.goto(f"{site.url}/ru/track")
    other.locator("a[href$='/track/lost']").click()
    other.locator("input[name=email]").fill(person.email)
    other.locator("main button[type=submit]").click()
    other.goto(walking.link_in_mail(site, person.email, "track/lost", count=2))
    other.locator("main form button[type=submit]").first.click()
    same_number, new_code = walking.receipt_of(other)
    assert same_number == number
    assert new_code != old_code
    page.goto(f"{site.url}/ru/track")
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=code]").fill(old_code)
    page.locator("main button[type=submit]").click()
    expect(page.locator("#code-error")).to_be_visible()
    walking.track(page, site, "ru", number, new_code)


def test_five_hostile_files_are_refused_by_name_and_a_good_one_stays(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    hostile: dict[str, bytes] = {
        "страница.jpg": b"<html><script>alert(1)</script></html>",
        "обрыв.jpg": uploads.jpeg()[:40],
        "бомба.png": uploads.png_bomb(),
        "рисунок.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "пусто.pdf": b"",
    }
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "экран.png").write_bytes(uploads.png())
    person = Person("", "ru", javascript=False)
    page = open_page(width=PHONE, javascript=False, locale="ru")
    walking.open_form(page, site, "ru")
    walking.fill(page, person)
    page.locator("input[name=evidence]").set_input_files([tmp_path / name for name in (*hostile, "экран.png")])
    page.locator("button[name=do][value=attach]").click()
    for name in hostile:
        expect(page.locator("#evidence-error")).to_contain_text(name)
    expect(page.locator("#evidence-files .files .name")).to_have_text(["экран.png"])
    expect(page.locator("textarea[name=narrative]")).to_have_value(person.narrative)
    walking.send(page)
    number, code = walking.receipt_of(page)
    walking.track(page, site, "ru", number, code)
    link = page.locator("#evidence-files a[download]")
    wait_until(lambda: page.reload() and link.count() == 1)
    with page.expect_download() as started:
        link.click()
    assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG")


def wait_until(is_so: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.3)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_a_network_that_breaks_while_sending_loses_nothing(site: Site, open_page: OpenPage, lang: str) -> None:
    person = Person("Қалиева Өміржан Ұлпанқызы", lang, javascript=True, email=f"offline-{lang}@example.com")
    page = open_page(width=PHONE, locale=lang)
    walking.open_form(page, site, lang)
    walking.fill(page, person)
    page.context.set_offline(True)
    walking.send(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    walking.send(page)
    walking.receipt_of(page)


def test_a_complaint_is_filed_by_keyboard_alone(
    site: Site, open_page: OpenPage, record_property: Callable[[str, object], None]
) -> None:
    """The shortest honest filing: evidence only, one reason, one demand. The time is recorded, never asserted."""
    page = open_page(width=LAPTOP)
    walking.open_form(page, site, "kk")
    started, keys = time.monotonic(), Keys(page)
    keys.choose("mode", "evidence")
    keys.until("#locality")
    keys.press("ArrowDown")
    for part in (2, 3, 4):
        keys.until(".part-body:not([hidden]) .actions button")
        keys.press("Enter")
        expect(page.locator(f"#part-{part} .part-body")).to_be_visible()
        if part == 2:
            keys.until("input[name=grounds][value=SHORT_NOTICE]")
            keys.press("Space")
            keys.until("#learned_at")
            keys.type("20.11.2026 10:07")
            keys.choose("learned_from", "messenger")
        elif part == 3:
            keys.until("input[name=demands][value=REPEAT_ROUND]")
            keys.press("Space")
    keys.until("#consent_processing")
    keys.press("Space")
    keys.until("#part-4 button[type=submit]:not([name])")
    keys.press("Enter")
    walking.receipt_of(page)
    record_property("keys", keys.pressed)
    record_property("seconds", round(time.monotonic() - started, 1))


class Keys:
    """A person with a keyboard and no mouse: about eight keys a second."""

    PAUSE_MS = 120

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)
        self._page.wait_for_timeout(self.PAUSE_MS)
        self.pressed += 1

    def type(self, text: str) -> None:
        self._page.keyboard.type(text, delay=self.PAUSE_MS)
        self.pressed += len(text)

    def until(self, selector: str) -> None:
        """Press Tab until this has the focus."""
        for _ in range(80):
            if self._page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab")

    def choose(self, name: str, value: str) -> None:
        """A radio button of a group: Tab into the group, arrows inside."""
        self.until(f"input[name={name}]")
        wanted = f"input[name={name}][value={value}]"
        self.press("Space")
        for _ in range(10):
            if self._page.evaluate("(s) => document.activeElement.matches(s)", wanted):
                return
            self.press("ArrowDown")
        raise AssertionError(f"{wanted} is not reached by arrows")


def test_a_withdrawal_after_the_freeze_asks_the_group_to_freeze_again(site: Site, open_page: OpenPage) -> None:
    site.run("demo", "load")
    page = open_page(width=PHONE, locale="ru")
    walking.open_form(page, site, "ru")
    walking.fill(page, LEAVER)
    walking.send(page)
    number, code = walking.receipt_of(page)
    walking.confirm_by_mail(page, site, LEAVER)
    organiser = open_page(locale="ru")
    freeze_a_petition_of_everybody(organiser, site)
    version = organiser.url
    walking.track(page, site, "ru", number, code)
    page.locator("a[href$='/withdraw']").click()
    page.locator("form[action$='/withdraw'] button").click()
    page.wait_for_url(re.compile(r"/complaints/\w{4}-\w{4}$"))
    organiser.goto(version)
    expect(organiser.locator("form[action*='/official.']")).to_have_count(0)
    expect(organiser.locator("main .notice.late, main .notice.wrong").first).to_be_visible()
    organiser.goto(version.partition("/versions/")[0] + "/submission")
    expect(organiser.locator("input[name=outside_number]")).to_have_count(0)


def freeze_a_petition_of_everybody(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/ru/account/sign-in")
    page.locator("input[name=email]").fill("organiser@example.com")
    page.locator("input[name=password]").fill(demo.PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{site.url}/ru/groups/{demo.GROUP}/petitions/new?round={ROUND}")
    page.locator("input[name=round]").first.check()
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/petitions/*/**")
    page.locator("input[name=representative_name]").fill(LEAVER.name)
    page.locator("input[name=representative_address]").fill("Актау, улица Примерная, 3")
    page.locator("button[name=do][value=freeze]").click()
    page.wait_for_url("**/freeze")
    page.locator("main form[action$='/freeze'] button[type=submit]").click()
    page.wait_for_url("**/versions/1/**")
    expect(page.locator("form[action*='/official.'][action$='.pdf']")).to_have_count(2, timeout=60_000)
