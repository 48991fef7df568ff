"""Words become glyphs: HarfBuzz shapes a word once, and what is kept is the piece of a PDF text operator that shows it.

A piece is the inside of `[...] TJ`: numbers of glyphs in hexadecimal, with kerning between them in thousandths of the
letters' size. (`Tj` shows the glyphs of one string without kerning, and letters after a kern would be lost.) Which
glyphs were used is kept per annex and not per process: the subset of the font must not depend on what was printed
before.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import uharfbuzz as hb

FEATURES: Final = {"kern": True, "liga": False, "clig": False}
"""No ligatures, as in the letter: text copied from the page has the letters it was written with."""

UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
HIGHEST_RISE: Final = 250
"""Thousandths. A heap of accents stays within the line; an honest accent on a capital rises by less than 200."""

KEPT_WORDS: Final = 16_384
"""Words remembered per size. Localities, streets and first names repeat; numbers do not and push each other out."""


class Run(NamedTuple):
    """A shaped text: `width` in thousandths of the letters' size, `code` for the inside of `[...] TJ`."""

    width: int
    code: bytes


class Glyph(NamedTuple):
    cluster: int
    number: int
    advance: int
    x: int
    y: int


@dataclass
class Face:
    """A font file and the glyphs of it that one annex uses."""

    font: hb.Font
    own_signs: dict[int, str]
    """By glyph: the sign that the font itself gives it."""
    signs: frozenset[str]
    used: dict[int, str] = field(default_factory=dict)
    """By glyph: the text it stands for when it is copied, in order of first use."""
    advances: dict[int, int] = field(default_factory=dict)
    """By used glyph, thousandths."""

    @classmethod
    def load(cls, path: Path) -> Face:
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        font = hb.Font(face)
        font.scale = (1000, 1000)
        signs = sorted(face.unicodes)
        own_signs = {font.get_nominal_glyph(sign): chr(sign) for sign in reversed(signs)}
        return cls(font, own_signs, frozenset(map(chr, signs)))

    def glyphs(self, text: str) -> list[Glyph]:
        """In order of drawing. Signs that the font lacks are replaced; one grapheme is one cluster."""
        shown = text if self.signs.issuperset(text) and SOFT_HYPHEN not in text else self._replace(text)
        if not shown:
            return []
        buffer = hb.Buffer()
        buffer.add_str(shown)
        buffer.direction = "ltr"
        buffer.language = "und"  # else HarfBuzz takes that of the machine
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer, FEATURES)
        pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        glyphs = [Glyph(i.cluster, i.codepoint, p.x_advance, p.x_offset, p.y_offset) for i, p in pairs]
        self._note_use(shown, glyphs)
        return glyphs

    def _replace(self, text: str) -> str:
        """Bidi controls, soft hyphens and the like show nothing, odd spaces a space, others the unknown sign."""
        composed = unicodedata.normalize("NFC", text)
        return "".join(sign if sign in self.signs and sign != SOFT_HYPHEN else _stand_in(sign) for sign in composed)

    def _note_use(self, shown: str, glyphs: Sequence[Glyph]) -> None:
        for glyph in glyphs:
            if glyph.number not in self.used:
                self.used[glyph.number] = self.own_signs.get(glyph.number) or shown[glyph.cluster]
                self.advances[glyph.number] = self.font.get_glyph_h_advance(glyph.number)


def _stand_in(sign: str) -> str:
    if (sign.isspace() and unicodedata.category(sign) != "Cc") or sign == "\t":
        return NO_BREAK_SPACE
    is_ignorable = unicodedata.category(sign) in {"Cc", "Cf"} or "\ufe00" <= sign <= "\ufe0f"
    return "" if is_ignorable else UNKNOWN


@dataclass(frozen=True)
class Lettering:
    """A face at one size, under the name that pages know it by; `size` and `leading` (line to line) are in points."""

    face: Face
    name: str
    size: float
    leading: float
    shape: Callable[[str], Run] = field(init=False, compare=False, repr=False)
    """One word as one run, remembered."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", functools.lru_cache(KEPT_WORDS)(self._shape))

    @property
    def space(self) -> Run:
        return self.shape(" ")

    @property
    def operator(self) -> bytes:
        """Chooses this font, size and leading."""
        return b"/%s %g Tf %g TL" % (self.name.encode(), self.size, self.leading)

    def graphemes(self, word: str) -> Iterator[Run]:
        """The word in the smallest pieces that may stand alone: a letter with its accents is one."""
        cluster: list[Glyph] = []
        for glyph in self.face.glyphs(word):
            if cluster and glyph.cluster != cluster[0].cluster:
                yield self._run(cluster)
                cluster = []
            cluster.append(glyph)
        if cluster:
            yield self._run(cluster)

    def _shape(self, word: str) -> Run:
        return self._run(self.face.glyphs(word))

    def _run(self, glyphs: Sequence[Glyph]) -> Run:
        advances = self.face.advances
        codes = [
            b"%04x" % number if advance == advances[number] and not x and not y else self._code(number, advance, x, y)
            for _cluster, number, advance, x, y in glyphs
        ]
        code = b"<%s>" % b"".join(codes) if glyphs else b""
        return Run(sum([glyph.advance for glyph in glyphs]), code.replace(b"<>", b""))

    def _code(self, number: int, advance: int, x: int, y: int) -> bytes:
        """Inside `<...>`. A number moves to the left, so kerns and offsets are given with the other sign."""
        code = b"%04x" % number
        if y:
            rise = max(-HIGHEST_RISE, min(HIGHEST_RISE, y)) * self.size / 1000
            code = b">]TJ %.2f Ts[<%s>]TJ 0 Ts[<" % (rise, code)
        before = b">%d <" % -x if x else b""
        excess = self.face.advances[number] - advance + x
        return before + code + (b">%d <" % excess if excess else b"")
