"""The public facts of a round and of an event of its timeline, as plain values, and what cannot be true of them.

The form of a group and the import of a file fill the same values and hear the same faults. Facts are kept in the log of
changes under the names that stand here; texts are in Kazakh and Russian, the English one may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from complaints.domain.rounds import EventKind, RoundState, SaidBy, Span

PLACES_MAX: Final = 10_000_000
MINUTES_MAX: Final = 366 * 24 * 60
"""A year of notice: more is a slip of the finger."""
LONGEST: Final[Mapping[str, int]] = {
    "name": 200, "platform": 60, "summary": 5000, "outcome": 5000, "source": 300, "source_url": 500, "confidence": 300,
    "text": 2000,
}  # fmt: skip
NOT_KNOWN: Final[Span[Any]] = Span()
DAYS: Final = frozenset({"held_on", "days"})
TIMES: Final = ("announced_at", "opened_at", "sold_out_at", "closed_at")
MINUTES: Final = ("notice_minutes", "sell_out_minutes")
MUST_HAVE_HAPPENED: Final = ("announced_at", "sold_out_at")
ORDERED: Final = (
    ("announced_at", "closed_at"),
    ("opened_at", "sold_out_at"),
    ("opened_at", "closed_at"),
    ("sold_out_at", "closed_at"),
)
"""What cannot come before what. An announcement after the opening is possible: then there was no notice."""
_STATES: Final[Mapping[str, type[StrEnum]]] = {"state": RoundState, "kind": EventKind, "said_by": SaidBy}


class What(StrEnum):
    """What is wrong with a fact."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    OTHER_LANGUAGE_MISSING = "other_language_missing"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    ITSELF = "itself"
    IN_A_CIRCLE = "in_a_circle"
    BACKWARDS = "backwards"
    TOO_EARLY = "too_early"
    OUTSIDE = "outside"
    NOT_YET = "not_yet"
    OUT_OF_RANGE = "out_of_range"
    NO_LINK = "no_link"
    FIXED = "fixed"


@dataclass(frozen=True)
class Fault:
    """`than` names the other fact, or holds the number that is the limit."""

    name: str
    what: What
    than: str = ""


@dataclass(frozen=True)
class Known:
    """What facts may refer to: slugs of programmes, codes of regions with their zones, authorities with the codes of
    their regions (None: of the whole country), and rounds with the slugs of those that they repeat."""

    programmes: frozenset[str] = frozenset()
    regions: Mapping[str, str] = field(default_factory=dict)
    authorities: Mapping[str, str | None] = field(default_factory=dict)
    rounds: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RoundFacts:
    """`programme`, `authority` and `repeats` are slugs, `region` is a code; None where not known."""

    programme: str
    region: str
    authority: str | None = None
    repeats: str | None = None
    name_kk: str
    name_ru: str
    name_en: str = ""
    platform: str = ""
    state: RoundState
    takes_complaints: bool = False
    held_on: Span[date] = NOT_KNOWN
    places_announced: int | None = None
    announced_at: Span[datetime] = NOT_KNOWN
    opened_at: Span[datetime] = NOT_KNOWN
    sold_out_at: Span[datetime] = NOT_KNOWN
    closed_at: Span[datetime] = NOT_KNOWN
    notice_minutes: Span[int] = NOT_KNOWN
    sell_out_minutes: Span[int] = NOT_KNOWN
    summary_kk: str = ""
    summary_ru: str = ""
    summary_en: str = ""
    outcome_kk: str = ""
    outcome_ru: str = ""
    outcome_en: str = ""
    source: str
    confidence_kk: str = ""
    confidence_ru: str = ""
    confidence_en: str = ""


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """`at` is the exact moment, where known; the days are known whenever it is."""

    kind: EventKind
    said_by: SaidBy
    days: Span[date] = NOT_KNOWN
    at: datetime | None = None
    text_kk: str
    text_ru: str
    text_en: str = ""
    source: str
    source_url: str = ""


def round_faults(facts: RoundFacts, known: Known, *, slug: str | None, now: datetime) -> list[Fault]:
    """Everything that cannot be so, in the order of the facts. `slug` is None for a round that is not there yet."""
    found = [
        *_references(facts, known, slug),
        *_texts(facts, required=("name", "source"), pairs=("name", "summary", "outcome", "confidence")),
        *_numbers(facts),
        *_spans(facts, ("held_on", *TIMES, *MINUTES)),
        *_order(facts, known, now),
    ]
    order = [one.name for one in fields(facts)]
    return sorted(found, key=lambda fault: order.index(fault.name))


def event_faults(facts: EventFacts) -> list[Fault]:
    """Everything that cannot be so."""
    found = [*_texts(facts, required=("text", "source"), pairs=("text",)), *_spans(facts, ("days",))]
    if facts.source_url and not is_link(facts.source_url):
        found.append(Fault("source_url", What.NO_LINK))
    return found


def is_link(text: str) -> bool:
    """An address of the web: nothing else is made a link, because a reader clicks on it."""
    scheme, parted, rest = text.partition("://")
    host = rest.partition("/")[0]
    is_plain = not any(sign.isspace() or sign in "<>\"'\\" for sign in text)
    return scheme.lower() in ("http", "https") and bool(parted) and "." in host.strip(".") and is_plain


