"""What the public page of a petition asks of the database. A draft or an unpublished version is nobody's business."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import NotFound
from complaints.domain.petition import Cut, ExportState
from complaints.models.petitions import (
    Export,
    Petition,
    PetitionVersion,
    Publication,
    VersionComplaint,
    VersionSupporter,
)
from complaints.models.rounds import Round


def find_latest(session: Session, petition_id: int) -> Publication | None:
    """The publication that says how things stand: running, or ended and since when."""
    return next(iter(list_publications(session, petition_id)), None)


def list_publications(session: Session, petition_id: int) -> Sequence[Publication]:
    """Newest first."""
    wanted = select(Publication).where(Publication.petition_id == petition_id).options(joinedload(Publication.version))
    wanted = wanted.order_by(Publication.published_at.desc(), Publication.id.desc())
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def list_open_versions(publications: Sequence[Publication]) -> Sequence[PetitionVersion]:
    """The versions that everybody may read, oldest first; `publications` are those of one petition, newest first."""
    if not publications or publications[0].ended_at is not None:
        return []
    latest: dict[UUID, Publication] = {}
    for publication in publications:
        latest.setdefault(publication.version_id, publication)
    return sorted((one.version for one in latest.values() if not one.reason), key=lambda version: version.number)


def get_petition(session: Session, petition_id: int) -> Petition:
    """A petition that was published at least once. Raises NotFound, also when its round is hidden."""
    around = joinedload(Petition.round)
    wanted = (
        select(Petition)
        .where(Petition.id == petition_id)
        .options(joinedload(Petition.group), around.joinedload(Round.region), around.joinedload(Round.authority))
    )
    found = session.scalar(wanted)
    if found is None or not found.round.is_listed or find_latest(session, petition_id) is None:
        raise NotFound("petition", str(petition_id))
    return found


def list_files(session: Session, version_id: UUID) -> Sequence[Export]:
    """The public files of a version, Kazakh first, whether ready or not."""
    wanted = select(Export).where(Export.version_id == version_id, Export.cut == Cut.PUBLIC)
    return session.scalars(wanted.order_by(Export.language)).all()


def get_file(session: Session, version_id: UUID, language: LetterLanguage) -> Export:
    """Raises NotFound for a language the letter is not in."""
    for export in list_files(session, version_id):
        if export.language is language and export.storage_key is not None:
            return export
    raise NotFound("export", language)


def is_ready(session: Session, version_id: UUID) -> bool:
    """Whether every public file is printed."""
    files = list_files(session, version_id)
    return bool(files) and all(export.state is ExportState.DONE for export in files)


def has_leavers(session: Session, version: PetitionVersion) -> bool:
    """Whether somebody who stood in the version left it."""
    tables = (VersionComplaint, VersionSupporter)
    gone = [select(one.version_id).where(one.version_id == version.id, one.left_at.is_not(None)) for one in tables]
    return any(session.scalar(one.limit(1)) is not None for one in gone)
