"""Puts one row into every table of a database, whatever its schema is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, MetaData, Table, select
from sqlalchemy import types as sql

BY_TYPE: tuple[tuple[type[Any], Any], ...] = (
    (sql.Boolean, True),
    (sql.Integer, 1),
    (sql.DateTime, datetime(2026, 11, 23, 5, tzinfo=UTC)),
    (sql.Date, date(2026, 11, 23)),
    (sql.Time, time(10)),
    (sql.JSON, {"a": 1}),
    (sql.LargeBinary, b"x"),
    (sql.Uuid, UUID(int=1)),
)


def fill_empty_tables(connection: Connection) -> dict[str, int]:
    """Give each empty table a row; how many rows each table has then."""
    schema = MetaData()
    schema.reflect(connection)
    tables = [table for table in schema.sorted_tables if table.name != "alembic_version"]
    for table in tables:
        if connection.execute(select(table).limit(1)).first() is None:
            connection.execute(table.insert().values({c.name: value_for(connection, c) for c in table.columns}))
    return {table.name: len(connection.execute(select(table)).all()) for table in tables}


def value_for(connection: Connection, column: Column[Any]) -> Any:
    """Something that fits: the key of an existing row where the column refers to one."""
    for key in column.foreign_keys:
        target: Table = key.column.table
        if target is column.table:
            return None
        return connection.execute(select(key.column).limit(1)).scalar_one()
    for kind, value in BY_TYPE:
        if isinstance(column.type, kind):
            return value
    length = getattr(column.type, "length", None) or 32
    return ("1" * length)[:32]
