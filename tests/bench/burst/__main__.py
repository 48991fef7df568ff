"""`python -m tests.bench.burst [PART ...]`: what a rush asks of the site, part by part, beside peers under the same web
server. Prints tables; a bar that is missed is said and is no failure, because seconds depend on the machine.
`docs/performance.md` says how each part is measured.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Final

from tests.bench.burst import filings, growth, memory, pages, readers, statements

PARTS: Final[dict[str, Callable[[argparse.Namespace], None]]] = {
    "statements": lambda _given: statements.main(),
    "filings": lambda given: filings.main(given.seconds, given.rounds),
    "pages": lambda given: pages.main(given.seconds, given.rounds),
    "growth": lambda given: growth.main(given.complaints),
    "readers": lambda given: readers.main(given.rush, given.filings, given.readers),
    "memory": lambda _given: memory.main(),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.burst", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--seconds", type=float, default=10.0, help="of each run of `filings` and `pages`")
    parser.add_argument("--rounds", type=int, default=3, help="of `filings` and `pages`")
    parser.add_argument("--complaints", type=int, default=1_000_000, help="of the larger database of `growth`")
    parser.add_argument("--rush", type=float, default=60.0, help="seconds of `readers`")
    parser.add_argument("--filings", type=int, default=3_500, help="of `readers`")
    parser.add_argument("--readers", type=int, default=20, help="readings beside each filing of `readers`")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    for part in given.parts or PARTS:
        PARTS[part](given)


if __name__ == "__main__":
    main()
