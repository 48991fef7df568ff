"""A PostgreSQL server that keeps what it acknowledges, as one in production, and that can be stopped hard."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, text

from tests.tools.with_postgresql import as_server, programs

SETTINGS: Final = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
    "log_min_messages": "panic",
}


class Server:
    """`folder` holds its data and its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = str(folder / "data")
        initdb = ["-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        as_server([str(programs() / "initdb"), *initdb, "--wal-segsize=1"])

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        as_server([*self._control, "-l", str(self.folder / "log"), "-o", f"{options} -k {self.folder}", "start"])

    def stop_at_once(self) -> None:
        """As a crash: nothing is written out, all connections are cut."""
        as_server([*self._control, "-m", "immediate", "stop"])

    def start_if_it_gave_up(self) -> None:
        """A server that could not write its log ends; whoever supervises it starts it again."""
        try:
            as_server([*self._control, "status"])
        except subprocess.CalledProcessError:
            self.start()

    def cut_connections(self) -> int:
        """End every connection but ours. Gives how many there were."""
        count = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
        engine = create_engine(self.address.replace("postgresql:", "postgresql+psycopg:"))
        try:
            with engine.connect() as connection:
                ended: int = connection.execute(text(f"{count} WHERE {others}")).scalar_one()
                return ended
        finally:
            engine.dispose()

    @property
    def _control(self) -> list[str]:
        return [str(programs() / "pg_ctl"), "-D", self._data, "-w"]


@contextmanager
def server(folder: Path | None = None) -> Iterator[Server]:
    """One that runs; `folder` (default: a new one) is taken away afterwards with all in it."""
    made = folder or Path(tempfile.mkdtemp(prefix="adil-tirkeu-"))
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(made, owner)
    running = Server(made)
    running.start()
    try:
        yield running
    finally:
        with suppress(subprocess.CalledProcessError):  # a failed drill may leave it stopped
            running.stop_at_once()
        shutil.rmtree(made, ignore_errors=True)
