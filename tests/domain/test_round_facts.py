"""What cannot be true of a round, and how its facts are kept and read again."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from complaints.domain.moments import Unreadable, read_day, read_moment
from complaints.domain.round_facts import (
    EventFacts,
    Fault,
    Known,
    RoundFacts,
    What,
    as_plain,
    event_faults,
    from_plain,
    goes_round,
    is_link,
    proposed_slug,
    round_faults,
)
from complaints.domain.rounds import EventKind, RoundState, SaidBy, Span

AQTAU = ZoneInfo("Asia/Aqtau")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
KNOWN = Known(
    programmes=frozenset({"damu-bala"}),
    regions={"KZ-47": "Asia/Aqtau", "KZ-61": "Asia/Almaty"},
    authorities={"here": "KZ-47", "there": "KZ-61", "ministry": None},
    rounds={"a": "b", "b": None, "this": None},
)
FACTS = RoundFacts(
    programme="damu-bala", region="KZ-47", name_kk="Атауы", name_ru="Название", state=RoundState.CLOSED, source="сайт"
)
EVENT = EventFacts(kind=EventKind.OPENED, said_by=SaidBy.PRESS, text_kk="Ашылды", text_ru="Открылась", source="сайт")
BEFORE_OPENING = Fault("sold_out_at", What.TOO_EARLY, "opened_at")
AFTER_CLOSING = Fault("closed_at", What.TOO_EARLY, "sold_out_at")
ONE_LANGUAGE = [Fault(name, What.OTHER_LANGUAGE_MISSING) for name in ("summary_kk", "summary_ru")]


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def exactly(day: int, hour: int) -> Span[datetime]:
    return Span(at(day, hour), at(day, hour))


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"authority": "ministry"}, []),
        ({"authority": "there"}, [Fault("authority", What.ELSEWHERE)]),
        ({"repeats": "a"}, []),
        ({"repeats": "this"}, [Fault("repeats", What.ITSELF)]),
        ({"name_en": "Name"}, []),
        ({"summary_en": "Only English"}, ONE_LANGUAGE),
        ({"opened_at": exactly(10, 5), "sold_out_at": exactly(10, 5)}, []),
        ({"opened_at": exactly(10, 6), "sold_out_at": exactly(10, 5)}, [BEFORE_OPENING]),
        ({"opened_at": Span(at(10, 4), at(10, 8)), "sold_out_at": exactly(10, 5)}, []),
        ({"opened_at": Span(None, at(10, 8)), "sold_out_at": exactly(10, 5)}, []),
        ({"announced_at": exactly(10, 6), "opened_at": exactly(10, 5)}, []),
        ({"closed_at": exactly(10, 4), "sold_out_at": exactly(10, 5)}, [AFTER_CLOSING]),
        ({"announced_at": exactly(31, 23), "closed_at": Span()}, []),
        ({"sold_out_at": Span(NOW.replace(day=2), None)}, [Fault("sold_out_at", What.NOT_YET)]),
        ({"closed_at": Span(NOW.replace(day=2), None)}, []),
        ({"held_on": Span(date(2026, 10, 10), date(2026, 10, 10)), "opened_at": exactly(9, 20)}, []),
        (
            {"held_on": Span(date(2026, 10, 10), date(2026, 10, 10)), "opened_at": exactly(9, 18)},
            [Fault("opened_at", What.OUTSIDE, "held_on")],
        ),
        ({"notice_minutes": Span(0, 0)}, []),
        ({"notice_minutes": Span(9, 7)}, [Fault("notice_minutes", What.BACKWARDS)]),
        ({"places_announced": 10_000_001}, [Fault("places_announced", What.OUT_OF_RANGE, "10000000")]),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_found(changes: dict[str, object], faults: list[Fault]) -> None:
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]
    assert round_faults(facts, KNOWN, slug="this", now=NOW) == faults


@pytest.mark.parametrize(
    ("repeats", "rounds", "is_circle"),
    [
        ("a", {"a": "b", "b": "this"}, True),
        ("a", {"a": "b", "b": None}, False),
        ("a", {"a": "b", "b": "a"}, False),
        ("gone", {}, False),
    ],
)
def test_a_circle_of_repetitions_is_found_and_an_old_one_ends(
    repeats: str, rounds: dict[str, str | None], is_circle: bool
) -> None:
    assert goes_round(repeats, rounds, "this") is is_circle


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://lada.kz/a?b=1", True), ("http://әділ.қаз/", True), ("HTTPS://LADA.KZ", True), ("//lada.kz", False),
        ("https://", False), ("https://localhost", False), ("javascript://a.b", False), ("data:text/html,x", False),
        ("https://lada.kz/ x", False), ('https://lada.kz/"x', False), ("lada.kz", False), ("https://.", False),
    ],
)  # fmt: skip
def test_only_an_address_of_the_web_is_a_link(text: str, is_one: bool) -> None:
    assert is_link(text) is is_one
    assert (event_faults(replace(EVENT, source_url=text)) == []) is is_one


def test_facts_that_are_kept_are_read_as_they_were() -> None:
    facts = replace(
        FACTS,
        held_on=Span(date(2026, 10, 10), None),
        opened_at=Span(None, at(10, 5)),
        notice_minutes=Span(5, 7),
        places_announced=9,
        takes_complaints=True,
    )
    kept = as_plain(facts)
    again: dict[str, object] = {name: from_plain(name, value) for name, value in kept.items()}
    assert RoundFacts(**again) == facts  # type: ignore[arg-type]
    event = replace(EVENT, days=Span(date(2026, 10, 10), date(2026, 10, 10)), at=at(10, 5))
    again = {one.name: from_plain(one.name, as_plain(event)[one.name]) for one in fields(event)}
    assert EventFacts(**again) == event  # type: ignore[arg-type]


def test_a_slug_is_proposed_as_far_as_the_days_are_known() -> None:
    dated = replace(FACTS, held_on=Span(None, date(2026, 10, 10)))
    assert proposed_slug(dated, "mangystau", longest=80) == "damu-bala-mangystau-2026-10"
    assert proposed_slug(replace(FACTS, opened_at=exactly(9, 5)), "mangystau", longest=80).endswith("-2026-10")
    assert proposed_slug(FACTS, "mangystau", longest=80) == "damu-bala-mangystau"
    assert proposed_slug(FACTS, "mangystau", longest=10) == "damu-bala"


def test_a_day_alone_means_the_time_that_is_asked_for() -> None:
    assert read_moment("10.10.2026", AQTAU, without_time=time(23, 59)) == datetime(2026, 10, 10, 18, 59, tzinfo=UTC)
    assert read_moment("2026-10-10 10:07:00", AQTAU) == datetime(2026, 10, 10, 5, 7, tzinfo=UTC)
    with pytest.raises(Unreadable):
        read_moment("10.10.2026", AQTAU)


@pytest.mark.parametrize("text", ["", "10.10", "31.02.2026", "10.10.1999", "10.10.2100", "2026-1-1", "10 october 2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_day(text)
