"""`make run` brings up web server and worker together, and Ctrl-C leaves nothing of them behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.support.site import free_port

TOP = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60


@contextmanager
def started(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The command of `make run` in a terminal of its own, with its files in the folder."""
    places = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "STORAGE_URL": f"file://{folder}/files"}
    environment = {**os.environ, **places, "MAIL_URL": f"file://{folder}/mail", "PORT": str(port), "HOST": "127.0.0.1"}
    command = [sys.executable, "-m", "flask", "--app", "app", "start"]
    process = subprocess.Popen(
        command, cwd=TOP, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for_answer(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/kk/", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError("no answer")


def processes_with(port: int) -> list[str]:
    """Command lines of running processes that name the port."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in lines if f"--port {port}" in line]


@pytest.mark.parametrize("seconds_up", [0, 3])
def test_it_says_where_it_is_and_ctrl_c_leaves_nothing_behind(tmp_path: Path, seconds_up: float) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        wait_for_answer(port)
        time.sleep(seconds_up)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    for role in ("organiser", "official", "moderator", "operator"):
        assert f"{role}@example.com" in said
    assert processes_with(port) == []
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{port}/kk/", timeout=5)


def test_when_the_web_server_dies_the_worker_stops_and_the_command_fails(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        wait_for_answer(port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        web = next(pid for pid in children if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(int(web), signal.SIGKILL)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    assert processes_with(port) == []
