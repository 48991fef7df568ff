"""Numbers of articles and parts as a letter prints them: «1-2» of the data is a range in one place and a number in
another.
"""

from __future__ import annotations

import re


def with_dashes(numbers: str) -> str:
    """Ranges get a dash, numbers such as 15-1 or 90-2 keep their hyphen: a range grows. «1-2» -> «1–2», «1-1» stays."""

    def joined(found: re.Match[str]) -> str:
        first, last = found.group(1), found.group(2)
        return f"{first}–{last}" if int(first) < int(last) else found.group(0)

    return re.sub(r"\b(\d+)-(\d+)\b", joined, numbers)


def as_printed(numbers: str) -> str:
    """The data's English «to» as a dash."""
    return numbers.replace(" to ", "–")


def are_several(numbers: str) -> bool:
    """True for «1, 3» and «1–3»; false for «1», «1-1» and «1 (4), (5)», which is one part with its points."""
    return re.search(r"–|, \d", numbers) is not None
