"""What in a free text may lead to a person: names, numbers, addresses, schools, in Kazakh, Russian and both at once.

A hint for the moderator and never the only gate: the moderator reads every text. So it would rather mark too much than
miss; how much it finds and how much it marks in vain is printed by `tests/moderation/test_highlighting.py`.
Pure functions of the text: no network, no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from complaints.domain.moderation import PersonalData
from complaints.moderation import highlighting_names, highlighting_numbers, highlighting_places


@dataclass(frozen=True, order=True)
class Highlight:
    """`text[start:end]` may be personal data of this kind."""

    start: int
    end: int
    kind: PersonalData


def find_personal_data(text: str) -> Sequence[Highlight]:
    """Everything found, in the order of the text; no two overlap."""
    places = list(highlighting_places.find(text))
    numbers = list(highlighting_numbers.find(text))
    names = highlighting_names.find(_hidden(text, chain(places, numbers)))
    found = _apart(Highlight(*item) for item in chain(numbers, places, names))
    return _apart(chain(found, _repeated(text, found)))


def _repeated(text: str, found: Iterable[Highlight]) -> Iterator[Highlight]:
    """The same words wherever else they stand, in capitals or not."""
    kinds = {text[item.start : item.end].casefold(): item.kind for item in found}
    for words, kind in kinds.items():
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE):
            yield Highlight(*match.span(), kind)


def _hidden(text: str, found: Iterable[tuple[int, int, PersonalData]]) -> str:
    """The text with what was found replaced by digits, so that a street's name is not taken for a person's."""
    letters = list(text)
    for start, end, _kind in found:
        letters[start:end] = "0" * (end - start)
    return "".join(letters)


def _apart(found: Iterable[Highlight]) -> Sequence[Highlight]:
    """What overlaps becomes one, of the kind of the longer."""
    kept: list[Highlight] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        last = kept[-1] if kept else None
        if last is None or item.start >= last.end:
            kept.append(item)
            continue
        longer = max(last, item, key=lambda one: one.end - one.start)
        kept[-1] = Highlight(last.start, max(last.end, item.end), longer.kind)
    return kept
