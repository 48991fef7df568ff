"""How people type: in a hurry, without capitals and commas, in capitals only, with slips, without Kazakh letters."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

Hand = Callable[[str, random.Random], str]
RUSSIAN_FOR_KAZAKH: Final = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
COMMA: Final = re.compile(r"[,;–]\s*")
STOP: Final = re.compile(r"[.](?:\s+|$)")
WORD: Final = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{5,}")
CRIES: Final = ("!!!", "!!", "???", "!!!!!", "...", " ((", "((((", "🙏", "😡")
SLIPS_PER_LETTERS: Final = 70


def neat(text: str, _chance: random.Random) -> str:
    return text


def hasty(text: str, chance: random.Random) -> str:
    """Small letters, no full stops, most commas gone."""
    text = STOP.sub(lambda _: chance.choice((" ", " ", ". ")), text)
    return COMMA.sub(lambda _: chance.choice((" ", " ", ", ")), text).lower().strip()


def shouting(text: str, chance: random.Random) -> str:
    """Capitals from end to end, or from some word on."""
    words = text.split(" ")
    start = chance.choice((0, 0, len(words) // 2))
    return " ".join(words[:start] + [word.upper() for word in words[start:]])


def slipping(text: str, chance: random.Random) -> str:
    """A slip of the finger every 70 letters or so: two letters swapped, one lost, one twice, a space forgotten."""
    for _ in range(1 + len(text) // SLIPS_PER_LETTERS):
        words = list(WORD.finditer(text))
        if not words:
            return text
        word = chance.choice(words)
        place = chance.randrange(word.start() + 1, word.end() - 1)
        pair = text[place : place + 2]
        slip = chance.choice((pair[::-1], pair[0], pair[0] * 2 + pair[1], pair))
        text = text[:place] + slip + text[place + 2 :]
        if chance.random() < 0.3:
            text = text.replace(", ", chance.choice((",", " ,", " ")), 1)
    return text


def crying(text: str, chance: random.Random) -> str:
    """Many exclamation marks, or none where they belong."""
    return f"{text.rstrip('.!?')}{chance.choice(CRIES)}"


def without_kazakh_letters(text: str, _chance: random.Random) -> str:
    """Kazakh on a keyboard that has Russian letters only."""
    return text.translate(RUSSIAN_FOR_KAZAKH)


def one_after_another(hands: Sequence[Hand]) -> Hand:
    def write(text: str, chance: random.Random) -> str:
        for hand in hands:
            text = hand(text, chance)
        return text

    return write


HANDS: Final[tuple[tuple[Hand, int], ...]] = (
    (neat, 52),
    (slipping, 10),
    (hasty, 10),
    (one_after_another((hasty, slipping)), 8),
    (crying, 7),
    (shouting, 4),
    (one_after_another((shouting, crying)), 2),
)
KAZAKH_HANDS: Final[tuple[tuple[Hand, int], ...]] = (
    *HANDS,
    (without_kazakh_letters, 5),
    (one_after_another((without_kazakh_letters, hasty)), 6),
)


def pick(hands: Sequence[tuple[Hand, int]], chance: random.Random) -> Hand:
    return chance.choices([hand for hand, _ in hands], weights=[weight for _, weight in hands])[0]
