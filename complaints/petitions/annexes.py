"""What the annexes of a frozen version list beside the register, as plain frozen values in one language.

All cuts and both languages are made from one list (`list_csv`): its rows are numbers only, so each copy can carry it,
and its SHA-256 is printed on each. Nothing here is personal: names are read from the encrypted rows at printing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from complaints.petitions.document import Register


@dataclass(frozen=True)
class PaperRow:
    """Somebody who signed on a paper sheet: where on it, and when, if the day was written there."""

    version: int
    """Of the text that was signed."""
    sheet: int
    row: int
    signed_on: date | None

    @property
    def place(self) -> str:
        """«1/2/15»: version, sheet and row."""
        return f"{self.version}/{self.sheet}/{self.row}"


@dataclass(frozen=True)
class EvidenceRow:
    """A file that was sent with a complaint. `sha256` and `size_bytes` are the original's."""

    number: str
    """Of the complaint."""
    kind: str
    """The type of the file, as people write it: PDF, JPEG."""
    size_bytes: int
    sha256: str
    captured: str
    """Day and time it was received, in the region's zone."""
    by: str
    """Who captured it: a parent or a provider, in words."""


@dataclass(frozen=True)
class TimelineRow:
    when: str
    what: str
    said_by: str
    source: str


@dataclass(frozen=True)
class Bar:
    label: str
    count: int


@dataclass(frozen=True)
class Compared:
    """A round beside this one. Minutes are the least that is known; the words give both bounds."""

    name: str
    notice: str
    notice_minutes: int | None
    sold_out: str
    sold_out_minutes: int | None
    is_this: bool


@dataclass(frozen=True)
class Annexes:
    evidence: tuple[EvidenceRow, ...]
    timeline: tuple[TimelineRow, ...]
    localities: tuple[Bar, ...]
    compared: tuple[Compared, ...]
    paper: tuple[PaperRow, ...]
    page: str
    """The address of the public page, as it was at the freeze."""


def list_csv(register: Register, annexes: Annexes) -> bytes:
    """The one list behind all cuts: part, place in it, number. The same for both languages.

    A: complaints; S: signed on paper (version/sheet/row); J: joined on the site without an own complaint; C:
    evidence, by its SHA-256.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("part", "place", "number"))
    parts = {
        "A": [row.number for row in register.rows],
        "S": [row.place for row in annexes.paper],
        "J": [row.number for row in register.joined],
        "C": [row.sha256 for row in annexes.evidence],
    }
    for part, numbers in parts.items():
        writer.writerows((part, place, number) for place, number in enumerate(numbers, 1))
    return out.getvalue().encode()


def list_sha256(register: Register, annexes: Annexes) -> str:
    return sha256(list_csv(register, annexes)).hexdigest()


def annexes_from_json(plain: Mapping[str, Any]) -> Annexes:
    return Annexes(
        evidence=tuple(EvidenceRow(**row) for row in plain["evidence"]),
        timeline=tuple(TimelineRow(**row) for row in plain["timeline"]),
        localities=tuple(Bar(**row) for row in plain["localities"]),
        compared=tuple(Compared(**row) for row in plain["compared"]),
        paper=tuple(
            PaperRow(row["version"], row["sheet"], row["row"], _day(row["signed_on"])) for row in plain["paper"]
        ),
        page=plain["page"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
