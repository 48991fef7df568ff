"""The help page: linked where people need it, complete in three languages, and true to what the rules say."""

from __future__ import annotations

import re

import html5lib
import pytest

from complaints import data
from complaints.domain.complaint import WINDOW_MONTHS, LinkPurpose
from complaints.domain.evidence import MOST_BYTES, MOST_FILES
from complaints.mailed import LIFETIMES
from tests.support.browserlike import CheckedClient
from tests.support.filings import FORMAL, form_path, open_receipt, send

LANGUAGES = ("kk", "ru", "en")
PARTS = [
    "short", "write", "not", "attach", "name", "next", "who", "change", "own", "join", "terms", "providers", "groups",
    "unsure",
]  # fmt: skip


def page_of(client: CheckedClient, lang: str) -> str:
    answer = client.get(f"/{lang}/help")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def part(page: str, name: str) -> str:
    """A part's text, from its heading to the next one."""
    html = page.partition(f'<h2 id="{name}">')[2].partition("<h2")[0]
    return " ".join(" ".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_is_there_filled_and_listed_at_the_top(client: CheckedClient, lang: str) -> None:
    page = page_of(client, lang)
    assert re.findall(r'<h2 id="(\w+)">', page) == PARTS
    assert re.findall(r'<a href="#(\w+)">', page) == PARTS
    assert all(len(part(page, name)) > 150 for name in PARTS)


def test_the_languages_have_the_same_rows_lists_and_links(client: CheckedClient) -> None:
    counted = [
        {tag: page.count(f"<{tag}") for tag in ("tr", "td", "li", "dt", "p", "strong", "sup")}
        for page in (page_of(client, lang).partition("<article")[2].partition("</article>")[0] for lang in LANGUAGES)
    ]
    assert counted[0] == counted[1] == counted[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_numbers_are_those_of_the_rules(client: CheckedClient, lang: str) -> None:
    page = page_of(client, lang)
    rules = data.deadline_rules().sets[-1].rules
    terms = part(page, "terms")
    lengths = ["complaint_forward", "complaint_review", "appeal_review", "complaint_window_no_notice", "court_window"]
    assert all(re.search(rf"\b{rules[code].length}\b", terms) for code in lengths)
    assert re.search(rf"\b{WINDOW_MONTHS}\b", terms)
    attach = part(page, "attach")
    assert all(re.search(rf"\b{number}\b", attach) for number in (MOST_FILES, MOST_BYTES // 1024**2))
    assert f" {LIFETIMES[LinkPurpose.CONFIRM].days} " in part(page, "next")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_sees_what_has_an_answer_for_everybody(client: CheckedClient, lang: str) -> None:
    tree = html5lib.parse(page_of(client, lang), namespaceHTMLElements=False)
    table = next(element for element in tree.iter("table") if "seen" in element.get("class", ""))
    heads = ["".join(cell.itertext()) for cell in table.iter("th") if cell.get("scope") == "col"]
    rows = [row for row in table.iter("tr") if row.find("td") is not None]
    assert len(rows) == 7
    for row in rows:
        cells = row.findall("td")
        assert [cell.get("data-label") for cell in cells] == heads[1:]
        assert all("".join(cell.itertext()).strip() for cell in cells)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_linked_from_every_foot_the_form_the_receipt_and_where_people_follow(
    client: CheckedClient, lang: str
) -> None:
    receipt = open_receipt(client, send(client, FORMAL, lang=lang)).page
    pages = [client.get(path).get_data(as_text=True) for path in (f"/{lang}/", form_path(lang), f"/{lang}/track")]
    for page in (*pages, receipt):
        assert f'href="/{lang}/help"' in page.partition("<footer")[2]
    for page in (*pages[1:], receipt):
        assert f'href="/{lang}/help' in page.partition("<main")[2].partition("</main>")[0]
