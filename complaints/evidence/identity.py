"""Does a file look like an identity paper? A guess, made to warn a person who is about to give away more than anyone
needs, and used for nothing else: it refuses nothing, hides nothing and is shown to the filer only. It misses most
photos of papers, since nobody here reads what is in a picture. Standard library only: the child process uses it too.
"""

from __future__ import annotations

import re
from typing import Final

CARD_RATIO: Final = 85.60 / 53.98
"""ID-1 cards, ISO/IEC 7810."""
RATIO_TOLERANCE: Final = 0.006
"""Narrow, so that screens of 16:10 are left alone. Our choice."""
APART: Final = re.compile(r"[\W_]+")
SAID_IN_NAMES: Final = re.compile(
    r"уд(о|ы)ст?(о|а)вер|уд личн|паспорт|свид\w* о рожд|свидетельств\w* рожд|метрик[аи]\b"
    r"|жеке ?ку[әaа]л|төл ?құжат|туу ?туралы|ту[ыу] куәл"
    r"|\bpassport|\bpasport|udosto?ver|zheke ?kual|birth cert|\bid ?card|identity card|\bid ?(front|back)\b"
)
SAID_IN_TEXTS: Final = re.compile(
    r"ЖЕКЕ\s*КУӘЛІК|УДОСТОВЕРЕНИЕ\s*ЛИЧНОСТИ|IDENTITY\s*CARD|ТУУ\s*ТУРАЛЫ\s*КУӘЛІК|СВИДЕТЕЛЬСТВО\s*О\s*РОЖДЕНИИ"
    r"|\bID[A-Z<]?KAZ[A-Z0-9<]{9}|\bP[A-Z<]KAZ[A-Z<]{5}",
    re.IGNORECASE,
)
"""Titles of papers, and the first characters of their machine-readable lines (ICAO 9303)."""


def name_says_so(name: str) -> bool:
    """Whether the file's name, in Kazakh, Russian or English, is that of an identity paper."""
    return SAID_IN_NAMES.search(APART.sub(" ", name.casefold())) is not None


def text_says_so(text: str) -> bool:
    """Whether a text has the title or the machine-readable line of an identity paper."""
    return SAID_IN_TEXTS.search(text) is not None


def has_shape_of_card(width: int, height: int) -> bool:
    """Whether a picture has just the shape of a card, as when somebody cut or scanned one."""
    longer, shorter = max(width, height), min(width, height)
    return shorter > 0 and abs(longer / shorter / CARD_RATIO - 1) < RATIO_TOLERANCE
