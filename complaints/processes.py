"""Web server and worker as children of one process that has loaded the app, stopped together.

The app is loaded once and the children are forked from it, so that a start takes one loading and what all of them need
stands in memory once. A SIGTERM that reaches the web server while it starts can hang it, so whoever has not stopped in
time is killed: nothing acknowledged is lost by that, as both only ever lose uncommitted work.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Final

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

STOP_SECONDS: Final = 10
POLL_SECONDS: Final = 0.2
HEADER_MILLISECONDS: Final = 5000
THREADS: Final = 64
"""That read requests side by side in each process; the app answers one at a time (web/requests.py)."""
BACKPRESSURE: Final = 64
DIE_WITH_PARENT: Final = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
Task = Callable[[], None]
_forking = multiprocessing.get_context("fork")


def serve(app: Flask, host: str, port: int) -> None:
    """The web server, a process for each core, until SIGTERM. One that dies is replaced."""
    server = Granian(
        "app:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=os.cpu_count() or 1,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_access=False,
        log_level=LogLevels.error,  # it would warn of the threads, which mostly wait for what is sent
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=lambda _name: app)


def run_apart(task: Task) -> int:
    """Run it in a child, whose memory is given back at its end. Returns its exit status."""
    child = _forking.Process(target=task)
    child.start()
    child.join()
    return child.exitcode or 0


def run_together(tasks: Mapping[str, Task]) -> int:
    """Run each task in a child of its own until SIGINT or SIGTERM, or until one of them ends by itself. Returns the
    exit status: 0 when told to stop. The names are those that `ps -o comm` shows.
    """
    asked_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    gc.collect()
    gc.freeze()  # what is loaded by now is never looked through again, so that its pages stay shared
    children = [_forking.Process(target=_child, args=(name, task)) for name, task in tasks.items()]
    for child in children:
        child.start()
    while not asked_to_stop and all(child.is_alive() for child in children):
        time.sleep(POLL_SECONDS)
    for child in children:
        _end(child)
    return 0 if asked_to_stop else 1


def _child(name: str, task: Task) -> None:
    """In a session of its own, so that Ctrl-C reaches the parent alone and the order of stopping is ours."""
    os.setsid()
    with suppress(AttributeError, OSError):  # only Linux knows these two
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
        Path("/proc/self/comm").write_text(name)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    task()


def _end(child: BaseProcess) -> None:
    child.terminate()
    child.join(STOP_SECONDS)
    # With all that it started: a web server killed while it starts leaves workers behind, and they keep the port.
    with suppress(ProcessLookupError, TypeError):
        os.killpg(child.pid, signal.SIGKILL)  # type: ignore[arg-type]
    child.join()
