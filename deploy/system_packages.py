"""Says which system libraries and programs are missing, and installs them when it may.

Used by the Makefile before anything else is installed, so it needs the standard library only:
`system_packages.py run` for what the program needs, `system_packages.py test` for what its tests need besides.
What is there is found by loading it or by looking for it, never by asking the package manager: a library built by hand
counts. As root on Debian or Ubuntu the missing packages are installed; otherwise the exact command is printed and the
answer is 1.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def can_load(library: str) -> Callable[[], bool]:
    """A check whether the dynamic loader finds the library, for example "libpango-1.0.so.0"."""

    def check() -> bool:
        try:
            ctypes.CDLL(library)
        except OSError:
            return False
        return True

    return check


def has_program(*names: str) -> Callable[[], bool]:
    """A check whether one of the programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def has_file(path: str) -> Callable[[], bool]:
    """A check whether the file is where its package puts it."""
    return Path(path).is_file


def has_postgresql_server() -> bool:
    """Whether a PostgreSQL server can be started here; Debian keeps its programs off the path."""
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def has_chromium() -> bool:
    """Whether there is a Chromium to drive; CHROMIUM names one that stands elsewhere."""
    return "CHROMIUM" in os.environ or has_program("chromium")()


@dataclass(frozen=True)
class Need:
    """One package, how to see that it is not needed any more, and what is lost without it if it is not required."""

    package: str
    is_met: Callable[[], bool]
    lost_without: str = ""


NEEDS = {
    "run": (
        Need("libpango-1.0-0", can_load("libpango-1.0.so.0")),
        Need("libpangoft2-1.0-0", can_load("libpangoft2-1.0.so.0")),
        Need("libharfbuzz-subset0", can_load("libharfbuzz-subset.so.0"), "PDF files take four times as long"),
    ),
    "test": (
        Need("postgresql", has_postgresql_server),
        Need("chromium", has_chromium),
        Need("libatomic1", can_load("libatomic.so.1")),  # the driver of the browser needs it
        Need("poppler-utils", has_program("pdftotext")),
        Need("qpdf", has_program("qpdf")),
        Need("default-jdk-headless", has_program("javac")),  # a checker is compiled at its first use
        Need("libjaxb-java", has_file("/usr/share/java/jaxb-runtime.jar")),
        Need("npm", has_program("npm")),
        Need("faketime", has_program("faketime")),  # a drill sets the clock of the product wrong
    ),
}


def is_offered(package: str) -> bool:
    """Whether the distribution has the package; older ones carry some libraries inside others."""
    if not shutil.which("apt-cache"):
        return False
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0


def install(packages: list[str]) -> int:
    """Installs the packages, refreshing the list of packages first; the exit status of the last command."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *filter(is_offered, packages)]
    print("Installing system packages:", " ".join(command), flush=True)
    return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode


def main(group: str) -> int:
    """Sees to it that the group's needs are met; 0 when the required ones are."""
    missing = [need for need in NEEDS[group] if not need.is_met()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install([need.package for need in missing])
        missing = [need for need in missing if not need.is_met()]
    required = [need.package for need in missing if not need.lost_without]
    for need in missing:
        if need.lost_without:
            print(f"Without the system package {need.package}: {need.lost_without}.", file=sys.stderr)
    if required:
        wanted = " ".join(need.package for need in missing if not need.lost_without or is_offered(need.package))
        print("System packages are missing. Install them, then run this again:", file=sys.stderr)
        print(f"    sudo apt-get update && sudo apt-get install -y {wanted}", file=sys.stderr)
    return 1 if required else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
