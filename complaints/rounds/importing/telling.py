"""The import as the command shows it: what was done, or every error with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.domain.round_facts import Fault
from complaints.rounds.editing import queries
from complaints.rounds.editing.sentences import said
from complaints.rounds.importing.actions import CannotImport, Deed, Done, import_rounds
from complaints.rounds.importing.nodes import SIZE_MAX, Problem
from complaints.rounds.importing.reading import read_rounds

__all__ = ["SIZE_MAX", "NotImported", "import_file", "in_words"]


class NotImported(Exception):
    """`lines` say what is wrong, in the order of the file."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines)
        self.lines = lines


def import_file(session: Session, content: bytes, *, update: bool, now: datetime, is_example: bool) -> list[Done]:
    """Read, check and import. Raises NotImported."""
    rounds, problems = read_rounds(content, queries.known(session), now=now)
    if problems:
        raise NotImported([_line(problem) for problem in problems])
    try:
        return import_rounds(session, rounds, update=update, now=now, is_example=is_example)
    except CannotImport as error:
        problems = [Problem(error.line, f"{error.slug}: {fault.name}", fault) for fault in error.faults]
        raise NotImported([_line(problem) for problem in problems]) from error


def in_words(done: Sequence[Done]) -> Iterator[str]:
    """One line for each round, then how many of each kind."""
    for one in done:
        yield f"{one.slug}: {_what(one)}"
    added, changed = (sum(one.deed is deed for one in done) for deed in (Deed.ADDED, Deed.CHANGED))
    yield f"Rounds in the file: {len(done)}. Added: {added}. Changed: {changed}."


def _what(one: Done) -> str:
    if one.deed is Deed.ADDED:
        return f"added, events: {one.events_added}"
    if one.deed is Deed.CHANGED:
        facts = ", ".join(one.facts) or "no fact"
        return f"changed {facts}; events added: {one.events_added}, changed: {one.events_changed}"
    return {
        Deed.SAME: "nothing to change",
        Deed.LEFT_ALONE: "is there already and was left alone (--update changes it)",
        Deed.OUT_OF_SIGHT: "is hidden or was merged into another round, and was left alone",
    }[one.deed]


def _line(problem: Problem) -> str:
    what = said(problem.what) if isinstance(problem.what, Fault) else problem.what
    return f"line {problem.line}: {problem.where}: {what}"
