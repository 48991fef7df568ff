"""Forty people on a network so weak that their forms come byte by byte, and forty who never end their headers: others
are served beside them as always, and whose form has come is answered.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from tests.faults.conftest import Make
from tests.faults.filers import RECEIPT, Burst, Filer
from tests.faults.scale import percentile, say, times
from tests.faults.truth import compare
from tests.support.filings import form_path

SLOW = 40
SENDS_FOR_SECONDS = times(6, 40)
MOST_SECONDS = 5
"""Of one filing beside the slow ones. Our choice, with room for a busy machine; the figures are printed."""


def test_slow_connections_keep_nobody_waiting(install: Make) -> None:
    site = install()
    with site.running():
        burst = Burst(site)
        alone = quick_ones(burst, 2)
        with never_ending_headers(site.port), slow_forms(burst) as slow:
            beside = quick_ones(burst, SENDS_FOR_SECONDS - 2)
            assert any(filer.receipt is None for filer in slow), "the slow ones were not slow: the drill proves nothing"
        assert all(filer.receipt for filer in slow), "a form that came slowly was not taken"
    told = compare(site, burst.filers)
    assert told.acknowledged == len(burst.filers)
    assert max(beside) < MOST_SECONDS
    say(f"{SLOW} slow forms and {SLOW} headers without an end: all {SLOW} forms taken, {len(beside)} others beside")
    for what, seconds in (("alone", alone), ("beside", beside)):
        median, slowest = 1000 * percentile(seconds, 0.5), 1000 * percentile(seconds, 0.99)
        say(f"  filing {what}: {median:.0f} ms (median), {slowest:.0f} ms (99 of 100)")


def quick_ones(burst: Burst, seconds: float) -> list[float]:
    """How long each of those who file one after another waits."""
    until, lasted = time.monotonic() + seconds, []
    while time.monotonic() < until:
        lasted.append(burst.file_once().seconds)
        time.sleep(0.01)
    return lasted


@contextmanager
def slow_forms(burst: Burst) -> Iterator[list[Filer]]:
    """Forms on their way while the block runs; at its end all have come and are answered."""
    filers = [burst.new_filer() for _ in range(SLOW)]
    threads = [threading.Thread(target=send_slowly, args=(burst, filer)) for filer in filers]
    for thread in threads:
        thread.start()
    try:
        yield filers
    finally:
        for thread in threads:
            thread.join()


def send_slowly(burst: Burst, filer: Filer) -> None:
    here = ("127.0.0.1", burst.installation.port)
    fields = {**burst.headers_of(filer), "Host": f"{here[0]}:{here[1]}", "Content-Length": str(len(filer.body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**fields, "Connection": "close"}.items())
    step = max(1, len(filer.body) // (SENDS_FOR_SECONDS * 2))
    filer.sent_at.append(datetime.now(UTC))
    with socket.create_connection(here, timeout=60) as wire:
        wire.sendall(f"POST {form_path('kk')} HTTP/1.1\r\n{head}\r\n".encode())
        for start in range(0, len(filer.body), step):
            wire.sendall(filer.body[start : start + step])
            time.sleep(0.5)
        answer = b""
        while part := wire.recv(65536):
            answer += part
    filer.answered.append(answer[9:12].decode())
    found = RECEIPT.search(answer.decode())
    filer.receipt = found[1] if found else None


@contextmanager
def never_ending_headers(port: int) -> Iterator[None]:
    """Connections whose headers come one by one, for as long as the server lets them."""
    done = threading.Event()
    wires = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for wire in wires:
        wire.sendall(b"GET /kk/ HTTP/1.1\r\n")

    def go_on() -> None:
        while not done.wait(0.5):
            for wire in wires:
                with suppress(OSError):
                    wire.sendall(b"X-Slow: yes\r\n")

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        for wire in wires:
            wire.close()
