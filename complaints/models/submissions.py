"""Submissions of petitions to authorities and the responses to them. A response is never edited.

Due dates, overdue and outcome are computed from these rows and the calendar, never stored.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.complaint import LetterLanguage
from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.domain.lifecycle import AttachmentKind, Channel, Outcome, RecordedBy, SubmissionState
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.petitions import PetitionVersion
from complaints.models.places import Authority


class Submission(Base):
    """A version handed to an authority. `registered_on` is the day the term starts from; it is not counted."""

    __tablename__ = "submissions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("petition_versions.id"), unique=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authorities.id"), index=True)
    channel: Mapped[Channel] = mapped_column(closed_set(Channel))
    handed_in_on: Mapped[date]
    handed_in_time: Mapped[time | None]
    """Kazakhstan time, where known: after hours the complaint counts as registered on the next working day."""
    outside_number: Mapped[str] = mapped_column(String(40), default="")
    registered_on: Mapped[date]
    state: Mapped[SubmissionState] = mapped_column(closed_set(SubmissionState))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    version: Mapped[PetitionVersion] = relationship()
    authority: Mapped[Authority] = relationship()
    responses: Mapped[list[Response]] = relationship(order_by="Response.recorded_at", back_populates="submission")
    attachments: Mapped[list[Attachment]] = relationship(order_by="[Attachment.added_at, Attachment.id]")


class Response(Base):
    """What the authority answered, as one entry. The summary is public; the person who recorded it is not."""

    __tablename__ = "responses"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    responded_on: Mapped[date]
    language: Mapped[LetterLanguage] = mapped_column(closed_set(LetterLanguage, 2))
    summary: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_as: Mapped[RecordedBy] = mapped_column(
        closed_set(RecordedBy), default=RecordedBy.OFFICIAL, server_default=RecordedBy.OFFICIAL.value
    )
    """By the authority itself, or by the group that got it; the public sees which."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    corrects_id: Mapped[UUID | None]
    """The entry that this one puts right; that one stays and is shown as corrected."""

    submission: Mapped[Submission] = relationship(back_populates="responses")
    outcomes: Mapped[list[ResponseOutcome]] = relationship(order_by="ResponseOutcome.position", cascade="all")


class ResponseOutcome(Base):
    __tablename__ = "response_outcomes"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    demand_code: Mapped[str] = mapped_column(String(30), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(closed_set(Outcome))
    position: Mapped[int]


class Attachment(Base):
    """A file that belongs to a submission: the proof that it was handed in, or the scan of an answer.

    The original is encrypted; a job makes the clean copy that is served, as for evidence. `sha256` and `size_bytes`
    are the original's.
    """

    __tablename__ = "attachments"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    response_id: Mapped[UUID | None] = mapped_column(ForeignKey("responses.id"), index=True)
    purpose: Mapped[AttachmentKind] = mapped_column(closed_set(AttachmentKind))
    kind: Mapped[EvidenceKind] = mapped_column(closed_set(EvidenceKind))
    state: Mapped[EvidenceState] = mapped_column(closed_set(EvidenceState))
    fault: Mapped[str | None] = mapped_column(String(30))
    name_enc: Mapped[bytes] = mapped_column(LargeBinary)
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(200))
    clean_key: Mapped[str | None] = mapped_column(String(200))
    clean_size_bytes: Mapped[int | None]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
