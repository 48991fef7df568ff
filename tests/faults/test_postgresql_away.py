"""PostgreSQL stopped hard in the middle of a burst, and its connections cut: nothing acknowledged is lost, who files
meanwhile is told so honestly, and all goes on by itself as soon as the database is back.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Make, prepare
from tests.faults.filers import Burst
from tests.faults.installation import Installation
from tests.faults.postgresql import Server, server
from tests.faults.scale import percentile, say, times
from tests.faults.truth import compare

STOPS = times(2, 10)
CUTS = times(2, 20)
BETWEEN = times(15, 200)
AWAY_SECONDS = 0.5
PATIENCE_SECONDS = 30


@pytest.fixture
def database() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture
def site(database: Server, install: Make, keys: Path) -> Installation:
    prepare(keys, database.address)
    return install(database_url=database.address)


def test_a_database_that_is_cut_off_and_stopped_hard_loses_nothing(database: Server, site: Installation) -> None:
    dice = random.Random(7)
    with site.running():
        burst = Burst(site)
        with burst.going_on():
            cut = sum(cut_off(database, burst, dice) for _ in range(CUTS))
            back = [stop_hard(database, site, burst, dice) for _ in range(STOPS)]
        check(site, burst)
    assert cut >= CUTS, "no connection was open"
    say(f"{cut} connections cut in {CUTS} cuts, {STOPS} immediate stops")
    say(f"  filing again {percentile(back, 0.5):.2f} s after its start (median), {max(back):.2f} s (most)")


def cut_off(database: Server, burst: Burst, dice: random.Random) -> int:
    burst.wait_for(dice.randrange(1, BETWEEN))
    return database.cut_connections()


def stop_hard(database: Server, site: Installation, burst: Burst, dice: random.Random) -> float:
    """Gives the seconds from the start of the database to the next acknowledged complaint."""
    burst.wait_for(dice.randrange(BETWEEN, 2 * BETWEEN))
    database.stop_at_once()
    look_while_it_is_away(site)
    time.sleep(AWAY_SECONDS)
    database.start()
    started = time.monotonic()
    burst.wait_for(1, PATIENCE_SECONDS)
    return time.monotonic() - started


def look_while_it_is_away(site: Installation) -> None:
    """What nobody has in memory is answered with 503, in the reader's language, and says when to come again."""
    status, page, headers = site.ask("/ru/rounds/no-such-round/", timeout=20)
    assert status == 503, status
    assert headers["retry-after"].isdigit()
    assert 'lang="ru"' in page
    assert "Сейчас сайт не может ответить" in page


def check(site: Installation, burst: Burst) -> None:
    assert burst.surprises == {}
    answers = Counter(said for filer in burst.filers for said in filer.answered)
    for filer in burst.acknowledged[-BETWEEN:]:
        assert burst.send(filer) == filer.receipt
    told = compare(site, burst.filers)
    assert told.unanswered == 0
    assert site.starts == 1, "it goes on by itself"
    say(f"{told.acknowledged} acknowledged, none lost; answers: {dict(answers)}")
    say(f"  taken by a sending whose answer did not say so: {dict(told.taken_unseen)}")
