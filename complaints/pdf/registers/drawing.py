"""The content of one page: frames under text, and around each passage the mark by which the structure finds it.

Coordinates are PDF's own: points, from the lower left corner. Frames, grounds and repeated heads are artifacts: they
are seen and not read out.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from complaints.pdf.registers.shaping import Lettering

BASELINE: Final = 0.988
"""From the top of a line, of the letters' size: (1.2 + 1.069 - 0.293) / 2, line height, ascent and descent."""

FRAME_WIDTH: Final = 0.5
HEAD_GREY: Final = 0.933
PLAIN: Final = b"/Artifact BMC"
COMPRESSION: Final = 4
"""9 makes the content a tenth smaller and takes nine times as long."""


@dataclass
class Page:
    """A page being drawn. `marks` counts the marked passages: the number of the next one."""

    marks: int = 0
    grounds: list[bytes] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    chosen: Lettering | None = None

    def choose(self, lettering: Lettering) -> None:
        """The font of what follows."""
        if self.chosen is not lettering:
            self.chosen = lettering
            self.texts.append(lettering.operator)

    def open_mark(self, tag: str) -> int:
        """Begins a passage of the structure; its number on this page."""
        self.texts.append(b"/%s<</MCID %d>>BDC" % (tag.encode(), self.marks))
        self.marks += 1
        return self.marks - 1

    def open_artifact(self) -> None:
        """Begins a passage that is not read out."""
        self.texts.append(PLAIN)

    def close_mark(self) -> None:
        self.texts.append(b"EMC")

    def write(self, lines: Sequence[bytes], *, x: float, y: float) -> None:
        """Lines below each other; `y` is the first baseline."""
        self.texts.append(b"1 0 0 1 %.2f %.2f Tm %s" % (x, y, b" T*".join(lines)))

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.frames.append(b"%.2f %.2f m %.2f %.2f l" % (x1, y1, x2, y2))

    def fill(self, x: float, y: float, width: float, height: float) -> None:
        """A grey ground; `x`, `y` is its lower left corner."""
        self.grounds.append(b"%.2f %.2f %.2f %.2f re" % (x, y, width, height))

    def content(self) -> bytes:
        """The finished stream, compressed."""
        parts = [b"q"]
        if self.grounds:
            parts += [PLAIN, b"%g g" % HEAD_GREY, *self.grounds, b"f", b"EMC"]
        if self.frames:
            parts += [PLAIN, b"%g w 2 J" % FRAME_WIDTH, *self.frames, b"S", b"EMC"]
        parts += [b"0 g BT", *self.texts, b"ET Q"]
        return zlib.compress(b"\n".join(parts), COMPRESSION)
