"""The connection breaks when the form has been sent and before the answer is read: the complaint is taken, and whoever
sends the same form again gets the receipt of that one complaint.
"""

from __future__ import annotations

import socket
import struct
import time
from datetime import UTC, datetime

from sqlalchemy import select

from complaints import tokens
from complaints.models import Complaint
from tests.faults.conftest import Make
from tests.faults.filers import Burst, Filer
from tests.faults.installation import Installation
from tests.faults.scale import say, times
from tests.faults.truth import compare
from tests.support.filings import form_path

CUT = times(30, 1_000)
PATIENCE_SECONDS = 60
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: closing the socket tells the other side that nobody reads any more."""


def test_who_was_cut_off_before_the_answer_gets_the_receipt_of_the_one_complaint(install: Make) -> None:
    site = install()
    with site.running():
        burst = Burst(site)
        filers = [burst.new_filer() for _ in range(CUT)]
        for filer in filers:
            send_and_hang_up(burst, filer)
        taken = wait_until_settled(site)
        numbers = numbers_by_token(site)
        for filer in filers:
            filer.receipt = burst.send(filer)
            before = numbers.get(tokens.hash_token(filer.token))
            assert before in (None, filer.receipt), "the repeat got another number"
    told = compare(site, filers)
    assert told.acknowledged == CUT
    assert taken, "no cut form was taken: the drill proves nothing"
    say(f"{CUT} cut off before the answer, {taken} of them taken: the repeat gave the receipt of the one complaint")


def send_and_hang_up(burst: Burst, filer: Filer) -> None:
    here = ("127.0.0.1", burst.installation.port)
    fields = {**burst.headers_of(filer), "Host": f"{here[0]}:{here[1]}", "Content-Length": str(len(filer.body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    filer.sent_at.append(datetime.now(UTC))
    filer.answered.append("cut")
    with socket.create_connection(here) as wire:
        wire.sendall(f"POST {form_path('kk')} HTTP/1.1\r\n{head}\r\n".encode() + filer.body)
        time.sleep((filer.number % 20) / 1000)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)


def wait_until_settled(site: Installation) -> int:
    """Until no more complaints come. Gives how many there are."""
    until, before = time.monotonic() + PATIENCE_SECONDS, -1
    while (taken := len(numbers_by_token(site))) != before:
        assert time.monotonic() < until
        before = taken
        time.sleep(1)
    return taken


def numbers_by_token(site: Installation) -> dict[str, str]:
    with site.reading() as session:
        rows = session.execute(select(Complaint.token_hash, Complaint.number))
        return {token: number for token, number in rows}  # noqa: C416 (rows are no pairs to mypy)
