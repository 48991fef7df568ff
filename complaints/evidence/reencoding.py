"""The script that the child process runs: a file on standard input, its clean copy on standard output.

The answer is one line of JSON (`fault`, `looks_like_identity`), then the copy, if there is one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Final

from complaints.domain.evidence import EvidenceKind
from complaints.evidence.faults import EvidenceFault, FileRefused

MOST_CLEAN_BYTES: Final = 40 * 1024 * 1024
"""A screenshot that was packed well may grow when it is drawn anew; more than this is no honest file. Our choice."""


def main() -> None:
    kind = EvidenceKind(sys.argv[1])
    make = _maker(kind)
    # Imported by its file's place: this process runs without the package around it.
    from complaints.evidence.child import close_the_door  # noqa: PLC0415

    data = sys.stdin.buffer.read()
    close_the_door()
    try:
        clean, looks_like_identity = make(data)
    except FileRefused as refused:
        _answer(refused.fault, False, b"")
    except MemoryError:
        _answer(EvidenceFault.TOO_HEAVY, False, b"")
    else:
        fault = EvidenceFault.TOO_HEAVY if len(clean) > MOST_CLEAN_BYTES else None
        _answer(fault, looks_like_identity, b"" if fault else clean)


def _maker(kind: EvidenceKind) -> Callable[[bytes], tuple[bytes, bool]]:
    """What makes the copy and guesses, ready to run. Only the library that this kind needs is loaded."""
    if kind is not EvidenceKind.PDF:
        from complaints.evidence import images  # noqa: PLC0415

        images.warm_up(kind)
        return lambda data: (images.redraw(data, kind), False)
    from complaints.evidence import documents, identity  # noqa: PLC0415

    documents.warm_up()
    return lambda data: (documents.copy_pages(data), identity.text_says_so(documents.text_of(data)))


def _answer(fault: EvidenceFault | None, looks_like_identity: bool, clean: bytes) -> None:
    line = json.dumps({"fault": fault, "looks_like_identity": looks_like_identity})
    sys.stdout.buffer.write(line.encode() + b"\n" + clean)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
