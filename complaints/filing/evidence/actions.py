"""Attaching, taking over, moving and removing files.

The bytes are kept, encrypted, before the row is written, so a row never names a file that is not there; a transaction
that is rolled back leaves at most an encrypted file that nothing names. Removing goes the other way: the row goes with
the transaction, the bytes by a job after it.

Interface for the form and for following, in their order of use (nothing here commits):
    attach(session, cipher=, storage=, token=, file_name=, data=, now=) -> Attached        raises FileRefused
    attach_to_complaint(session, complaint, cipher=, storage=, file_name=, data=, now=)    the same; also NotFound
    take_over(session, token=, complaint=) -> int            called by file_complaint, in its transaction
    remove(session, token=, file_id=, now=)                  raises NotFound
    remove_from_complaint(session, complaint, file_id=, now=)  raises NotFound
    remove_all(session, complaint, now=) -> int              erasing
The view module beside this one brings all of it to a request.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.confirming import lock
from complaints.domain.errors import NotFound
from complaints.domain.evidence import MOST_FILES, EvidenceState
from complaints.evidence import checking
from complaints.evidence.faults import EvidenceFault, FileRefused
from complaints.filing.evidence import queries
from complaints.filing.evidence.queries import TABLE, Attached
from complaints.jobs import enqueue
from complaints.models import Complaint, EvidenceFile, new_id
from complaints.storage import Storage, StorageAway
from complaints.tokens import hash_token

ABANDONED_AFTER: Final = timedelta(days=3)
"""How long a file waits for its complaint. Our choice: a form's token is good for one day, and people sleep on it."""


def attach(
    session: Session, *, cipher: Cipher, storage: Storage, token: str, file_name: str, data: bytes, now: datetime
) -> Attached:
    """Keep a file under a form's token (the bare one, fresh or expired) and queue its cleaning and its purge.

    Raises FileRefused: a fault of the file, TOO_MANY_FILES, or NOT_KEPT when the storage does not answer. Its first
    statement comes after the bytes are kept: let go of the transaction before, so that nobody waits for the storage.
    """
    row = _keep(cipher, storage, file_name, data, now=now)
    row.token_hash = hash_token(token)
    return _add(session, storage, row, EvidenceFile.token_hash == row.token_hash, cipher, now=now)


def attach_to_complaint(
    session: Session,
    complaint: Complaint,
    *,
    cipher: Cipher,
    storage: Storage,
    file_name: str,
    data: bytes,
    now: datetime,
) -> Attached:
    """Keep a file for a filed complaint and queue its cleaning.

    Raises FileRefused, as attach(), and NotFound when the complaint was withdrawn or erased while the storage worked.
    """
    row = _keep(cipher, storage, file_name, data, now=now)
    lock(session, complaint)
    if complaint.withdrawn_at is not None or complaint.erased_at is not None:
        _delete_now(storage, row)
        raise NotFound("complaint", complaint.number)
    row.complaint_id = complaint.id
    return _add(session, storage, row, EvidenceFile.complaint_id == complaint.id, cipher, now=now)


def take_over(session: Session, *, token: str, complaint: Complaint) -> int:
    """Give the files under the token to the complaint that was filed with it. Returns how many.

    Does nothing the second time; the token no longer leads to them.
    """
    return _move(session, EvidenceFile.token_hash == hash_token(token), complaint_id=complaint.id, token_hash=None)


def remove(session: Session, *, token: str, file_id: UUID, now: datetime) -> None:
    """Take a file away before filing; its bytes go by a job. Raises NotFound."""
    _drop(session, queries.get_file(session, file_id, EvidenceFile.token_hash == hash_token(token)), now=now)


def remove_from_complaint(session: Session, complaint: Complaint, *, file_id: UUID, now: datetime) -> None:
    """Take a file away from a filed complaint; its bytes go by a job. Raises NotFound."""
    _drop(session, queries.get_file(session, file_id, EvidenceFile.complaint_id == complaint.id), now=now)


