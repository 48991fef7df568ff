"""What the form offers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.database import in_kazakh_order
from complaints.models import Region


def list_regions(session: Session, lang: str) -> Sequence[Region]:
    name = {"kk": Region.name_kk, "ru": Region.name_ru, "en": Region.name_en}[lang]
    return session.scalars(select(Region).order_by(in_kazakh_order(name))).all()
