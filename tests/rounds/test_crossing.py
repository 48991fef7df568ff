"""Tables that cross two attributes hide small groups; what they show adds up to the public totals."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints import data, departures
from complaints.confirming import confirm
from complaints.domain.complaint import ConfirmedBy, Departure, Mode, Role
from complaints.models import Round
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.planted import ROUND
from tests.support.recount import assert_true_counters
from tests.support.released import AKTAU, ZHANAOZEN, Filers

Make = Callable[..., Round]
Add = Callable[..., None]
DOSSIER = f"/en/rounds/{ROUND}/"
PROVIDER = {"role": Role.PROVIDER, "organisation": "«Мысал» ЖШС", "attempted_at": None, "screen_result": None}


@pytest.fixture
def filers(app: Flask, session: Session, clock: Clock) -> Filers:
    return Filers(app, session, clock)


def rows_of(page: str, table: str) -> dict[str, list[str]]:
    """Words of the row's head -> words of its cells."""
    body = page.partition(f'id="{table}"')[2].partition("</details>")[0].partition("<tbody>")[2]
    rows = {}
    for row in body.split("<tr>")[1:]:
        cells = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.split(r"</t[hd]>", row)[:-1]]
        rows[cells[0]] = cells[1:]
    return rows


def test_reasons_by_role_hide_what_few_have_in_common(client: CheckedClient, make_round: Make, add_tally: Add) -> None:
    round_ = make_round()
    add_tally(round_, "all", all=40)
    add_tally(round_, "role", parent=30, provider=10)
    add_tally(round_, "ground", SHORT_NOTICE=36, LEAK=22)
    add_tally(round_, "ground_role", **{"SHORT_NOTICE|parent": 28, "SHORT_NOTICE|provider": 8})
    add_tally(round_, "ground_role", **{"LEAK|parent": 20, "LEAK|provider": 2})
    page = client.get(f"/en/rounds/{round_.slug}/").text
    labels = {code: data.grounds()[code].label.en for code in ("SHORT_NOTICE", "LEAK")}
    assert rows_of(page, "ground-by-role") == {
        labels["SHORT_NOTICE"]: ["28", "8", "36"],
        labels["LEAK"]: ["– not shown", "fewer than 5", "22"],
    }
    assert '<th scope="col" class="number">Provider</th>' in page


def test_a_reason_that_a_role_is_not_asked_about_hides_no_number(
    client: CheckedClient, make_round: Make, add_tally: Add
) -> None:
    round_ = make_round()
    add_tally(round_, "all", all=40)
    add_tally(round_, "role", parent=30, provider=10)
    add_tally(round_, "ground", SHORT_NOTICE=38, SOLD_OUT_FAST=22)
    add_tally(round_, "ground_role", **{"SHORT_NOTICE|parent": 28, "SHORT_NOTICE|provider": 10})
    add_tally(round_, "ground_role", **{"SOLD_OUT_FAST|parent": 22})
    rows = rows_of(client.get(f"/en/rounds/{round_.slug}/").text, "ground-by-role")
    assert rows[data.grounds()["SOLD_OUT_FAST"].label.en] == ["22", "not asked", "22"]


def test_a_table_that_would_only_repeat_totals_is_not_shown(
    client: CheckedClient, make_round: Make, add_tally: Add
) -> None:
    round_ = make_round()
    add_tally(round_, "all", all=9)
    add_tally(round_, "role", parent=9)
    add_tally(round_, "ground", SHORT_NOTICE=9, LEAK=6)
    add_tally(round_, "ground_role", **{"SHORT_NOTICE|parent": 9, "LEAK|parent": 6})
    assert "ground-by-role" not in client.get(f"/en/rounds/{round_.slug}/").text


