"""The round page as an anonymous reader gets it, over and over: beside a bare Flask app that replies with the same
bytes, and beside what the help desk has for it, the public page of a case; each peer beside runs of ours right before
and after it. The other public pages of the help desk are told, too: some of them ask its database hardly anything.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import fmean, median
from typing import Final

from tests.bench.burst import telling
from tests.bench.burst.people import LANGUAGES, get
from tests.bench.burst.running import Desk, Ours, Running, bare
from tests.bench.burst.tickets import OWN, tickets
from tests.bench.burst.wires import ask, drive_closed, header
from tests.support.filings import ROUND

CLIENTS: Final = 16
WARM_SECONDS: Final = 2.0
TRY_SECONDS: Final = 1.0
BARE_BAR: Final = 0.7
DESK_BAR: Final = 30.0
DESK_PAGES: Final = {
    "start": "/",
    "form": "/tickets/submit/",
    "search": "/view/",
    "empty knowledge base": "/kb/",
    "static help": "/help/context/",
    "three words of thanks": "/tickets/success_iframe/",
}


@dataclass(frozen=True)
class Run:
    """Pages a second, CPU milliseconds of the server for each, answers that were not 200."""

    rate: float
    cpu_ms: float
    refused: int


def round_page(lang: str) -> str:
    return f"/{lang}/rounds/{ROUND}/"


def main(seconds: float, rounds: int) -> None:
    telling.head(f"The round page, cached: {CLIENTS} clients, {seconds:g} s a run, {rounds} rounds")
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        ours = stack.enter_context(Ours(folder / "ours").serving())
        page = folder / "page"
        page.write_bytes(_body(ours))
        plain = stack.enter_context(bare(folder, page))
        desk = stack.enter_context(Desk(folder / "desk", form=OWN).serving())
        case = _case(desk)
        mine: list[Run] = []
        others: dict[str, list[Run]] = {}
        ratios: dict[str, list[float]] = {}
        mine.append(_ours(ours, seconds))
        for _ in range(rounds):
            for kind, server, path in (("same", plain, "/page"), ("short", plain, "/"), ("desk", desk, case)):
                others.setdefault(kind, []).append(_read(server, [path], seconds))
                mine.append(_ours(ours, seconds))
                beside = fmean(run.rate for run in mine[-2:])
                ratios.setdefault(kind, []).append(beside / others[kind][-1].rate)
        rates = {name: _read(desk, [path], TRY_SECONDS).rate for name, path in DESK_PAGES.items()}
        size = page.stat().st_size
    _tell(mine, others, ratios, size)
    said = ", ".join(f"{name} {rate:.0f}" for name, rate in rates.items())
    telling.note("other pages of the help desk, a second", said)


def _body(ours: Running) -> bytes:
    """As it comes: compressed the way the browsers of this benchmark take it."""
    request = get(round_page(LANGUAGES[0]), ours.port)
    for _ in range(8):  # each process has read it then
        reply = ask(ours.port, request)
    assert reply.status == 200
    assert b"content-encoding: br" in reply.head.lower()
    return reply.body


def _case(desk: Running) -> str:
    """The address under which whoever filed a ticket reads it, without signing in."""
    reply = ask(desk.port, tickets(desk.port, OWN)())
    return header(reply.head, b"location").decode()


def _ours(ours: Running, seconds: float) -> Run:
    return _read(ours, [round_page(lang) for lang in LANGUAGES], seconds)


def _read(server: Running, paths: list[str], seconds: float) -> Run:
    requests: Iterator[bytes] = cycle([get(path, server.port) for path in paths])
    drive_closed(server.port, clients=CLIENTS, seconds=WARM_SECONDS, next_request=lambda: next(requests))
    before, start = sum(server.cpu().values()), time.perf_counter()
    answers = drive_closed(server.port, clients=CLIENTS, seconds=seconds, next_request=lambda: next(requests))
    took = max(answer.came_at for answer in answers) - start
    used = sum(server.cpu().values()) - before
    good = sum(answer.status == 200 for answer in answers)
    return Run(good / took, 1000 * used / max(good, 1), len(answers) - good)


def _tell(mine: list[Run], others: dict[str, list[Run]], ratios: dict[str, list[float]], size: int) -> None:
    def said(runs: list[Run]) -> str:
        return f"{median(run.rate for run in runs):.0f}, {median(run.cpu_ms for run in runs):.2f} ms"

    telling.note("ours: pages a second, CPU of the server for each", said(mine))
    telling.note(f"bare Flask, the same {size:,} bytes", said(others["same"]))
    telling.note("bare Flask, two letters", said(others["short"]))
    telling.note("help desk, the public page of a ticket", said(others["desk"]))
    telling.at_least("ours against bare Flask, the same bytes", BARE_BAR, median(ratios["same"]), unit=" x")
    telling.note("ours against bare Flask, two letters", f"{median(ratios['short']):.2f} x")
    telling.at_least("ours against the help desk", DESK_BAR, median(ratios["desk"]), unit=" x")
    less = median(run.cpu_ms for run in others["same"]) / median(run.cpu_ms for run in mine)
    telling.note("the same by the CPU of the server: bare Flask, the same bytes", f"{less:.2f} x")
    refused = sum(run.refused for run in mine)
    telling.at_most("answers that were not the page", 0, refused, said=str(refused))
