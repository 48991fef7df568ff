"""The own letter as its filer reads it: on the page, and as the text that is copied into another portal."""

from __future__ import annotations

import html5lib

from tests.support.browserlike import CheckedClient
from tests.support.filings import open_receipt, send

Typed = dict[str, str | list[str]]


def file(client: CheckedClient, *typed: Typed) -> str:
    """File a complaint; its number."""
    return open_receipt(client, send(client, *typed)).number


def page_of(client: CheckedClient, number: str, query: str = "", lang: str = "en") -> str:
    answer = client.get(f"/{lang}/complaints/{number}/letter?{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def plain(page: str) -> str:
    """What stands in the field to copy from."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return next(field.text or "" for field in tree.iter("textarea") if field.get("id") == "plain")


def on_paper(page: str) -> str:
    """What the letter on the page says, every run of spaces as one."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    letter = next(element for element in tree.iter("article") if "own" in element.get("class", "").split())
    return " ".join("".join(letter.itertext()).split())


def letter(client: CheckedClient, number: str, lang: str, kind: str = "complaint") -> str:
    """The plain text in this language."""
    return plain(page_of(client, number, f"in={lang}&as={kind}"))
