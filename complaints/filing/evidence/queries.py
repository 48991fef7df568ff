"""What attached files are there, in plain words for the one who attached them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.domain.errors import NotFound
from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.evidence.faults import EvidenceFault
from complaints.models import Complaint, EvidenceFile
from complaints.tokens import hash_token

TABLE: Final = "evidence_files"


@dataclass(frozen=True)
class Attached:
    """One file as its owner sees it. `sha256` (hex) and `size_bytes` are the original's; `fault` is set when no clean
    copy could be made; `place` counts from 1 in the order of attaching.
    """

    id: UUID
    place: int
    name: str
    kind: EvidenceKind
    size_bytes: int
    sha256: str
    state: EvidenceState
    fault: EvidenceFault | None
    looks_like_identity: bool
    added_at: datetime


def list_attached(session: Session, token: str, *, cipher: Cipher) -> list[Attached]:
    """The files under a form's token (the bare one), in the order of attaching. Not those of a filed complaint."""
    return list_owned(session, EvidenceFile.token_hash == hash_token(token), cipher)


def list_of_complaint(session: Session, complaint: Complaint, *, cipher: Cipher) -> list[Attached]:
    """The files of a filed complaint, in the order of attaching."""
    return list_owned(session, EvidenceFile.complaint_id == complaint.id, cipher)


def get_file(session: Session, file_id: UUID, owner: ColumnElement[bool]) -> EvidenceFile:
    """One file of this owner. Raises NotFound, also for a file of somebody else."""
    found = session.scalar(select(EvidenceFile).where(EvidenceFile.id == file_id, owner))
    if found is None:
        raise NotFound("evidence", str(file_id))
    return found


def get_file_of_complaint(session: Session, complaint: Complaint, file_id: UUID) -> tuple[EvidenceFile, int]:
    """One file of a complaint and its place in the list, from 1. Raises NotFound."""
    for place, row in enumerate(list_rows(session, EvidenceFile.complaint_id == complaint.id), start=1):
        if row.id == file_id:
            return row, place
    raise NotFound("evidence", str(file_id))


def list_rows(session: Session, owner: ColumnElement[bool]) -> Sequence[EvidenceFile]:
    """The rows of an owner in the order of attaching."""
    wanted = select(EvidenceFile).where(owner).order_by(EvidenceFile.added_at, EvidenceFile.id)
    return session.scalars(wanted).all()


def list_owned(session: Session, owner: ColumnElement[bool], cipher: Cipher) -> list[Attached]:
    """The files of this owner, in the order of attaching."""
    return [attached(row, place, cipher) for place, row in enumerate(list_rows(session, owner), start=1)]


def attached(row: EvidenceFile, place: int, cipher: Cipher) -> Attached:
    """One row in plain words; `place` is its number in the list, from 1."""
    return Attached(
        id=row.id,
        place=place,
        name=cipher.decrypt(TABLE, "name", row.id, row.name_enc),
        kind=row.kind,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        state=row.state,
        fault=EvidenceFault(row.fault) if row.fault else None,
        looks_like_identity=row.looks_like_identity,
        added_at=row.added_at,
    )
