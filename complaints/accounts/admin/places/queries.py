"""Regions, their cities and districts, and programmes. Names in Kazakh order."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.accounts.admin.sheets import Sheet, cut, with_words
from complaints.database import in_kazakh_order
from complaints.domain.errors import NotFound
from complaints.models import Locality, Programme, Region, Round


def list_regions(session: Session, lang: str) -> Sequence[Region]:
    name = {"kk": Region.name_kk, "ru": Region.name_ru, "en": Region.name_en}[lang]
    return session.scalars(select(Region).order_by(in_kazakh_order(name), Region.code)).all()


def get_region(session: Session, slug: str) -> Region:
    """Raises NotFound."""
    found = session.scalar(select(Region).where(Region.slug == slug))
    if found is None:
        raise NotFound("region", slug)
    return found


def list_localities(session: Session, region: Region, *, words: str, page: int) -> Sheet[Locality]:
    """A page of those whose name or code has these words, by the Kazakh name, which stands first in the list."""
    chosen = select(Locality).where(Locality.region_code == region.code)
    rows = session.scalars(chosen.order_by(in_kazakh_order(Locality.name_kk), Locality.code)).all()
    return cut(with_words(rows, words, lambda row: (row.name_kk, row.name_ru, row.code)), page)


def count_localities(session: Session) -> dict[str, int]:
    """How many each region has, by region code; regions without any are left out."""
    counted = select(Locality.region_code, func.count()).group_by(Locality.region_code)
    return {code: number for code, number in session.execute(counted)}  # noqa: C416 (rows are no pairs to mypy)


def get_locality(session: Session, region_slug: str, code: str) -> Locality:
    """Raises NotFound, also for one of another region."""
    locality = session.get(Locality, code)
    if locality is None or locality.region.slug != region_slug:
        raise NotFound("locality", code)
    return locality


def list_programmes(session: Session, lang: str, *, words: str, page: int) -> Sheet[Programme]:
    name = {"kk": Programme.name_kk, "ru": Programme.name_ru, "en": Programme.name_en}[lang]
    rows = session.scalars(select(Programme).order_by(in_kazakh_order(name), Programme.slug)).all()
    return cut(with_words(rows, words, lambda row: (row.name_kk, row.name_ru, row.name_en, row.slug)), page)


def count_rounds(session: Session) -> dict[str, int]:
    """How many rounds each programme has, by its slug."""
    counted = select(Round.programme_slug, func.count()).group_by(Round.programme_slug)
    return {slug: number for slug, number in session.execute(counted)}  # noqa: C416


def get_programme(session: Session, slug: str) -> Programme:
    """Raises NotFound."""
    found = session.get(Programme, slug)
    if found is None:
        raise NotFound("programme", slug)
    return found
