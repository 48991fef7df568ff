"""One case by its clock: returned, handed in anew, extended, overdue, refused by silence, escalated, answered late.

The group works in Kazakh without scripts, the official in Russian with them; the public page is read in both languages.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from complaints import demo
from complaints.demo.loading import PASSWORD
from tests.browser.conftest import PHONE, OpenPage
from tests.support.site import Site

MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
WEDNESDAY, NEXT_MONDAY = datetime(2026, 11, 25, 6, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)
MIDDLE = datetime(2026, 12, 8, 6, tzinfo=UTC)
AFTER = datetime(2027, 1, 18, 6, tzinfo=UTC)
LATE = datetime(2027, 1, 25, 6, tzinfo=UTC)
GROUP = f"groups/{demo.GROUP}"


class Walk:
    """Who is at work, on which day. Sessions end after twelve hours, so everybody signs in anew each day."""

    def __init__(self, site: Site, open_page: OpenPage) -> None:
        self.site, self.open_page = site, open_page

    def on(self, moment: datetime) -> None:
        self.site.set_time(moment)

    def group(self, path: str) -> Page:
        return self._signed_in("kk", "organiser@example.com", f"{GROUP}/{path}", javascript=False)

    def official(self, path: str = "desk/") -> Page:
        return self._signed_in("ru", "official@example.com", path, javascript=True)

    def public(self, lang: str, path: str) -> Page:
        page = self.open_page(width=PHONE, locale=lang)
        page.goto(f"{self.site.url}/{lang}/{path}")
        return page

    def _signed_in(self, lang: str, email: str, path: str, *, javascript: bool) -> Page:
        page = self.open_page(javascript=javascript, locale=lang)
        page.goto(f"{self.site.url}/{lang}/account/sign-in")
        page.locator("input[name=email]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        press(page)
        page.goto(f"{self.site.url}/{lang}/{path}")
        return page


def press(page: Page, action: str = "") -> None:
    form = f"main form[action$='{action}']" if action else "main form[method=post]"
    page.locator(f"{form} button[type=submit]:not([name]):not(.link-button):not(.leave)").first.click()
    page.wait_for_load_state()


@pytest.fixture
def walk(site: Site, open_page: OpenPage) -> Walk:
    site.run("demo", "load")
    site.set_time(MONDAY)
    return Walk(site, open_page)


def freeze(page: Page, site: Site, draft: str, version: int) -> None:
    page.goto(f"{site.url}/kk/{draft}/freeze")
    press(page, "/freeze")
    page.wait_for_url(f"**/versions/{version}/**")


def record(page: Page, name: str, **typed: str) -> None:
    """From the page of the document at the desk: choose what happened, say when, record it."""
    page.locator(f"a[href$='/events/{name}']").click()
    for field, value in typed.items():
        page.locator(f"[name={field}]").fill(value)
    press(page)
    expect(page.locator("main .notice.right")).to_be_visible()


def test_a_case_goes_its_whole_way_by_the_clock(walk: Walk) -> None:
    draft = hand_in_an_appeal(walk)
    return_it(walk)
    hand_in_again(walk, draft)
    extend_it(walk)
    see_the_silence(walk, draft)
    escalate(walk, draft)
    answer_late(walk, draft)


def hand_in_an_appeal(walk: Walk) -> str:
    page = walk.group(f"petitions/new?round={demo.ROUND}")
    page.locator("input[name=kind][value=appeal]").check()
    press(page)
    draft = page.url.partition("/kk/")[2].strip("/")
    page.locator("select[name=reviewing_body]").select_option("mangystau-culture")
    page.locator("input[name=representative_name]").fill("Үлгі Әсел Маратқызы")
    page.locator("input[name=representative_address]").fill("Ақтау, Үлгі көшесі, 5-үй")
    page.locator("button[name=do][value=freeze]").click()
    press(page, "/freeze")
    page.wait_for_url("**/versions/1/**")
    page.goto(f"{walk.site.url}/kk/{draft}/submission")
    page.locator("input[name=authority][value=mangystau-culture]").check()
    page.locator("input[name=channel][value=eotinish]").check()
    page.locator("input[name=outside_number]").fill("ЖТ-2026-00000001")
    press(page)
    expect(page.locator("main")).to_contain_text("2026 жылғы 14 желтоқсан")
    return draft


def return_it(walk: Walk) -> None:
    """The official asks to put something right, gets nothing, and returns it with the reason."""
    page = the_document(walk)
    record(page, "fix-requested", happened_on="23.11.2026", until="24.11.2026", note="Нет подписи представителя.")
    expect(page.locator("main")).to_contain_text("Требуется исправление")
    walk.on(WEDNESDAY)
    record(the_document(walk), "returned", happened_on="25.11.2026", note="Подпись не представлена.")


def the_document(walk: Walk) -> Page:
    page = walk.official()
    page.locator(".desk-row h3 a").first.click()
    page.wait_for_load_state()
    return page


def hand_in_again(walk: Walk, draft: str) -> None:
    page = walk.group(draft.partition(f"{GROUP}/")[2] + "/submission")
    expect(page.locator("main")).to_contain_text("Қайтарылды")
    page.goto(f"{walk.site.url}/kk/{draft}/text/kk")
    page.locator("textarea[name=harm]").fill("Балаларымыз бір жылғы үйірмеден қағылды.")
    press(page)
    freeze(page, walk.site, draft, 2)
    walk.on(NEXT_MONDAY)
    page = walk.group(draft.partition(f"{GROUP}/")[2] + "/submission")
    page.locator("a[href*='again']").click()
    page.locator("input[name=channel][value=paper]").check()
    page.locator("input[name=outside_number]").fill("ЖТ-2026-00000002")
    press(page)
    expect(page.locator("main")).to_contain_text("2026 жылғы 22 желтоқсан")


def extend_it(walk: Walk) -> None:
    """Decided and told in time: the last day moves, for everybody and with its reason."""
    walk.on(MIDDLE)
    page = the_document(walk)
    record(page, "extended", happened_on="08.12.2026", until="15.01.2027", notified_on="08.12.2026")
    expect(page.locator("main")).to_contain_text("15 января 2027")
    shown = walk.public("kk", f"rounds/{demo.ROUND}/")
    expect(shown.locator("main")).to_contain_text("2027 жылғы 15 қаңтар")
    expect(shown.locator("main")).to_contain_text("Қарау мерзімі ұзартылды")


def see_the_silence(walk: Walk, draft: str) -> None:
    walk.on(AFTER)
    late = walk.public("ru", "overdue")
    expect(late.locator("tbody tr")).to_have_count(1)
    expect(late.locator("main")).to_contain_text("15 января 2027 года")
    dossier = walk.public("kk", f"rounds/{demo.ROUND}/")
    expect(dossier.locator("table", has=dossier.locator("caption", has_text="Талаптар мен жауаптар"))).to_contain_text(
        "2027 жылғы 16 қаңтар"
    )
    page = walk.group(draft.partition(f"{GROUP}/")[2] + "/submission/court")
    expect(page.locator("main")).to_contain_text("Жауап беру мерзімі әлі өткен жоқ")


def escalate(walk: Walk, draft: str) -> None:
    """One step from the overdue document to the next one, filled from the case."""
    page = walk.group(draft.partition(f"{GROUP}/")[2] + "/submission")
    page.locator("#next-steps ~ .actions a.button").first.click()
    press(page)
    letter = page.locator("article.letter")
    expect(letter).to_contain_text("2027 жылғы 15 қаңтар")
    expect(letter).to_contain_text("ЖТ-2026-00000002")


def answer_late(walk: Walk, draft: str) -> None:
    walk.on(LATE)
    page = the_document(walk)
    page.locator("a.button[href$='/answer']").click()
    page.locator("input[name=number]").fill("3-15/1")
    page.locator("input[name=responded_on]").fill("25.01.2027")
    page.locator("input[name=language][value=ru]").check()
    for outcome in page.locator("input[name^=outcome_][value=refused]").all():
        outcome.check()
    press(page)
    shown = walk.public("ru", f"rounds/{demo.ROUND}/")
    expect(shown.locator("main")).to_contain_text("Ответ дан с опозданием")
    page = walk.group(draft.partition(f"{GROUP}/")[2] + "/submission")
    expect(page.locator("main")).to_contain_text("Енді не істеуге болады")
    figures = walk.public("kk", "authorities/mangystau-culture/")
    expect(figures.locator("main")).to_contain_text("1 құжаттың ішінде – 0")
