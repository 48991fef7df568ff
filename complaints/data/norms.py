"""Acts and norms, each with a mark of how sure its text is, and how a norm is cited in each language.

A citation is legal prose of one language, so it is composed here per language and never translated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from complaints.data.files import read_yaml
from complaints.data.grounds import grounds
from complaints.data.texts import Text


class Confidence(StrEnum):
    VERIFIED = "verified"
    VERIFIED_RU = "verified_ru"
    SECONDARY = "secondary"
    MEMORY = "memory"


class Provision(StrEnum):
    """What the numbers inside an article count: часть / бөлік, пункт / тармақ, подпункт / тармақша."""

    PART = "part"
    POINT = "point"
    SUBPOINT = "subpoint"


PRINTABLE: Final = frozenset({Confidence.VERIFIED, Confidence.VERIFIED_RU})


@dataclass(frozen=True)
class Act:
    """`title_*` is the full name as a letter gives it the first time; `genitive_*` stand beside a number."""

    id: str
    title_kk: str
    title_ru: str
    short: Text
    genitive_kk: str
    genitive_ru: str


@dataclass(frozen=True)
class Norm:
    """A norm in our own words. `article` and `part` are numbers as text; a part may be empty, a list or a range."""

    id: str
    act: str
    article: str
    part: str
    counted_in: Provision
    confidence: Confidence
    text: Text

    @property
    def printable(self) -> bool:
        """Whether a document may cite it: only what was read in the law itself."""
        return self.confidence in PRINTABLE


@cache
def acts() -> Mapping[str, Act]:
    return MappingProxyType({row["id"]: _act(row) for row in read_yaml("law")["acts"]})


@cache
def norms() -> Mapping[str, Norm]:
    """By id, in the order of the law."""
    return MappingProxyType({row["id"]: _norm(row) for row in read_yaml("law")["norms"]})


@cache
def printable_norms_of_grounds() -> Mapping[str, tuple[str, ...]]:
    """The ids of the norms a document may cite, by code of the ground that calls for them."""
    return MappingProxyType(
        {code: tuple(norm for norm in ground.norms if norms()[norm].printable) for code, ground in grounds().items()}
    )


def cite_ru(norm: Norm) -> str:
    """«часть 1 статьи 8 АППК РК», «подпункты 14-4)–14-6) статьи 8 Закона РК «О культуре»»."""
    act = _citable_act(norm).genitive_ru
    article = f"статьи {_dashed(norm.article)}" if norm.part else f"{_ru_article(norm)} {_dashed(norm.article)}"
    return " ".join(filter(None, (_ru_part(norm), article, act)))


def cite_kk(norm: Norm) -> str:
    """«ҚР ӘРПК-нің 8-бабының 1-бөлігі», «Заңының 8-бабының 14-4), 14-5), 14-6) тармақшалары»."""
    act = _citable_act(norm).genitive_kk
    if not norm.part:
        return f"{act} {_dashed(norm.article)}-{'баптары' if _are_several(norm.article) else 'бабы'}"
    return f"{act} {norm.article}-бабының {_kk_part(norm)}"


def cite_en(norm: Norm) -> str:
    """“article 8, part 1, Law on culture”, for pages; no letter is written in English."""
    part = f", {norm.counted_in.value} {_dashed(norm.part)}" if norm.part else ""
    return f"article {_dashed(norm.article)}{part}, {_citable_act(norm).short.en}"


def _citable_act(norm: Norm) -> Act:
    """The act of a norm that may be printed. Raises ValueError for any other: such a norm is never cited."""
    if not norm.printable:
        raise ValueError(norm.id)
    return acts()[norm.act]


def _act(row: Mapping[str, str]) -> Act:
    return Act(
        id=row["id"],
        title_kk=row["title_kk"],
        title_ru=row["title_ru"],
        short=Text.of(row, "short_"),
        genitive_kk=row["genitive_kk"],
        genitive_ru=row["genitive_ru"],
    )


def _norm(row: Mapping[str, str]) -> Norm:
    return Norm(
        id=row["id"],
        act=row["act"],
        article=row["article"],
        part=row["part"],
        counted_in=Provision(row["counted_in"]),
        confidence=Confidence(row["confidence"]),
        text=Text.of(row),
    )


def _dashed(numbers: str) -> str:
    """Ranges with a dash («1-3» grows, so it is one), inserted numbers such as 15-1 with their hyphen."""

    def joined(found: re.Match[str]) -> str:
        first, last = found.groups()
        return f"{first}–{last}" if int(first) < int(last) else found.group()

    return re.sub(r"\b(\d+)-(\d+)\b", joined, numbers.replace(" to ", "–"))


def _are_several(numbers: str) -> bool:
    """Whether more than one part is named; points in brackets behind one part do not make it several."""
    return re.search(r"[–,]", re.sub(r"\(.*", "", _dashed(numbers)).rstrip(", ")) is not None


def _bare(norm: Norm) -> str:
    """The numbers without the points in brackets that some parts carry; subpoints with their own bracket."""
    bare = re.sub(r"\s*\(.*", "", _dashed(norm.part))
    return re.sub(r"(\d+(?:-\d+)?)", r"\1)", bare) if norm.counted_in is Provision.SUBPOINT else bare


_RU_ONE: Final = {Provision.PART: "часть", Provision.POINT: "пункт", Provision.SUBPOINT: "подпункт"}
_RU_MANY: Final = {Provision.PART: "части", Provision.POINT: "пункты", Provision.SUBPOINT: "подпункты"}
_KK_ONE: Final = {Provision.PART: "-бөлігі", Provision.POINT: "-тармағы", Provision.SUBPOINT: " тармақшасы"}
_KK_MANY: Final = {Provision.PART: "-бөліктері", Provision.POINT: "-тармақтары", Provision.SUBPOINT: " тармақшалары"}


def _ru_article(norm: Norm) -> str:
    return "статьи" if _are_several(norm.article) else "статья"


def _ru_part(norm: Norm) -> str:
    if not norm.part:
        return ""
    words = _RU_MANY if _are_several(norm.part) else _RU_ONE
    return f"{words[norm.counted_in]} {_bare(norm)}"


def _kk_part(norm: Norm) -> str:
    words = _KK_MANY if _are_several(norm.part) else _KK_ONE
    return f"{_bare(norm)}{words[norm.counted_in]}"
