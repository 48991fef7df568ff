"""Texts on their way to the public, the decisions about them, and complaints that look like one another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.moderation import Decision, LikenessKind, LikenessState, Reason, TextState
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.complaints import Complaint


class PublicText(Base):
    """The narrative of a complaint whose writer agreed to publish it. The original stays encrypted in the complaint;
    only `released`, what the public may read, stands here in plain.
    """

    __tablename__ = "public_texts"
    __table_args__ = (
        Index("ix_public_texts_queue", "state", "queued_at"),
        Index("ix_public_texts_newest", "round_id", "state", "released_at", "complaint_id"),
    )

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    complaint_version: Mapped[int]
    """The version of the complaint that waits or was decided on."""
    state: Mapped[TextState] = mapped_column(closed_set(TextState))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[Reason | None] = mapped_column(closed_set(Reason))
    released: Mapped[str | None] = mapped_column(Text)
    searchable: Mapped[str | None] = mapped_column(Text)
    """`released` with its case folded, for the search."""
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edit_number: Mapped[int] = mapped_column(default=1)
    """Grows with each decision and correction, so that one of two moderators is told when the other was first."""
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    taken_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    complaint: Mapped[Complaint] = relationship()


class ModerationDecision(Base):
    """One decision; never edited. `complaint_version` is the version it was about."""

    __tablename__ = "moderation_decisions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    complaint_version: Mapped[int]
    decision: Mapped[Decision] = mapped_column(closed_set(Decision))
    reason: Mapped[Reason | None] = mapped_column(closed_set(Reason))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TextBand(Base):
    """One band of the keyed signature of a narrative: two texts that share a band are compared."""

    __tablename__ = "text_bands"
    __table_args__ = (Index("ix_text_bands_value", "band", "value"),)

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(String(32))


class Likeness(Base):
    """Two complaints of one round that may be one; `earlier_id` was filed first. A mark, never a refusal."""

    __tablename__ = "likenesses"
    __table_args__ = (UniqueConstraint("complaint_id", "earlier_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    earlier_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"), index=True)
    kind: Mapped[LikenessKind] = mapped_column(closed_set(LikenessKind))
    percent: Mapped[int]
    """How alike the texts are; 100 for one person."""
    state: Mapped[LikenessState] = mapped_column(closed_set(LikenessState))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    complaint: Mapped[Complaint] = relationship(foreign_keys=[complaint_id])
    earlier: Mapped[Complaint] = relationship(foreign_keys=[earlier_id])
