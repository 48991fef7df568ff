"""Signatures on paper: blank sheets that were printed for a frozen version, and the lists of people typed off them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.complaint import LetterLanguage
from complaints.domain.paper import PaperSource, PaperState, RowReason, RowState
from complaints.domain.petition import ExportState
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.petitions import PetitionVersion


class PaperSheets(Base):
    """One order of blank sheets: `count` of them, numbered from `first` on. A number is given out once."""

    __tablename__ = "paper_sheets"
    __table_args__ = (UniqueConstraint("version_id", "first"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"), index=True)
    language: Mapped[LetterLanguage] = mapped_column(closed_set(LetterLanguage, 2))
    first: Mapped[int]
    count: Mapped[int]
    state: Mapped[ExportState] = mapped_column(closed_set(ExportState))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ordered_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    storage_key: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the PDF as downloaded, before encryption."""
    size_bytes: Mapped[int | None]

    version: Mapped[PetitionVersion] = relationship()


class PaperImport(Base):
    """A list of people who signed on paper. `counts` says at the acceptance how many rows there were of each state,
    and of each reason; it holds no personal data and stays when the list is undone.
    """

    __tablename__ = "paper_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"), index=True)
    source: Mapped[PaperSource] = mapped_column(closed_set(PaperSource))
    state: Mapped[PaperState] = mapped_column(closed_set(PaperState))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    """So that a file sent twice waits once."""
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    version: Mapped[PetitionVersion] = relationship()


class PaperRow(Base):
    """One row of a list. What does not count keeps no personal data once the list is accepted.

    `line` is its row in the file, or its place among those typed; `sheet` and `place` are those on paper.
    """

    __tablename__ = "paper_rows"
    __table_args__ = (Index("ix_paper_rows_import_id", "import_id", "line"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("paper_imports.id", ondelete="CASCADE"))
    line: Mapped[int]
    sheet: Mapped[int | None]
    place: Mapped[int | None]
    signed_on: Mapped[date | None]
    full_name_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    postal_address_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    iin_index: Mapped[str | None] = mapped_column(String(64))
    phone_index: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[RowState] = mapped_column(closed_set(RowState))
    reason: Mapped[RowReason | None] = mapped_column(closed_set(RowReason))
    twins: Mapped[str] = mapped_column(String(200), default="")
    """Whom it repeats or may repeat: numbers of complaints, places on paper; never a name."""
