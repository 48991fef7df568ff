"""Complaints as people type them, and what the receipt says."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from werkzeug.test import TestResponse

from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send

ROUND: Final = "damu-bala-mangystau-2025-03"
AKTAU: Final = "471000000"
EVIDENCE: Final[dict[str, str | list[str]]] = {
    "role": "parent",
    "mode": "evidence",
    "locality": AKTAU,
    "language": "kk",
    "grounds": ["SHORT_NOTICE", "SOLD_OUT_FAST"],
    "learned_at": "20.11.2026 10:07",
    "learned_from": "messenger",
    "attempted_at": "2026-11-20T11:35",
    "screen_result": "no_places",
    "children_count": "2",
    "narrative": "Орын қалмаған еді.",
    "demands": ["REPEAT_ROUND"],
    "consent_processing": "y",
}
FORMAL: Final[dict[str, str | list[str]]] = {
    **EVIDENCE,
    "mode": "formal",
    "full_name": "Әбдіғалиева Гүлнұр Серікқызы",
    "iin": "910630201017",
    "postal_address": "Ақтау қаласы, Мысал көшесі, 1-үй",
    "phone": "8 701 000 00 01",
    "email": "filer@example.com",
    "consent_petition": "y",
}
PROVIDER: Final[dict[str, str | list[str]]] = {
    **FORMAL,
    "role": "provider",
    "full_name": "",
    "iin": "",
    "grounds": ["SHORT_NOTICE", "PLACES_UNEVEN"],
    "organisation": "«Мысал» ЖШС",
    "bin": "451240002028",
}


class Receipt(NamedTuple):
    number: str
    code: str
    page: str


def form_path(lang: str = "en", round_slug: str = ROUND) -> str:
    return f"/{lang}/rounds/{round_slug}/complain"


def send(client: CheckedClient, *typed: dict[str, str | list[str]], lang: str = "en") -> TestResponse:
    """Open the form, type everything given, later values over earlier ones, and send it."""
    merged = {name: value for values in typed for name, value in values.items()}
    if lang != "en":
        merged.pop("language", None)
    return fill_and_send(client, form_path(lang), merged)


def open_receipt(client: CheckedClient, response: TestResponse) -> Receipt:
    """The receipt that a sent form leads to."""
    assert response.status_code == 303, response.get_data(as_text=True)
    page = client.get(response.location)
    assert page.status_code == 200
    return read_receipt(page.get_data(as_text=True))


def read_receipt(page: str) -> Receipt:
    number, code = (re.search(f'data-{name}="([^"]+)"', page) for name in ("number", "code"))
    assert number is not None
    assert code is not None
    return Receipt(number[1], code[1], page)


def error_of(page: str, field: str) -> str | None:
    """The message beside a field, without the unseen "Error:", or None."""
    found = re.search(rf'id="{field}-error"><span class="unseen">[^<]*</span>([^<]*)', page)
    return found and found[1].strip()
