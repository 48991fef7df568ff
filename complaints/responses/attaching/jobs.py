"""The worker makes the clean copies that are served, in the confined child process of `complaints.evidence`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.evidence import cleaning
from complaints.evidence.faults import EvidenceFault, FileRefused
from complaints.jobs import JobContext, job
from complaints.models.submissions import Attachment
from complaints.responses.attaching.actions import TABLE, clean_key_of

log = structlog.get_logger()


@job("attachments.clean")
def clean_attachment(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Make the clean copy, or note why there cannot be one. Doing it again for a finished file changes nothing."""
    file_id = UUID(payload["file_id"])
    row = context.session.get(Attachment, file_id)
    if row is None or row.state is not EvidenceState.WAITING:
        return
    kind, storage_key = row.kind, row.storage_key
    context.let_go()
    copy = _try(context.cipher.decrypt_bytes(TABLE, "file", file_id, context.storage.get(storage_key)), kind)
    if isinstance(copy, bytes):
        context.storage.put(clean_key_of(file_id), context.cipher.encrypt_bytes(TABLE, "clean", file_id, copy))
    row = context.session.get_one(Attachment, file_id)
    if isinstance(copy, bytes):
        row.state, row.clean_key, row.clean_size_bytes = EvidenceState.READY, clean_key_of(file_id), len(copy)
    else:
        row.state, row.fault = EvidenceState.FAILED, copy
        log.info("attachment_not_cleaned", id=str(file_id), fault=str(copy))


def _try(data: bytes, kind: EvidenceKind) -> bytes | EvidenceFault:
    try:
        return cleaning.clean(data, kind).data
    except FileRefused as refused:
        return refused.fault
