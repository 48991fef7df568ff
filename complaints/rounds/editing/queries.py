"""What editing asks of the database: the group, its round, the facts as they stand, and what they may refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from complaints.database import in_kazakh_order
from complaints.domain.access import Viewer, may_edit_round_for, may_see_group
from complaints.domain.errors import Forbidden, NotFound
from complaints.domain.round_facts import MINUTES, TIMES, EventFacts, Known, RoundFacts
from complaints.domain.rounds import Span
from complaints.models.accounts import Group, GroupRound
from complaints.models.places import Authority, Programme, Region
from complaints.models.rounds import Round, RoundEvent

SAME_NAMES = (
    "name_kk", "name_ru", "name_en", "platform", "state", "takes_complaints", "places_announced",
    "summary_kk", "summary_ru", "summary_en", "outcome_kk", "outcome_ru", "outcome_en", "source",
    "confidence_kk", "confidence_ru", "confidence_en",
)  # fmt: skip
"""Facts that stand in a column of their name."""
PAIRS = ("held_on", *TIMES, *MINUTES)
EVENT_NAMES = ("kind", "said_by", "at", "text_kk", "text_ru", "text_en", "source", "source_url")


def get_group(session: Session, viewer: Viewer, slug: str) -> Group:
    """The group for which this viewer may edit. Raises NotFound for strangers, Forbidden for readers."""
    found = session.scalar(select(Group).where(Group.slug == slug))
    if found is None or not may_see_group(viewer, found.id):
        raise NotFound("group", slug)
    if not may_edit_round_for(viewer, found.id):
        raise Forbidden(slug)
    return found


def get_round(session: Session, group: Group, slug: str) -> Round:
    """A round that the group is attached to. Raises NotFound, also when it was hidden or merged."""
    attached = select(Round).join(GroupRound).where(GroupRound.group_id == group.id, Round.slug == slug)
    found = session.scalar(attached.where(Round.is_listed).options(joinedload(Round.region)))
    if found is None:
        raise NotFound("round", slug)
    return found


def get_event(round_: Round, event_id: UUID) -> RoundEvent:
    """Raises NotFound."""
    for event in round_.events:
        if event.id == event_id:
            return event
    raise NotFound("event", str(event_id))


def lock_round(session: Session, round_id: UUID) -> Round:
    """As it stands now; nobody else changes it or its timeline until this transaction ends. Raises NotFound."""
    wanted = select(Round).where(Round.id == round_id).with_for_update()
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("round", str(round_id))
    session.expire(found, ["events"])
    return found


def lock_repetitions(session: Session) -> None:
    """Make others wait who want to say which round repeats which: two at once could close a circle. Before any round
    is locked."""
    session.execute(select(Programme.slug).order_by(Programme.slug).with_for_update(key_share=True))


def known(session: Session) -> Known:
    repeated = dict(session.execute(select(Round.id, Round.slug)).all())
    rounds = session.execute(select(Round.slug, Round.repeats_id).where(Round.is_listed))
    return Known(
        programmes=frozenset(session.scalars(select(Programme.slug))),
        regions=dict(session.execute(select(Region.code, Region.time_zone)).all()),
        authorities=dict(session.execute(select(Authority.slug, Authority.region_code)).all()),
        rounds={slug: repeated.get(repeats_id) if repeats_id else None for slug, repeats_id in rounds},
    )


def facts_of(session: Session, round_: Round) -> RoundFacts:
    """The facts as they stand."""
    repeats = session.scalar(select(Round.slug).where(Round.id == round_.repeats_id)) if round_.repeats_id else None
    authority = session.get(Authority, round_.authority_id) if round_.authority_id else None
    known: dict[str, Any] = {name: getattr(round_, name) for name in SAME_NAMES}
    for name in PAIRS:
        known[name] = Span(getattr(round_, f"{name}_earliest"), getattr(round_, f"{name}_latest"))
    return RoundFacts(
        programme=round_.programme_slug,
        region=round_.region_code,
        authority=authority.slug if authority else None,
        repeats=repeats,
        **known,
    )


def event_facts(event: RoundEvent) -> EventFacts:
    days = Span(event.day_earliest, event.day_latest)
    return EventFacts(days=days, **{name: getattr(event, name) for name in EVENT_NAMES})


def list_programmes(session: Session) -> Sequence[Programme]:
    return session.scalars(select(Programme).order_by(Programme.slug)).all()


def list_regions(session: Session, language: str) -> Sequence[Region]:
    """In the Kazakh order of their names in this language."""
    return session.scalars(select(Region).order_by(in_kazakh_order(getattr(Region, f"name_{language}")))).all()


def list_authorities(session: Session, language: str) -> Sequence[Authority]:
    """Those of the whole country first, then region by region, in the Kazakh order of their names."""
    name = Authority.kk_nominative if language == "kk" else Authority.ru_nominative
    ordered = select(Authority).options(joinedload(Authority.region))
    return session.scalars(
        ordered.order_by(Authority.region_code.is_not(None), Authority.region_code, in_kazakh_order(name))
    ).all()


def list_rounds(session: Session) -> Sequence[Round]:
    """All that a round may repeat, the newest first."""
    ordered = select(Round).where(Round.is_listed)
    return session.scalars(ordered.order_by(Round.held_on_latest.desc().nulls_last(), Round.slug)).all()
