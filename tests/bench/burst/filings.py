"""Filings per second at 16 clients that never rest: ours on SQLite and on PostgreSQL, the help desk with an equal form
and with its own, each beside runs of ours right before and after it, because a shared machine is now faster and now
slower. What counts is the rows that are stored afterwards, divided by the time to the last answer.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Final

from tests.bench.burst import telling, watching
from tests.bench.burst.people import Filers
from tests.bench.burst.running import Desk, Ours, Running, database_of_its_own
from tests.bench.burst.tickets import EQUAL, OWN, tickets
from tests.bench.burst.wires import drive_closed
from tests.tools.with_postgresql import DURABLE, postgresql

CLIENTS: Final = 16
WARM_SECONDS: Final = 2.0
AHEAD: Final = 1_500
"""Filings made before each measured second of ours: more than can be taken."""
BARS: Final = {EQUAL: 25.0, OWN: 6.0}
POSTGRESQL_BAR: Final = 0.6
MOST_CPU_MS: Final = 2.5
MOST_P99: Final = 0.1


@dataclass(frozen=True)
class Run:
    """Rows stored per second, CPU milliseconds for each by process, seconds that 99 of 100 answers took at most."""

    rate: float
    cpu: dict[str, float]
    p99: float
    refused: int
    lost: int
    """Acknowledged and not stored."""
    client_ms: float
    """CPU of the clients for each, on the same cores."""

    @property
    def cpu_ms(self) -> float:
        return sum(self.cpu.values())


def main(seconds: float, rounds: int) -> None:
    telling.head(f"Filings per second: {CLIENTS} clients, {seconds:g} s a run, {rounds} rounds")
    telling.note("a durable write on this disk takes", telling.durable_write())
    ours: list[Run] = []
    ratios: dict[str, list[float]] = {OWN: [], EQUAL: [], "postgresql": []}
    peers: dict[str, list[Run]] = {OWN: [], EQUAL: [], "postgresql": []}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        pattern = prepared(folder)
        ours.append(_on_sqlite(pattern, folder, seconds))
        for _ in range(rounds):
            for kind, run in _peers(pattern, folder):
                peers[kind].append(run(seconds))
                ours.append(_on_sqlite(pattern, folder, seconds))
                beside = fmean(run.rate for run in ours[-2:])
                is_ours = kind == "postgresql"
                ratios[kind].append(peers[kind][-1].rate / beside if is_ours else beside / peers[kind][-1].rate)
    _tell(ours, peers, ratios)


def prepared(folder: Path) -> Ours:
    """An installation with the example case, whose queue is empty; for copies."""
    made = Ours(folder / "pattern")
    with made.serving():
        pass
    return made


def _peers(pattern: Ours, folder: Path) -> Iterator[tuple[str, Callable[[float], Run]]]:
    yield EQUAL, lambda seconds: _on_desk(folder, EQUAL, seconds)
    yield OWN, lambda seconds: _on_desk(folder, OWN, seconds)
    yield "postgresql", lambda seconds: _on_postgresql(pattern, folder, seconds)


def _on_sqlite(pattern: Ours, folder: Path, seconds: float) -> Run:
    with _copied(pattern, folder) as site:
        return _of_ours(site, seconds)


def _on_postgresql(pattern: Ours, folder: Path, seconds: float) -> Run:
    with (
        tempfile.TemporaryDirectory(dir=folder) as name,
        postgresql(DURABLE) as server,
        database_of_its_own(server) as url,
    ):
        return _of_ours(Ours(Path(name), keys=pattern.keys, database_url=url), seconds)


@contextmanager
def _copied(pattern: Ours, folder: Path) -> Iterator[Ours]:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        yield pattern.copy(Path(name) / "site")


def _of_ours(site: Ours, seconds: float) -> Run:
    with site.serving() as running:
        filers = Filers(site.settings, running.port)
        drive_closed(running.port, clients=CLIENTS, seconds=WARM_SECONDS, next_request=filers.request)
        site.wait_until_quiet()
        made = filers.requests(int(AHEAD * seconds))
        return _measured(running, lambda: next(made, None), site.count_complaints, 303, seconds)


def _on_desk(folder: Path, form: str, seconds: float) -> Run:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        desk = Desk(Path(name) / "desk", form=form)
        with desk.serving() as running:
            make = tickets(running.port, form)
            drive_closed(running.port, clients=CLIENTS, seconds=WARM_SECONDS, next_request=make)
            return _measured(running, make, desk.count_tickets, 302, seconds)


def _measured(
    running: Running,
    next_request: Callable[[], bytes | None],
    count: Callable[[], int],
    taken: int,
    seconds: float,
) -> Run:
    """`taken`: the status that says that a row is stored."""
    before, cpu_before, own_before, start = count(), running.cpu(), time.process_time(), time.perf_counter()
    answers = drive_closed(running.port, clients=CLIENTS, seconds=seconds, next_request=next_request)
    took = max(answer.came_at for answer in answers) - start
    cpu_after, own = running.cpu(), time.process_time() - own_before
    stored = count() - before
    good = [answer for answer in answers if answer.status == taken]
    return Run(
        rate=stored / took,
        cpu=_by_process(cpu_before, cpu_after, stored),
        p99=telling.percentile([answer.seconds for answer in answers], 0.99),
        refused=len(answers) - len(good),
        lost=len(good) - stored,
        client_ms=1000 * own / max(stored, 1),
    )


def _by_process(before: dict[int, float], after: dict[int, float], stored: int) -> dict[str, float]:
    used = {pid: seconds - before.get(pid, 0.0) for pid, seconds in after.items()}
    return {
        f"{watching.name_of(pid)} ({pid})": seconds * 1000 / max(stored, 1) for pid, seconds in used.items() if seconds
    }


def _tell(ours: list[Run], peers: dict[str, list[Run]], ratios: dict[str, list[float]]) -> None:
    def rates(runs: list[Run]) -> str:
        return ", ".join(f"{run.rate:.0f}" for run in runs)

    for kind, name in ((EQUAL, "help desk, equal form"), (OWN, "help desk, its own form")):
        telling.note(f"{name}, a second", rates(peers[kind]))
        telling.at_least(f"ours against {name}", BARS[kind], median(ratios[kind]), unit=" x")
    telling.note("ours on SQLite, a second", rates(ours))
    telling.note("ours on PostgreSQL, a second", rates(peers["postgresql"]))
    telling.at_least("PostgreSQL against SQLite", POSTGRESQL_BAR, median(ratios["postgresql"]), unit=" x")
    telling.at_most("CPU for a filing, all our processes", MOST_CPU_MS, median(run.cpu_ms for run in ours), unit=" ms")
    for name, used in ours[-1].cpu.items():
        telling.note(f"of it in the last run: {name}", f"{used:.2f} ms")
    telling.note("CPU of the clients for a filing", f"{median(run.client_ms for run in ours):.2f} ms")
    p99 = median(run.p99 for run in ours)
    telling.at_most("p99 of a filing", MOST_P99 * 1000, p99 * 1000, unit=" ms")
    telling.note("p99 on PostgreSQL", telling.ms(median(run.p99 for run in peers["postgresql"])))
    both = ours + peers["postgresql"]
    refused, lost = sum(run.refused for run in both), sum(run.lost for run in both)
    telling.at_most("refused or broken off", 0, refused, said=str(refused))
    telling.at_most("acknowledged and not stored", 0, lost, said=str(lost))
    of_desk = sum(run.refused for kind in (OWN, EQUAL) for run in peers[kind])
    telling.note("refused or broken off by the help desk", str(of_desk))
