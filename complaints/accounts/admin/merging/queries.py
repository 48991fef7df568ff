"""The rounds that can be merged, and those that were."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from complaints.accounts.admin.sheets import Sheet, cut, with_words
from complaints.domain.errors import NotFound
from complaints.domain.names import kazakh_sort_key
from complaints.models import Round


def list_rounds(session: Session, lang: str, *, words: str, page: int) -> Sheet[Round]:
    """A page of all rounds, those that were merged into another among them, by the name in this language."""
    rows = _in_order(session.scalars(select(Round).options(joinedload(Round.region))).all(), lang)
    found = with_words(rows, words, lambda row: (row.name_kk, row.name_ru, row.name_en, row.slug))
    return cut(found, page)


def list_others(session: Session, lang: str, goes: Round) -> Sequence[Round]:
    """The rounds that this one can be merged into; those of the same programme and region first."""
    rows = session.scalars(select(Round).where(Round.is_listed, Round.id != goes.id)).all()
    return sorted(_in_order(rows, lang), key=lambda row: differs(goes, row))


def differs(goes: Round, stays: Round) -> bool:
    """Whether they are of another programme or region: then they are hardly one."""
    return (goes.programme_slug, goes.region_code) != (stays.programme_slug, stays.region_code)


def get_round(session: Session, slug: str) -> Round:
    """Raises NotFound."""
    found = session.scalar(select(Round).where(Round.slug == slug))
    if found is None:
        raise NotFound("round", slug)
    return found


def names_by_id(session: Session, rounds: Sequence[Round]) -> dict[object, Round]:
    """The rounds that these were merged into, by their ids."""
    ids = {row.merged_into_id for row in rounds if row.merged_into_id}
    return {row.id: row for row in session.scalars(select(Round).where(Round.id.in_(ids)))}


def _in_order(rows: Sequence[Round], lang: str) -> list[Round]:
    return sorted(rows, key=lambda row: (kazakh_sort_key(getattr(row, f"name_{lang}")), row.slug))
