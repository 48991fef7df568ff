"""Adding and editing authorities. The caller commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.accounts.admin.authorities import queries
from complaints.accounts.admin.logbook import add_one, note, put, values_of
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.models import Authority, new_id


@dataclass(frozen=True)
class AuthorityEntry:
    """Everything stored of an authority but its address on the site and its superior: names in all the cases a letter
    needs.
    """

    region_code: str | None
    role: str
    ru_nominative: str
    ru_genitive: str
    ru_dative: str
    ru_accusative: str
    kk_nominative: str
    kk_genitive: str
    kk_dative: str
    to_be_checked: bool
    confidence_note: str


def create_authority(
    session: Session, entry: AuthorityEntry, *, slug: str, superior_slug: str | None, viewer: Viewer, now: datetime
) -> Authority:
    """Raises Duplicate for a slug that is taken, NotFound for an unknown superior."""
    superior = _superior(session, superior_slug)
    authority = Authority(id=new_id(), slug=slug, superior_id=superior.id if superior else None, **asdict(entry))
    add_one(session, authority, "slug")
    after = {"slug": slug, "superior": superior_slug or None, **asdict(entry)}
    note(session, "authority_created", after=after, **_about(authority, viewer, now))
    return authority


def edit_authority(
    session: Session,
    authority: Authority,
    entry: AuthorityEntry,
    *,
    slug: str,
    superior_slug: str | None,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Raises NotFound for an unknown superior, Unsuitable("superior") for one that stands below the authority,
    Unsuitable("slug") for a new slug of one that is in use, Duplicate("slug") for one that is taken.
    """
    session.execute(
        select(Authority.id).order_by(Authority.id).with_for_update(key_share=True)
    ).all()  # no cycle by two
    session.expire_all()
    superior = _superior(session, superior_slug)
    _refuse_cycle(authority, superior)
    if slug != authority.slug and queries.is_in_use(session, authority):
        raise Unsuitable("slug")
    before = {"slug": authority.slug, "superior": _slug_of(authority.superior), **values_of(authority, entry)}
    try:
        with session.begin_nested():
            put(authority, entry)
            authority.slug, authority.superior_id = slug, superior.id if superior else None
    except IntegrityError as error:
        raise Duplicate("slug") from error
    after = {"slug": slug, "superior": superior_slug or None, **asdict(entry)}
    note(session, "authority_edited", before=before, after=after, **_about(authority, viewer, now))


def _refuse_cycle(authority: Authority, superior: Authority | None) -> None:
    above = superior
    while above is not None:
        if above.id == authority.id:
            raise Unsuitable("superior")
        above = above.superior


def _superior(session: Session, slug: str | None) -> Authority | None:
    if not slug:
        return None
    superior = session.scalar(select(Authority).where(Authority.slug == slug))
    if superior is None:
        raise NotFound("authority", slug)
    return superior


def _slug_of(authority: Authority | None) -> str | None:
    return authority.slug if authority else None


def _about(authority: Authority, viewer: Viewer, now: datetime) -> dict[str, Any]:
    return {"viewer": viewer, "now": now, "subject": Subject.AUTHORITY, "key": authority.slug}
