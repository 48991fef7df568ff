"""What the whole site knows of itself, in one row."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from complaints.models.base import Base, UtcDateTime

THE_SITE: Final = 1


class Site(Base):
    """`edits` grows by one with every transaction that changed what the public may see, filings aside."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True, default=THE_SITE)
    edits: Mapped[int] = mapped_column(BigInteger, default=0)
    surge_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when an operator has the statistics rest, because many file at once; None when they do not."""
    backed_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the last backup was made and read again; a restored site knows only those before it."""
