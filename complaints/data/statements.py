"""What a person says in the own letter to the authority when a ground was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from complaints.data.files import read_yaml


@dataclass(frozen=True)
class Statement:
    """A sentence of the letter. An `alleged` one has no capital: "according to information that I have" comes first."""

    kk: str
    ru: str
    alleged: bool

    def __getitem__(self, language: str) -> str:
        """The sentence in a language of letters. Raises KeyError for any other."""
        return {"kk": self.kk, "ru": self.ru}[language]


@cache
def statements() -> Mapping[str, Statement]:
    """By code of the ground; OTHER has none, there the person's own words speak."""
    return MappingProxyType(
        {row["code"]: Statement(row["kk"], row["ru"], row.get("alleged", False)) for row in read_yaml("statements")}
    )
