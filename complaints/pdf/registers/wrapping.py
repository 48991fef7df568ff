"""Words become lines of a given width: greedily, as browsers do.

A line breaks at a space, else after a hyphen or a slash, else, in a word too long for any line, between two
graphemes. The space at a break is kept at the end of its line, within the padding of the cell: to a screen reader the
lines of a cell are one string, and without it the last and the first word of two lines would be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from complaints.pdf.registers.shaping import Lettering, Run

Placement = Literal["left", "right", "centre"]
PARTS: Final = re.compile(r"[^-/]*[-/]+|[^-/]+")


@dataclass
class Line:
    """A line being filled; widths in thousandths of the letters' size."""

    width: int = 0
    codes: list[bytes] = field(default_factory=list)


@dataclass
class Wrapper:
    """Fills lines no wider than `limit` with the words of one text."""

    lettering: Lettering
    limit: int
    lines: list[Line] = field(default_factory=list)

    def add_paragraph(self, text: str) -> None:
        """A paragraph begins a line; an empty one is an empty line."""
        self._end_with_space()
        self.lines.append(Line())
        shape, space, limit = self.lettering.shape, self.lettering.space, self.limit
        for word in text.split(" "):
            run, line = shape(word), self.lines[-1]
            if not run.code:
                continue
            gap = space.width if line.codes else 0
            if line.width + gap + run.width <= limit:
                line.codes.append(space.code + run.code if gap else run.code)
                line.width += gap + run.width
            else:
                self._add_wide(word, run)

    def _add_wide(self, word: str, run: Run) -> None:
        """A word that the rest of the line is too short for."""
        parts = PARTS.findall(word)
        if len(parts) == 1:
            self._begin_line()
            self._add_part(word, run)
            return
        runs = [self.lettering.shape(part) for part in parts]
        space, line = self.lettering.space, self.lines[-1]
        if line.codes and line.width + space.width + runs[0].width <= self.limit:
            line.codes.append(space.code)
            line.width += space.width
        else:
            self._begin_line()
        for part, part_run in zip(parts, runs, strict=True):
            self._add_part(part, part_run)

    def _add_part(self, part: str, run: Run) -> None:
        """Without a space before it."""
        if run.width <= self.limit:
            self._append(run)
            return
        for grapheme in self.lettering.graphemes(part):
            self._append(grapheme)

    def _append(self, run: Run) -> None:
        line = self.lines[-1]
        if line.codes and line.width + run.width > self.limit:
            line = Line()
            self.lines.append(line)
        line.codes.append(run.code)
        line.width += run.width

    def _begin_line(self) -> None:
        if self.lines[-1].codes:
            self._end_with_space()
            self.lines.append(Line())

    def _end_with_space(self) -> None:
        if self.lines and self.lines[-1].codes:
            self.lines[-1].codes.append(self.lettering.space.code)


def wrap(text: str, lettering: Lettering, *, width: float, placement: Placement) -> tuple[bytes, ...]:
    """The operators that show each line of `text`, top line first, within `width` points; at least one."""
    wrapper = Wrapper(lettering, int(width * 1000 / lettering.size))
    for paragraph in text.split("\n"):
        wrapper.add_paragraph(paragraph)
    return tuple(_show(line, wrapper.limit, placement) for line in wrapper.lines)


def _show(line: Line, limit: int, placement: Placement) -> bytes:
    """`[...] TJ`: a number before the glyphs moves a line that does not begin at the left."""
    if not line.codes:
        return b""
    code = b"".join(line.codes).replace(b"><", b"")
    free = limit - line.width
    shift = {"left": 0, "centre": free // 2, "right": free}[placement]
    return b"[%d %s]TJ" % (-shift, code) if shift else b"[%s]TJ" % code
