"""An installation that really runs, as `flask --app app start` starts it, and that can be killed in any part.

Whoever supervises the product (deploy/) starts it again when it ends; here a thread does, at once.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from complaints import database
from complaints.cipher import Cipher
from complaints.database import engine_options, engine_url, set_up
from complaints.settings import Settings
from tests.support.filings import form_path
from tests.support.site import TOP, free_port

START_SECONDS: Final = 90
OURS_TO_SET: Final = ("DATABASE_URL", "STORAGE_URL", "MAIL_URL", "MODE", "PUBLIC_URL", "TRUSTED_PROXIES")
KINDS: Final = ("web process", "web", "worker", "all")
"""One of the processes that answer; the server that they belong to; the worker; all of it with its parent."""


class Installation:
    """`database_url`: another database than the SQLite file that is copied into the folder. `app`: what is started."""

    def __init__(
        self,
        folder: Path,
        template: Path,
        keys: Path,
        *,
        database_url: str = "",
        app: str = "app",
        **environment: str,
    ) -> None:
        self.folder, self.app, self.port = folder, app, free_port()
        self.log_file = folder.parent / f"{folder.name}.log"
        self.database = folder / "complaints.sqlite3"
        folder.mkdir(parents=True, exist_ok=True)
        if not database_url:
            shutil.copyfile(template, self.database)
        inherited = {name: value for name, value in os.environ.items() if name not in OURS_TO_SET}
        self.own = {
            "SECRET_KEY": (keys / "secret_key").read_text(),
            "ENCRYPTION_KEYS": (keys / "encryption_keys").read_text(),
            "DATABASE_URL": database_url or f"sqlite:///{self.database}",
            "STORAGE_URL": f"file://{folder / 'storage'}",
            "MAIL_URL": f"file://{folder / 'mail'}",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "TRUSTED_PROXIES": "1",
            **environment,
        }
        self.environment = {**inherited, **self.own, "HOST": "127.0.0.1", "PORT": str(self.port)}
        self.environment |= {"PYTHONPATH": str(TOP), "PYTHONUNBUFFERED": "1"}
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    @property
    def settings(self) -> Settings:
        return Settings.from_env(self.own, instance=self.folder)

    @property
    def cipher(self) -> Cipher:
        return Cipher(self.settings.encryption_keys, self.settings.secret_key)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def looking(self) -> AbstractContextManager[Engine]:
        """The database beside the running product, for looking into it."""
        return looking_at(self.own["DATABASE_URL"])

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The same for reading only: nobody who files waits for it."""
        with database.only_reading(), self.looking() as engine, Session(engine) as session:
            yield session

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", self.app, *words]

    def start(self) -> None:
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                self.command("start"), env=self.environment, cwd=TOP, stdout=log, stderr=log, start_new_session=True
            )
        self.starts += 1

    def stop(self) -> None:
        """With all that belongs to it."""
        assert self.process is not None
        members = family(self.process.pid)
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        kill(members)
        self.process.wait()

    def kill(self, kind: str) -> int:
        """SIGKILL for one of KINDS. Gives how many processes were hit."""
        assert self.process is not None
        own = self.process.pid
        named = {name_of(pid): pid for pid in children(own)}
        if kind == "all":
            return kill([own, *family(own)[1:]])
        if kind == "web process":
            return kill(children(named["web"])[-1:]) if "web" in named else 0
        return kill([named[kind]]) if kind in named else 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Until the block ends; started once, and not again when it ends by itself."""
        self.start()
        try:
            self.wait_until_ready()
            yield
        finally:
            self.stop()

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Until the block ends, and started again whenever it has ended."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.01):
                if self.process is not None and self.process.poll() is not None:
                    kill(family(self.process.pid))
                    self.start()

        self.start()
        thread = threading.Thread(target=watch)
        try:
            self.wait_until_ready()
            thread.start()
            yield
        finally:
            done.set()
            if thread.is_alive():
                thread.join()
            self.stop()

    def wait_until_ready(self) -> float:
        """Until the complaint form can be opened. Gives how many seconds that took."""
        begun = time.monotonic()
        while self.status_of(form_path("kk")) != 200:
            assert time.monotonic() < begun + START_SECONDS, self.log[-2000:]
            time.sleep(0.02)
        return time.monotonic() - begun

    def status_of(self, path: str, timeout: float = 10) -> int:
        """The status of a page, or 0 where nobody answers."""
        return self.ask(path, timeout)[0]

    def ask(self, path: str, timeout: float = 10) -> tuple[int, str, Mapping[str, str]]:
        """Status, text and headers of a page; 0 and nothing where nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())
        except (OSError, HTTPException):
            return 0, "", {}
        finally:
            connection.close()


@contextmanager
def looking_at(database_url: str) -> Iterator[Engine]:
    """A database as the product opens it."""
    url = engine_url(database_url)
    engine = create_engine(url, **engine_options(url))
    set_up(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run, in the order of their start."""
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, path.read_text().split()))
    return sorted(found)


def family(pid: int) -> list[int]:
    """A process and all that descends from it."""
    return [pid, *(member for child in children(pid) for member in family(child))]


def name_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def kill(pids: list[int]) -> int:
    """SIGKILL for each. Gives how many there were still."""
    hit = 0
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            hit += 1
    return hit
