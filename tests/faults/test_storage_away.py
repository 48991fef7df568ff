"""The storage of files is down, or hangs: the complaint is taken all the same, its filer is asked for the file again,
and files are kept as soon as the storage is back.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from io import BytesIO

from moto.server import ThreadedMotoServer
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from complaints.models import EvidenceFile
from tests.faults.conftest import Make
from tests.faults.filers import RECEIPT, Burst
from tests.faults.installation import Installation
from tests.faults.scale import IS_LONG, percentile, say, times
from tests.faults.truth import compare
from tests.support import uploads
from tests.support.object_store import ObjectStore
from tests.support.site import free_port

BESIDE = times(4, 40)
"""So many others file meanwhile, without files."""
MOST_SECONDS = 45


def test_without_the_storage_complaints_are_taken_and_files_asked_again(install: Make) -> None:
    store = ObjectStore(f"http://127.0.0.1:{(port := free_port())}")
    site = install(STORAGE_URL=store.url("drill"))
    with site.running():
        burst = Burst(site)
        with answering(store, port):
            assert "сақталмады" not in file_with_photograph(burst)
        refused = look(burst)
        if IS_LONG:  # half a minute
            with hanging(port):
                say("storage hangs:", look(burst))
        with answering(store, port):
            assert "сақталмады" not in file_with_photograph(burst)
    told = compare(site, burst.filers)
    assert told.acknowledged == len(burst.filers)
    assert kept_files(site) == 2, "what is on record and what was said differ"
    say("storage refuses:", refused)


def file_with_photograph(burst: Burst) -> str:
    """Gives the receipt that the filer sees."""
    filer = burst.new_filer()
    photograph = FileStorage(BytesIO(uploads.jpeg()), "queue.jpg", content_type="image/jpeg")
    fields = MultiDict([*MultiDict(burst.fields_of(filer)).items(multi=True), ("evidence", photograph)])
    boundary, filer.body = encode_multipart(fields)
    filer.kind = f"multipart/form-data; boundary={boundary}"
    wire = HTTPConnection("127.0.0.1", burst.installation.port, timeout=MOST_SECONDS)
    wire.request("POST", "/kk/rounds/damu-bala-mangystau-2025-03/complain", filer.body, burst.headers_of(filer))
    answer = wire.getresponse()
    answer.read()
    found = RECEIPT.search(answer.getheader("Location") or "")
    assert found, answer.status
    filer.receipt = found[1]
    wire.request("GET", answer.getheader("Location"), headers={"Cookie": str(answer.getheader("Set-Cookie"))})
    return wire.getresponse().read().decode()


def look(burst: Burst) -> str:
    """Somebody files with a photograph that cannot be kept, others beside. Says how long they waited."""
    begun, lasted = time.monotonic(), []

    def do() -> None:
        if "сақталмады" in file_with_photograph(burst):
            lasted.append(time.monotonic() - begun)

    thread = threading.Thread(target=do)
    thread.start()
    time.sleep(0.1)
    beside = [burst.file_once().seconds for _ in range(BESIDE)]
    thread.join()
    assert lasted, "who sent the file was not told that it was not kept"
    others = f"{percentile(beside, 0.5):.2f} s (median), {max(beside):.2f} s (most)"
    return f"taken without its file after {lasted[0]:.1f} s; {BESIDE} others beside: {others}"


def kept_files(site: Installation) -> int:
    with site.reading() as session:
        return session.scalar(select(func.count()).select_from(EvidenceFile)) or 0


@contextmanager
def answering(store: ObjectStore, port: int) -> Iterator[None]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port)
    server.start()
    try:
        store.make_bucket()
        yield
    finally:
        server.stop()


@contextmanager
def hanging(port: int) -> Iterator[None]:
    """Lets everybody in and says nothing."""
    with socket.create_server(("127.0.0.1", port), backlog=64):
        yield
