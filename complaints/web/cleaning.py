"""Typed text without what cannot be seen: control characters and signs that turn the direction of writing.

They are taken out, not refused: people paste them from chats and documents without knowing. Nothing visible is changed.
Every text that is kept is cleaned so: PostgreSQL takes no NUL, and a turned line misleads whoever reads a letter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LINE_ENDS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Controls but tab and newline, direction signs, byte order mark, interlinear marks, noncharacters, halves of
# surrogate pairs.
INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def many_lines(text: str | None) -> str:
    """The text with its lines and tabs, without blank ends; nothing typed is the empty text."""
    return INVISIBLE.sub("", LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text or ""))).strip()


def one_line(text: str | None) -> str:
    """The text on one line, with single spaces."""
    return " ".join(many_lines(text).split())
