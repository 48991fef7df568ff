"""The dossier: facts in their three forms, what people report, what was asked, when it is due, what was answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from complaints.domain.lifecycle import Outcome
from complaints.domain.rounds import SaidBy
from complaints.models import PetitionVersion, Round, Submission
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

MANGYSTAU = "/rounds/damu-bala-mangystau-2025-03/"
Make = Callable[..., Any]


def read(client: CheckedClient, path: str = "/rounds/a-round/", language: str = "en") -> str:
    """What a person reads on the page: its text without tags, spaces joined."""
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == 200
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 3, 29, hour, minute, tzinfo=UTC)


def test_the_example_round_shows_notice_and_sell_out_as_reported(client: CheckedClient) -> None:
    page = read(client, MANGYSTAU)
    assert "1 h 30 min from the announcement" in page
    assert "7 minutes until no places were left" in page
    assert "Not computed: it is what the source reports." in page
    assert "28 or 29 March 2025" in page
    assert "Source: lada.kz" in page


def test_a_notice_between_known_times_is_computed(client: CheckedClient, make_round: Make) -> None:
    make_round(
        announced_at_earliest=at(3, 30), announced_at_latest=at(3, 30), opened_at_earliest=at(5), opened_at_latest=at(5)
    )
    page = read(client)
    assert "1 h 30 min from the announcement" in page
    assert "The time from the announcement to the opening" in page
    assert "Announced 29 March 2025, 08:30" in page, "in the time of the region"


def test_a_notice_between_bounds_is_shown_as_bounds(client: CheckedClient, make_round: Make) -> None:
    make_round(announced_at_earliest=at(3), announced_at_latest=at(4), opened_at_earliest=at(5), opened_at_latest=at(5))
    page = read(client)
    assert "from 1 hour to 2 hours from the announcement" in page
    assert "Announced between 29 March 2025, 08:00 and 29 March 2025, 09:00" in page


def test_what_nobody_knows_is_shown_as_not_known_and_never_as_zero(client: CheckedClient, make_round: Make) -> None:
    make_round()
    page = read(client)
    assert "not known from the announcement" in page
    assert "not known until no places were left" in page
    assert "Not known: " in page
    assert "0 minutes" not in page


def test_each_event_says_who_says_so_and_links_to_its_source(
    client: CheckedClient, make_round: Make, add_event: Make
) -> None:
    add_event(
        make_round(),
        "Everything was gone.",
        SaidBy.FILERS,
        at=at(5, 7),
        source="lada.kz",
        source_url="https://lada.kz/1",
    )
    page = read(client)
    assert "29 March 2025, 10:07 Everything was gone. Filers report lada.kz" in page
    assert 'href="https://lada.kz/1"' in client.get("/en/rounds/a-round/").text


def test_complaints_are_shown_by_ground_role_locality_and_day(
    client: CheckedClient, make_round: Make, add_tally: Make
) -> None:
    round_ = make_round()
    add_tally(round_, "all", all=5)
    add_tally(round_, "role", parent=4, provider=1)
    add_tally(round_, "ground", SOLD_OUT_FAST=2, SHORT_NOTICE=5)
    add_tally(round_, "locality", other=5)
    add_tally(round_, "day", **{"2026-11-01": 2, "2026-11-03": 3})
    page = read(client)
    assert "5 complaints filed here Parents: 4. Providers: 1." in page
    assert page.index("Notice was too short") < page.index("Places ran out within minutes"), "most named first"
    assert "Another place" in page
    assert "1 November 2026 2 3 November 2026 3" in page, "the table behind the chart"


def test_only_a_round_that_takes_complaints_has_a_button_to_file_one(client: CheckedClient, make_round: Make) -> None:
    make_round(takes_complaints=True)
    assert "/en/rounds/a-round/complain" in client.get("/en/rounds/a-round/").text
    assert "/complain" not in client.get("/en/rounds/damu-bala-turkistan-2025-03/").text


def test_a_draft_is_not_public_and_a_frozen_text_is(
    client: CheckedClient, session: Session, make_round: Make, freeze: Make
) -> None:
    round_: Round = make_round()
    version: PetitionVersion = freeze(round_, "ANNUL_ROUND")
    assert f"Collective complaint No. {version.petition_id}" in read(client)
    session.delete(version)
    assert "Collective complaint No." not in read(client)


def test_a_due_date_is_explained(
    client: CheckedClient, clock: Clock, make_round: Make, freeze: Make, hand_in: Make
) -> None:
    clock.set(datetime(2025, 4, 2, 5, tzinfo=UTC))
    hand_in(freeze(make_round(), "ANNUL_ROUND"), date(2025, 3, 31))
    page = read(client)
    assert "28 April 2025 the answer of the authority is due" in page
    assert "The term is 20 working days, counted from the day after registration, 31 March 2025." in page
    assert "8 Saturdays and Sundays are left out." in page
    assert "18 working days left" in page


def test_days_off_that_were_left_out_are_named(
    client: CheckedClient, clock: Clock, make_round: Make, freeze: Make, hand_in: Make
) -> None:
    clock.set(datetime(2025, 3, 3, 5, tzinfo=UTC))
    hand_in(freeze(make_round(), "ANNUL_ROUND"), date(2025, 3, 3))
    page = read(client)
    assert "These days off are left out too:" in page
    assert "21 March 2025: Nowruz Holiday" in page


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 4, 25), "1 working day left"),
        (date(2025, 4, 28), "Due today"),
        (date(2025, 4, 29), "Overdue by 1 working day"),
        (date(2025, 5, 5), "Overdue by 4 working days"),
    ],
)
def test_the_clock_says_how_it_stands_today(
    client: CheckedClient, clock: Clock, make_round: Make, freeze: Make, hand_in: Make, today: date, words: str
) -> None:
    hand_in(freeze(make_round(), "ANNUL_ROUND"), date(2025, 3, 31))
    clock.set(datetime(today.year, today.month, today.day, 5, tzinfo=UTC))
    assert words in read(client)


def test_an_answer_is_shown_with_an_outcome_per_demand(
    client: CheckedClient, make_round: Make, freeze: Make, hand_in: Make, answer: Make
) -> None:
    submission: Submission = hand_in(freeze(make_round(), "ANNUL_ROUND", "REPEAT_ROUND"), date(2025, 3, 31))
    answer(submission, date(2025, 4, 28), "<b>Жоқ</b>", ANNUL_ROUND=Outcome.REFUSED)
    page = read(client)
    assert "Answered in time" in page
    assert "Annul the results of the round in full or in part Refused" in page
    assert "Hold a repeat registration with proper notice no answer yet" in page
    assert "&lt;b&gt;Жоқ&lt;/b&gt;" in page, "what people typed is never markup"


def test_an_answer_after_the_due_date_is_marked_late(
    client: CheckedClient, make_round: Make, freeze: Make, hand_in: Make, answer: Make
) -> None:
    answer(hand_in(freeze(make_round(), "ANNUL_ROUND"), date(2025, 3, 31)), date(2025, 4, 29))
    assert "Answered late" in read(client)


def test_a_round_stands_beside_the_others(client: CheckedClient) -> None:
    page = read(client, MANGYSTAU)
    beside = page[page.index("Beside other rounds") :]
    assert "Turkistan Region" in beside
    assert "Notice: 3 hours" in beside or "3 hours" in beside


def test_a_round_links_to_the_one_that_repeats_it(client: CheckedClient, make_round: Make) -> None:
    first: Round = make_round()
    make_round(slug="its-repeat", name_en="The repeat", repeats_id=first.id)
    assert "This round was repeated: The repeat" in read(client)
    assert "This round repeats: One round" in read(client, "/rounds/its-repeat/")


def test_an_unknown_round_is_a_page_that_is_not_there(client: CheckedClient) -> None:
    answer = client.get("/kk/rounds/nothing/")
    assert answer.status_code == 404
    assert '<html lang="kk"' in answer.text
