"""Authorities: their superiors, and their names in every grammatical case that a letter needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from complaints.data.files import read_yaml


@dataclass(frozen=True)
class Authority:
    """`superior` is the slug of another authority; `region_code` is None for a body of the whole country.

    `ru_accusative` stands after «через», `kk_nominative` before «арқылы».
    """

    slug: str
    superior: str | None
    region_code: str | None
    role: str
    ru_nominative: str
    ru_genitive: str
    ru_dative: str
    ru_accusative: str
    kk_nominative: str
    kk_genitive: str
    kk_dative: str
    to_be_checked: bool
    confidence_note: str


@cache
def authorities() -> tuple[Authority, ...]:
    """A superior always comes before those under it."""
    return tuple(Authority(**row) for row in read_yaml("bodies"))
