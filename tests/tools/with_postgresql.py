"""Runs a command beside a temporary PostgreSQL server of its own, and takes the server away afterwards.

The server's programs are the distribution's: the builds on the package index lack ICU, so Kazakh would be sorted
wrongly there. It listens on a socket in its own folder only and, unless it is asked to, never writes through to the
disk. The command finds it in TEST_DATABASE_URL. Our choice: PostgreSQL refuses to run as root, so root hands it to the
user `postgres`, whom the distribution's package makes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
}
DURABLE = {**SETTINGS, "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""As an installation has it: what is committed stays."""


def programs() -> Path:
    """The folder with initdb and postgres, the newest version's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise SystemExit("No PostgreSQL server here: sudo apt-get install -y postgresql")
    return Path(on_path).parent


def as_server(command: list[str]) -> None:
    """Runs one of the server's programs, as the user postgres when we are root."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
    )


@contextmanager
def postgresql(settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """A running server; gives the address of its database `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="adil-tirkeu-"))
    data = str(folder / "data")
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, owner)
    try:
        initdb = [
            str(programs() / "initdb"),
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        as_server(initdb)
        options = (
            " ".join(f"-c {name}='{value}'" for name, value in settings.items())
            + f" -c unix_socket_directories='{folder}'"
        )
        control = [str(programs() / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log")]
        as_server([*control, "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            as_server([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Runs the command with TEST_DATABASE_URL set; its exit status."""
    with postgresql() as address:
        return subprocess.run(command, env={**os.environ, "TEST_DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
