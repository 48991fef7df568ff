"""`make bench`: every engine in a cold process of its own, one after the other; ratios of CPU seconds against our bars.

`python -m tests.bench SIZES ENGINES` runs a part: `python -m tests.bench 3500 painter,typst`. Answers 1 if a bar is
missed.
"""

from __future__ import annotations

import os
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


@dataclass(frozen=True)
class Run:
    """CPU seconds of user and system, MiB at the peak, MiB of the file."""

    cpu: float
    memory: float
    size: float


def run(engine: str, count: int, folder: Path) -> Run:
    file = folder / f"{engine}-{count}.pdf"
    child = subprocess.Popen([sys.executable, "-m", "tests.bench.engines", engine, str(count), str(file)], cwd=TOP)
    _pid, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{engine} failed")
    made = Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, file.stat().st_size / 2**20)
    print(f"| {engine} | {count} | {made.cpu:.2f} | {made.memory:.0f} | {made.size:.2f} |", flush=True)
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
    with tempfile.TemporaryDirectory() as folder:
        ours = {count: run("painter", count, Path(folder)) for count in sizes}
        peers = {name: run(name, SMALL, Path(folder)) for name in engines if name in TIMES_LESS}
        print("\n| | bar | measured | held |\n|---|---|---|---|")
        held = [
            check(f"times less CPU than {name}", peer.cpu / ours[SMALL].cpu, TIMES_LESS[name], at_least=True)
            for name, peer in peers.items()
        ]
        held += [check(f"peak MiB, N={count}", made.memory, MOST_MEMORY[count]) for count, made in ours.items()]
        held.append(check(f"file MiB, N={SMALL}", ours[SMALL].size, MOST_SIZE))
        if LARGE in ours:
            held.append(check("growth of CPU", ours[LARGE].cpu / ours[SMALL].cpu, MOST_GROWTH))
        held.append(conforms(Path(folder) / f"painter-{SMALL}.pdf"))
    return 0 if all(held) else 1


if __name__ == "__main__":
    chosen = sys.argv[1].split(",") if len(sys.argv) > 1 else [str(SMALL), str(LARGE)]
    wanted = sys.argv[2].split(",") if len(sys.argv) > 2 else list(ENGINES)
    sys.exit(main([int(count) for count in chosen], wanted))
