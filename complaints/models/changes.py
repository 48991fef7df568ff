"""The log of changes: public facts of rounds, and what operators change. Entries are never edited."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from complaints.domain.changes import Subject
from complaints.models.base import Base, UtcDateTime, closed_set, new_id


class Change(Base):
    """One change: the values before and after, plain and without personal data. None: there was, or is, none."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_subject", "subject", "key", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None: by a command of the operator."""
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"))
    """The group for which a member changed it."""
    subject: Mapped[Subject] = mapped_column(closed_set(Subject))
    key: Mapped[str] = mapped_column(String(80))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    """The round whose history it belongs to, if any."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    undoes_id: Mapped[UUID | None] = mapped_column(ForeignKey("changes.id"), unique=True)
    """The change that this one undid: each can be undone once."""


class DayOverride(Base):
    """A day that the operator declared off, or a weekend declared working, with the decree as its source."""

    __tablename__ = "day_overrides"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    decree: Mapped[str] = mapped_column(String(300))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
