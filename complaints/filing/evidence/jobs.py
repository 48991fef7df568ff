"""The worker makes clean copies, takes away what nobody filed, and deletes stored files that no row names any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.evidence import cleaning
from complaints.evidence.faults import EvidenceFault, FileRefused
from complaints.filing.evidence import actions
from complaints.filing.evidence.queries import TABLE
from complaints.jobs import JobContext, job
from complaints.models import EvidenceFile

log = structlog.get_logger()


@dataclass(frozen=True)
class Outcome:
    """Of cleaning one file: a copy, or why there is none."""

    copy: cleaning.Cleaned | None
    fault: EvidenceFault | None


@job("evidence.clean")
def clean(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Make the clean copy, or note why there cannot be one. Doing it again for a finished file changes nothing."""
    file_id = UUID(payload["file_id"])
    row = context.session.get(EvidenceFile, file_id)
    if row is None:
        _forget_copy(context, file_id)
        return
    if row.state is not EvidenceState.WAITING:
        return
    kind, storage_key = row.kind, row.storage_key
    context.let_go()
    data = context.cipher.decrypt_bytes(TABLE, "file", file_id, context.storage.get(storage_key))
    outcome = _try(data, kind)
    if outcome.copy is not None:
        sealed = context.cipher.encrypt_bytes(TABLE, "clean", file_id, outcome.copy.data)
        context.storage.put(actions.clean_key_of(file_id), sealed)
    row = context.session.get(EvidenceFile, file_id)
    if row is None:
        _forget_copy(context, file_id)
    else:
        _note(row, outcome)


@job("evidence.purge")
def purge(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Take an abandoned file away."""
    actions.purge(context.session, UUID(payload["file_id"]), now=context.now)


@job("storage.delete")
def delete(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Delete a stored file whose row is gone. Any slice may queue it; a file that is gone already is no error."""
    context.let_go()
    context.storage.delete(payload["key"])


def _forget_copy(context: JobContext, file_id: UUID) -> None:
    """The file was taken away meanwhile: no row names the copy that this job may have put, also in an earlier try."""
    context.let_go()
    context.storage.delete(actions.clean_key_of(file_id))


def _try(data: bytes, kind: EvidenceKind) -> Outcome:
    try:
        return Outcome(cleaning.clean(data, kind), None)
    except FileRefused as refused:
        return Outcome(None, refused.fault)


def _note(row: EvidenceFile, outcome: Outcome) -> None:
    if outcome.copy is None:
        row.state, row.fault = EvidenceState.FAILED, outcome.fault
        log.info("evidence_not_cleaned", id=str(row.id), fault=str(outcome.fault))
        return
    row.state = EvidenceState.READY
    row.clean_key, row.clean_size_bytes = actions.clean_key_of(row.id), len(outcome.copy.data)
    row.looks_like_identity = row.looks_like_identity or outcome.copy.looks_like_identity
