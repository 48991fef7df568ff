"""Rounds known from the press, with their timelines, and notes of regions. Fields are those of the tables.

A time that is not known is a pair of None; what people said is worded as what they said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, TypeVar

from complaints.data.files import read_yaml
from complaints.data.texts import Text
from complaints.domain.rounds import EventKind, RoundState, SaidBy, Span

T = TypeVar("T")
NOTHING_KNOWN: Final = Text("", "", "")


@dataclass(frozen=True)
class RoundEvent:
    kind: EventKind
    said_by: SaidBy
    days: Span[date]
    at: datetime | None
    text: Text
    source: str
    source_url: str


@dataclass(frozen=True)
class Round:
    """`programme` and `authority` are slugs; `authority` is None where the source does not name the body.

    Minutes are as reported.

    `outcome` is empty where the source says nothing of it.
    """

    slug: str
    programme: str
    region_code: str
    authority: str | None
    platform: str
    state: RoundState
    takes_complaints: bool
    held_on: Span[date]
    places_announced: int | None
    announced_at: Span[datetime]
    opened_at: Span[datetime]
    sold_out_at: Span[datetime]
    closed_at: Span[datetime]
    notice_minutes: Span[int]
    sell_out_minutes: Span[int]
    name: Text
    summary: Text
    outcome: Text
    source: str
    confidence: Text
    events: tuple[RoundEvent, ...]


@dataclass(frozen=True)
class RegionNote:
    """`region_code` is None for the whole country."""

    slug: str
    region_code: str | None
    days: Span[date]
    platform: str
    text: Text
    source: str
    confidence: Text


@cache
def example_rounds() -> tuple[Round, ...]:
    """The round that takes example complaints first, then the others, the newest first."""
    return tuple(_round(row) for row in read_yaml("rounds"))


@cache
def region_notes() -> tuple[RegionNote, ...]:
    return tuple(
        RegionNote(
            slug=row["slug"],
            region_code=row["region_code"],
            days=Span(*row["days"]),
            platform=row["platform"],
            text=Text.of(row),
            source=row["source"],
            confidence=Text.of(row["confidence"]),
        )
        for row in read_yaml("notes")
    )


def _round(row: Mapping[str, Any]) -> Round:
    return Round(
        slug=row["slug"],
        programme=row["programme"],
        region_code=row["region_code"],
        authority=row.get("authority"),
        platform=row["platform"],
        state=RoundState(row["state"]),
        takes_complaints=row["takes_complaints"],
        held_on=Span(*row["held_on"]),
        places_announced=row.get("places_announced"),
        announced_at=_times(row, "announced_at"),
        opened_at=_times(row, "opened_at"),
        sold_out_at=_times(row, "sold_out_at"),
        closed_at=_times(row, "closed_at"),
        notice_minutes=Span(*row.get("notice_minutes", ())),
        sell_out_minutes=Span(*row.get("sell_out_minutes", ())),
        name=Text.of(row["name"]),
        summary=Text.of(row["summary"]),
        outcome=Text.of(row["outcome"]) if "outcome" in row else NOTHING_KNOWN,
        source=row["source"],
        confidence=Text.of(row["confidence"]),
        events=tuple(_event(event) for event in row["events"]),
    )


def _event(row: Mapping[str, Any]) -> RoundEvent:
    return RoundEvent(
        kind=EventKind(row["kind"]),
        said_by=SaidBy(row["said_by"]),
        days=Span(*row["days"]),
        at=datetime.fromisoformat(row["at"]) if "at" in row else None,
        text=Text.of(row),
        source=row["source"],
        source_url=row.get("source_url", ""),
    )


def _times(row: Mapping[str, Any], name: str) -> Span[datetime]:
    """Both ends with their zone, as written: a moment of 2023 had another offset than one of today."""
    return Span(*(datetime.fromisoformat(moment) for moment in row.get(name, ())))
