"""People who sign in, their sessions and links, throttling counters, and groups."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.groups import RequestState
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
    totp_secret_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when a one-time code is asked at sign-in; None: not yet proven that the person's device makes them."""
    totp_last_used: Mapped[int | None]
    """The counter of the last accepted code: none is accepted twice."""
    reminders_off: Mapped[str] = mapped_column(String(100), default="", server_default="")
    """Kinds of reminders that the person does not want (`domain.reminding`), with spaces between."""

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
    awaits_code: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The password was right, the one-time code is still to come: nobody is signed in yet."""
    device: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """What the browser calls itself, in a few words, so that a person recognises the session in the list."""

    account: Mapped[Account] = relationship()


class SpareCode(Base):
    """A printed one-time code for the day the device is lost; the row holds its keyed hash."""

    __tablename__ = "spare_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EmailChange(Base):
    """A new address that waits for the click in the mail sent to it; the link's token is kept as its SHA-256."""

    __tablename__ = "email_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    email_enc: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


class KeptForm(Base):
    """What a person typed into a page while the session ended, encrypted, until that person signs in again."""

    __tablename__ = "kept_forms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(500))
    values_enc: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


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
    calendar_turn: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the secret link of the calendar was made anew; an earlier link opens nothing."""

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


class GroupRequest(Base):
    """Somebody asks for a group. The person's name and contact are encrypted, the name of the group is not."""

    __tablename__ = "group_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    purpose: Mapped[str] = mapped_column(String(1000))
    contact_name_enc: Mapped[bytes] = mapped_column(LargeBinary)
    email_enc: Mapped[bytes] = mapped_column(LargeBinary)
    email_index: Mapped[str] = mapped_column(String(64), index=True)
    phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[RequestState] = mapped_column(closed_set(RequestState), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was declined, as the operator wrote it to the person."""
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"))
    is_example: Mapped[bool] = mapped_column(default=False)

    region: Mapped[Region] = relationship()
    group: Mapped[Group | None] = relationship()


class Invitation(Base):
    """An invitation by mail: to a group in a role, or to one authority as its official. The link holds a random
    token, the row its SHA-256; it is accepted once, by the account of the invited address.
    """

    __tablename__ = "invitations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email_enc: Mapped[bytes] = mapped_column(LargeBinary)
    email_index: Mapped[str] = mapped_column(String(64), index=True)
    role: Mapped[AccountRole] = mapped_column(closed_set(AccountRole))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    group_role: Mapped[GroupRole | None] = mapped_column(closed_set(GroupRole))
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authorities.id"))
    language: Mapped[str] = mapped_column(String(2))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    group: Mapped[Group | None] = relationship()
    authority: Mapped[Authority | None] = relationship()
