"""The queue of jobs and the outgoing mail, committed together with the data they serve."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from complaints.models.base import Base, UtcDateTime, new_id


class Job(Base):
    """Something slow to do. The payload holds ids only; `last_error` the error's type, never its words."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_open", "run_at", sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    """An optional name of the deed: a second job with the same key is not queued."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was done, or given up for dead."""
    is_dead: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str | None] = mapped_column(String(200))


class Mail(Base):
    """One outgoing mail. The address is encrypted; `context` holds numbers and links, no personal data; what opens a
    door, such as the token of a link, is encrypted too. Both are forgotten once the mail is sent.
    """

    __tablename__ = "mails"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    to_enc: Mapped[bytes] = mapped_column(LargeBinary)
    template: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    secrets_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MailStop(Base):
    """An address (its blind index) that asked for no more mail except confirmations and what it asks for itself."""

    __tablename__ = "mail_stops"

    address_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    stopped_at: Mapped[datetime] = mapped_column(UtcDateTime)
