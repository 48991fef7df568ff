"""The mail server is dead, hangs, or answers 451: people file as always, and when it is back every mail goes once. A
worker that is killed between handing a mail over and writing that down sends it twice at most, as the same message.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from complaints.jobs import LEASE
from complaints.models import Job
from tests.faults.conftest import Make
from tests.faults.filers import Burst, Filer
from tests.faults.installation import Installation
from tests.faults.post import Post
from tests.faults.scale import percentile, say, times
from tests.faults.truth import compare

FILED = times(3, 50)
CRASHES = times(1, 10)
PATIENCE_SECONDS = times(60, 300)


class Clock:
    """What the product takes for the present, so that nobody waits for the pauses between tries."""

    def __init__(self, file: Path) -> None:
        self.file, self.ahead = file, timedelta()
        self.advance(timedelta())

    def advance(self, amount: timedelta) -> None:
        self.ahead += amount
        partial = self.file.with_suffix(".partial")
        partial.write_text((datetime.now(UTC) + self.ahead).isoformat())
        partial.replace(self.file)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path / "clock")


@pytest.fixture
def site(install: Make, post: Post, clock: Clock, tmp_path: Path) -> Installation:
    told = {"MAIL_URL": post.url, "CLOCK_FILE": str(clock.file), "INSTANCE": str(tmp_path / "site")}
    return install(app="tests.browser.serve", **told)


def test_mail_that_cannot_go_keeps_nobody_from_filing_and_goes_later(
    site: Installation, post: Post, clock: Clock
) -> None:
    with site.supervised():
        burst = Burst(site)
        with post.taking():
            usual = file_some(burst, "usual")
            wait(lambda: len(post.received) == len(usual))
        meanwhile = {"dead": file_some(burst, "dead")}
        wait(lambda: is_failing(site, "ConnectionRefusedError"))
        with post.hanging() as count_inside:
            meanwhile["hanging"] = file_some(burst, "hanging")
            clock.advance(timedelta(minutes=1))
            wait(lambda: count_inside() > 0)
            meanwhile["hanging"] += file_some(burst, "still hanging")
        with post.putting_off():
            meanwhile["451"] = file_some(burst, "later")
            clock.advance(timedelta(minutes=5))
            wait(lambda: post.put_off > 0)
        everybody = [filer.answers["email"] for filer in burst.filers]
        with post.taking():
            wait(lambda: len(post.received) >= len(everybody), lambda: clock.advance(timedelta(minutes=10)))
            time.sleep(1.5)
    assert Counter(to for to, _ in post.received) == Counter(everybody), "each mail once, when nothing crashed"
    assert all(filer.answered == ["303"] for filer in burst.filers), "filing is as always"
    compare(site, burst.filers)
    say(f"{len(everybody)} mails, {post.put_off} times 451: each went once after the return of the server")
    for what, filers in {"usual": usual, **meanwhile}.items():
        say(f"  filing, mail server {what}: {1000 * percentile([one.seconds for one in filers], 0.5):.0f} ms (median)")


def test_a_worker_killed_after_handing_a_mail_over_sends_it_twice_at_most(
    site: Installation, post: Post, clock: Clock
) -> None:
    crashes: list[str] = []

    def die() -> str:
        if len(crashes) < CRASHES and len(post.received) % 2 == 0:
            crashes.append("worker")
            site.kill("worker")
        return "250 taken"

    with site.supervised(), ExitStack() as open_:
        burst = Burst(site)
        open_.enter_context(post.taking(die))
        everybody = [one.answers["email"] for one in file_some(burst, "crash", max(2, 2 * CRASHES))]
        wait(
            lambda: {to for to, _ in post.received} == set(everybody) and not open_jobs(site, clock),
            lambda: clock.advance(LEASE / 3),
        )
    assert len(crashes) == CRASHES
    twice = [times for times in Counter(to for to, _ in post.received).values() if times > 1]
    assert sum(times - 1 for times in twice) <= CRASHES
    assert len({message for _, message in post.received}) == len(everybody), "a repeated mail is the same message"
    say(f"{CRASHES} workers killed while they sent: {len(everybody)} mails, {len(twice)} went twice, the same message")


def file_some(burst: Burst, what: str, count: int = FILED) -> list[Filer]:
    return [burst.file_once(email=f"{what.replace(' ', '-')}-{number}@example.com") for number in range(count)]


def is_failing(site: Installation, error: str) -> bool:
    with site.reading() as session:
        return session.scalar(select(Job.id).where(Job.last_error == error)) is not None


def open_jobs(site: Installation, clock: Clock) -> bool:
    due = select(Job.id).where(Job.closed_at.is_(None), Job.name.in_(("mail.send", "contact.tell_filer")))
    with site.reading() as session:
        return session.scalar(due) is not None


def wait(until: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not until():
        assert time.monotonic() < end, "it does not happen"
        meanwhile()
        time.sleep(0.2)
