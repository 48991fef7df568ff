"""Blanking words out of a text. Every blank looks the same, so that it says nothing of the length of what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from complaints.domain.moderation import WordsNotFound

BLANK: Final = "▇▇▇"
Place = tuple[int, int]


def blanked(text: str, places: Iterable[Place]) -> str:
    """The text with a blank for each place; places that touch or overlap become one blank."""
    kept, end = [], 0
    for start, stop in _joined(places):
        kept += [text[end:start], BLANK]
        end = stop
    return "".join([*kept, text[end:]])


def places_of(text: str, lines: Sequence[str]) -> Sequence[Place]:
    """Everywhere that the words of a line stand, in capitals or not, with any blanks between the words.

    Raises WordsNotFound with every line that stands nowhere.
    """
    found = {line: list(_occurrences(text, line)) for line in lines}
    missing = tuple(line for line, places in found.items() if not places)
    if missing:
        raise WordsNotFound(missing)
    return sorted(place for places in found.values() for place in places)


def _occurrences(text: str, line: str) -> Iterator[Place]:
    words = r"\s+".join(re.escape(word) for word in line.split())
    return (match.span() for match in re.finditer(words, text, re.IGNORECASE))


def _joined(places: Iterable[Place]) -> Iterator[Place]:
    last: Place | None = None
    for start, end in sorted(places):
        if last and start <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last