def _references(facts: RoundFacts, known: Known, slug: str | None) -> Iterator[Fault]:
    if facts.programme not in known.programmes:
        yield Fault("programme", What.UNKNOWN)
    if facts.region not in known.regions:
        yield Fault("region", What.UNKNOWN)
    if facts.authority is not None:
        if facts.authority not in known.authorities:
            yield Fault("authority", What.UNKNOWN)
        elif known.authorities[facts.authority] not in (None, facts.region):
            yield Fault("authority", What.ELSEWHERE)
    if facts.repeats is not None:
        yield from _repetition(facts.repeats, known, slug)


def _repetition(repeats: str, known: Known, slug: str | None) -> Iterator[Fault]:
    if repeats == slug:
        yield Fault("repeats", What.ITSELF)
    elif repeats not in known.rounds:
        yield Fault("repeats", What.UNKNOWN)
    elif slug is not None and goes_round(repeats, known.rounds, slug):
        yield Fault("repeats", What.IN_A_CIRCLE)


def goes_round(repeats: str, rounds: Mapping[str, str | None], slug: str) -> bool:
    """Whether the chain of repetitions that begins with `repeats` leads to the round itself."""
    seen: set[str] = set()
    at: str | None = repeats
    while at is not None and at not in seen:
        if at == slug:
            return True
        seen.add(at)
        at = rounds.get(at)
    return False


def _texts(facts: RoundFacts | EventFacts, *, required: tuple[str, ...], pairs: tuple[str, ...]) -> Iterator[Fault]:
    """Required texts stand in Kazakh and Russian; of the others both or none."""
    for one in fields(facts):
        stem = one.name[:-3] if one.name[-3:] in ("_kk", "_ru", "_en") else one.name
        text = getattr(facts, one.name)
        if stem not in LONGEST:
            continue
        if len(text) > LONGEST[stem]:
            yield Fault(one.name, What.TOO_LONG, str(LONGEST[stem]))
        if text or one.name.endswith("_en"):
            continue
        if stem in required:
            yield Fault(one.name, What.MISSING)
        elif stem in pairs and any(getattr(facts, f"{stem}_{code}") for code in ("kk", "ru", "en")):
            yield Fault(one.name, What.OTHER_LANGUAGE_MISSING)


def _numbers(facts: RoundFacts) -> Iterator[Fault]:
    places = facts.places_announced
    if places is not None and not 1 <= places <= PLACES_MAX:
        yield Fault("places_announced", What.OUT_OF_RANGE, str(PLACES_MAX))
    for name in MINUTES:
        span: Span[int] = getattr(facts, name)
        if any(not 0 <= minutes <= MINUTES_MAX for minutes in (span.earliest, span.latest) if minutes is not None):
            yield Fault(name, What.OUT_OF_RANGE, str(MINUTES_MAX))


def _spans(facts: RoundFacts | EventFacts, names: tuple[str, ...]) -> Iterator[Fault]:
    for name in names:
        span: Span[Any] = getattr(facts, name)
        if span.earliest is not None and span.latest is not None and span.earliest > span.latest:
            yield Fault(name, What.BACKWARDS)


def _order(facts: RoundFacts, known: Known, now: datetime) -> Iterator[Fault]:
    for first, then in ORDERED:
        begins, ends = getattr(facts, first).earliest, getattr(facts, then).latest
        if begins is not None and ends is not None and ends < begins:
            yield Fault(then, What.TOO_EARLY, first)
    for name in MUST_HAVE_HAPPENED:
        at = getattr(facts, name).earliest
        if at is not None and at > now:
            yield Fault(name, What.NOT_YET)
    if facts.region in known.regions and _opened_elsewhen(facts, ZoneInfo(known.regions[facts.region])):
        yield Fault("opened_at", What.OUTSIDE, "held_on")


def _opened_elsewhen(facts: RoundFacts, zone: ZoneInfo) -> bool:
    """Whether it surely opened on a day on which it was not held."""
    held, opened = facts.held_on, facts.opened_at
    too_late = held.latest and opened.earliest and opened.earliest.astimezone(zone).date() > held.latest
    too_early = held.earliest and opened.latest and opened.latest.astimezone(zone).date() < held.earliest
    return bool(too_late or too_early)


def as_plain(facts: RoundFacts | EventFacts) -> dict[str, Any]:
    """The facts as the log keeps them: a pair of a time is a list, or None when nothing is known."""
    return {one.name: _plain(getattr(facts, one.name)) for one in fields(facts)}


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        pair = [_plain(value.earliest), _plain(value.latest)]
        return None if pair == [None, None] else pair
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def from_plain(name: str, value: Any) -> Any:
    """One fact as it was before it was kept. Raises ValueError for a value that is none."""
    if name in _STATES:
        return _STATES[name](value)
    if name in DAYS:
        return Span(*(date.fromisoformat(day) if day else None for day in value or ()))
    if name in TIMES:
        return Span(*(datetime.fromisoformat(at) if at else None for at in value or ()))
    if name in MINUTES:
        return Span(*(value or ()))
    return datetime.fromisoformat(value) if name == "at" and value else value


def proposed_slug(facts: RoundFacts, region_slug: str, *, longest: int) -> str:
    """Programme, region, year and month, as far as the days are known: `damu-bala-mangystau-2025-03`."""
    day = facts.held_on.earliest or facts.held_on.latest
    at = facts.opened_at.earliest or facts.announced_at.earliest
    known = day or (at.date() if at else None)
    parts = [facts.programme, region_slug, *([f"{known:%Y-%m}"] if known else [])]
    return "-".join(parts)[:longest].strip("-")
