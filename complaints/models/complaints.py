"""Complaints: what was asked and answered in the open, and what belongs to the person only encrypted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.complaint import (
    ConfirmedBy,
    LearnedFrom,
    LetterLanguage,
    LinkPurpose,
    LookedAt,
    Mode,
    OwnKind,
    Role,
    ScreenResult,
)
from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.places import Locality
from complaints.models.rounds import Round

HAS_OWN: Final = text("own_registered_on IS NOT NULL")


class Complaint(Base):
    """One grievance about one round. Columns ending in `_enc` are encrypted, those in `_index` are blind indexes.

    Whether it is confirmed, late, corrected, withdrawn, erased or joined follows from the columns; there is no status.
    `token_hash` is the SHA-256 of the form's token, the idempotency key; `code_hash` that of the secret code.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        CheckConstraint("children_count BETWEEN 1 AND 20", name="children_count"),
        Index("ix_complaints_own_registered", "round_id", sqlite_where=HAS_OWN, postgresql_where=HAS_OWN),
    )

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
    email_index: Mapped[str | None] = mapped_column(String(64), index=True)
    organisation_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    postal_address_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    consent_processing: Mapped[bool]
    consent_petition: Mapped[bool]
    consent_publish: Mapped[bool]
    is_example: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Grows with each correction; the earlier ones are in `earlier`."""
    corrected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """What is left then is a stub: its number and what a repeated submit needs, nothing of the person."""
    joined_to_id: Mapped[UUID | None]
    """The complaint of the same person that a moderator joined this one with. Complaints are never deleted, only
    erased to a stub: this and `joins_id` need no constraint."""
    joins_id: Mapped[UUID | None] = mapped_column(index=True)
    """The released complaint whose reasons and demands the filer took over ("the same happened to me")."""
    from_busy_network: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Filed in a burst from one network: a mark for moderators and groups, never a refusal."""
    own_number_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The number of the filer's own complaint or appeal in e-Otinish, as the filer wrote it down."""
    own_kind: Mapped[OwnKind | None] = mapped_column(closed_set(OwnKind))
    own_registered_on: Mapped[date | None]

    round: Mapped[Round] = relationship()
    locality: Mapped[Locality | None] = relationship()
    confirmation: Mapped[Confirmation | None] = relationship(back_populates="complaint", cascade="all, delete-orphan")
    earlier: Mapped[list[ComplaintVersion]] = relationship(
        order_by="ComplaintVersion.number", cascade="all, delete-orphan"
    )
    grounds: Mapped[list[ComplaintGround]] = relationship(
        order_by="ComplaintGround.position", cascade="all, delete-orphan"
    )
    demands: Mapped[list[ComplaintDemand]] = relationship(
        order_by="ComplaintDemand.position", cascade="all, delete-orphan"
    )
    named_groups: Mapped[list[ComplaintGroup]] = relationship(cascade="all, delete-orphan")


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


class ComplaintVersion(Base):
    """An earlier wording of a corrected complaint: all its values as JSON, encrypted."""

    __tablename__ = "complaint_versions"
    __table_args__ = (UniqueConstraint("complaint_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    content_enc: Mapped[bytes] = mapped_column(LargeBinary)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Confirmation(Base):
    """That the person behind a formal complaint was reached: how, when, and by which member of which group."""

    __tablename__ = "confirmations"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    by: Mapped[ConfirmedBy] = mapped_column(closed_set(ConfirmedBy))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))

    complaint: Mapped[Complaint] = relationship(back_populates="confirmation")


class FilingDraft(Base):
    """What was typed into a form that is not filed yet, encrypted as JSON, under the hash of the form's token."""

    __tablename__ = "filing_drafts"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    row_id: Mapped[UUID] = mapped_column(default=new_id)
    """Names the row for the encryption."""
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    values_enc: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class EvidenceFile(Base):
    """One file: the encrypted original and, when a job could make it, the clean copy that is served.

    Before the complaint is filed it hangs on the hash of the form's token, afterwards on the complaint. `sha256` and
    `size_bytes` are the original's.
    """

    __tablename__ = "evidence_files"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(closed_set(EvidenceKind))
    state: Mapped[EvidenceState] = mapped_column(closed_set(EvidenceState))
    fault: Mapped[str | None] = mapped_column(String(30))
    """Why no clean copy could be made, a code."""
    name_enc: Mapped[bytes] = mapped_column(LargeBinary)
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(200))
    clean_key: Mapped[str | None] = mapped_column(String(200))
    clean_size_bytes: Mapped[int | None]
    looks_like_identity: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContactLink(Base):
    """A mailed link, to confirm or to get a lost code replaced; the link holds a random token, the row its SHA-256.

    `address_enc` is the address it goes to, `address_index` its blind index: the link opens what has this address.
    """

    __tablename__ = "contact_links"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[LinkPurpose] = mapped_column(closed_set(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address_enc: Mapped[bytes] = mapped_column(LargeBinary)
    address_index: Mapped[str] = mapped_column(String(64), index=True)
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    """The complaint that the mail was sent for, if it was for one."""
    supporter_id: Mapped[UUID | None] = mapped_column(index=True)
    """The person who agrees to a collective complaint, where the link confirms that."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AddressMail(Base):
    """When the last three mails of a purpose went to an address (its blind index): enough to keep the limits."""

    __tablename__ = "address_mails"

    address_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(closed_set(LinkPurpose), primary_key=True)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    third_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Look(Base):
    """A member of a group looked at something of a person, or downloaded the file that names all, as an official of the
    authority that got it may: the owner of the group reads the list, the person sees it on the own page. Of the three
    ids at the end exactly one is set.
    """

    __tablename__ = "looks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), index=True)
    what: Mapped[LookedAt] = mapped_column(closed_set(LookedAt))
    language: Mapped[LetterLanguage | None] = mapped_column(closed_set(LetterLanguage, 2))
    """Of the file that was downloaded."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), index=True)
    supporter_id: Mapped[UUID | None] = mapped_column(index=True)
    version_id: Mapped[UUID | None] = mapped_column(index=True)
