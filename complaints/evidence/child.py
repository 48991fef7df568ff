"""Run as a program of its own: takes most rights from this process, then runs the script it is told to.

    python -I child.py SCRIPT ARGUMENT < input > output

The limits stand before the first byte of a stranger's file is read. Nothing of the product is imported by this: the
package `complaints` is announced without its own start-up code, so that a script may use its pure modules and never
gets Flask, settings or keys.
"""

from __future__ import annotations

import resource
import runpy
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

MEMORY_BYTES: Final = 1536 * 1024 * 1024
"""Address space: the largest picture that is taken, twice (once turned), and the libraries."""
CPU_SECONDS: Final = 30
LIMITS: Final = (
    (resource.RLIMIT_AS, MEMORY_BYTES),
    (resource.RLIMIT_CPU, CPU_SECONDS),
    (resource.RLIMIT_FSIZE, 0),  # no file can be written; standard output is a pipe
    (resource.RLIMIT_CORE, 0),  # a crash leaves no picture of the memory behind
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_NOFILE, 32),  # enough to import; see close_the_door
)


def confine() -> None:
    """Set the limits of this process; none can be raised again."""
    for which, most in LIMITS:
        hard = resource.getrlimit(which)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))


def close_the_door() -> None:
    """From now on this process can open no file and no connection, only use the three it was given."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def announce_package() -> None:
    """Make the pure modules of `complaints` importable without running the package's start-up code."""
    package = ModuleType("complaints")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["complaints"] = package


def main() -> None:
    confine()
    announce_package()
    script, sys.argv = sys.argv[1], sys.argv[1:]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
