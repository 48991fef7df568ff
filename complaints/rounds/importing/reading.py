"""A file of rounds into the same facts that a group's form fills; the format is described in docs/rounds-import.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from yaml.nodes import MappingNode, Node, SequenceNode

from complaints.domain import moments
from complaints.domain.moments import Unreadable
from complaints.domain.round_facts import (
    MINUTES,
    TIMES,
    EventFacts,
    Fault,
    Known,
    RoundFacts,
    What,
    event_faults,
    round_faults,
)
from complaints.domain.rounds import EventKind, RoundState, SaidBy, Span
from complaints.rounds.importing.nodes import Problem, Reader, Unusable, compose, line_of
from complaints.web.cleaning import one_line

LANGUAGES: Final = ("kk", "ru", "en")
TEXTS: Final = ("name", "summary", "outcome", "confidence")
REQUIRED: Final = ("slug", "programme", "region_code", "state", "name", "source")
FIELDS: Final = (
    *REQUIRED, "authority", "repeats", "platform", "takes_complaints", "held_on", "places_announced", *TIMES, *MINUTES,
    *TEXTS[1:], "events",
)  # fmt: skip
EVENT_REQUIRED: Final = ("kind", "said_by", "kk", "ru", "source")
EVENT_FIELDS: Final = (*EVENT_REQUIRED, "days", "at", "en", "source_url")
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
SLUG_MAX: Final = 80
FIELD_OF: Final[Mapping[str, str]] = {"region": "region_code"}
"""Facts that stand in the file under another name."""
NOWHERE: Final[Mapping[str, str]] = {
    "programme": "there is no programme with this slug",
    "region": "there is no region with this code",
    "authority": "there is no authority with this slug",
    "repeats": "there is no round with this slug, neither here nor in the file",
}
A_DAY: Final = "expected a day, like 2025-03-29, or a list of two: the earliest and the latest"
A_TIME: Final = "expected a time, like 2025-03-29 10:07, or a list of two: the earliest and the latest"
DEFAULT_ZONE: Final = "Asia/Almaty"


@dataclass(frozen=True)
class ReadEvent:
    facts: EventFacts
    line: int


@dataclass(frozen=True)
class ReadRound:
    """`events` is None when the file says nothing of them."""

    slug: str
    facts: RoundFacts
    events: Sequence[ReadEvent] | None
    line: int


def read_rounds(content: bytes, known: Known, *, now: datetime) -> tuple[list[ReadRound], list[Problem]]:
    """The rounds of the file, and everything that is wrong with it by line. Nothing is to be kept when anything is."""
    try:
        root = compose(content)
    except Unusable as error:
        return [], [error.problem]
    if not isinstance(root, SequenceNode) or not root.value:
        line = line_of(root) if root else 1
        return [], [Problem(line, "file", "expected a list of rounds, each with a hyphen before it")]
    problems: list[Problem] = []
    readers = [_open(node, place, problems) for place, node in enumerate(root.value, start=1)]
    opened = [reader for reader in readers if reader is not None]
    rounds = [_read(reader, known) for reader in opened]
    together = replace(known, rounds={**known.rounds, **{one.slug: one.facts.repeats for one in rounds}})
    for reader, one in zip(opened, rounds, strict=True):
        _check(reader, one, together, now)
    _check_twice(opened, rounds)
    return rounds, sorted(set(problems), key=lambda problem: (problem.line, problem.where, str(problem.what)))


def _open(node: Node, place: int, problems: list[Problem]) -> Reader | None:
    if not isinstance(node, MappingNode):
        problems.append(Problem(line_of(node), f"round {place}", "expected the fields of a round"))
        return None
    slug = next((value.value for key, value in node.value if key.value == "slug" and isinstance(value.value, str)), "")
    return Reader(node, f"{slug or f'round {place}'}: ", problems).open(FIELDS, REQUIRED)


def _read(reader: Reader, known: Known) -> ReadRound:
    zone = ZoneInfo(known.regions.get(reader.text("region_code"), DEFAULT_ZONE))
    texts: dict[str, Any] = {}
    for name in TEXTS:
        inside = reader.sub(name, LANGUAGES)
        texts |= {f"{name}_{code}": _flat(name, inside.text(code)) if inside else "" for code in LANGUAGES}
    times: dict[str, Any] = {name: reader.span(name, _time_in(zone), A_TIME) for name in TIMES}
    minutes: dict[str, Any] = {name: reader.wholes(name) for name in MINUTES}
    facts = RoundFacts(
        programme=reader.text("programme"),
        region=reader.text("region_code"),
        authority=reader.text("authority") or None,
        repeats=reader.text("repeats") or None,
        platform=one_line(reader.text("platform")),
        state=reader.member("state", RoundState),
        takes_complaints=reader.yes("takes_complaints"),
        held_on=reader.span("held_on", _day, A_DAY),
        places_announced=reader.whole("places_announced"),
        source=one_line(reader.text("source")),
        **texts,
        **times,
        **minutes,
    )
    return ReadRound(reader.text("slug"), facts, _events(reader, zone), line_of(reader.node))


def _events(reader: Reader, zone: ZoneInfo) -> list[ReadEvent] | None:
    nodes = reader.items("events")
    if nodes is None:
        return None
    found = []
    for place, node in enumerate(nodes, start=1):
        where = f"event {place}"
        if isinstance(node, MappingNode):
            inside = Reader(node, f"{reader.where}{where}, ", reader.problems).open(EVENT_FIELDS, EVENT_REQUIRED)
            found.append(_event(inside, zone))
        else:
            reader.say(node, where, "expected the fields of an event")
    return found


def _event(reader: Reader, zone: ZoneInfo) -> ReadEvent:
    at = reader.span("at", _time_in(zone), "expected one time, like 2025-03-29 10:07")
    if at.earliest != at.latest:
        reader.say(reader.fields["at"], "at", "expected one time: bounds stand in days")
    days: Span[date] = reader.span("days", _day, A_DAY)
    if at.earliest is not None and days == Span():
        day = at.earliest.astimezone(zone).date()
        days = Span(day, day)
    texts: dict[str, Any] = {f"text_{code}": reader.text(code) for code in LANGUAGES}
    facts = EventFacts(
        kind=reader.member("kind", EventKind),
        said_by=reader.member("said_by", SaidBy),
        days=days,
        at=at.earliest,
        source=one_line(reader.text("source")),
        source_url=reader.text("source_url"),
        **texts,
    )
    for fault in event_faults(facts):
        name = fault.name.removeprefix("text_")
        if name in reader.fields or name == "days":
            _say(reader, name, fault)
    return ReadEvent(facts, line_of(reader.node))


def _check(reader: Reader, one: ReadRound, known: Known, now: datetime) -> None:
    if "slug" in reader.fields and not (SLUG.fullmatch(one.slug) and len(one.slug) <= SLUG_MAX):
        reader.say(reader.fields["slug"], "slug", f"expected small letters, digits and hyphens, at most {SLUG_MAX}")
    for fault in round_faults(one.facts, known, slug=one.slug, now=now):
        name, _, language = fault.name.rpartition("_")
        if name in TEXTS and language in LANGUAGES:
            _say_of_text(reader, name, language, fault)
            continue
        name = FIELD_OF.get(fault.name, fault.name)
        if name in reader.fields:
            _say(reader, name, fault)


def _say_of_text(reader: Reader, name: str, language: str, fault: Fault) -> None:
    inside = reader.fields.get(name)
    if not isinstance(inside, MappingNode):
        return
    node = next((value for key, value in inside.value if key.value == language), inside)
    where = f"{name}.{language}"
    if not _is_said(reader, where):
        reader.say(node, where, fault)


def _say(reader: Reader, name: str, fault: Fault) -> None:
    """A fault beside its field; one that was not read has been said already."""
    node = reader.fields.get(name, reader.node)
    what: Fault | str = NOWHERE[fault.name] if fault.what is What.UNKNOWN else fault
    if not _is_said(reader, name):
        reader.say(node, name, what)


def _is_said(reader: Reader, name: str) -> bool:
    return any(problem.where == f"{reader.where}{name}" for problem in reader.problems)


def _check_twice(readers: Sequence[Reader], rounds: Sequence[ReadRound]) -> None:
    first: dict[str, int] = {}
    for reader, one in zip(readers, rounds, strict=True):
        if one.slug and one.slug in first:
            reader.say(reader.fields["slug"], "slug", f"the round of line {first[one.slug]} has the same slug")
        first.setdefault(one.slug, one.line)


def _flat(name: str, text: str) -> str:
    """Names and notes stand on one line."""
    return one_line(text) if name in ("name", "confidence") else text


def _day(text: str, _is_first: bool | None) -> date:
    return moments.read_day(text)


def _time_in(zone: ZoneInfo) -> Any:
    """Reads a time of the zone, or one with its own offset; a day at an end of two means its first or last minute."""

    def read(text: str, is_first: bool | None) -> datetime:
        whole_day = None if is_first is None else time.min if is_first else moments.LAST_MINUTE
        try:
            return moments.read_moment(text, zone, without_time=whole_day)
        except Unreadable:
            return _with_offset(text)

    return read


def _with_offset(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        moments.read_day(found.date().isoformat())
    except ValueError as error:
        raise Unreadable from error
    if found.tzinfo is None:
        raise Unreadable
    return found.replace(second=0, microsecond=0)
