"""People who sign in, their sessions and links, throttling counters, and groups."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.access import AccountRole, GroupRole
from complaints.models.base import Base, UtcDateTime, closed_set, new_id
from complaints.models.places import Authority, Region
from complaints.models.rounds import Round


class Account(Base):
    """One person who signs in. E-mail is encrypted; `email_index` is its blind index over the lower-cased address."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email_enc: Mapped[bytes] = mapped_column(LargeBinary)
    email_index: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[AccountRole] = mapped_column(closed_set(AccountRole))
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    """Set for officials: exactly one authority."""
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    authority: Mapped[Authority | None] = relationship()
    memberships: Mapped[list[GroupMember]] = relationship(back_populates="account")


class AccountSession(Base):
    """A signed-in browser. The cookie holds a random token, the row its SHA-256; sign-out ends the row."""

    __tablename__ = "account_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


class PasswordLink(Base):
    """A one-time link to set a password; the link holds a random token, the row its SHA-256."""

    __tablename__ = "password_links"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


class Throttle(Base):
    """How often something was tried in one window. `key` is a blind index, so no address or e-mail is kept."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    tries: Mapped[int]


class Group(Base):
    """Activists who prepare collective complaints. The name and purpose are public."""

    __tablename__ = "groups"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(1000), default="")
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    region: Mapped[Region] = relationship()
    members: Mapped[list[GroupMember]] = relationship(back_populates="group")
    rounds: Mapped[list[Round]] = relationship(secondary="group_rounds")


class GroupMember(Base):
    __tablename__ = "group_members"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[GroupRole] = mapped_column(closed_set(GroupRole))

    group: Mapped[Group] = relationship(back_populates="members")
    account: Mapped[Account] = relationship(back_populates="memberships")


class GroupRound(Base):
    """The operator attached a group to a round."""

    __tablename__ = "group_rounds"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
