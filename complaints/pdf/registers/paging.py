"""Passages and tables flow down pages of paper; when the next line or row does not fit, another page begins.

Places on paper are those of the letter's stylesheet. A page knows nothing of how many there are: the foot with the
total is written last and apart, so a page whose rows did not change has the same bytes in a longer register.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from complaints.pdf.registers.drawing import BASELINE, Page
from complaints.pdf.registers.shaping import Lettering
from complaints.pdf.registers.tagging import Mark, Passage, TableTags
from complaints.pdf.registers.wrapping import Placement, wrap

MM: Final = 72 / 25.4


class Paper(NamedTuple):
    """A4 and its margins, in points; `bottom` and `left` are also the coordinates of the corner of the text."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_top(self) -> float:
        return self.height - self.top


PORTRAIT: Final = Paper(*(side * MM for side in (210, 297, 20, 15, 20, 30)))
LANDSCAPE: Final = Paper(*(side * MM for side in (297, 210, 25, 20, 18, 20)))


class Bookmark(NamedTuple):
    """`top` is in points from the upper edge of the page."""

    level: int
    label: str
    top: float


@dataclass(frozen=True)
class FinishedPage:
    content: bytes
    bookmarks: tuple[Bookmark, ...]


@dataclass
class Pager:
    """The page being filled and those before it. `y` is the top of what is still free."""

    paper: Paper
    page: Page = field(default_factory=Page)
    y: float = field(init=False)
    finished: list[FinishedPage] = field(default_factory=list)
    parts: list[Passage | TableTags] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.paper.text_top

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.y - self.paper.bottom

    @property
    def full_room(self) -> float:
        """Points on an empty page."""
        return self.paper.text_top - self.paper.bottom

    @property
    def number(self) -> int:
        """Of this page, from 0."""
        return len(self.finished)

    def turn(self) -> None:
        """Finishes this page and begins another."""
        self.finished.append(FinishedPage(self.page.content(), tuple(self.bookmarks)))
        self.bookmarks.clear()
        self.page = Page()
        self.y = self.paper.text_top

    def keep_together(self, height: float) -> None:
        """Begins another page if this one has no room for `height`, and another one would have."""
        if self.room < height and self.y < self.paper.text_top:
            self.turn()

    def space(self, height: float) -> None:
        """Nothing at the top of a page."""
        if self.y < self.paper.text_top:
            self.y -= height

    def add_bookmark(self, level: int, label: str) -> None:
        self.bookmarks.append(Bookmark(level, label, self.paper.height - self.y))

    def lines(self, text: str, lettering: Lettering, placement: Placement) -> tuple[bytes, ...]:
        """The lines of a passage as wide as the page."""
        return wrap(text, lettering, width=self.paper.text_width, placement=placement)

    def add_passage(self, tag: str, lines: Iterable[bytes], lettering: Lettering) -> None:
        """A heading or a paragraph; it goes on over the page line by line."""
        rest, marks = list(lines), []
        while rest:
            self.keep_together(lettering.leading)
            fitting = max(1, int(self.room / lettering.leading))
            marks.append(self._write(tag, rest[:fitting], lettering))
            rest = rest[fitting:]
        self.parts.append(Passage(tag, marks))

    def _write(self, tag: str, lines: list[bytes], lettering: Lettering) -> Mark:
        number = self.page.open_mark(tag)
        self.page.choose(lettering)
        baseline = self.y - lettering.size * BASELINE - (lettering.leading - 1.2 * lettering.size) / 2
        self.page.write(lines, x=self.paper.left, y=baseline)
        self.page.close_mark()
        self.y -= lettering.leading * len(lines)
        return Mark(self.number, number)
