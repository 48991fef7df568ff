"""The main job once through, as people do it: from an empty database, by forms only, with a worker process.

Four parents and a provider file about the Mangystau round and confirm by the mailed links; a group freezes and exports
the collective complaint and records where it was handed in; the authority is late, then answers; a filer reads the
answer.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.support.links import confirm_link
from tests.support.mails import body_of
from tests.support.site import Site

ROUND = "damu-bala-mangystau-2025-03"
GROUP = "aqtau-parents"
PASSWORD = "a long example password"
SUNDAY = datetime(2025, 3, 30, 7, tzinfo=UTC)
MONDAY = datetime(2025, 3, 31, 6, tzinfo=UTC)
WEDNESDAY_AFTER_DUE = datetime(2025, 4, 30, 6, tzinfo=UTC)
ANSWER_DAY = datetime(2025, 5, 5, 6, tzinfo=UTC)
OUTSIDE_NUMBER = "ЖТ-2025-00000001"


@dataclass(frozen=True)
class Filer:
    """An invented person of this test. Who does not agree to the collective complaint must not be in the register."""

    name: str
    lang: str
    email: str
    address: str
    role: str = "parent"
    organisation: str = ""
    wrong_iin: str = ""
    agrees: bool = True
    width: int = PHONE
    javascript: bool = True


GULNUR = Filer("Әбдіғалиева Гүлнұр Қайратқызы", "kk", "gulnur@example.com", "Ақтау, Үлгі көшесі, 1-үй")
HAMIT = Filer("Һашимов Өмірбек Іліясұлы", "kk", "hamit@example.com", "Жаңаөзен, Үлгі көшесі, 2-үй", javascript=False)
OLGA = Filer("Ли Ольга Викторовна", "ru", "olga@example.com", "Актау, улица Примерная, 3", wrong_iin="560412101011")
MARAT = Filer("Ұзақбаев Марат Ңұрланұлы", "ru", "marat@example.com", "Актау, улица Примерная, 4", agrees=False)
CLUB = Filer(
    "Қожахметов Ғани Серікұлы",
    "kk",
    "club@example.com",
    "Ақтау, Үлгі көшесі, 5-үй",
    role="provider",
    organisation="«Үлгі үйірме» ЖШС",
    width=LAPTOP,
)
FILERS = (GULNUR, HAMIT, OLGA, MARAT, CLUB)


def fill_form(page: Page, filer: Filer) -> None:
    """All four parts, in the order of the page; with scripts a part opens when the one before is done."""
    page.locator(f"input[name=role][value={filer.role}]").check()
    page.locator("input[name=mode][value=formal]").check()
    page.locator("select[name=locality]").select_option("471000000")
    page.locator("input[name=full_name]").fill(filer.name)
    if filer.organisation:
        page.locator("input[name=organisation]").fill(filer.organisation)
    page.locator("input[name=iin]").fill(filer.wrong_iin)
    page.locator("input[name=postal_address], textarea[name=postal_address]").fill(filer.address)
    page.locator("input[name=phone]").fill("8 701 000 00 01")
    page.locator("input[name=email]").fill(filer.email)
    go_on(page, filer)
    page.locator("input[name=grounds][value=SHORT_NOTICE]").check()
    page.locator("input[name=grounds][value=LEAK]").check()
    page.locator("input[name=learned_at]").fill("29.03.2025 10:00")
    page.locator("input[name=learned_from][value=messenger]").check()
    page.locator("textarea[name=narrative]").fill(f"{filer.organisation} Хабарландыруды кеш көрдік.".strip())
    go_on(page, filer)
    page.locator("input[name=demands][value=REPEAT_ROUND]").check()
    page.locator("input[name=demands][value=PUBLISH_LOGS]").check()
    go_on(page, filer)
    page.locator("input[name=consent_processing]").check()
    if filer.agrees:
        page.locator("input[name=consent_petition]").check()


def go_on(page: Page, filer: Filer) -> None:
    if filer.javascript:
        page.locator(".part-body:visible .actions button[type=button]").last.click()


def send(page: Page) -> None:
    page.locator("#part-4 button[type=submit]:not([name])").click()


def receipt_of(page: Page) -> tuple[str, str]:
    """Number and secret code as the receipt carries them."""
    page.wait_for_url("**/receipt")
    number, code = (page.locator(f"[data-{name}]").first.get_attribute(f"data-{name}") for name in ("number", "code"))
    assert number
    assert code
    return number, code


def file_complaint(open_page: OpenPage, site: Site, filer: Filer) -> tuple[str, str]:
    page = open_page(width=filer.width, javascript=filer.javascript, locale=filer.lang)
    page.goto(f"{site.url}/{filer.lang}/rounds/{ROUND}/")
    page.locator(f"a[href$='/rounds/{ROUND}/complain']").first.click()
    fill_form(page, filer)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        send(page)
    if filer.wrong_iin:
        expect(page.locator("#error-summary")).to_be_visible()
        expect(page.locator("input[name=full_name]")).to_have_value(filer.name)
        described = page.locator("input[name=iin]").get_attribute("aria-describedby") or ""
        assert "iin-error" in described.split()
        page.locator("input[name=iin]").fill("")
        send(page)
    receipt = receipt_of(page)
    if filer is HAMIT:
        send_again(page, sent.value, receipt)
    return receipt


def confirm(open_page: OpenPage, site: Site, filer: Filer, mail: EmailMessage) -> None:
    """The filer opens the mailed link on the phone and confirms."""
    page = open_page(width=PHONE, javascript=filer.javascript, locale=filer.lang)
    page.goto(site.url + confirm_link(mail))
    page.locator("main button[value=confirm]").click()
    expect(page.locator("main .notice.right")).to_be_visible()


def send_again(page: Page, sent: Request, receipt: tuple[str, str]) -> None:
    """The same submit once more, as a phone does on a bad network: it leads to the same receipt."""
    headers = {"Content-Type": sent.headers["content-type"], "Origin": sent.headers["origin"]}
    again = page.context.request.post(sent.url, data=sent.post_data_buffer or b"", headers=headers)
    assert again.url == page.url
    assert all(f'"{part}"' in again.text() for part in receipt)


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.url}/ru/account/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def set_password(page: Page, link: str) -> None:
    page.goto(link)
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "set-password" not in url)


def invite(page: Page, site: Site, email: str, role: str, **choice: str) -> None:
    """The operator makes an account; the person opens the mailed link and sets a password."""
    page.goto(f"{site.url}/ru/admin/accounts/new")
    page.locator("input[name=email]").fill(email)
    page.locator(f"input[name=role][value={role}]").check()
    for name, value in choice.items():
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("input[name=language][value=ru]").check()
    page.locator("main button[type=submit]").click()
    mail = body_of(site.wait_for_mail(email)[0])
    link = re.search(r"http\S+/set-password/\S+", mail)
    assert link, mail
    person = page.context.browser.new_page()  # type: ignore[union-attr]
    set_password(person, link.group())
    person.close()


def make_people(open_page: OpenPage, site: Site) -> None:
    """The operator comes in by the command's link, makes the group, invites an organiser and an official."""
    page = open_page(locale="ru")
    set_password(page, site.run("accounts", "create", "operator@example.com", "--role", "operator").strip())
    page.goto(f"{site.url}/ru/admin/groups/new")
    page.locator("input[name=name]").fill("Ақтау ата-аналары (мысал)")
    page.locator("input[name=slug]").fill(GROUP)
    page.locator("select[name=region]").select_option("KZ-47")
    page.locator(".field", has=page.locator("input[name=rounds]")).locator(
        "label", has_text="Мангистауская область"
    ).click()
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"**/admin/groups/{GROUP}/")
    invite(page, site, "organiser@example.com", "organiser", group=GROUP)
    invite(page, site, "official@example.com", "official", authority="mangystau-culture")


