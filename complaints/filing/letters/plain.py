"""The letter as plain text, to be copied into another portal: the words of the printed one, from the same page.

What a person typed is text of the page here and stays text: no sign in it means anything.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

BLOCKS: Final = frozenset({"p", "h1", "h2", "h3", "li"})
WITHOUT_END: Final = frozenset({"br", "col"})


class _Reader(HTMLParser):
    """Collects the blocks of text. Lists are tight, and so is the block of addresses; paper-only parts are skipped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[bool, str]] = []
        self._text: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._is_typed = False
        self._skipped_in: int | None = None
        self._places: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in WITHOUT_END:
            return
        named = dict(attrs)
        classes = (named.get("class") or "").split()
        self._open.append((tag, "tight" in classes or self._tight or tag == "li"))
        if "paper-only" in classes and self._skipped_in is None:
            self._skipped_in = len(self._open)
        if tag in ("ol", "ul"):
            self._places.append(0 if tag == "ol" else None)
        if tag in BLOCKS:
            self._text, self._is_typed = [self._mark(tag)], "typed" in classes

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and self._skipped_in is None:
            text = "".join(self._text).replace("\u00a0", " ")
            kept = text.strip() if self._is_typed else " ".join(text.split())
            self.blocks.append((self._tight, kept))
        if tag in ("ol", "ul"):
            self._places.pop()
        if self._skipped_in == len(self._open):
            self._skipped_in = None
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    @property
    def _tight(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _mark(self, tag: str) -> str:
        if tag != "li" or not self._places or self._places[-1] is None:
            return ""
        self._places[-1] += 1
        return f"{self._places[-1]}. "


def plain_text(page: str) -> str:
    """The blocks of well-formed HTML as text, typed ones with their lines; blank lines between all but tight ones."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    text, was_tight = "", False
    for is_tight, block in reader.blocks:
        if block:
            text += ("" if not text else "\n" if is_tight and was_tight else "\n\n") + block
            was_tight = is_tight
    return text
