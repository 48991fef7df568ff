"""The marked corpus, and how much of it the highlighter finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from complaints.domain.moderation import PersonalData
from complaints.moderation.highlighting import Highlight, find_personal_data

CORPUS: Final = Path(__file__).with_name("corpus.yaml")
MARK: Final = re.compile(r"\[\[(\w+):(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Marked:
    text: str
    gold: tuple[Highlight, ...]


@dataclass
class Score:
    """`wanted` and `hit` count marks of the corpus: one is hit when a blank over everything found would leave none of
    its letters and digits. `found` and `right` count what the highlighter marks: one is right when it touches a mark.
    """

    wanted: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)

    def recall(self, kind: str = "all") -> float:
        return self.hit[kind] / self.wanted[kind] if self.wanted[kind] else 1.0

    def precision(self, kind: str = "all") -> float:
        return self.right[kind] / self.found[kind] if self.found[kind] else 1.0

    def table(self) -> str:
        rows = [f"{'kind':<12}{'marks':>6}{'recall':>8}{'found':>7}{'precision':>11}"]
        for kind in (*PersonalData, "all"):
            rows.append(
                f"{kind:<12}{self.wanted[kind]:>6}{self.recall(kind):>8.2f}"
                f"{self.found[kind]:>7}{self.precision(kind):>11.2f}"
            )
        return "\n".join(rows)


def read(part: str) -> Sequence[Marked]:
    return [_marked(text) for text in yaml.safe_load(CORPUS.read_text(encoding="utf-8"))[part]]


def score(texts: Iterable[Marked], find: Callable[[str], Sequence[Highlight]] = find_personal_data) -> Score:
    """How much of the marks was found, by kind and as `all`."""
    result = Score()
    for marked in texts:
        found = find(marked.text)
        covered = {place for item in found for place in range(item.start, item.end)}
        wanted = {place for item in marked.gold for place in range(item.start, item.end)}
        for item in marked.gold:
            letters = [place for place in range(item.start, item.end) if marked.text[place].isalnum()]
            _count(result.wanted, item.kind)
            if covered.issuperset(letters):
                _count(result.hit, item.kind)
            else:
                result.misses.append(f"{item.kind}: {marked.text[item.start : item.end]!r} in {marked.text!r}")
        for item in found:
            _count(result.found, item.kind)
            if wanted.intersection(range(item.start, item.end)):
                _count(result.right, item.kind)
            else:
                result.extras.append(f"{item.kind}: {marked.text[item.start : item.end]!r} in {marked.text!r}")
    return result


def _count(counter: Counter[str], kind: str) -> None:
    counter.update((kind, "all"))


def _marked(source: str) -> Marked:
    text, gold, end = "", [], 0
    for mark in MARK.finditer(source):
        text += source[end : mark.start()]
        gold.append(Highlight(len(text), len(text) + len(mark[2]), PersonalData(mark[1])))
        text += mark[2]
        end = mark.end()
    return Marked(text + source[end:], tuple(gold))
