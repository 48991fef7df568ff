"""Words as a search and a comparison see them: case, and the Kazakh letters that many type with Russian ones.

A parent with a Russian keyboard writes «калмады» for «қалмады»; to a reader both are the same word.
"""

from __future__ import annotations

import unicodedata
from typing import Final

FOLDED: Final = str.maketrans("әқғңөұүһіiё", "акгноуухиие")
"""Letters as they are typed without a Kazakh keyboard, a Latin i for the Kazakh one, е for ё. Our choice."""


def fold(text: str) -> str:
    """Lower case, folded letters, single spaces; digits and punctuation stay. What is searched and what is searched
    for are folded alike."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().translate(FOLDED).split())


def words_of(text: str) -> str:
    """The folded text without punctuation: what is left is letters, digits and single spaces."""
    kept = (sign if sign.isalnum() else " " for sign in fold(text))
    return " ".join("".join(kept).split())
