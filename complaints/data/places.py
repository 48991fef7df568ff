"""Programmes, the 20 regions, and the cities and districts of those that have them. Fields are those of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from complaints.data.files import read_yaml


@dataclass(frozen=True)
class Programme:
    slug: str
    name_kk: str
    name_ru: str
    name_en: str


@dataclass(frozen=True)
class Region:
    """`code` is ISO 3166-2:KZ. `kind` is region or city. Cases are stored for letters, never computed."""

    code: str
    kato2: str
    slug: str
    kind: str
    time_zone: str
    name_kk: str
    name_ru: str
    name_en: str
    ru_genitive: str
    ru_locative_phrase: str
    kk_genitive: str
    kk_locative: str


@dataclass(frozen=True)
class Locality:
    """`code` is the nine-digit KATO code, `kind` city or district."""

    code: str
    region_code: str
    kind: str
    name_kk: str
    name_ru: str


@cache
def programmes() -> tuple[Programme, ...]:
    return tuple(Programme(**row) for row in read_yaml("programmes"))


@cache
def regions() -> tuple[Region, ...]:
    """In the order of their codes."""
    return tuple(Region(**row) for row in read_yaml("regions"))


@cache
def localities() -> tuple[Locality, ...]:
    """In the order of their codes."""
    return tuple(Locality(**row) for row in read_yaml("localities"))
