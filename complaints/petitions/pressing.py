"""Prints a document in a process of its own, with little memory and time: what people typed can stop only that one.

    python -m complaints.petitions.pressing < sheaf > file

The values travel as a pickle from the worker to its own child and nowhere else. The child has no keys, no settings and
no address of the database; its fetcher serves our fonts and styles only.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from complaints.petitions.printing import Printed, Sheaf

TOP: Final = Path(__file__).resolve().parents[2]
WALL_SECONDS: Final = 900
"""A document of 20,000 rows takes some ten seconds; the rest is for a busy machine."""
LIMITS: Final = (
    (resource.RLIMIT_AS, 3 * 1024**3),
    (resource.RLIMIT_CPU, 600),
    (resource.RLIMIT_CORE, 0),  # a crash leaves no picture of the memory behind
    (resource.RLIMIT_FSIZE, 64 * 1024**2),  # fontconfig may keep a cache
)


class PressFailed(RuntimeError):
    """The child died or took too long. Says how it ended, and nothing of what it printed."""


def press(sheaf: Sheaf) -> Printed:
    """The PDF of `sheaf`, made by a child. Raises PressFailed."""
    with tempfile.TemporaryDirectory() as home:
        environment = {"PYTHONPATH": str(TOP), "PATH": os.defpath, "HOME": home, "LANG": "C.UTF-8"}
        try:
            done = subprocess.run(
                [sys.executable, "-m", "complaints.petitions.pressing"],
                input=pickle.dumps(sheaf),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback may quote a name
                env=environment,
                cwd=TOP,
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise PressFailed("it took too long") from None
    head, _, pdf = done.stdout.partition(b"\n")
    if done.returncode != 0:
        raise PressFailed(f"exit status {done.returncode}: {head.decode(errors='replace')[:100]}")
    return Printed(pdf, json.loads(head)["pages"])


def main() -> int:
    """Of the child: limits first, then the work; of an error only its name is told."""
    for which, most in LIMITS:
        resource.setrlimit(which, (most, most))
    try:
        printed = pickle.loads(sys.stdin.buffer.read()).print()  # noqa: S301  from our own parent
    except Exception as error:
        sys.stdout.write(type(error).__name__ + "\n")
        return 1
    sys.stdout.buffer.write(json.dumps({"pages": printed.pages}).encode() + b"\n" + printed.pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
