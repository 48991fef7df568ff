"""Who signed a frozen version on paper: counted and opened for the document, the dossier and the pages of the group.

Only rows of accepted lists count. Lists are read, accepted and undone in `petitions.paper`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaints.cipher import Cipher
from complaints.domain.paper import COUNTED, PaperState
from complaints.models.paper import PaperImport, PaperRow
from complaints.models.petitions import PetitionVersion

TABLE: Final = "paper_rows"


def counts_for(version_id: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether a row, joined with its list, counts for this version."""
    return and_(
        PaperImport.version_id == version_id,
        PaperImport.state == PaperState.ACCEPTED,
        PaperRow.state.in_(COUNTED),
    )


def paper_total(session: Session, version_id: UUID) -> int:
    """How many people signed this frozen version on paper."""
    counted = select(func.count()).select_from(PaperRow).join(PaperImport, PaperImport.id == PaperRow.import_id)
    return session.scalar(counted.where(counts_for(version_id))) or 0


def count_signed(session: Session, petition_id: int) -> int:
    """How many people signed any version of a petition on paper: as many as `list_signed` lists."""
    counted = (
        select(func.count())
        .select_from(PaperRow)
        .join(PaperImport, PaperImport.id == PaperRow.import_id)
        .join(PetitionVersion, PetitionVersion.id == PaperImport.version_id)
    )
    return (
        session.scalar(counted.where(PetitionVersion.petition_id == petition_id, counts_for(PetitionVersion.id))) or 0
    )


def list_signed(session: Session, petition_id: int) -> Sequence[tuple[int, PaperRow]]:
    """Who signed any version of a petition on paper, with the number of that version, in the order of the sheets."""
    statement = (
        select(PetitionVersion.number, PaperRow)
        .join(PaperImport, PaperImport.id == PaperRow.import_id)
        .join(PetitionVersion, PetitionVersion.id == PaperImport.version_id)
        .where(PetitionVersion.petition_id == petition_id, counts_for(PetitionVersion.id))
        .order_by(PetitionVersion.number, PaperRow.sheet, PaperRow.place, PaperRow.id)
    )
    return [(number, row) for number, row in session.execute(statement)]


def open_text(row: PaperRow, column: str, cipher: Cipher) -> str:
    """An encrypted value in plain; what was not written is the empty text."""
    sealed: bytes | None = getattr(row, f"{column}_enc")
    return "" if sealed is None else cipher.decrypt(TABLE, column, row.id, sealed)
