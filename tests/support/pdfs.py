"""What a PDF says, read by poppler's programs: they share nothing with the renderer."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of all pages in reading order, every run of white space one space."""
    return re.sub(r"\s+", " ", _run(["pdftotext", "-raw"], pdf, folder)).strip()


def letters_of(text: str) -> str:
    """Without any white space, for texts that a narrow cell breaks inside words."""
    return re.sub(r"\s+", "", text)


def words_with_places(pdf: bytes, folder: Path) -> list[tuple[str, float, float, float]]:
    """Each word with its left end, right end and the width of its page, in points."""
    found, width = [], 0.0
    for line in _run(["pdftotext", "-bbox"], pdf, folder).splitlines():
        if page := re.search(r'<page width="([\d.]+)"', line):
            width = float(page[1])
        if word := re.search(r'<word xMin="([\d.]+)" .*xMax="([\d.]+)" .*>(.*)</word>', line):
            found.append((word[3], float(word[1]), float(word[2]), width))
    return found


def _run(command: list[str], pdf: bytes, folder: Path) -> str:
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([*command, str(path), "-"], capture_output=True, check=True, text=True)
    return done.stdout
