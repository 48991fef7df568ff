"""How alike two texts are, and signatures that let likely pairs be found while the texts themselves lie encrypted.

A signature is a MinHash over character trigrams, cut into bands; two texts that share one band are worth comparing.
Every hash is keyed, so that a stolen table of bands cannot be searched with guessed words. What decides is always the
comparison of the two texts. How much is found and how much is compared in vain is printed by
`tests/moderation/test_likeness.py`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from rapidfuzz import fuzz

from complaints.domain.folding import words_of

BANDS: Final = 20
ROWS: Final = 4
"""Hashes per band. Twenty bands of four find nine of ten pairs that share six trigrams of ten, and compare one of
thirty that share two: our choice."""
LANES: Final = 16
"""Hashes of 32 bits in one digest of 64 bytes."""
FEWEST_LETTERS: Final = 30
"""Shorter texts are alike by chance («мест уже не было»): they are not compared. Our choice."""
ALIKE: Final = 90
"""From this percentage on two texts are called the same: the issue's number."""


def comparable(text: str) -> str | None:
    """The text as it is compared, or None when it is too short to say anything."""
    words = words_of(text)
    return words if len(words) >= FEWEST_LETTERS else None


def bands(words: str, *, key: bytes) -> Sequence[str]:
    """The bands of a comparable text, as 32 hex characters each, in their order."""
    smallest = _smallest_hashes(words, key)
    rows = (smallest[start : start + ROWS] for start in range(0, BANDS * ROWS, ROWS))
    return [_sealed(number, row, key) for number, row in enumerate(rows)]


def percent_alike(one: str, other: str) -> int:
    """Of two comparable texts, 0 to 100, rounded down. Below ALIKE it may be 0, because nobody asks."""
    return int(fuzz.ratio(one, other, score_cutoff=ALIKE))


def _smallest_hashes(words: str, key: bytes) -> tuple[int, ...]:
    trigrams = {words[start : start + 3].encode() for start in range(len(words) - 2)}
    found: list[int] = []
    for digest in range(BANDS * ROWS // LANES):
        salt = digest.to_bytes(2, "big")
        hashes = [
            struct.unpack(f">{LANES}I", blake2b(trigram, digest_size=64, key=key, salt=salt).digest())
            for trigram in trigrams
        ]
        found += map(min, zip(*hashes, strict=True))
    return tuple(found)


def _sealed(number: int, row: Sequence[int], key: bytes) -> str:
    """The rows of a band as one value that tells nothing about them without the key."""
    return blake2b(struct.pack(f">H{ROWS}I", number, *row), digest_size=16, key=key).hexdigest()
