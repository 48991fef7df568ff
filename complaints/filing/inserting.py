"""The rows of one new complaint, written with few statements: filings come by the thousand in an hour.

The round is looked at by the insert itself, so that no filing waits for a statement of its own: the row is written only
while the round stands and is shown, and on PostgreSQL it keeps standing until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Insert, Integer, String, Table, bindparam, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.domain.moderation import TextState
from complaints.models import (
    Complaint,
    ComplaintDemand,
    ComplaintGround,
    ComplaintGroup,
    EvidenceFile,
    FilingDraft,
    GroupRound,
    PublicText,
    Round,
)
from complaints.models.accounts import Throttle

BUSY: Final = "from_busy_network"


@dataclass(frozen=True)
class Kept:
    """What was kept under the form's token until now."""

    has_draft: bool
    has_evidence: bool


@dataclass(frozen=True)
class Busy:
    """From when a network is a busy one: `key` counts its filings, and so many since then are the most."""

    key: str
    since: datetime
    most: int


def insert_complaint(session: Session, complaint: Complaint, busy: Busy) -> Kept | None:
    """Write the row of a complaint that no session knows, marked when its network is busy. None when nothing was
    written: its token or its number is taken, or the round stands or is shown no more.
    """
    given = _values(complaint) | {"network": busy.key, "since": busy.since, "most": busy.most}
    row = session.connection().execute(_complaint(session.get_bind().dialect.name), given).one_or_none()
    return Kept(*row) if row is not None else None


def insert_answers(session: Session, complaint: Complaint) -> None:
    """Its reasons and demands, and the groups of its round that a consent to a collective complaint names."""
    connection = session.connection()
    chosen: Sequence[tuple[type[ComplaintGround | ComplaintDemand], Sequence[Any]]] = (
        (ComplaintGround, complaint.grounds),
        (ComplaintDemand, complaint.demands),
    )
    for kind, rows in chosen:
        if rows:
            given = [{"complaint_id": complaint.id, "code": row.code, "position": row.position} for row in rows]
            connection.execute(insert(_table(kind)), given)
    if complaint.consent_petition:
        connection.execute(NAMED_GROUPS, {"of_complaint": complaint.id, "of_round": complaint.round_id})


def insert_text(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """Its narrative waits for a moderator."""
    row = {
        "complaint_id": complaint.id,
        "round_id": complaint.round_id,
        "complaint_version": complaint.version,
        "state": TextState.WAITING,
        "queued_at": now,
        "edit_number": 1,
    }
    session.connection().execute(NEW_TEXT, row)


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table


def _values(complaint: Complaint) -> dict[str, Any]:
    return {column.key: getattr(complaint, column.key) for column in _given()}


def _given() -> list[Column[Any]]:
    """Every column but the mark of a busy network, which the insert finds out."""
    return [column for column in _table(Complaint).columns if column.key != BUSY]


@cache
def _complaint(dialect: str) -> Insert:
    """Made once and compiled once."""
    columns = _table(Complaint).columns
    times = _table(Throttle).columns.window_starts_at.type
    network, since = bindparam("network", type_=String()), bindparam("since", type_=times)
    is_busy = throttling.recent(network, since) >= bindparam("most", type_=Integer())
    wanted = select(*(bindparam(column.key, type_=column.type).label(column.key) for column in _given()), is_busy)
    open_round = wanted.select_from(Round).where(
        Round.id == bindparam("round_id", type_=columns.round_id.type),
        Round.merged_into_id.is_(None),
        Round.hidden_at.is_(None),
    )
    token = bindparam("token_hash", type_=columns.token_hash.type)
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(_table(Complaint))
    return (
        statement.from_select(
            [*(column.key for column in _given()), BUSY],
            open_round.with_for_update(of=Round, read=True, key_share=True),
        )
        .on_conflict_do_nothing()
        .returning(
            exists().where(FilingDraft.token_hash == token).label("has_draft"),
            exists().where(EvidenceFile.token_hash == token).label("has_evidence"),
        )
    )


NEW_TEXT: Final = insert(_table(PublicText))
_OF_COMPLAINT = bindparam("of_complaint", type_=_table(ComplaintGroup).columns.complaint_id.type)
_OF_ROUND = bindparam("of_round", type_=_table(GroupRound).columns.round_id.type)
NAMED_GROUPS: Final = insert(_table(ComplaintGroup)).from_select(
    ["complaint_id", "group_id"], select(_OF_COMPLAINT, GroupRound.group_id).where(GroupRound.round_id == _OF_ROUND)
)
"""The groups attached to the round at this moment."""
