"""Keeping the files of a submission. The bytes are stored, encrypted, before the row is written, so a row never names a
file that is not there; what a rolled back transaction leaves is encrypted, and nothing names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.domain.access import Viewer, may_edit_group
from complaints.domain.errors import Forbidden, NotFound
from complaints.domain.evidence import MOST_FILES, EvidenceState
from complaints.domain.lifecycle import AttachmentKind
from complaints.evidence import checking
from complaints.evidence.faults import EvidenceFault, FileRefused
from complaints.jobs import enqueue
from complaints.models.base import new_id
from complaints.models.submissions import Attachment, Submission
from complaints.responses import queries
from complaints.storage import Storage, StorageAway

TABLE: Final = "attachments"
log = structlog.get_logger()


def keep(
    *, cipher: Cipher, storage: Storage, name: str, data: bytes, purpose: AttachmentKind, now: datetime
) -> Attachment:
    """Check the bytes and store them, encrypted, under a new key. The row for them belongs to nothing yet.

    Raises FileRefused: a fault of the file, or NOT_KEPT when the storage does not answer. Let go of the transaction
    before, so that nobody waits for the storage.
    """
    checked = checking.check(data, name)
    row_id = new_id()
    key = f"attachments/{row_id}"
    try:
        storage.add(key, cipher.encrypt_bytes(TABLE, "file", row_id, data))
    except (StorageAway, FileExistsError) as error:
        raise FileRefused(EvidenceFault.NOT_KEPT) from error
    return Attachment(
        id=row_id,
        purpose=purpose,
        kind=checked.kind,
        state=EvidenceState.WAITING,
        name_enc=cipher.encrypt(TABLE, "name", row_id, name),
        size_bytes=len(data),
        sha256=sha256(data).hexdigest(),
        storage_key=key,
        added_at=now,
    )


def add(
    session: Session,
    files: Sequence[Attachment],
    *,
    viewer: Viewer,
    submission: Submission,
    response_id: UUID | None,
    event_id: UUID | None = None,
    storage: Storage,
    now: datetime,
) -> int:
    """Give kept files to a locked submission, or to one answer or event of it, and queue their cleaning. Returns how
    many are new: what its owner has already, byte by byte, is not kept twice, because forms are sent twice.

    Raises FileRefused with TOO_MANY_FILES.
    """
    session.refresh(submission, ["attachments"])
    owner = (response_id, event_id)
    held = {file.sha256 for file in submission.attachments if (file.response_id, file.event_id) == owner}
    fresh = list({file.sha256: file for file in files if file.sha256 not in held}.values())
    drop([file for file in files if file not in fresh], storage=storage)
    if len(held) + len(fresh) > MOST_FILES:
        drop(fresh, storage=storage)
        raise FileRefused(EvidenceFault.TOO_MANY_FILES)
    for file in fresh:
        file.submission_id, file.added_by = submission.id, viewer.account_id
        file.response_id, file.event_id = owner
        session.add(file)
        enqueue(session, "attachments.clean", {"file_id": str(file.id)}, now=now)
        log.info("attachment_added", id=str(file.id), purpose=str(file.purpose), by=str(viewer.account_id))
    session.flush()
    return len(fresh)


def add_proof(
    session: Session,
    files: Sequence[Attachment],
    *,
    viewer: Viewer,
    submission: Submission,
    storage: Storage,
    now: datetime,
) -> int:
    """Add files that show the hand-over, at any time. Raises Forbidden, FileRefused as add()."""
    if not may_edit_group(viewer, submission.version.petition.group_id):
        drop(files, storage=storage)
        raise Forbidden
    queries.lock(session, Submission, submission.id)
    return add(session, files, viewer=viewer, submission=submission, response_id=None, storage=storage, now=now)


def drop(files: Sequence[Attachment], *, storage: Storage) -> None:
    """Forget the bytes of kept files that no row will name."""
    for file in files:
        with suppress(StorageAway):
            storage.delete(file.storage_key)


def clean_key_of(file_id: UUID) -> str:
    """Where the clean copy lies in the storage."""
    return f"attachments/{file_id}-clean"


def read_clean(row: Attachment, *, cipher: Cipher, storage: Storage) -> bytes:
    """The clean copy in plain. Raises NotFound while or because there is none, StorageAway."""
    if row.state is not EvidenceState.READY or row.clean_key is None:
        raise NotFound("clean copy", str(row.id))
    try:
        return cipher.decrypt_bytes(TABLE, "clean", row.id, storage.get(row.clean_key))
    except FileNotFoundError as error:
        raise NotFound("clean copy", str(row.id)) from error