def remove_all(session: Session, complaint: Complaint, *, now: datetime) -> int:
    """Take all files of a complaint away, also those under its form's token. Returns how many; bytes go by jobs."""
    mine = or_(EvidenceFile.complaint_id == complaint.id, EvidenceFile.token_hash == complaint.token_hash)
    rows = queries.list_rows(session, mine)
    for row in rows:
        _drop(session, row, now=now)
    return len(rows)


def purge(session: Session, file_id: UUID, *, now: datetime) -> None:
    """Take a file away that no complaint took, nor is just taking. Nothing happens to any other, or to one that is
    gone."""
    row = session.get(EvidenceFile, file_id, with_for_update=True)
    if row is not None and row.complaint_id is None:
        _drop(session, row, now=now)


def key_of(file_id: UUID) -> str:
    """Where the original lies in the storage."""
    return f"evidence/{file_id}"


def clean_key_of(file_id: UUID) -> str:
    """Where the clean copy lies in the storage."""
    return f"evidence/{file_id}-clean"


def _keep(cipher: Cipher, storage: Storage, file_name: str, data: bytes, *, now: datetime) -> EvidenceFile:
    """Check the bytes and put them, encrypted, into the storage under a new key. The row for them has no owner yet."""
    checked = checking.check(data, file_name)
    row_id = new_id()
    key = key_of(row_id)
    try:
        storage.add(key, cipher.encrypt_bytes(TABLE, "file", row_id, data))
    except (StorageAway, FileExistsError) as error:  # an answer got lost and the library asked again: try anew
        raise FileRefused(EvidenceFault.NOT_KEPT) from error
    return EvidenceFile(
        id=row_id,
        kind=checked.kind,
        state=EvidenceState.WAITING,
        name_enc=cipher.encrypt(TABLE, "name", row_id, file_name),
        size_bytes=len(data),
        sha256=sha256(data).hexdigest(),
        storage_key=key,
        looks_like_identity=checked.looks_like_identity,
        added_at=now,
    )


def _add(
    session: Session, storage: Storage, row: EvidenceFile, owner: ColumnElement[bool], cipher: Cipher, *, now: datetime
) -> Attached:
    """Insert the row unless its owner has enough. What the owner has already, byte by byte under the same name, is not
    kept twice: forms are sent twice. On PostgreSQL two at the same moment may make one too many, which harms nobody."""
    held = queries.list_owned(session, owner, cipher)
    name = cipher.decrypt(TABLE, "name", row.id, row.name_enc)
    known = next((file for file in held if (file.sha256, file.name) == (row.sha256, name)), None)
    if known is not None or len(held) >= MOST_FILES:
        _delete_now(storage, row)
        if known is not None:
            return known
        raise FileRefused(EvidenceFault.TOO_MANY_FILES)
    session.add(row)
    enqueue(session, "evidence.clean", {"file_id": str(row.id)}, now=now)
    if row.complaint_id is None:
        enqueue(session, "evidence.purge", {"file_id": str(row.id)}, now=now, run_at=now + ABANDONED_AFTER)
    session.flush()
    return queries.attached(row, len(held) + 1, cipher)


def _delete_now(storage: Storage, row: EvidenceFile) -> None:
    """The bytes of a file whose row is not kept. What stays when the storage is away is encrypted, and nothing names
    it."""
    with suppress(StorageAway):
        storage.delete(row.storage_key)


def _move(session: Session, owner: ColumnElement[bool], **values: UUID | str | None) -> int:
    changed = session.execute(update(EvidenceFile).where(owner).values(**values))
    return int(changed.rowcount)  # type: ignore[attr-defined]


def _drop(session: Session, row: EvidenceFile, *, now: datetime) -> None:
    """Also the copy that a job may be making just now: its row does not say so yet."""
    for key in (row.storage_key, clean_key_of(row.id)):
        enqueue(session, "storage.delete", {"key": key}, now=now)
    session.delete(row)
