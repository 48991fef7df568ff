"""Plain facts into rows: the one way in which a form, an import and an undoing change a round or an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.errors import Unsuitable
from complaints.domain.round_facts import from_plain
from complaints.models.places import Authority
from complaints.models.rounds import Round, RoundEvent
from complaints.rounds.editing.queries import EVENT_NAMES, PAIRS

RENAMED = {"programme": "programme_slug", "region": "region_code"}


def put_round(session: Session, round_: Round, plain: Mapping[str, Any]) -> None:
    """Set these facts, as the log keeps them. Raises Unsuitable with the name of one that refers to nothing here."""
    for name, value in plain.items():
        if name in PAIRS:
            span = from_plain(name, value)
            setattr(round_, f"{name}_earliest", span.earliest)
            setattr(round_, f"{name}_latest", span.latest)
        elif name == "authority":
            round_.authority_id = _id_of(session, Authority, name, value)
        elif name == "repeats":
            round_.repeats_id = _id_of(session, Round, name, value)
        else:
            setattr(round_, RENAMED.get(name, name), from_plain(name, value))


def put_event(event: RoundEvent, plain: Mapping[str, Any]) -> None:
    """Set these facts, as the log keeps them."""
    for name, value in plain.items():
        if name == "days":
            span = from_plain(name, value)
            event.day_earliest, event.day_latest = span.earliest, span.latest
        elif name in EVENT_NAMES:
            setattr(event, name, from_plain(name, value))


def _id_of(session: Session, table: type[Authority | Round], name: str, slug: str | None) -> UUID | None:
    if slug is None:
        return None
    found: UUID | None = session.scalar(select(table.id).where(table.slug == slug))
    if found is None:
        raise Unsuitable(name)
    return found
