"""Sentences from patterns: `[a|b|]` one of these, `{slot}` a value, `{она/он}` by the writer's sex, `<one|many>` by the
number of children. Which of several comes is decided by the chance that the caller gives, so that the same chance makes
the same text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
NUMBER: Final = re.compile(r"<([^<>|]*)\|([^<>|]*)>")
SLOT: Final = re.compile(r"\{([^{}]*)\}")
SPACES: Final = re.compile(r"\s+")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Slots = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Writer:
    """Whom the patterns agree with, and the values of their slots; of several values each use takes one."""

    is_woman: bool
    has_many: bool
    slots: Slots


@cache
def wording(name: str) -> Mapping[str, Any]:
    """The patterns of `<name>.yaml` beside this module."""
    with (HERE / f"{name}.yaml").open(encoding="utf-8") as file:
        read: Mapping[str, Any] = yaml.load(file, Loader=_Loader)  # noqa: S506 (it is the safe loader, in C if possible)
    return read


def expand(pattern: str, writer: Writer, chance: random.Random) -> str:
    """One text of the pattern, its first letter a capital. Raises LookupError for a slot that has no value."""
    text = pattern
    while CHOICE.search(text):
        text = CHOICE.sub(lambda found: chance.choice(found[1].split("|")), text)
    text = NUMBER.sub(lambda found: found[2 if writer.has_many else 1], text)
    text = SLOT.sub(lambda found: _value(found[1], writer, chance), text)
    text = SPACES.sub(" ", text).strip()
    return text[:1].upper() + text[1:]


def _value(name: str, writer: Writer, chance: random.Random) -> str:
    if "/" in name:
        return name.split("/")[0 if writer.is_woman else 1]
    value = writer.slots[name]
    return value if isinstance(value, str) else chance.choice(value)
