"""What of a text was taken out and put in, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

WORDS: Final = re.compile(r"\n+|[^\s]+")
FOLDED: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2011": "-"})


class Piece(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Stretch:
    """Words that follow each other and fared alike. Line ends are kept."""

    piece: Piece
    text: str


def say_the_same(one: str, other: str) -> bool:
    """Whether two texts have the same words and paragraphs: how spaces and hyphens break lines makes no difference."""
    return _words(one) == _words(other)


def differences(before: str, after: str) -> list[Stretch]:
    """From `before` to `after`; what was taken out stands before what took its place."""
    old, new = _words(before), _words(after)
    found = []
    for _tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if _tag == "equal":
            found.append(Stretch(Piece.SAME, _joined(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Stretch(Piece.REMOVED, _joined(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Stretch(Piece.ADDED, _joined(new[new_from:new_to])))
    return found


def _words(text: str) -> Sequence[str]:
    lines = "\n".join(line.strip() for line in text.translate(FOLDED).split("\n"))
    return ["\n\n" if word.startswith("\n\n") else word for word in WORDS.findall(lines.strip())]


def _joined(words: Sequence[str]) -> str:
    return re.sub(r" ?(\n+) ?", r"\1", " ".join(words))
