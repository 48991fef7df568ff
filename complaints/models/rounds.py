"""Registration rounds, their timelines, notes of regions, and the counters that public pages show."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.rounds import EventKind, RoundState, SaidBy
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.places import Authority, Programme, Region


class Round(Base):
    """Programme x region x date. Each time is a pair: equal = known exactly, different = bounds, both None = not
    known."""

    __tablename__ = "rounds"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    programme_slug: Mapped[str] = mapped_column(ForeignKey("programmes.slug"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    """The body that ran it, where known."""
    repeats_id: Mapped[UUID | None] = mapped_column(ForeignKey("rounds.id"))
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    platform: Mapped[str] = mapped_column(String(60))
    state: Mapped[RoundState] = mapped_column(closed_set(RoundState))
    takes_complaints: Mapped[bool] = mapped_column(default=False)
    held_on_earliest: Mapped[date | None]
    held_on_latest: Mapped[date | None]
    places_announced: Mapped[int | None]
    announced_at_earliest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    announced_at_latest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at_earliest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at_latest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sold_out_at_earliest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sold_out_at_latest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at_earliest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at_latest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notice_minutes_earliest: Mapped[int | None]
    """Notice as somebody reported it, where the times themselves are not known. The pair is shortest and longest."""
    notice_minutes_latest: Mapped[int | None]
    sell_out_minutes_earliest: Mapped[int | None]
    sell_out_minutes_latest: Mapped[int | None]
    summary_kk: Mapped[str] = mapped_column(Text, default="")
    summary_ru: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    outcome_kk: Mapped[str] = mapped_column(Text, default="")
    outcome_ru: Mapped[str] = mapped_column(Text, default="")
    outcome_en: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    confidence_kk: Mapped[str] = mapped_column(String(300), default="")
    confidence_ru: Mapped[str] = mapped_column(String(300), default="")
    confidence_en: Mapped[str] = mapped_column(String(300), default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    edit_number: Mapped[int] = mapped_column(default=1, server_default="1")
    """Grows with each change of the round or its timeline, so that one of two editors is told who was first."""
    created_by_group_id: Mapped[UUID | None]
    """The group that added it; rounds of the reference data have none."""
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a moderator undid its creation: it is in no list and takes no complaint."""
    merged_into_id: Mapped[UUID | None]
    """The round it was merged into, because both were one: its address leads there."""

    @hybrid_property
    def is_listed(self) -> bool:
        """Neither hidden nor merged: lists show it, and it may take complaints."""
        return self.hidden_at is None and self.merged_into_id is None

    @is_listed.inplace.expression
    @classmethod
    def _is_listed(cls) -> ColumnElement[bool]:
        return and_(cls.hidden_at.is_(None), cls.merged_into_id.is_(None))

    programme: Mapped[Programme] = relationship()
    region: Mapped[Region] = relationship()
    authority: Mapped[Authority | None] = relationship()
    events: Mapped[list[RoundEvent]] = relationship(order_by="RoundEvent.position", back_populates="round")


class RoundEvent(Base):
    """One line of a round's timeline. Day and time are pairs like those of a round; either may be unknown."""

    __tablename__ = "round_events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(closed_set(EventKind))
    said_by: Mapped[SaidBy] = mapped_column(closed_set(SaidBy))
    day_earliest: Mapped[date | None]
    day_latest: Mapped[date | None]
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The exact moment, where known."""
    text_kk: Mapped[str] = mapped_column(Text)
    text_ru: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")

    round: Mapped[Round] = relationship(back_populates="events")


class RegionNote(Base):
    """Something the press or an authority said about a region that is not a round."""

    __tablename__ = "region_notes"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    """None: the whole country."""
    day_earliest: Mapped[date | None]
    day_latest: Mapped[date | None]
    platform: Mapped[str] = mapped_column(String(60), default="")
    text_kk: Mapped[str] = mapped_column(Text)
    text_ru: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    confidence_kk: Mapped[str] = mapped_column(String(300))
    confidence_ru: Mapped[str] = mapped_column(String(300))
    confidence_en: Mapped[str] = mapped_column(String(300))


VERSION: Final = "version"
IS_VERSION: Final = text(f"dimension = '{VERSION}'")


class Tally(Base):
    """How many complaints of a round have one attribute: written with the complaint, so that no page counts rows.

    `dimension` is one of all, role, mode, ground, demand, locality, day (ISO date of filing in the region's zone),
    ground_role, ground_locality and role_locality (`CODE|key`), confirmed (key formal), left (withdrawn, erased,
    joined: no longer in the other figures), and of the texts released, blanked and held (key: the reason, or `all`).
    `version` counts the changes of all of these: a page made before the last one shows old figures.
    """

    __tablename__ = "tallies"
    __table_args__ = (Index("ix_tallies_version", "round_id", sqlite_where=IS_VERSION, postgresql_where=IS_VERSION),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    complaints: Mapped[int]
