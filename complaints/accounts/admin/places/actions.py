"""Editing regions, adding and editing cities, districts and programmes. The caller commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.accounts.admin.logbook import add_one, note, put, values_of
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Unsuitable
from complaints.models import Locality, Programme, Region


@dataclass(frozen=True)
class RegionEntry:
    """The names of a region in the cases that pages and letters use. Codes, slug and time zone stay."""

    name_kk: str
    name_ru: str
    name_en: str
    kk_genitive: str
    kk_locative: str
    ru_genitive: str
    ru_locative_phrase: str


@dataclass(frozen=True)
class LocalityEntry:
    kind: str
    name_kk: str
    name_ru: str


@dataclass(frozen=True)
class ProgrammeEntry:
    name_kk: str
    name_ru: str
    name_en: str


def edit_region(session: Session, region: Region, entry: RegionEntry, *, viewer: Viewer, now: datetime) -> None:
    _edit(session, region, entry, Subject.REGION, region.slug, viewer=viewer, now=now)


def create_locality(
    session: Session, region: Region, entry: LocalityEntry, *, code: str, viewer: Viewer, now: datetime
) -> None:
    """Raises Duplicate for a code that is taken, Unsuitable("code") for one of another region."""
    if not code.startswith(region.kato2):
        raise Unsuitable("code")
    add_one(session, Locality(code=code, region_code=region.code, **asdict(entry)), "code")
    after = {"code": code, "region": region.slug, **asdict(entry)}
    note(session, "locality_created", subject=Subject.LOCALITY, key=code, after=after, viewer=viewer, now=now)


def edit_locality(session: Session, locality: Locality, entry: LocalityEntry, *, viewer: Viewer, now: datetime) -> None:
    _edit(session, locality, entry, Subject.LOCALITY, locality.code, viewer=viewer, now=now)


def create_programme(session: Session, entry: ProgrammeEntry, *, slug: str, viewer: Viewer, now: datetime) -> None:
    """Raises Duplicate for a slug that is taken."""
    add_one(session, Programme(slug=slug, **asdict(entry)), "slug")
    after = {"slug": slug, **asdict(entry)}
    note(session, "programme_created", subject=Subject.PROGRAMME, key=slug, after=after, viewer=viewer, now=now)


def edit_programme(
    session: Session, programme: Programme, entry: ProgrammeEntry, *, viewer: Viewer, now: datetime
) -> None:
    """Its slug stays: rounds and links have it."""
    _edit(session, programme, entry, Subject.PROGRAMME, programme.slug, viewer=viewer, now=now)


def _edit(
    session: Session,
    row: Region | Locality | Programme,
    entry: RegionEntry | LocalityEntry | ProgrammeEntry,
    subject: Subject,
    key: str,
    *,
    viewer: Viewer,
    now: datetime,
) -> None:
    before = values_of(row, entry)
    put(row, entry)
    event = f"{subject.value}_edited"
    note(session, event, subject=subject, key=key, before=before, after=asdict(entry), viewer=viewer, now=now)
