"""What the law says of an answer itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from complaints.domain.complaint import LetterLanguage

LANGUAGE_NORM: Final = "appk-89"
"""The answer is given in the state language or in the language of the appeal."""


def language_fits(answer: LetterLanguage, letters: Collection[LetterLanguage]) -> bool:
    """Whether an answer in this language may be given to what was handed in in these ones. Kazakh always may."""
    return answer is LetterLanguage.KK or answer in letters
