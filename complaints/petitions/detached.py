"""Which rounds the operator took from a group, so that its members do not wonder where a round went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import changes
from complaints.domain.changes import Subject
from complaints.models.accounts import Group, GroupRound
from complaints.models.rounds import Round

TOLD_FOR: Final = timedelta(days=30)
"""Our choice: nobody comes to the group's page less often while something is going on."""


@dataclass(frozen=True)
class Detached:
    round: Round
    at: datetime


def list_detached(session: Session, group: Group, *, now: datetime) -> list[Detached]:
    """Rounds that the group was detached from lately and is not attached to now, the latest first."""
    found: dict[str, datetime] = {}
    for change in changes.list_of(session, Subject.GROUP, group.slug):
        if now - change.at > TOLD_FOR:
            break
        before, after = change.before or {}, change.after or {}
        for slug in set(before.get("rounds", ())) - set(after.get("rounds", ())):
            found.setdefault(slug, change.at)
    rounds = {round_.slug: round_ for round_ in _not_attached(session, group, list(found))}
    return [Detached(rounds[slug], at) for slug, at in found.items() if slug in rounds]


def _not_attached(session: Session, group: Group, slugs: Sequence[str]) -> Sequence[Round]:
    attached = select(GroupRound.round_id).where(GroupRound.group_id == group.id)
    wanted = select(Round).where(Round.slug.in_(slugs), Round.id.not_in(attached))
    return session.scalars(wanted.order_by(Round.slug)).all()
