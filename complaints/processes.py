"""Web server and worker as child processes of one command, stopped together.

A SIGTERM that reaches the web server while it starts can hang it, so whoever has not stopped in time is killed: nothing
acknowledged is lost by that, as both only ever lose uncommitted work.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Final

STOP_SECONDS: Final = 10
POLL_SECONDS: Final = 0.2


def run_web_and_worker(host: str, port: str) -> int:
    """Run both until SIGINT or SIGTERM, or until one of them ends by itself. Returns the exit status: 0 when told to
    stop."""
    asked_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    # Each in a session of its own, so that Ctrl-C reaches this process alone and the order of stopping is ours.
    children = [subprocess.Popen(command, start_new_session=True) for command in _commands(host, port)]  # noqa: S603
    while not asked_to_stop and all(child.poll() is None for child in children):
        time.sleep(POLL_SECONDS)
    for child in children:
        _end(child)
    return 0 if asked_to_stop else 1


def _commands(host: str, port: str) -> tuple[list[str], list[str]]:
    beside = Path(sys.executable).parent
    web = [
        str(beside / "granian"), "--interface", "wsgi", "--host", host, "--port", port,
        "--workers", str(os.cpu_count() or 1), "--blocking-threads", "1",
        "--http1-header-read-timeout", "5000", "--backpressure", "64",
        "--no-access-log", "--log-level", "warning", "app:app",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "flask", "--app", "app", "jobs", "work"]
    return web, worker


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(STOP_SECONDS)
    # With all that it started: a web server killed while it starts leaves workers behind, and they keep the port.
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
