"""The whole seed case in one walk, by forms only: two people ask for a group, fifteen file, an authority answers.

From an empty database, with the worker as a process, in both languages, on phones with and without scripts; every mail
that the installation sends is read at the end.
"""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import cast, walking
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.walking import ROUND, Person
from tests.support import uploads
from tests.support.mails import body_of
from tests.support.site import Site

SUNDAY = datetime(2025, 3, 30, 7, tzinfo=UTC)
MONDAY = datetime(2025, 3, 31, 6, tzinfo=UTC)
WEDNESDAY_AFTER_DUE = datetime(2025, 4, 30, 6, tzinfo=UTC)
ANSWER_DAY = datetime(2025, 5, 5, 6, tzinfo=UTC)
OUTSIDE_NUMBER = "ЖТ-2025-00000001"
OVERDUE = "күні өтті"
GROUP = "aqtau-ata-analary"


@dataclass
class Case:
    """The walk so far: who has which number and code, and who is signed in where."""

    site: Site
    open_page: OpenPage
    folder: Path
    receipts: dict[Person, tuple[str, str]] = field(default_factory=dict)
    desks: dict[str, Page] = field(default_factory=dict)

    def number_of(self, person: Person) -> str:
        return self.receipts[person][0]

    def mail(self, person: Person, part: str) -> EmailMessage:
        """The mail to this person with these words in it, as soon as it is there."""
        until = time.monotonic() + 60
        while not (found := [one for one in self.site.mails() if one["To"] == person.email and part in body_of(one)]):
            assert time.monotonic() < until, f"no mail with {part} to {person.email}"
            time.sleep(0.1)
        return found[0]

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
        with page.expect_request(lambda request: request.method == "POST") as sent:
            walking.send(page)
        if "iin" in person.more:
            put_right_the_iin(page, person)
        case.receipts[person] = walking.receipt_of(page)
        if "iin" not in person.more and person.name:
            send_again(page, sent.value, case.receipts[person])
        if person.name and person.email:
            walking.confirm_by_mail(page, case.site, person)
    assert len({number for number, _code in case.receipts.values()}) == 15


def put_right_the_iin(page: Page, person: Person) -> None:
    """The mistake is told beside the field, and what was typed stays."""
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("input[name=full_name]")).to_have_value(person.name)
    assert "iin-error" in (page.locator("input[name=iin]").get_attribute("aria-describedby") or "").split()
    page.locator("input[name=iin]").fill("")
    walking.send(page)


def send_again(page: Page, sent: Request, receipt: tuple[str, str]) -> None:
    """The same submit once more, as a phone does on a bad network: it leads to the same receipt."""
    headers = {"Content-Type": sent.headers["content-type"], "Origin": sent.headers["origin"]}
    again = page.context.request.post(sent.url, data=sent.post_data_buffer or b"", headers=headers)
    assert again.url == page.url
    assert all(f'"{part}"' in again.text() for part in receipt)


def reach_by_phone(case: Case) -> None:
    """One gave a phone only: the editor looks at the number, calls, and records what was said; the owner sees it."""
    called = next(person for person in case.receipts if person.name and not person.email)
    page = case.desks[cast.EDITOR]
    case.go(page, "ru", f"groups/{GROUP}/unconfirmed")
    page.locator(f"a[href$='/unconfirmed/{case.number_of(called)}']").first.click()
    press(page, f"/unconfirmed/{case.number_of(called)}")
    expect(page.locator("a[href='tel:+77010000001']")).to_be_visible()
    page.locator("input[name=by][value=call]").check()
    press(page, "/confirm")
    looks = case.desks[cast.OWNER]
    case.go(looks, "kk", f"groups/{GROUP}/looks")
    expect(looks.locator("main")).to_contain_text(case.number_of(called))
    expect(looks.locator("main")).to_contain_text(cast.EDITOR)


def publish_a_text(case: Case) -> None:
    page = case.desks[cast.MODERATOR]
    case.go(page, "kk", "moderation/")
    press(page, "/take")
    page.locator("input[name=decision][value=release]").check()
    page.locator("button[name=do][value=decide]").click()
    page.wait_for_load_state()
    reader = case.person("kk", javascript=False)
    case.go(reader, "kk", f"rounds/{ROUND}/complaints")
    expect(reader.locator("main")).to_contain_text("Бұл 1-шағым.")


