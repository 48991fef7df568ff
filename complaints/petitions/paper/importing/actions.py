"""Deeds on lists of people who signed on paper: keep what was read or typed, compare, answer, accept, undo.

Nothing of a list counts before it is accepted. Every deed holds the petition first, so that two people never decide
about the same rows at once, and the comparison of the second one sees what the first one accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from complaints import changes, jobs
from complaints.cipher import Cipher
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import DomainError, TooLate, TooManyOpen
from complaints.domain.paper import (
    ANSWERS,
    COUNTED,
    MOST_ROWS,
    REJECTED,
    PaperSource,
    PaperState,
    RowState,
)
from complaints.models.base import new_id
from complaints.models.paper import PaperImport, PaperRow
from complaints.models.petitions import PetitionVersion
from complaints.paper import TABLE, open_text
from complaints.petitions.actions import check_may_go_on
from complaints.petitions.paper.importing import queries
from complaints.petitions.paper.importing.judging import People
from complaints.petitions.paper.importing.reading import Entry
from complaints.petitions.queries import lock

SEALED: Final = ("full_name", "postal_address", "contact")


class QuestionsOpen(DomainError):
    """Somebody has to say first of some rows whether it is the same person."""


def keep_file(
    session: Session,
    entries: Sequence[Entry],
    *,
    viewer: Viewer,
    version: PetitionVersion,
    cipher: Cipher,
    file_sha256: str,
    now: datetime,
) -> PaperImport:
    """The rows of a file as a list that waits, compared with everybody. The same file sent twice waits once.

    Raises Forbidden.
    """
    _hold(session, viewer, version)
    if known := queries.find_waiting_file(session, version.id, file_sha256):
        return known
    made = _start(session, viewer, version, PaperSource.FILE, now=now)
    made.file_sha256 = file_sha256
    session.add_all(_row(made, entry, cipher) for entry in entries)
    session.flush()
    _compare(session, version, made, cipher)
    return made


def add_typed(
    session: Session, entry: Entry, *, viewer: Viewer, version: PetitionVersion, cipher: Cipher, now: datetime
) -> PaperImport:
    """Put one more row on the list that this person is typing. The very row that was typed last is not put there
    twice: a form is sometimes sent twice. Raises Forbidden, TooManyOpen.
    """
    _hold(session, viewer, version)
    made = queries.find_typed(session, version.id, viewer.account_id)
    made = made or _start(session, viewer, version, PaperSource.TYPED, now=now)
    line = queries.next_line(session, made.id)
    if line > MOST_ROWS:
        raise TooManyOpen(MOST_ROWS)
    last = queries.list_latest(session, made.id, page=1)[:1]
    if not any(_says(row, entry, cipher) for row in last):
        session.add(_row(made, entry, cipher, line=line))
        session.flush()
    return made


def remove_row(session: Session, row_id: UUID, *, viewer: Viewer, version: PetitionVersion, import_id: UUID) -> None:
    """Take a row off a list that waits; one that is gone already is no fault. Raises Forbidden, NotFound, TooLate."""
    made = _waiting(session, viewer, version, import_id)
    session.execute(delete(PaperRow).where(PaperRow.id == row_id, PaperRow.import_id == made.id))


def compare(
    session: Session, *, viewer: Viewer, version: PetitionVersion, import_id: UUID, cipher: Cipher
) -> PaperImport:
    """Compare a list that waits with everybody who is there now. Raises Forbidden, NotFound, TooLate."""
    made = _waiting(session, viewer, version, import_id)
    _compare(session, version, made, cipher)
    return made


def answer(
    session: Session, answers: Mapping[str, str], *, viewer: Viewer, version: PetitionVersion, import_id: UUID
) -> int:
    """Keep what a person said of rows, by the row's id; how many were answered. What is no answer is passed over.

    Raises Forbidden, NotFound, TooLate.
    """
    made = _waiting(session, viewer, version, import_id)
    answered = 0
    for row in queries.list_all_rows(session, made.id):
        said = answers.get(str(row.id))
        if said in ANSWERS and row.state in (RowState.ASKED, *ANSWERS):
            row.state = RowState(said)
            answered += 1
    session.flush()
    return answered


def accept(
    session: Session, *, viewer: Viewer, version: PetitionVersion, import_id: UUID, cipher: Cipher, now: datetime
) -> PaperImport:
    """From now on its good rows count; what does not count loses its personal data. Done twice, it is done once.

    Raises Forbidden, NotFound, TooLate for one undone, QuestionsOpen also when the comparison found new questions.
    """
    _hold(session, viewer, version)
    made = _get(session, version, import_id)
    if made.state is PaperState.ACCEPTED:
        return made
    if made.state is not PaperState.WAITING:
        raise TooLate
    _compare(session, version, made, cipher)
    counts = _counts(session, made)
    if counts.get(RowState.ASKED):
        raise QuestionsOpen
    for row in queries.list_all_rows(session, made.id):
        if row.state not in COUNTED:
            row.full_name_enc = row.postal_address_enc = row.contact_enc = row.iin_index = row.phone_index = None
    made.state, made.accepted_at, made.accepted_by, made.counts = PaperState.ACCEPTED, now, viewer.account_id, counts
    _log(session, viewer, version, made, before=None, after=counts, now=now)
    return made


def undo(session: Session, *, viewer: Viewer, version: PetitionVersion, import_id: UUID, now: datetime) -> PaperImport:
    """Take an accepted list back whole: its people are erased, its totals stay. Done twice, it is done once.

    Raises Forbidden, NotFound, TooLate for one that was never accepted.
    """
    _hold(session, viewer, version)
    made = _get(session, version, import_id)
    if made.state is PaperState.UNDONE:
        return made
    if made.state is not PaperState.ACCEPTED:
        raise TooLate
    session.execute(delete(PaperRow).where(PaperRow.import_id == made.id))
    made.state, made.undone_at, made.undone_by = PaperState.UNDONE, now, viewer.account_id
    _log(session, viewer, version, made, before=made.counts, after=None, now=now)
    return made


def drop(session: Session, *, viewer: Viewer, version: PetitionVersion, import_id: UUID) -> None:
    """Throw a list away that was never accepted. Raises Forbidden, NotFound, TooLate."""
    forget(session, _waiting(session, viewer, version, import_id))


def forget(session: Session, made: PaperImport) -> None:
    session.execute(delete(PaperRow).where(PaperRow.import_id == made.id))
    session.delete(made)
    session.flush()


def _hold(session: Session, viewer: Viewer, version: PetitionVersion) -> None:
    check_may_go_on(viewer, version.petition)
    lock(session, version.petition)


def _get(session: Session, version: PetitionVersion, import_id: UUID) -> PaperImport:
    made = queries.get_import(session, version.id, import_id)
    session.refresh(made)
    return made


def _waiting(session: Session, viewer: Viewer, version: PetitionVersion, import_id: UUID) -> PaperImport:
    _hold(session, viewer, version)
    made = _get(session, version, import_id)
    if made.state is not PaperState.WAITING:
        raise TooLate
    return made


def _start(
    session: Session, viewer: Viewer, version: PetitionVersion, source: PaperSource, *, now: datetime
) -> PaperImport:
    made = PaperImport(
        id=new_id(),
        version_id=version.id,
        source=source,
        state=PaperState.WAITING,
        started_at=now,
        started_by=viewer.account_id,
    )
    session.add(made)
    session.flush()
    payload = {"import_id": str(made.id)}
    jobs.enqueue(session, "petitions.forget_paper", payload, now=now, run_at=now + queries.WAITS)
    return made


def _row(made: PaperImport, entry: Entry, cipher: Cipher, *, line: int | None = None) -> PaperRow:
    """The row with everything about the person encrypted; a bad one keeps nothing of a person."""
    row_id = new_id()
    sealed: dict[str, Any] = {
        f"{column}_enc": cipher.encrypt(TABLE, column, row_id, text)
        for column, text in _texts(entry).items()
        if text and entry.fault is None
    }
    iin, phone = entry.contact.iin, entry.contact.phone
    return PaperRow(
        id=row_id,
        import_id=made.id,
        line=line or entry.line,
        sheet=entry.sheet,
        place=entry.place,
        signed_on=entry.signed_on,
        iin_index=cipher.blind_index("iin", iin) if iin else None,
        phone_index=cipher.blind_index("phone", phone) if phone else None,
        state=RowState.BAD if entry.fault else RowState.GOOD,
        reason=entry.fault,
        twins="",
        **sealed,
    )


def _texts(entry: Entry) -> dict[str, str]:
    return dict(zip(SEALED, (entry.full_name, entry.postal_address, entry.contact.text), strict=True))


def _says(row: PaperRow, entry: Entry, cipher: Cipher) -> bool:
    if (row.sheet, row.place, row.signed_on) != (entry.sheet, entry.place, entry.signed_on):
        return False
    return all(open_text(row, column, cipher) == text for column, text in _texts(entry).items())


def _compare(session: Session, version: PetitionVersion, made: PaperImport, cipher: Cipher) -> None:
    """Earlier rows win. An answer holds as long as the question is the same."""
    people = People()
    for one in queries.known_people(session, version, cipher):
        people.add(one)
    for row in queries.list_all_rows(session, made.id):
        if row.state is RowState.BAD:
            continue
        one = queries.known_row(row, cipher)
        verdict = people.judge(one)
        if verdict is None:
            row.state, row.reason, row.twins = RowState.GOOD, None, ""
        elif verdict.is_sure:
            row.state, row.reason, row.twins = RowState.REPEATED, verdict.reason, verdict.twins
        elif (row.reason, row.twins) != (verdict.reason, verdict.twins) or row.state not in ANSWERS:
            row.state, row.reason, row.twins = RowState.ASKED, verdict.reason, verdict.twins
        if row.state in COUNTED:
            people.add(one)
    session.flush()


def _counts(session: Session, made: PaperImport) -> dict[str, int]:
    """Rows by state, and rejected ones by reason; what there is none of is left out."""
    states = {state.value: number for state, number in queries.count_rows(session, made.id).items() if number}
    reasons = queries.count_reasons(session, made.id, REJECTED)
    return {**states, **{reason.value: number for reason, number in reasons.items()}}


def _log(
    session: Session,
    viewer: Viewer,
    version: PetitionVersion,
    made: PaperImport,
    *,
    before: Mapping[str, int] | None,
    after: Mapping[str, int] | None,
    now: datetime,
) -> None:
    """Numbers only. Undoing names the entry that it undoes."""

    def said(counts: Mapping[str, int] | None) -> dict[str, int] | None:
        if counts is None:
            return None
        return {
            "petition": version.petition_id,
            "version": version.number,
            "rows_counted": sum(counts.get(state, 0) for state in COUNTED),
            "rows_left_out": sum(counts.get(state, 0) for state in REJECTED),
        }

    key = str(made.id)
    earlier = changes.list_of(session, Subject.PAPER, key)
    changes.record(
        session,
        viewer=viewer,
        subject=Subject.PAPER,
        key=key,
        before=said(before),
        after=said(after),
        now=now,
        group_id=version.petition.group_id,
        undoes=earlier[0].id if earlier else None,
    )
