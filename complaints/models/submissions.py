"""Submissions of petitions to authorities, what happened to them, and the responses. Nothing of that is ever edited.

Due dates, overdue and outcome are computed from these rows and the calendar, never stored.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from complaints.domain.complaint import LetterLanguage
from complaints.domain.evidence import EvidenceKind, EvidenceState
from complaints.domain.lifecycle import (
    AttachmentKind,
    Channel,
    Outcome,
    RecordedBy,
    SubmissionEvent,
    SubmissionState,
)
from complaints.domain.reminding import Reminding
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.petitions import PetitionVersion
from complaints.models.places import Authority


def _addressee(context: DefaultExecutionContext) -> UUID:
    """As long as nothing else is told, the body to whom it was handed in has it."""
    authority_id: UUID = context.get_current_parameters()["authority_id"]  # type: ignore[no-untyped-call]
    return authority_id


class Submission(Base):
    """A version handed to an authority. `registered_on` is the day the first term starts from; it is not counted.

    `state`, `registered_on` and `outside_number` repeat for lists what the events say; `responses.happening` alone
    writes them.
    """

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
    held_by_id: Mapped[UUID | None] = mapped_column(default=_addressee, index=True)
    """The body that has it now: to whom it was handed in or passed on last; None when that is none of ours."""
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    version: Mapped[PetitionVersion] = relationship()
    authority: Mapped[Authority] = relationship(foreign_keys=[authority_id])
    held_by: Mapped[Authority | None] = relationship(
        primaryjoin=lambda: foreign(Submission.held_by_id) == Authority.id, viewonly=True
    )
    responses: Mapped[list[Response]] = relationship(order_by="Response.recorded_at", back_populates="submission")
    events: Mapped[list[HappenedEvent]] = relationship(order_by="[HappenedEvent.recorded_at, HappenedEvent.id]")
    remarks: Mapped[list[Remark]] = relationship(order_by="[Remark.recorded_at, Remark.id]")
    attachments: Mapped[list[Attachment]] = relationship(order_by="[Attachment.added_at, Attachment.id]")


class HappenedEvent(Base):
    """One entry about what happened between the hand-over and the answer. The note is public, who recorded it is not.

    What turns out wrong is put right by an entry of the same side (`corrects_id`); an entry of the group that the
    authority denies stands beside the authority's own (`disputes_id`, an event or a response). `is_void`: it did not
    happen at all.
    """

    __tablename__ = "submission_events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    event: Mapped[SubmissionEvent] = mapped_column(closed_set(SubmissionEvent))
    happened_on: Mapped[date]
    until: Mapped[date | None]
    notified_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(40), default="")
    """The outside number of a registration, else of the paper about the event."""
    body_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    """To whom it was passed on, where that is one of ours."""
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_as: Mapped[RecordedBy] = mapped_column(closed_set(RecordedBy))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    corrects_id: Mapped[UUID | None] = mapped_column(unique=True)
    disputes_id: Mapped[UUID | None]
    is_void: Mapped[bool] = mapped_column(default=False)

    body: Mapped[Authority | None] = relationship()


class Remark(Base):
    """What the group or the authority says of a demand and what became of it. The newest of each side counts."""

    __tablename__ = "remarks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    demand_code: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_as: Mapped[RecordedBy] = mapped_column(closed_set(RecordedBy))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reminder(Base):
    """That a person was reminded of a last day: a last day that moves may be told again, the same one never."""

    __tablename__ = "reminders"

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    kind: Mapped[Reminding] = mapped_column(closed_set(Reminding), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnswerTemplate(Base):
    """A text from which an authority's officials begin an answer, in one language."""

    __tablename__ = "answer_templates"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authorities.id"), index=True)
    language: Mapped[LetterLanguage] = mapped_column(closed_set(LetterLanguage, 2))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


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
    event_id: Mapped[UUID | None] = mapped_column(index=True)
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