def keep_the_timeline(case: Case) -> None:
    """The editor adds a line with its source and a mistaken one; a moderator undoes the mistake, all in the open."""
    page = case.desks[cast.EDITOR]
    for text, source in (("Управление ответило в чате.", "Telegram, 30.03.2025"), ("Ошибочная запись.", "нет")):
        case.go(page, "ru", f"groups/{GROUP}/rounds/{ROUND}/events/new")
        page.locator("select[name=kind]").select_option("other")
        page.locator("input[name=said_by][value=document]").check()
        page.locator("input[name=days_how][value=exactly]").check()
        page.locator("input[name=days_first]").fill("30.03.2025")
        page.locator("[name=text_kk]").fill(f"Жазба: {text}")
        page.locator("[name=text_ru]").fill(text)
        page.locator("input[name=source]").fill(source)
        press(page, "/events/new")
        expect(page.locator("main .error-summary, #error-summary")).to_have_count(0)
    moderator = case.desks[cast.MODERATOR]
    case.go(moderator, "kk", f"rounds/{ROUND}/history")
    moderator.locator("li", has_text="Ошибочная запись.").locator("form button").first.click()
    moderator.wait_for_load_state()
    public = case.person("ru", javascript=False)
    case.go(public, "ru", f"rounds/{ROUND}/")
    expect(public.locator("main")).to_contain_text("Управление ответило в чате.")
    expect(public.locator("main")).not_to_contain_text("Ошибочная запись.")
    case.go(public, "ru", f"rounds/{ROUND}/history")
    expect(public.locator("main")).to_contain_text("Ошибочная запись.")


def prepare(case: Case) -> None:
    """The editor starts the document, words one paragraph, names who speaks for all, sees what is missing, freezes."""
    page = case.desks[cast.EDITOR]
    case.go(page, "ru", f"groups/{GROUP}/petitions/new?round={ROUND}")
    page.locator("input[name=kind][value=complaint]").check()
    press(page)
    page.wait_for_url("**/petitions/1/**")
    page.locator("button[name=do][value=freeze]").click()
    page.locator("a[href$='#representative_name']").click()
    expect(page.locator("input[name=representative_name]")).to_be_focused()
    page.locator("input[name=representative_name]").fill("Ли Ольга Викторовна")
    page.locator("input[name=representative_address]").fill("Актау, улица Примерная, 3")
    page.locator("input[name=representative_email]").fill("case3@example.com")
    page.locator("form button", has_text=re.compile("Сохранить$|Save$")).first.click()
    expect(page.locator("article.letter")).to_contain_text("Ли Ольги Викторовны")
    case.go(page, "ru", f"groups/{GROUP}/petitions/1/text/ru")
    page.locator("textarea[name=harm]").fill("Наши дети потеряли год занятий.")
    press(page)
    case.go(page, "ru", f"groups/{GROUP}/petitions/1/complaints")
    expect(page.locator("input[name=numbers]:checked")).to_have_count(in_register(case))
    freeze(case, 1)


def in_register(case: Case) -> int:
    """Those with a name who agreed."""
    return sum(bool(person.name) and person.agrees for person in case.receipts)


def freeze(case: Case, version: int) -> None:
    page = case.desks[cast.EDITOR]
    case.go(page, "ru", f"groups/{GROUP}/petitions/1/freeze")
    press(page, "/freeze")
    page.wait_for_url(f"**/versions/{version}/**")
    expect(page.locator("form[action*='/official.'][action$='.pdf']")).to_have_count(2, timeout=60_000)
    expect(page.locator("a[href*='/public.'][href$='.pdf']")).to_have_count(2, timeout=60_000)


def read_files(case: Case, version: int) -> None:
    """Who agreed is in both cuts by number, by name only in the official one; the reader of the group gets no names."""
    page = case.desks[cast.EDITOR]
    for lang in ("kk", "ru"):
        official = download(case, page, f"form[action$='/official.{lang}.pdf'] button")
        public = download(case, page, f"a[href$='/public.{lang}.pdf']")
        for person, (number, _code) in case.receipts.items():
            stands = bool(person.name) and person.agrees
            assert (number in official) is stands
            assert (number in public) is stands
            if person.name:
                assert (person.name.split()[0] in official) is stands
                assert person.name.split()[0] not in public
    assert "потеряли год занятий" in official
    reader = case.desks[cast.READER]
    case.go(reader, "kk", f"groups/{GROUP}/petitions/1/versions/{version}/")
    expect(reader.locator("form[action*='/official.']")).to_have_count(0)
    owner = case.desks[cast.OWNER]
    case.go(owner, "kk", f"groups/{GROUP}/looks")
    expect(owner.locator("tbody tr", has_text=cast.EDITOR)).to_have_count(3)


