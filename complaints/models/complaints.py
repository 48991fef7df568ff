"""Complaints: what was asked and answered in the open, and what belongs to the person only encrypted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.places import Locality
from complaints.models.rounds import Round


class Complaint(Base):
    """One grievance about one round. Columns ending in `_enc` are encrypted, those in `_index` are blind indexes.

    `token_hash` is the SHA-256 of the form's token, the idempotency key; `code_hash` that of the secret code.
    """

    __tablename__ = "complaints"
    __table_args__ = (CheckConstraint("children_count BETWEEN 1 AND 20", name="children_count"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(9), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"), index=True)
    role: Mapped[Role] = mapped_column(closed_set(Role))
    mode: Mapped[Mode] = mapped_column(closed_set(Mode))
    language: Mapped[LetterLanguage] = mapped_column(closed_set(LetterLanguage, 2))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    learned_from: Mapped[LearnedFrom] = mapped_column(closed_set(LearnedFrom))
    attempted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    screen_result: Mapped[ScreenResult | None] = mapped_column(closed_set(ScreenResult))
    children_count: Mapped[int | None]
    locality_code: Mapped[str | None] = mapped_column(ForeignKey("localities.code"))
    locality_other_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    narrative_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_late: Mapped[bool]
    full_name_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    iin_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    iin_index: Mapped[str | None] = mapped_column(String(64), index=True)
    bin_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    bin_index: Mapped[str | None] = mapped_column(String(64), index=True)
    organisation_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    postal_address_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    consent_processing: Mapped[bool]
    consent_petition: Mapped[bool]
    consent_publish: Mapped[bool]
    is_example: Mapped[bool] = mapped_column(default=False)

    round: Mapped[Round] = relationship()
    locality: Mapped[Locality | None] = relationship()
    grounds: Mapped[list[ComplaintGround]] = relationship(order_by="ComplaintGround.position", cascade="all")
    demands: Mapped[list[ComplaintDemand]] = relationship(order_by="ComplaintDemand.position", cascade="all")
    named_groups: Mapped[list[ComplaintGroup]] = relationship(cascade="all")


class ComplaintGround(Base):
    __tablename__ = "complaint_grounds"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    position: Mapped[int]


class ComplaintDemand(Base):
    __tablename__ = "complaint_demands"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    position: Mapped[int]


class ComplaintGroup(Base):
    """A group that the consent to a collective complaint named. None named: the round had no group that day."""

    __tablename__ = "complaint_groups"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
