"""`make bench`: every engine in a cold process of its own, one after the other; ratios of CPU seconds against our bars.

`python -m tests.bench SIZES ENGINES` runs a part: `python -m tests.bench 3500 painter,typst`. Answers 1 if a bar is
missed.
"""

from __future__ import annotations

import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.engines import ENGINES

TOP = Path(__file__).resolve().parents[2]
SMALL, LARGE = 3_500, 20_000
TIMES_LESS = {"html_fixed": 27.0, "html_auto": 36.0, "typst": 2.0, "reportlab": 3.6}
MOST_MEMORY = {SMALL: 160, LARGE: 480}
MOST_GROWTH = 5.7
MOST_SIZE = 2.0
QUICK, PAIRS = 20, 5
PATIENCE = 2
"""An engine is stopped when it took this many times what the bar asks: the ratio is then more than what is printed."""


@dataclass(frozen=True)
class Run:
    """CPU seconds of user and system, MiB at the peak, MiB of the file."""

    cpu: float
    memory: float
    size: float | None
    """None: stopped before it had written anything."""


def run(engine: str, count: int, folder: Path, *, most_cpu: float | None = None) -> Run:
    """One engine in a process of its own, stopped after `most_cpu` seconds of CPU."""
    file = folder / f"{engine}-{count}.pdf"
    limit = str(math.ceil(most_cpu)) if most_cpu else ""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.engines", engine, str(count), str(file), limit], cwd=TOP
    )
    _pid, status, usage = os.wait4(child.pid, 0)
    is_stopped = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
    if status and not is_stopped:
        raise SystemExit(f"{engine} failed")
    size = None if is_stopped else file.stat().st_size / 2**20
    made = Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size)
    said = f"{size:.2f}" if size is not None else "stopped"
    print(f"| {engine} | {count} | {made.cpu:.2f} | {made.memory:.0f} | {said} |", flush=True)
    return made


def check(name: str, value: float, bar: float, *, at_least: bool = False) -> bool:
    held = value >= bar if at_least else value <= bar
    print(f"| {name} | {'at least' if at_least else 'at most'} {bar:g} | {value:.1f} | {'yes' if held else '**no**'} |")
    return held


def conforms(file: Path) -> bool:
    """By veraPDF, outloud and qpdf."""
    checks = (
        [str(TOP / "tests/tools/verapdf/check-pdf"), "3a,ua1", str(file)],
        [str(Path(sys.executable).with_name("outloud")), str(file)],
        ["qpdf", "--check", str(file)],
    )
    statuses = [subprocess.run(command, capture_output=True, check=False).returncode for command in checks]
    print(f"\nveraPDF, outloud, qpdf over {file.name}: {statuses}")
    return not any(statuses)


def main(sizes: list[int], engines: list[str]) -> int:
    print("| engine | N | CPU s | peak MiB | file MiB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = {count: run("painter", count, folder) for count in sizes}
        ratios = {engine: compare(engine, folder) for engine in engines if engine in TIMES_LESS}
        print("\n| | bar | measured | held |\n|---|---|---|---|")
        held = [
            check(f"times less CPU than {engine}", ratio, TIMES_LESS[engine], at_least=True)
            for engine, ratio in ratios.items()
        ]
        held += [check(f"peak MiB, N={count}", made.memory, MOST_MEMORY[count]) for count, made in ours.items()]
        held.append(check(f"file MiB, N={SMALL}", ours[SMALL].size or 0, MOST_SIZE))
        if LARGE in ours:
            held.append(check("growth of CPU", ours[LARGE].cpu / ours[SMALL].cpu, MOST_GROWTH))
        held.append(conforms(folder / f"painter-{SMALL}.pdf"))
    return 0 if all(held) else 1


def compare(engine: str, folder: Path) -> float:
    """How many times more CPU an engine takes than ours right before and after it, because a shared machine is now
    faster and now slower; of a quick one the median of several such runs.
    """
    before = run("painter", SMALL, folder)
    ratios: list[float] = []
    while len(ratios) < PAIRS:
        peer = run(engine, SMALL, folder, most_cpu=PATIENCE * TIMES_LESS[engine] * before.cpu)
        after = run("painter", SMALL, folder)
        ratios.append(2 * peer.cpu / (before.cpu + after.cpu))
        if peer.cpu > QUICK:
            break
        before = after
    return statistics.median(ratios)


if __name__ == "__main__":
    chosen = sys.argv[1].split(",") if len(sys.argv) > 1 else [str(SMALL), str(LARGE)]
    wanted = sys.argv[2].split(",") if len(sys.argv) > 2 else list(ENGINES)
    sys.exit(main([int(count) for count in chosen], wanted))
