"""Everything that stands readable in a database, as whoever steals it would read it."""

from __future__ import annotations

from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session


def texts_in_database(session: Session) -> str:
    """Every value of every row; bytes as text wherever they can be read so."""
    session.rollback()
    schema = MetaData()
    schema.reflect(session.connection())
    return "\n".join(
        _readable(value) for table in schema.sorted_tables for row in session.execute(select(table)) for value in row
    )


def _readable(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
