"""Resident memory of web and worker at rest: after the start, the round page and the form read by sixteen clients, and
a while without a request. The share of each process (PSS) is added up, so that memory they have in common counts once.
"""

from __future__ import annotations

import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Final

from tests.bench.burst import telling, watching
from tests.bench.burst.filings import CLIENTS
from tests.bench.burst.pages import round_page
from tests.bench.burst.people import LANGUAGES, get
from tests.bench.burst.running import Ours
from tests.bench.burst.wires import drive_closed
from tests.support.filings import form_path

MOST_MIB: Final = 250
READ_SECONDS: Final = 3
REST_SECONDS: Final = 10


def main() -> None:
    telling.head("Memory at rest")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        site = Ours(Path(name) / "site")
        with site.serving() as running:
            paths = [path(lang) for lang in LANGUAGES for path in (round_page, form_path)]
            requests = cycle([get(path, running.port) for path in paths])
            drive_closed(running.port, clients=CLIENTS, seconds=READ_SECONDS, next_request=lambda: next(requests))
            time.sleep(REST_SECONDS)
            sizes = {pid: watching.mebibytes(pid) for pid in watching.family(running.pid)}
            names = {pid: watching.name_of(pid) for pid in sizes}
    for pid, (share, alone) in sizes.items():
        telling.note(f"{names[pid]} ({pid})", f"{share:.0f} MiB, as if alone {alone:.0f} MiB")
    telling.at_most("web and worker at rest", MOST_MIB, sum(share for share, _alone in sizes.values()), unit=" MiB")
