"""What a reader makes of a file, by poppler: it shares nothing with the renderer."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple


class Word(NamedTuple):
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def structure_of(pdf: bytes, folder: Path) -> list[tuple[str, str]]:
    """Headings, paragraphs and cells in the order of the structure: tag and text, white space as one space.

    For short documents: poppler reads a page anew for every element.
    """
    found: list[tuple[str, str]] = []
    for line in _run("pdfinfo", "-struct-text", pdf=pdf, folder=folder):
        if tag := re.fullmatch(r" *(H\d|P|TH|TD|Table|TR)\b.*", line):
            found.append((tag[1], ""))
        elif text := re.fullmatch(r' +"(.*)"', line):
            found[-1] = found[-1][0], found[-1][1] + text[1]
    return [(tag, " ".join(text.split())) for tag, text in found]


def words_of(pdf: bytes, folder: Path) -> list[Word]:
    """In the order of drawing; points from the upper left corner, pages from 0."""
    words, page = [], -1
    for line in _run("pdftotext", "-bbox", "-raw", pdf=pdf, folder=folder, after=("-",)):
        page += line.lstrip().startswith("<page ")
        if found := re.search(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)</word>', line):
            left, top, right, bottom = map(float, found.groups()[:4])
            words.append(Word(page, left, top, right, bottom, found[5]))
    return words


def _run(*command: str, pdf: bytes, folder: Path, after: tuple[str, ...] = ()) -> list[str]:
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([*command, str(path), *after], capture_output=True, check=True, text=True)
    return done.stdout.split("\n")
