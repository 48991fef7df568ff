"""What the processes of a server use, read from /proc: the one that was started and all that descend from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
TICKS: Final = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and its descendants, whichever session or group they are in."""
    children: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*/stat"):
        fields = _stat(path)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def cpu_seconds(pids: list[int]) -> dict[int, float]:
    """User and system seconds of each so far; one that has ended is missing."""
    stats = {pid: _stat(PROC / str(pid) / "stat") for pid in pids}
    return {pid: (int(fields[11]) + int(fields[12])) / TICKS for pid, fields in stats.items() if fields}


def mebibytes(pid: int) -> tuple[float, float]:
    """Resident, once as its share (memory of several processes is split between them) and once as if it were alone."""
    sizes = {"Pss": 0, "Rss": 0}
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in sizes:
            sizes[name] = int(rest.split()[0])
    return sizes["Pss"] / 1024, sizes["Rss"] / 1024


def cmdline(pid: int) -> str:
    """As it was started; empty when the process is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def name_of(pid: int) -> str:
    """What was started, in a few words."""
    words = cmdline(pid).split("\0")
    return " ".join(Path(word).name for word in words[:8] if word and word[0] not in "-0123456789")


def _stat(path: Path) -> list[str]:
    """The fields after the name, which may have spaces in it; empty when the process is gone."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return []
