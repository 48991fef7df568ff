"""kill -9 of the web server, of one of its processes, of the worker and of all of it, at random moments of a burst:
nothing that was acknowledged is lost, nothing is there by half, and the same form leads to the same receipt.
"""

from __future__ import annotations

import random
import time

from tests.faults.conftest import Make
from tests.faults.filers import Burst
from tests.faults.installation import KINDS, Installation
from tests.faults.scale import percentile, say, times
from tests.faults.truth import compare

KILLS = times(4, 52)
ACKNOWLEDGED = times(120, 20_000)
SAMPLE = times(120, 4_000)
READY_SECONDS = 60
"""That it comes back at all. How long it takes is printed: on a busy machine it says more of the machine."""


def test_nothing_acknowledged_is_lost_whatever_is_killed(install: Make) -> None:
    site, dice = install(), random.Random(7)
    ready: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with site.supervised():
        burst = Burst(site)
        begun = time.monotonic()
        with burst.going_on():
            for number in range(KILLS):
                burst.wait_for(dice.randrange(1, max(2, 2 * ACKNOWLEDGED // (KILLS + 2))), seconds=600)
                kind = KINDS[number % len(KINDS)]
                ready[kind].append(strike(site, kind, dice))
            burst.wait_for(max(1, ACKNOWLEDGED - len(burst.acknowledged)), seconds=3600)
        lasted = time.monotonic() - begun
        broken = sum(filer.was_broken for filer in burst.filers)
        assert burst.surprises == {}
        send_again(burst, dice)
    told = compare(site, burst.filers)
    say(f"{sum(map(len, ready.values()))} kills, {told.acknowledged} acknowledged in {lasted:.0f} s, none lost;")
    say(f"  {broken} forms were sent again because no answer came; taken unseen: {dict(told.taken_unseen)}")
    for kind, seconds in ready.items():
        say(f"  {kind}: ready after {percentile(seconds, 0.5):.2f} s (median), {max(seconds):.2f} s (most)")
    assert told.acknowledged >= ACKNOWLEDGED
    assert told.unanswered == 0, "everybody who sent was told the number in the end"
    assert broken, "no kill hit anything: the drill proves nothing"


def strike(site: Installation, kind: str, dice: random.Random) -> float:
    """Kill, and give how long it took until what was killed was there again and the form could be opened."""
    time.sleep(dice.random() / 10)
    until = time.monotonic() + READY_SECONDS
    before = site.starts
    while not site.kill(kind):  # it is just being started
        assert time.monotonic() < until
        time.sleep(0.02)
    struck = time.monotonic()
    while kind != "web process" and site.starts == before:
        assert time.monotonic() < until, f"nobody noticed that the {kind} died"
        time.sleep(0.01)
    site.wait_until_ready()
    return time.monotonic() - struck


def send_again(burst: Burst, dice: random.Random) -> None:
    """The same form leads to the same number, also after all that happened."""
    for filer in dice.sample(burst.acknowledged, min(SAMPLE, len(burst.acknowledged))):
        assert burst.send(filer) == filer.receipt
    assert burst.surprises == {}