def download(case: Case, page: Page, selector: str) -> str:
    """The words of a PDF, by pdftotext."""
    with page.expect_download() as started:
        page.locator(selector).click()
    path = case.folder / started.value.suggested_filename
    started.value.save_as(path)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


def publish_and_let_join(case: Case) -> None:
    """The version goes on a public page; a neighbour joins, confirms, and stands in the next version; one more joins
    and withdraws before.
    """
    public = case.person("kk", javascript=False)
    got = public.goto(f"{case.site.url}/kk/petitions/1/")
    assert got
    assert got.status == 404
    page = case.desks[cast.EDITOR]
    press(page, "/publish")
    expect(page.locator("main .notice.right").first).to_be_visible()
    case.go(public, "kk", "petitions/1/")
    expect(public.locator("main")).not_to_contain_text("Ли Ольга")
    number, _code = join(case, public, cast.JOINER, "Сейітова Нұргүл Әлібекқызы")
    other = case.person("ru")
    case.go(other, "ru", "petitions/1/")
    leaver, code = join(case, other, cast.LEAVER, "Петрова Анна Ивановна")
    case.go(other, "ru", "track")
    other.locator("input[name=number]").fill(leaver)
    other.locator("input[name=code]").fill(code)
    press(other)
    other.locator("a[href$='/withdraw']").click()
    press(other, "/withdraw")
    freeze(case, 2)
    official = download(case, page, "form[action$='/official.ru.pdf'] button")
    assert "Сейітова" in official
    assert "Петрова" not in official
    public_copy = download(case, page, "a[href$='/public.ru.pdf']")
    assert number in public_copy
    assert "Сейітова" not in public_copy
    press(page, "/publish")
    expect(page.locator("main .notice.right").first).to_be_visible()


def join(case: Case, page: Page, email: str, name: str) -> tuple[str, str]:
    """From the public page to the receipt, and the click in the mail."""
    page.locator("a[href$='/petitions/1/join']").first.click()
    page.locator("input[name=full_name]").fill(name)
    page.locator("[name=postal_address]").fill("Ақтау, Үлгі көшесі, 9-үй")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=consent_processing]").check()
    page.locator("input[name=consent_petition]").check()
    press(page, "/join")
    receipt = walking.receipt_of(page)
    page.goto(walking.link_in_mail(case.site, email, "petitions/confirm"))
    page.locator("button[name=do][value=confirm]").click()
    expect(page.locator("main .notice.right").first).to_be_visible()
    return receipt


def told_that_they_are_in_it(case: Case) -> None:
    for person in case.receipts:
        if person.email and person.name and person.agrees:
            assert "groups" not in body_of(case.mail(person, "/track?number="))


def hand_over(case: Case) -> None:
    """On paper, with a photo of the stamp as proof; from then on the clock runs."""
    case.site.set_time(MONDAY)
    page = case.desks[cast.EDITOR] = sign_in(case, cast.EDITOR)
    case.go(page, "ru", f"groups/{GROUP}/petitions/1/submission")
    page.locator(".field", has=page.locator("input[name=authority]")).locator(
        "label", has_text="Управление культуры"
    ).click()
    page.locator("input[name=channel][value=paper]").check()
    page.locator("input[name=handed_in_on]").fill("31.03.2025")
    page.locator("input[name=outside_number]").fill(OUTSIDE_NUMBER)
    proof = case.folder / "штамп.png"
    proof.write_bytes(uploads.png())
    page.locator("input[name=proof]").set_input_files(proof)
    press(page)
    expect(page.locator("main")).to_contain_text("28 апреля 2025")
    public = case.person("kk")
    case.go(public, "kk", f"rounds/{ROUND}/")
    expect(public.locator("main")).to_contain_text("2025 жылғы 28 сәуір")
    case.site.set_time(WEDNESDAY_AFTER_DUE)
    public.reload()
    expect(public.locator("main")).to_contain_text(OVERDUE)


