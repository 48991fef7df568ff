"""A text of the reference data in the three languages of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Text:
    kk: str
    ru: str
    en: str

    @classmethod
    def of(cls, values: Mapping[str, Any], prefix: str = "") -> Text:
        """The texts under `kk`, `ru` and `en`, each behind the prefix. Raises KeyError when one is missing."""
        return cls(kk=values[f"{prefix}kk"], ru=values[f"{prefix}ru"], en=values[f"{prefix}en"])

    def __getitem__(self, language: str) -> str:
        """The text in a language of the site. Raises KeyError for any other."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}[language]
