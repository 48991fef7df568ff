"""What all tables share: the declarative base, keys made by us, times in UTC, closed sets as text.

Plain SQLAlchemy without Flask, so that actions and queries can be used and typed without the web.
"""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Enum, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, on both engines. A naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def closed_set(members: type[StrEnum], length: int = 30) -> Enum:
    """A column type for a StrEnum: kept as its value, read back as its member, refused when it is neither."""

    def values(enum: type[Any]) -> list[str]:
        return [member.value for member in enum]

    return Enum(members, values_callable=values, native_enum=False, length=length, validate_strings=True)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 of their fraction (its method 3), then 62 random bits.

    Made before the insert, since encryption names the row. Rows made one after another in a request sort in that order.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    time_part = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (rest << 12) // 1_000_000 << 64
    return UUID(int=time_part | 0x2 << 62 | secrets.randbits(62))
