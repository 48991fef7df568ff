"""A running installation of its own: web server and worker as processes, a folder for everything, a clock in a file."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.support.mails import read_mails

TOP = Path(__file__).resolve().parents[2]
BESIDE = Path(sys.executable).parent
START_SECONDS = 30
WAIT_SECONDS = 60
FIRST_MOMENT = datetime(2026, 11, 23, 5, tzinfo=UTC)


class Site:
    """One installation. `url` is its address without a slash at the end, `instance` the folder of its files."""

    def __init__(self, folder: Path, like: Site | None = None) -> None:
        """A new one, or a copy of another one that does not run: with its address and its moment."""
        self.instance = folder / "instance"
        self.clock_file = folder / "clock"
        self.log_file = folder / "log"
        self.port = like.port if like else free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in ("DATABASE_URL", "STORAGE_URL", "MAIL_URL")
            },
            "CLOCK_FILE": str(self.clock_file),
            "INSTANCE": str(self.instance),
            "PUBLIC_URL": self.url,
            "PYTHONPATH": str(TOP),
        }
        if like:
            shutil.copytree(like.instance, self.instance)
            self.set_time(like.now)
        else:
            self.instance.mkdir(parents=True)
            self.set_time(FIRST_MOMENT)
            self.run("db", "upgrade")

    @property
    def database(self) -> Path:
        """The SQLite file, for looking into it."""
        return self.instance / "complaints.sqlite3"

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.clock_file.read_text())

    def log(self) -> str:
        """What web server and worker have logged so far."""
        return self.log_file.read_text()

    def set_time(self, moment: datetime) -> None:
        """What the web server and the worker take for the present from now on."""
        partial = self.clock_file.with_suffix(".partial")
        partial.write_text(moment.isoformat())
        partial.replace(self.clock_file)

    def advance(self, **amount: float) -> None:
        self.set_time(self.now + timedelta(**amount))

    def run(self, *command: str) -> str:
        """What `flask --app app ...` prints. Fails when the command fails."""
        done = subprocess.run(
            self.flask(*command), env=self.environment, cwd=TOP, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def flask(self, *command: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "tests.browser.serve", *command]

    def mails(self) -> list[EmailMessage]:
        """The mails sent so far, oldest first."""
        return read_mails(f"file://{self.instance / 'mail'}")

    def wait_for_mail(self, to: str, count: int = 1) -> list[EmailMessage]:
        """The mails to this address as soon as there are so many."""
        until = time.monotonic() + WAIT_SECONDS
        while len(found := [mail for mail in self.mails() if mail["To"] == to]) < count:
            assert time.monotonic() < until, f"{len(found)} of {count} mails to {to}"
            time.sleep(0.1)
        return found

    def wait_for_jobs(self) -> None:
        """Come back as soon as the worker has done what is due by now: what was not sent then is not sent."""
        due = "SELECT name FROM jobs WHERE closed_at IS NULL AND run_at <= ?"
        until = time.monotonic() + WAIT_SECONDS
        with closing(sqlite3.connect(self.database)) as connection:
            while left := connection.execute(due, (f"{self.now.astimezone(UTC):%F %T.%f}",)).fetchall():
                assert time.monotonic() < until, f"jobs left: {left}"
                time.sleep(0.1)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The web server, until the block ends."""
        granian = [str(BESIDE / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        quiet = ["--workers", "1", "--blocking-threads", "2", "--no-access-log", "--log-level", "warning"]
        with self._process([*granian, *quiet, "tests.browser.serve:app"]) as process:
            self._wait_for_answer(process)
            yield

    @contextmanager
    def working(self) -> Iterator[None]:
        """The worker, as a process of its own, until the block ends."""
        with self._process(self.flask("jobs", "work")):
            yield

    @contextmanager
    def _process(self, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        with self.log_file.open("ab") as log:
            process = subprocess.Popen(command, env=self.environment, cwd=TOP, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait_for_answer(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, "the web server ended"
            try:
                with urlopen(f"{self.url}/static/favicon.svg", timeout=5):
                    return
            except URLError:
                assert time.monotonic() < until, "the web server does not answer"
                time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