def test_counters_from_before_the_crossed_ones_make_no_wrong_table(
    client: CheckedClient, make_round: Make, add_tally: Add
) -> None:
    round_ = make_round()
    add_tally(round_, "all", all=40)
    add_tally(round_, "role", parent=30, provider=10)
    add_tally(round_, "ground", SHORT_NOTICE=36, LEAK=22)
    add_tally(round_, "ground_role", **{"SHORT_NOTICE|parent": 6, "LEAK|parent": 7, "LEAK|provider": 8})
    assert "ground-by-role" not in client.get(f"/en/rounds/{round_.slug}/").text


def test_the_dossier_crosses_reasons_with_places(client: CheckedClient, filers: Filers) -> None:
    for _ in range(6):
        filers.file(locality_code=AKTAU, grounds=("SHORT_NOTICE", "LEAK"))
        filers.file(locality_code=ZHANAOZEN, grounds=("SHORT_NOTICE",))
    filers.file(locality_code=ZHANAOZEN, grounds=("LEAK",))
    rows = rows_of(client.get(f"/kk/rounds/{ROUND}/").text, "ground-by-place")
    grounds = data.grounds()
    assert rows[grounds["SHORT_NOTICE"].label.kk] == ["6", "6", "12"]
    assert rows[grounds["LEAK"].label.kk][-1] == "7"
    assert "1" not in rows[grounds["LEAK"].label.kk][:-1]


def test_a_region_adds_up_its_rounds(client: CheckedClient, make_round: Make, add_tally: Add) -> None:
    for slug, parents, providers in (("one", 20, 6), ("two", 30, 2), ("three", 40, 1)):
        round_ = make_round(slug=slug, name_en=f"Round {slug}")
        add_tally(round_, "all", all=parents + providers)
        add_tally(round_, "role", parent=parents, provider=providers)
        add_tally(round_, "ground", SHORT_NOTICE=parents)
        add_tally(round_, "demand", REPEAT_ROUND=parents)
        add_tally(round_, "locality", **{AKTAU: parents, "other": providers})
        add_tally(round_, "day", **{"2026-11-21": parents, "2026-11-23": providers})
    page = client.get("/en/regions/mangystau/").text
    assert "99 complaints about the rounds of this region were filed here." in page
    for chart in ("by-ground", "by-demand", "by-locality", "by-role", "by-day"):
        assert f'id="{chart}"' in page
    assert re.search(r"<title id=\"by-role-1t\">90</title>", page)
    rows = rows_of(page, "round-by-role")
    assert {name: cells[-1] for name, cells in rows.items()} == {
        "Round one": "26",
        "Round two": "32",
        "Round three": "41",
    }
    assert rows["Round one"] == ["20", "6", "26"]
    assert rows["Round two"][1] == rows["Round three"][1] == "fewer than 5"


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_region_without_complaints_says_so(client: CheckedClient, lang: str) -> None:
    answer = client.get(f"/{lang}/regions/abai/")
    assert answer.status_code == 200
    assert "round-by-role" not in answer.text


def test_counters_stay_true_through_everything_that_happens_to_complaints(
    session: Session, filers: Filers, clock: Clock
) -> None:
    """Filed, confirmed, withdrawn, erased and joined in any order: never below nought, and equal to a recount."""
    chance = random.Random(11)
    complaints = []
    for _ in range(30):
        role = PROVIDER if chance.random() < 0.3 else {}
        mode = chance.choice(list(Mode))
        grounds = tuple(chance.sample(["SHORT_NOTICE", "LEAK", "SITE_FAILURE"], chance.randint(1, 3)))
        complaints.append(filers.file(grounds=grounds, mode=mode, locality_code=chance.choice([AKTAU, None]), **role))
    for earlier, later in pairwise(complaints):
        for deed in chance.sample(["confirm", *Departure], 2):
            if deed == "confirm":
                confirm(session, later, by=ConfirmedBy.MAIL_LINK, now=clock())
            else:
                departures.leave(session, later, Departure(deed), now=clock(), joined_to=earlier.id)
            session.commit()
    assert_true_counters(session, filers.round.id)
