"""Groups attached to the example round, and people who filed for them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Group, GroupRound, Round, new_id
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import ROUND


class Filer(NamedTuple):
    """A browser that filed, and the complaint's number."""

    browser: CheckedClient
    number: str


def make_group(session: Session, slug: str, name: str, clock: Clock) -> Group:
    """A group attached to the example round."""
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    made = Group(id=new_id(), slug=slug, name=name, purpose="", region_code=round_.region_code, created_at=clock())
    session.add(made)
    session.flush()
    session.add(GroupRound(group_id=made.id, round_id=round_.id))
    session.commit()
    return made
