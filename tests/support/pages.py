"""What a page is checked for: barriers (axe), valid HTML (vnu), and words of another alphabet on a Kazakh or Russian
page.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from playwright.sync_api import Page

MODULES = Path(__file__).resolve().parents[1] / "tools" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
READ_ALOUD = ("aria-label", "alt", "title", "placeholder", "data-label", "data-done")
FOREIGN = ("en", "")  # English, and what somebody wrote in a language that nobody noted
UNREAD = {"script", "style", "template", "code", "kbd", "samp"}
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Addresses of pages and of people, and references with digits in them, are no words.
NO_WORDS = re.compile(
    r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b|\S+@\S+|(?:https?://|www\.)\S+|\S*\d\S*"
    r"|\b(?:[\w-]+\.)+(?:kz|com|org|pdf|ru)\b\S*"
)
# Names that are written in Latin letters in Kazakh and Russian too.
LATIN_NAMES = {"PDF", "SHA", "ISO", "Otinish", "eOtinish", "eGov", "WhatsApp", "Telegram", "Instagram", "Facebook"}
LATIN_NAMES |= {"SMS", "boritimes", "JPEG", "PNG", "WebP", "iPhone", "CSV", "XLSX"}


@cache
def axe_source() -> str:
    return AXE.read_text()


def barriers(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: rule, place, and what to do. All rules, best practices too."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def invalid(folder: Path) -> list[str]:
    """What the validator says about the `.html` files of a folder; warnings count, its advice about style does not."""
    command = ["java", "-jar", str(VNU), "--format", "json", "--errors-only", "--exit-zero-always", str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(answer.stderr)["messages"]
    return [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}: {m.get('extract', '')}" for m in messages]


def latin_words(html: str) -> set[str]:
    """Words in Latin letters that people read or hear on the page, beside the names that are written so."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    words = {word for text in texts(root, "kk") for word in LATIN_WORD.findall(NO_WORDS.sub(" ", text))}
    return words - LATIN_NAMES


def texts(element: Element, language: str) -> Iterator[str]:
    """Every text of the element in the page's own language."""
    if not isinstance(element.tag, str) or element.tag in UNREAD or element.get("lang", language) in FOREIGN:
        return
    language = element.get("lang", language)
    yield from (element.get(name, "") for name in READ_ALOUD)
    if element.tag == "input" and element.get("type") in ("submit", "button"):
        yield element.get("value", "")
    yield element.text or ""
    for child in element:
        yield from texts(child, language)
        yield child.tail or ""