def officials_stay_in_their_place(case: Case) -> None:
    """The official of another authority finds nothing; neither sees private data nor changes a complaint."""
    right, wrong = sign_in(case, cast.OFFICIAL), sign_in(case, cast.WRONG_OFFICIAL)
    case.go(right, "ru", "desk/")
    answer = right.locator("a[href*='/desk/'][href$='/answer']").first.get_attribute("href")
    assert answer
    case.go(wrong, "kk", "desk/")
    expect(wrong.locator("a[href$='/answer']")).to_have_count(0)
    number = next(iter(case.receipts.values()))[0]
    for page, path, refused in (
        (wrong, answer, 404),
        (right, f"/ru/groups/{GROUP}/", 403),
        (right, f"/ru/groups/{GROUP}/petitions/1/versions/1/public.ru.pdf", 403),
        (right, "/ru/moderation/", 403),
        (right, "/ru/admin/", 403),
    ):
        got = page.goto(f"{case.site.url}{path}")
        assert got
        assert got.status == refused, path
    for deed in ("correct", "withdraw", "erase"):
        case.go(right, "ru", f"complaints/{number}/{deed}")
        assert right.url.partition("?")[0].endswith("/track"), deed
    assert "foreign_desk_refused" in case.site.log()


def answer(case: Case) -> None:
    """The official of the right authority records the answer with its scan."""
    case.site.set_time(ANSWER_DAY)
    page = case.desks[cast.OFFICIAL] = sign_in(case, cast.OFFICIAL)
    case.go(page, "ru", "desk/")
    page.locator("a[href*='/desk/'][href$='/answer']").first.click()
    page.locator("input[name=number]").fill("17-05/322")
    page.locator("input[name=responded_on]").fill("05.05.2025")
    page.locator("input[name=language][value=kk]").check()
    for value in page.locator("input[name^=outcome][value=refused]").all():
        value.check()
    page.locator("input[name^=outcome][value=met]").first.check()
    page.locator("textarea[name=summary]").fill("Тіркеу журналы жарияланады.")
    scan = case.folder / "жауап.pdf"
    scan.write_bytes(uploads.pdf())
    page.locator("input[name=scan]").set_input_files(scan)
    press(page)
    page.wait_for_url("**/desk/**")


def sign_in(case: Case, email: str) -> Page:
    page = case.open_page(locale="ru")
    case.go(page, "ru", "account/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(cast.PASSWORD)
    press(page)
    page.wait_for_url(lambda address: "sign-in" not in address)
    return page


def read_the_answer(case: Case) -> None:
    """By number and code as a person types them; and one of the filers wants no more mail."""
    person = next(one for one in case.receipts if one.lang == "kk" and one.agrees and one.email)
    case.site.wait_for_mail(person.email, 3)
    page = case.person("kk", javascript=False)
    number, code = case.receipts[person]
    walking.track(page, case.site, "kk", number.lower(), code.lower().replace("-", " "))
    expect(page.locator("main")).to_contain_text("17-05/322")
    expect(page.locator("main")).to_contain_text("Тіркеу журналы жарияланады.")
    page.goto(walking.link_in_mail(case.site, person.email, "stop", 3))
    press(page)
    expect(page.locator("main input[name=do]")).to_have_value("start")


def read_every_mail(case: Case) -> None:
    """Nothing that was sent is unfinished, names what it must not, or leads to another host."""
    case.site.wait_for_jobs()
    mails = case.site.mails()
    codes = {code for _number, code in case.receipts.values()}
    names = {person.name.split()[0] for person in case.receipts if person.name}
    for mail in mails:
        text = body_of(mail)
        assert "{{" not in text
        assert "{%" not in text
        assert str(mail["Subject"]).startswith("Әділ тіркеу: ")
        assert not [link for link in re.findall(r"https?://\S+", text) if not link.startswith(case.site.url)]
        assert not [code for code in codes if code in text]
        assert not [name for name in names if name in text]
    told = {str(mail["To"]) for mail in mails if "/stop/" in body_of(mail)}
    expected = {one.email for one in case.receipts if one.email and one.name and one.agrees}
    assert {*expected, cast.JOINER, cast.OWNER, cast.EDITOR, cast.READER} <= told
    assert cast.WRONG_OFFICIAL not in told
    answered = [mail["To"] for mail in mails if "17-05" in body_of(mail) or "ауап" in body_of(mail)]
    assert cast.LEAVER not in answered


@pytest.fixture
def case(site: Site, open_page: OpenPage, tmp_path: Path) -> Case:
    site.set_time(SUNDAY)
    return Case(site, open_page, tmp_path)


def test_the_whole_case_from_two_requests_for_a_group_to_the_answer(case: Case) -> None:
    gather(case)
    file_all(case)
    reach_by_phone(case)
    publish_a_text(case)
    keep_the_timeline(case)
    prepare(case)
    read_files(case, 1)
    publish_and_let_join(case)
    told_that_they_are_in_it(case)
    hand_over(case)
    officials_stay_in_their_place(case)
    answer(case)
    read_the_answer(case)
    read_every_mail(case)
