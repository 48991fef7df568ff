"""Petitions (collective complaints): the draft a group works on, its frozen versions, and the files made of them.

A version keeps its public content as plain values and refers to the encrypted rows of people; it never copies them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from complaints.domain.complaint import ConfirmedBy, LetterLanguage
from complaints.domain.petition import Cut, ExportState, PetitionKind
from complaints.models.accounts import Group
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.complaints import Complaint
from complaints.models.places import Authority
from complaints.models.rounds import Round


class Petition(Base):
    """The draft. `id` is short because people read it in links; `uid` names the row for the encryption."""

    __tablename__ = "petitions"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    uid: Mapped[UUID] = mapped_column(unique=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), index=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"), index=True)
    kind: Mapped[PetitionKind] = mapped_column(closed_set(PetitionKind))
    reviewing_body_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    challenged_body_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    about_submission_id: Mapped[UUID | None]
    """The earlier submission that a complaint to the superior body is about. No foreign key: submissions refer here."""
    languages: Mapped[str] = mapped_column(String(10), default="kk,ru")
    """Comma separated, kk first."""
    representative_name_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    representative_address_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    representative_phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    representative_email_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    representative_iin_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    representative_actual_address_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Where the representative lives, if it is not the postal address (Code art. 93, part 2)."""
    representative_from_kk_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    representative_from_ru_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The name as it stands after «Кімнен» and «От кого», where the group put the proposed case right."""
    letter_dated_on: Mapped[date | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edit_number: Mapped[int] = mapped_column(default=1)
    """Grows with each save, so that one of two editors is told when the other saved first."""
    is_example: Mapped[bool] = mapped_column(default=False)

    group: Mapped[Group] = relationship()
    round: Mapped[Round] = relationship()
    reviewing_body: Mapped[Authority | None] = relationship(foreign_keys=[reviewing_body_id])
    challenged_body: Mapped[Authority | None] = relationship(foreign_keys=[challenged_body_id])
    demands: Mapped[list[PetitionDemand]] = relationship(
        order_by="PetitionDemand.position", cascade="all, delete-orphan"
    )
    norms: Mapped[list[PetitionNorm]] = relationship(order_by="PetitionNorm.position", cascade="all, delete-orphan")
    chosen: Mapped[list[PetitionComplaint]] = relationship(cascade="all, delete-orphan")
    texts: Mapped[list[PetitionText]] = relationship(cascade="all, delete-orphan")
    publications: Mapped[list[Publication]] = relationship(order_by="Publication.published_at", viewonly=True)
    versions: Mapped[list[PetitionVersion]] = relationship(order_by="PetitionVersion.number", back_populates="petition")


class PetitionDemand(Base):
    __tablename__ = "petition_demands"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    position: Mapped[int]


class PetitionNorm(Base):
    __tablename__ = "petition_norms"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id", ondelete="CASCADE"), primary_key=True)
    norm_id: Mapped[str] = mapped_column(String(30), primary_key=True)
    position: Mapped[int]


class PetitionComplaint(Base):
    """A complaint chosen for the draft."""

    __tablename__ = "petition_complaints"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id", ondelete="CASCADE"), primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)


class PetitionText(Base):
    """A paragraph of the letter that the group wrote itself, in one language; the others are the default ones."""

    __tablename__ = "petition_texts"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[LetterLanguage] = mapped_column(closed_set(LetterLanguage, 2), primary_key=True)
    part: Mapped[str] = mapped_column(String(30), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Supporter(Base):
    """Somebody who agrees to a collective complaint without an own complaint; confirmed and withdrawn as one.

    `token_hash` is the SHA-256 of the form's token, the idempotency key; `code_hash` that of the secret code.
    """

    __tablename__ = "supporters"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(9), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    language: Mapped[LetterLanguage] = mapped_column(closed_set(LetterLanguage, 2))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    full_name_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    postal_address_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_index: Mapped[str | None] = mapped_column(String(64), index=True)
    iin_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    iin_index: Mapped[str | None] = mapped_column(String(64), index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[ConfirmedBy | None] = mapped_column(closed_set(ConfirmedBy))
    confirmed_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """What is left then is a stub: its number and what a repeated submit needs, nothing of the person."""
    is_example: Mapped[bool] = mapped_column(default=False)

    petition: Mapped[Petition] = relationship()


class Agreement(Base):
    """That somebody who joined was asked for the text of a version, agreed to it, or both.

    Who agreed to several versions stands behind the text of the latest of them.
    """

    __tablename__ = "agreements"

    supporter_id: Mapped[UUID] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"), primary_key=True, index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a mail was queued: nobody is mailed twice for one version. None: nobody had to be asked."""
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Publication(Base):
    """That a frozen version stands on a public page: since when, by whom, and why it was taken off again."""

    __tablename__ = "publications"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was taken off; it is public."""

    version: Mapped[PetitionVersion] = relationship()


class PetitionLeaver(Base):
    """A complaint whose filer stepped out of this one petition: it cannot be chosen for it again."""

    __tablename__ = "petition_leavers"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id", ondelete="CASCADE"), primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)


def _said_in(content: Any, language: LetterLanguage) -> Any:
    """Something of the letter in this language, read only when asked for; None where there is none."""
    return column_property(content[(language.value, "letter", "language")].as_string(), deferred=True)


class PetitionVersion(Base):
    """A frozen version. `content` holds the plain values of the letter without personal data; it never changes."""

    __tablename__ = "petition_versions"
    __table_args__ = (UniqueConstraint("petition_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    number: Mapped[int]
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_sha256: Mapped[str] = mapped_column(String(64))
    language_kk: Mapped[str | None] = _said_in(content, LetterLanguage.KK)
    language_ru: Mapped[str | None] = _said_in(content, LetterLanguage.RU)
    representative_enc: Mapped[bytes] = mapped_column(LargeBinary)
    """The representative as JSON, encrypted: name, address, phone, e-mail as they stood at the freeze."""

    petition: Mapped[Petition] = relationship(back_populates="versions")
    included: Mapped[list[VersionComplaint]] = relationship(order_by="VersionComplaint.position")
    exports: Mapped[list[Export]] = relationship(back_populates="version")

    @property
    def letter_languages(self) -> frozenset[LetterLanguage]:
        """The languages of its letters, without reading its content, which may hold thousands of rows."""
        found = {LetterLanguage.KK: self.language_kk, LetterLanguage.RU: self.language_ru}
        return frozenset(language for language, said in found.items() if said)


class VersionComplaint(Base):
    """A complaint in a frozen version, at its place in the register (from 1)."""

    __tablename__ = "version_complaints"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"), primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    position: Mapped[int]
    complaint_version: Mapped[int] = mapped_column(default=1, server_default="1")
    """The wording of the complaint that was frozen; it may have been corrected since."""
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person withdrew, stepped out or erased. Before the hand-over the version must then be frozen anew."""

    complaint: Mapped[Complaint] = relationship()


class VersionSupporter(Base):
    """Somebody without an own complaint in a frozen version, at the place in the register (from 1)."""

    __tablename__ = "version_supporters"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"), primary_key=True)
    supporter_id: Mapped[UUID] = mapped_column(ForeignKey("supporters.id"), primary_key=True)
    position: Mapped[int]
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    supporter: Mapped[Supporter] = relationship()


class Export(Base):
    """One PDF of a version: its language and cut, how far it is, and where the encrypted file lies."""

    __tablename__ = "exports"
    __table_args__ = (UniqueConstraint("version_id", "language", "cut"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"), index=True)
    language: Mapped[LetterLanguage] = mapped_column(closed_set(LetterLanguage, 2))
    cut: Mapped[Cut] = mapped_column(closed_set(Cut))
    state: Mapped[ExportState] = mapped_column(closed_set(ExportState))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    storage_key: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the PDF as downloaded, before encryption."""
    size_bytes: Mapped[int | None]
    pages: Mapped[int | None]

    version: Mapped[PetitionVersion] = relationship(back_populates="exports")
