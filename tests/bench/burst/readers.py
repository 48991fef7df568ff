"""The rush: 3,500 filings within a minute, and while each is sent, twenty neighbours reload the round's page.

The load is open: every filing and every reading has its moment, whether or not the site keeps up, and what it waits for
a free connection counts. A filing is lost when it was acknowledged and its number is not in the database.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from tests.bench.burst import telling
from tests.bench.burst.pages import round_page
from tests.bench.burst.people import LANGUAGES, Filers, get
from tests.bench.burst.running import Ours
from tests.bench.burst.wires import BROKEN, Answer, Due, drive_closed, drive_open

FILING, READING = "filing", "reading"
WIRES: Final = {FILING: 16, READING: 96}
"""Connections that stay open, as a reverse proxy keeps them. Each process of the web server takes 64 at a time; whoever
comes beyond these waits until one is closed, however quick the answers are.
"""
GRACE: Final = 30.0
WARM_SECONDS: Final = 2.0
MOST_P99: Final = 1.0


def main(seconds: float, filings: int, readers: int) -> None:
    telling.head(f"The rush: {filings:,} filings within {seconds:g} s, {readers} readings beside each")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        site = Ours(Path(name) / "site")
        with site.serving() as running:
            filers = Filers(site.settings, running.port)
            drive_closed(running.port, clients=8, seconds=WARM_SECONDS, next_request=filers.request)
            site.wait_until_quiet()
            schedule = _schedule(filers, running.port, seconds, filings, readers)
            cpu, start = sum(running.cpu().values()), time.perf_counter()
            answers = drive_open(running.port, schedule, wires=WIRES, end=seconds, grace=GRACE)
            took = time.perf_counter() - start
            cpu = sum(running.cpu().values()) - cpu
            stored = site.numbers()
    _tell(answers, stored, filings, readers, start + seconds)
    telling.note("from the first to the last answer", f"{took:.1f} s, our processes used {cpu:.1f} s of CPU")


def _schedule(filers: Filers, port: int, seconds: float, filings: int, readers: int) -> list[Due]:
    """Evenly spread: each filing at its moment, its neighbours' readings until the next one."""
    pages = [get(round_page(lang), port) for lang in LANGUAGES]
    step = seconds / filings
    due = []
    for number in range(filings):
        moment = number * step
        due.append(Due(moment, FILING, filers.request()))
        due += [
            Due(moment + step * place / readers, READING, pages[(number + place) % len(pages)])
            for place in range(readers)
        ]
    return due


def _tell(answers: list[Answer], stored: set[str], filings: int, readers: int, end: float) -> None:
    sent = [answer for answer in answers if answer.kind == FILING]
    read = [answer for answer in answers if answer.kind == READING]
    taken = [answer for answer in sent if answer.status == 303]
    numbers = {answer.location.decode().split("/complaints/")[-1].split("/")[0] for answer in taken}
    wrong = Counter(answer.status for answer in sent if answer.status != 303)
    wrong += Counter(answer.status for answer in read if answer.status not in (200, 304))
    in_time = sum(answer.status in (200, 304) and answer.came_at <= end + MOST_P99 for answer in read)
    errors = sum(wrong.values())
    lost = len(taken) - len(numbers & stored)
    named = ", ".join(f"{count} x {status or 'broken'}" for status, count in wrong.items())
    telling.at_most("errors", 0, errors, said=f"{errors}{f' ({named})' if named else ''}")
    telling.at_most("filings acknowledged and not stored", 0, lost, said=str(lost))
    telling.at_least("filings taken", filings, len(taken), said=f"{len(taken):,}")
    p50, p99 = (telling.percentile([answer.seconds for answer in sent], share) for share in (0.5, 0.99))
    telling.at_most("p99 of a filing", MOST_P99 * 1000, p99 * 1000, unit=" ms")
    telling.note("half of the filings within", telling.ms(p50))
    telling.at_least("readings served by a second after the end, for each filing", readers, in_time / filings)
    waited = [answer.seconds for answer in read if answer.status != BROKEN]
    telling.note("p99 of a reading", telling.ms(telling.percentile(waited, 0.99)))
    telling.note("readings never sent, the site was not free", f"{filings * readers - len(read):,}")