def prepare_and_freeze(page: Page, site: Site) -> None:
    """A draft is proposed; the organiser adds who speaks for all, looks at the letter, freezes, waits for the files."""
    sign_in(page, site, "organiser@example.com")
    page.goto(f"{site.url}/ru/groups/{GROUP}/petitions/new?round={ROUND}")
    page.locator("input[name=round]").first.check()
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/petitions/1/**")
    expect(page.locator("article.letter")).to_contain_text("КОЛЛЕКТИВНАЯ ЖАЛОБА")
    assert page.locator("input[name=complaints]:checked").count() == sum(filer.agrees for filer in FILERS)
    page.locator("input[name=representative_name]").fill(GULNUR.name)
    page.locator("input[name=representative_address]").fill(GULNUR.address)
    page.locator("input[name=representative_email]").fill(GULNUR.email)
    page.locator("button[formaction$=freeze]").click()
    page.wait_for_url("**/versions/1/**")
    expect(page.locator("a[href$='.pdf']")).to_have_count(4, timeout=60_000)


def download(page: Page, cut: str, lang: str, folder: Path) -> str:
    """The text of a PDF of the frozen version, by pdftotext."""
    with page.expect_download() as started:
        page.locator(f"a[href$='{cut}.{lang}.pdf']").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def record_hand_over(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/ru/groups/{GROUP}/petitions/1/submission")
    page.locator(".field", has=page.locator("input[name=authority]")).locator(
        "label", has_text="Управление культуры"
    ).click()
    page.locator("input[name=channel][value=eotinish]").check()
    page.locator("input[name=handed_in_on]").fill("31.03.2025")
    page.locator("input[name=outside_number]").fill(OUTSIDE_NUMBER)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def record_answer(page: Page, site: Site) -> None:
    """The official finds it on the desk as overdue and records what was decided about each demand."""
    sign_in(page, site, "official@example.com")
    page.goto(f"{site.url}/ru/desk/")
    expect(page.locator("main")).to_contain_text("росроч")
    page.locator("a[href*='/desk/'][href$='/answer']").first.click()
    page.locator("input[name=number]").fill("17-05/322")
    page.locator("input[name=responded_on]").fill("05.05.2025")
    page.locator("input[name=language][value=kk]").check()
    for value in page.locator("input[name^=outcome][value=refused]").all():
        value.check()
    page.locator("input[name^=outcome][value=met]").first.check()
    page.locator("textarea[name=summary]").fill("Тіркеу журналы жарияланады.")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/desk/**")


def track(page: Page, site: Site, number: str, code: str) -> None:
    """By number and code as a person types them: lower case, spaces instead of hyphens."""
    page.goto(f"{site.url}/kk/track")
    page.locator("input[name=number]").fill(number.lower())
    page.locator("input[name=code]").fill(code.lower().replace("-", " "))
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"**/complaints/{number}")


