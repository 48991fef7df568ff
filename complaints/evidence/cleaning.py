"""The clean copy of a stranger's file, made where a crash, a loop or a break-in harms nobody: see `child`.

Slow (tenths of a second to half a minute): call it from a job, and not while a transaction is open.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from complaints.domain.evidence import EvidenceKind
from complaints.evidence.faults import EvidenceFault, FileRefused

HERE: Final = Path(__file__).resolve().parent
CHILD: Final = HERE / "child.py"
SCRIPT: Final = HERE / "reencoding.py"
WALL_SECONDS: Final = 60.0
MOST_ANSWER_BYTES: Final = 41 * 1024 * 1024


@dataclass(frozen=True)
class Cleaned:
    """`looks_like_identity` is a hint from the text of a PDF: see `identity`."""

    data: bytes
    looks_like_identity: bool


def clean(data: bytes, kind: EvidenceKind) -> Cleaned:
    """The copy that may be served. The same file gives the same copy. Raises FileRefused."""
    line, _, copy = run_confined(SCRIPT, kind.value, data).partition(b"\n")
    try:
        said = json.loads(line)
        fault, looks_like_identity = said["fault"], bool(said["looks_like_identity"])
        if fault is not None:
            raise FileRefused(EvidenceFault(fault))
    except (ValueError, KeyError, TypeError) as error:  # it died before it could answer
        raise FileRefused(EvidenceFault.BROKEN) from error
    if not copy:
        raise FileRefused(EvidenceFault.BROKEN)
    return Cleaned(copy, looks_like_identity)


def run_confined(script: Path, argument: str, data: bytes, *, wall_seconds: float = WALL_SECONDS) -> bytes:
    """What the script answers to the data. Its process has no environment, no files and little of everything else.

    Raises FileRefused with TOO_HEAVY when it took too long, too much memory or answered too much. Whatever it says on
    standard error is thrown away, since it may quote the file.
    """
    command = [sys.executable, "-I", "-B", str(CHILD), str(script), argument]
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    ) as process:
        alarm = threading.Timer(wall_seconds, process.kill)
        alarm.start()
        try:
            answer = _exchange(process, data)
            process.wait()
        finally:
            alarm.cancel()
    died = (
        process.returncode != 0
    )  # ended by us, by the limit of CPU time, or for want of memory: half an answer is none
    if died or len(answer) > MOST_ANSWER_BYTES:
        raise FileRefused(EvidenceFault.TOO_HEAVY)
    return answer


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Give it everything, then take its answer; one that is too long ends it."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the pipes were asked for")
    try:
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError:  # it died while reading
        with suppress(BrokenPipeError):
            process.stdin.close()
        return b""
    answer = process.stdout.read(MOST_ANSWER_BYTES + 1)
    if len(answer) > MOST_ANSWER_BYTES:
        process.kill()
    return answer
