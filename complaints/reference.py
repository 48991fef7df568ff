"""Reference data from `complaints/data` into its tables: only what is missing, so that what an operator changed
stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import data
from complaints.domain.rounds import Span
from complaints.models import Authority, Locality, Programme, Region, RegionNote, Round, RoundEvent, new_id

SPANS = ("held_on", "announced_at", "opened_at", "sold_out_at", "closed_at", "notice_minutes", "sell_out_minutes")
TEXTS = ("name", "summary", "outcome", "confidence")


def load_reference(session: Session, *, with_open_example: bool) -> None:
    """Insert the programmes, places, authorities, rounds and notes that the tables lack.

    The example round takes complaints only `with_open_example`; elsewhere it is a precedent like the others.
    """
    _add_missing(session, Programme, Programme.slug, data.programmes())
    _add_missing(session, Region, Region.code, data.regions())
    _add_missing(session, Locality, Locality.code, data.localities())
    session.flush()
    _add_authorities(session)
    _add_rounds(session, with_open_example=with_open_example)
    _add_notes(session)


def _add_missing(session: Session, table: type[Any], key: Any, rows: Iterable[Any]) -> None:
    present = set(session.scalars(select(key)))
    columns = set(table.__table__.columns.keys())
    for row in rows:
        values = {name: value for name, value in asdict(row).items() if name in columns}
        if values[key.key] not in present:
            session.add(table(**values))


def _add_authorities(session: Session) -> None:
    ids = _authority_ids(session)
    for body in data.authorities():
        if body.slug in ids:
            continue
        values = asdict(body)
        superior = values.pop("superior")
        ids[body.slug] = new_id()
        session.add(Authority(id=ids[body.slug], superior_id=ids[superior] if superior else None, **values))
        session.flush()


def _add_rounds(session: Session, *, with_open_example: bool) -> None:
    present = set(session.scalars(select(Round.slug)))
    bodies = _authority_ids(session)
    for known in data.example_rounds():
        if known.slug in present:
            continue
        round_id = new_id()
        session.add(
            Round(
                id=round_id,
                slug=known.slug,
                programme_slug=known.programme,
                region_code=known.region_code,
                authority_id=bodies[known.authority] if known.authority else None,
                platform=known.platform,
                state=known.state,
                takes_complaints=known.takes_complaints and with_open_example,
                places_announced=known.places_announced,
                source=known.source,
                is_example=known.takes_complaints and with_open_example,
                **{name: value for span in SPANS for name, value in _pair(span, getattr(known, span))},
                **{name: value for text in TEXTS for name, value in _texts(text, getattr(known, text))},
            )
        )
        session.flush()
        session.add_all(_event(round_id, position, event) for position, event in enumerate(known.events, start=1))


def _event(round_id: Any, position: int, event: data.RoundEvent) -> RoundEvent:
    return RoundEvent(
        id=new_id(),
        round_id=round_id,
        position=position,
        kind=event.kind,
        said_by=event.said_by,
        day_earliest=event.days.earliest,
        day_latest=event.days.latest,
        at=event.at,
        source=event.source,
        source_url=event.source_url,
        **dict(_texts("text", event.text)),
    )


def _add_notes(session: Session) -> None:
    present = set(session.scalars(select(RegionNote.slug)))
    for note in data.region_notes():
        if note.slug not in present:
            session.add(
                RegionNote(
                    slug=note.slug,
                    region_code=note.region_code,
                    day_earliest=note.days.earliest,
                    day_latest=note.days.latest,
                    platform=note.platform,
                    source=note.source,
                    **dict(_texts("text", note.text)),
                    **dict(_texts("confidence", note.confidence)),
                )
            )


def _pair(name: str, span: Span[Any]) -> Iterable[tuple[str, Any]]:
    return ((f"{name}_earliest", span.earliest), (f"{name}_latest", span.latest))


def _texts(name: str, text: data.Text) -> Iterable[tuple[str, str]]:
    return ((f"{name}_kk", text.kk), (f"{name}_ru", text.ru), (f"{name}_en", text.en))


def _authority_ids(session: Session) -> dict[str, UUID]:
    return dict(session.execute(select(Authority.slug, Authority.id)).all())
