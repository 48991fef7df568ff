"""Servers to measure, each in a folder of its own: our site as `flask --app app start` runs it, and the peers under the
same web server with as many processes and threads.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from sqlalchemy import Engine, create_engine, make_url, select, text
from sqlalchemy.sql.functions import count

from complaints.database import engine_options, engine_url
from complaints.models import Complaint
from complaints.models.jobs import Job
from complaints.settings import Settings, new_encryption_key
from tests.bench.burst import watching
from tests.support.site import TOP, free_port

PEERS: Final = Path(__file__).parent / "peers"
BESIDE: Final = Path(sys.executable).parent
PEERS_BESIDE: Final = TOP / ".venv-bench" / "bin"
START_SECONDS: Final = 120
QUIET_SECONDS: Final = 300
OURS_TO_SET: Final = ("DATABASE_URL", "STORAGE_URL", "MAIL_URL", "MODE", "PUBLIC_URL", "SECRET_KEY", "ENCRYPTION_KEYS")


@dataclass(frozen=True)
class Running:
    """A server that answers. `pid` is the process that everything of it descends from."""

    port: int
    pid: int

    def cpu(self) -> dict[int, float]:
        return watching.cpu_seconds(watching.family(self.pid))


class Ours:
    """An installation in a folder, with the example case in it."""

    def __init__(self, folder: Path, *, keys: Mapping[str, str] | None = None, database_url: str = "") -> None:
        self.folder = folder
        self.keys = keys or {"SECRET_KEY": secrets.token_urlsafe(48), "ENCRYPTION_KEYS": new_encryption_key()}
        self.database_url = database_url or f"sqlite:///{folder / 'complaints.sqlite3'}"
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """`TRUSTED_PROXIES`: as behind the reverse proxy that the README asks for."""
        return {
            **self.keys,
            "MODE": "example",
            "DATABASE_URL": self.database_url,
            "STORAGE_URL": f"file://{self.folder / 'storage'}",
            "MAIL_URL": f"file://{self.folder / 'mail'}",
            "TRUSTED_PROXIES": "1",
        }

    @property
    def settings(self) -> Settings:
        return Settings.from_env(self.environment, instance=self.folder)

    def copy(self, folder: Path) -> Ours:
        """The same in another folder; for SQLite, and while it does not run."""
        shutil.copytree(self.folder, folder)
        return Ours(folder, keys=self.keys)

    @contextmanager
    def serving(self) -> Iterator[Running]:
        """Web server and worker until the block ends, once the queue is empty."""
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if name not in OURS_TO_SET}
        environment |= {**self.environment, "HOST": "127.0.0.1", "PORT": str(port)}
        with _started([sys.executable, "-m", "flask", "--app", "app", "start"], environment, self.folder, TOP) as pid:
            _wait_for_answer(f"http://127.0.0.1:{port}/static/favicon.svg")
            self.wait_until_quiet()
            yield Running(port, pid)

    def wait_until_quiet(self) -> None:
        """Until no job is due: what the worker does belongs to what was filed before."""
        until = time.monotonic() + QUIET_SECONDS
        with self.opened() as engine:
            while True:
                due = select(count()).where(Job.closed_at.is_(None), Job.run_at <= datetime.now(UTC), ~Job.is_dead)
                with engine.connect() as connection:
                    if not connection.scalar(due):
                        return
                assert time.monotonic() < until, "the worker does not come to an end"
                time.sleep(0.5)

    def count_complaints(self) -> int:
        """The rows that are really stored."""
        with self.opened() as engine, engine.connect() as connection:
            return connection.scalar(select(count()).select_from(Complaint)) or 0

    def numbers(self) -> set[str]:
        with self.opened() as engine, engine.connect() as connection:
            return set(connection.scalars(select(Complaint.number)))

    @contextmanager
    def opened(self) -> Iterator[Engine]:
        made = create_engine(engine_url(self.database_url), **engine_options(self.database_url))
        try:
            yield made
        finally:
            made.dispose()


@contextmanager
def database_of_its_own(server_url: str) -> Iterator[str]:
    """An empty database of a PostgreSQL server, taken away afterwards."""
    name = f"bench_{secrets.token_hex(4)}"
    admin = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


class Desk:
    """django-helpdesk in a folder, set up in its favour (`peers/desk/settings.py`): its own form or an equal one."""

    def __init__(self, folder: Path, *, form: str) -> None:
        self.folder = folder
        if not (PEERS_BESIDE / "python").exists():
            raise SystemExit("The peers are not installed: make .venv-bench/installed")
        folder.mkdir(parents=True)
        self.environment = {
            **os.environ,
            "DESK_FOLDER": str(folder),
            "DESK_FORM": form,
            "DJANGO_SETTINGS_MODULE": "desk.settings",
            "PYTHONPATH": str(PEERS),
        }
        self.run("prepare")

    def run(self, verb: str) -> str:
        command = [str(PEERS_BESIDE / "python"), "-m", "desk.manage", verb]
        return subprocess.run(
            command, env=self.environment, cwd=PEERS, check=True, capture_output=True, text=True
        ).stdout.strip()

    def count_tickets(self) -> int:
        return int(self.run("count"))

    @contextmanager
    def serving(self) -> Iterator[Running]:
        with granian(PEERS_BESIDE, "desk.wsgi:application", self.environment, self.folder, PEERS) as running:
            _wait_for_answer(f"http://127.0.0.1:{running.port}/tickets/submit/")
            yield running


@contextmanager
def bare(folder: Path, page: Path) -> Iterator[Running]:
    """A Flask app that does nothing but reply, with our own versions of Flask and of the web server."""
    environment = {**os.environ, "BARE_PAGE": str(page), "PYTHONPATH": str(PEERS)}
    with granian(BESIDE, "bare:app", environment, folder, PEERS) as running:
        _wait_for_answer(f"http://127.0.0.1:{running.port}/")
        yield running


@contextmanager
def granian(beside: Path, app: str, environment: Mapping[str, str], folder: Path, cwd: Path) -> Iterator[Running]:
    """The web server as `complaints/processes.py` starts it."""
    port = free_port()
    command = [
        str(beside / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(os.cpu_count() or 1), "--blocking-threads", "1",
        "--http1-header-read-timeout", "5000", "--backpressure", "64",
        "--no-access-log", "--log-level", "warning", app,
    ]  # fmt: skip
    with _started(command, environment, folder, cwd) as pid:
        yield Running(port, pid)


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], folder: Path, cwd: Path) -> Iterator[int]:
    """Its words go to a file; afterwards nothing of it is left."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, cwd=cwd, stdout=log, stderr=log)
    try:
        yield process.pid
    finally:
        members = watching.family(process.pid)[1:]
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pid in members:
            _kill(pid)


def _kill(pid: int) -> None:
    """A process of ours that its parent has left behind."""
    if any(part in (watching.cmdline(pid)) for part in ("granian", "flask")):
        os.kill(pid, signal.SIGKILL)


def _wait_for_answer(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(address, timeout=5):
                return
        except HTTPError as error:
            raise SystemExit(f"{address}: {error}") from error
        except (URLError, OSError):
            assert time.monotonic() < until, "the web server does not answer"
            time.sleep(0.05)
