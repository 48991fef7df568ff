"""Which signs the letter's font has. Others would be drawn by whatever font the machine happens to have, or by none."""

from __future__ import annotations

import functools
import unicodedata
from typing import Final

from complaints.pdf.assets import ASSETS, HERE

FONT: Final = "asset:fonts/NotoSerif-Regular.ttf"


def missing_signs(text: str) -> list[str]:
    """The signs of `text` that the font lacks, each once, in order. Line ends and spaces need no glyph."""
    known = _known()
    return [sign for sign in dict.fromkeys(text) if ord(sign) not in known and not _is_blank(sign)]


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) == "Cf"


@functools.cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  only where a letter is worded

    name, _content_type = ASSETS[FONT]
    with TTFont(HERE / name, lazy=True) as font:
        return frozenset(font.getBestCmap())
