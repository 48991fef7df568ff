"""The public figures of a round: counters written in the transaction of what they count, so that no page counts rows.

A complaint is in the figures from its filing until it is withdrawn, erased or joined with another of the same person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.domain.complaint import Departure
from complaints.domain.moderation import Decision, Reason
from complaints.models.complaints import Complaint
from complaints.models.rounds import VERSION, Tally

Key = tuple[str, str]
OTHER_PLACE: Final = "other"
CONFIRMED: Final[Key] = ("confirmed", "formal")
CHANGES: Final[Key] = (VERSION, "all")
_DECIDED: Final = {Decision.RELEASE: "released", Decision.BLANK: "blanked", Decision.HOLD: "held"}


def keys_of(complaint: Complaint) -> frozenset[Key]:
    """Every counter that the complaint belongs to as it stands; none when it has left the figures."""
    return frozenset() if has_left(complaint) else frozenset(_keys(complaint))


def has_left(complaint: Complaint) -> bool:
    return bool(complaint.withdrawn_at or complaint.erased_at or complaint.joined_to_id)


def departed(how: Departure) -> Key:
    """The counter of those that left in this way."""
    return "left", how.value


def decided(decision: Decision, reason: Reason | None) -> frozenset[Key]:
    """The counters of a text under its latest decision: released as written, blanked, or held, with the reason."""
    dimension = _DECIDED[decision]
    return frozenset({(dimension, "all"), (dimension, reason.value if reason else "all")})


def move(session: Session, round_id: UUID, *, before: Iterable[Key] = (), after: Iterable[Key] = ()) -> None:
    """Take a complaint out of the counters `before` and put it into those `after`; what is in both stays untouched.

    Rows in one order: two of these never wait crosswise.
    """
    change = Counter(after)
    change.subtract(Counter(before))
    _apply(session, round_id, {key: by for key, by in change.items() if by})


def add(session: Session, round_id: UUID, figures: Mapping[Key, int]) -> None:
    """Put whole figures on top of those of the round: complaints that came from another one."""
    _apply(session, round_id, figures)


def _apply(session: Session, round_id: UUID, change: Mapping[Key, int]) -> None:
    if not change:
        return
    counted = {**change, CHANGES: change.get(CHANGES, 0) + 1}
    rows = [
        {"round_id": round_id, "dimension": dimension, "key": key, "complaints": by}
        for (dimension, key), by in sorted(counted.items())
    ]
    session.flush()
    session.connection().execute(_statement(session.get_bind().dialect.name), rows)


@cache
def _statement(dialect: str) -> Insert:
    """Made once and compiled once: every filing executes it."""
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(Tally)
    return statement.on_conflict_do_update(
        index_elements=[Tally.round_id, Tally.dimension, Tally.key],
        set_={"complaints": Tally.complaints + statement.excluded.complaints},
    )


def _keys(complaint: Complaint) -> Iterator[Key]:
    zone = ZoneInfo(complaint.round.region.time_zone)
    place = complaint.locality_code or OTHER_PLACE
    yield "all", "all"
    yield "role", complaint.role.value
    yield "mode", complaint.mode.value
    yield "locality", place
    yield "role_locality", f"{complaint.role.value}|{place}"
    yield "day", complaint.filed_at.astimezone(zone).date().isoformat()
    yield from (("demand", demand.code) for demand in complaint.demands)
    for ground in complaint.grounds:
        yield "ground", ground.code
        yield "ground_role", f"{ground.code}|{complaint.role.value}"
        yield "ground_locality", f"{ground.code}|{place}"
    if complaint.confirmation is not None:
        yield CONFIRMED