@pytest.fixture
def case(site: Site) -> Site:
    site.set_time(SUNDAY)
    return site


def test_a_round_becomes_one_case_that_an_authority_answers(case: Site, open_page: OpenPage, tmp_path: Path) -> None:
    site = case
    make_people(open_page, site)
    filed = {filer: file_complaint(open_page, site, filer) for filer in FILERS}
    assert len({number for number, _ in filed.values()}) == len(FILERS)
    for filer in FILERS:
        (mail,) = site.wait_for_mail(filer.email)
        assert filed[filer][0] in body_of(mail)
        assert filed[filer][1] not in body_of(mail)
        confirm(open_page, site, filer, mail)

    site.set_time(MONDAY)
    organiser = open_page(locale="ru")
    prepare_and_freeze(organiser, site)
    for lang in ("kk", "ru"):
        official, public = (download(organiser, cut, lang, tmp_path) for cut in ("official", "public"))
        official_words = " ".join(official.split())
        for filer in FILERS:
            assert (filed[filer][0] in official) is filer.agrees
            assert (filed[filer][0] in public) is filer.agrees
            family_name = filer.name.split()[0]
            assert (family_name in official_words) is filer.agrees
            assert family_name not in public

    record_hand_over(organiser, site)
    dossier = open_page(width=PHONE, locale="ru")
    dossier.goto(f"{site.url}/ru/rounds/{ROUND}/")
    expect(dossier.locator("main")).to_contain_text("28 апреля 2025")
    expect(dossier.locator("main")).to_contain_text("От родителей: 4. От поставщиков: 1.")

    site.set_time(WEDNESDAY_AFTER_DUE)
    dossier.reload()
    expect(dossier.locator("main")).to_contain_text("росроч")

    site.set_time(ANSWER_DAY)
    record_answer(open_page(locale="ru"), site)
    for filer in FILERS:
        site.wait_for_mail(filer.email, 2 if filer.agrees else 1)
    reader = open_page(width=PHONE, javascript=False)
    track(reader, site, *filed[HAMIT])
    expect(reader.locator("main")).to_contain_text("17-05/322")
    expect(reader.locator("main")).to_contain_text("Тіркеу журналы жарияланады.")
    dossier.reload()
    expect(dossier.locator("main")).to_contain_text("17-05/322")
