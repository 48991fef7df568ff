"""Submissions of petitions to authorities and the responses to them. A response is never edited.

Due dates, overdue and outcome are computed from these rows and the calendar, never stored.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Channel, Outcome, SubmissionState
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
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    submission: Mapped[Submission] = relationship(back_populates="responses")
    outcomes: Mapped[list[ResponseOutcome]] = relationship(order_by="ResponseOutcome.position", cascade="all")


class ResponseOutcome(Base):
    __tablename__ = "response_outcomes"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    demand_code: Mapped[str] = mapped_column(String(30), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(closed_set(Outcome))
    position: Mapped[int]
