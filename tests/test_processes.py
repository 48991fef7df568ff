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


def descendants(pid: int) -> list[int]:
    """All that the process has started and that still runs."""
    try:
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*children, *(later for child in children for later in descendants(child))]


def name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def wait_until_gone(pids: list[int]) -> None:
    """Those that nobody has asked for their end yet are gone, too."""
    until = time.monotonic() + PATIENCE_SECONDS
    while running := [pid for pid in pids if is_running(pid)]:
        assert time.monotonic() < until, f"{running} go on"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("seconds_up", [0, 3])
def test_it_says_where_it_is_and_ctrl_c_leaves_nothing_behind(tmp_path: Path, seconds_up: float) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        wait_for_answer(port)
        time.sleep(seconds_up)
        started_by_it = descendants(process.pid)
        assert {name_of(pid) for pid in started_by_it} >= {"web", "worker"}
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    for role in ("organiser", "official", "moderator", "operator"):
        assert f"{role}@example.com" in said
    wait_until_gone(started_by_it)
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{port}/kk/", timeout=5)


@pytest.mark.parametrize("who", ["web", "worker"])
def test_when_one_of_them_dies_the_other_stops_and_the_command_fails(tmp_path: Path, who: str) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        wait_for_answer(port)
        started_by_it = descendants(process.pid)
        os.kill(next(pid for pid in started_by_it if name_of(pid) == who), signal.SIGKILL)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    wait_until_gone(started_by_it)


def test_a_process_of_the_web_server_that_dies_is_replaced(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        wait_for_answer(port)
        web = next(pid for pid in descendants(process.pid) if name_of(pid) == "web")
        before = descendants(web)
        assert len(before) == os.cpu_count()
        os.kill(before[0], signal.SIGKILL)
        until = time.monotonic() + PATIENCE_SECONDS
        while len(set(descendants(web)) - set(before)) < 1:
            assert time.monotonic() < until, "nobody took its place"
            time.sleep(0.05)
        wait_for_answer(port)


def test_when_the_command_itself_is_killed_its_children_stop(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        wait_for_answer(port)
        started_by_it = descendants(process.pid)
        process.kill()
        wait_until_gone(started_by_it)
