"""What the pages of paper ask: the version, the sheets printed for it, the lists brought back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.domain.access import Viewer, may_see_names
from complaints.domain.errors import Forbidden, NotFound
from complaints.domain.petition import PetitionKind
from complaints.models.paper import PaperImport, PaperSheets
from complaints.models.petitions import PetitionVersion
from complaints.petitions import queries
from complaints.petitions.queries import PAGE


def get_version(session: Session, viewer: Viewer, slug: str, petition_id: int, number: int) -> PetitionVersion:
    """Raises NotFound, also for a request for information: its sender signs alone. Forbidden for a reader: paper is
    people's names.
    """
    petition = queries.get_petition(session, viewer, slug, petition_id)
    if not may_see_names(viewer, petition.group_id):
        raise Forbidden(slug)
    if petition.kind is PetitionKind.INFORMATION_REQUEST:
        raise NotFound("paper", str(petition_id))
    return queries.get_version(petition, number)


def next_sheet(session: Session, version_id: UUID) -> int:
    """The first number that no sheet of this version has."""
    last = select(func.max(PaperSheets.first + PaperSheets.count)).where(PaperSheets.version_id == version_id)
    return session.scalar(last) or 1


def list_sheets(session: Session, version_id: UUID) -> Sequence[PaperSheets]:
    """Orders of sheets, the newest first; older ones than the last fifty were carried round long ago."""
    found = select(PaperSheets).where(PaperSheets.version_id == version_id)
    return session.scalars(found.order_by(PaperSheets.first.desc()).limit(PAGE)).all()


def find_sheets(session: Session, version_id: UUID, first: int) -> PaperSheets | None:
    """The order that begins with this number."""
    found = select(PaperSheets).where(PaperSheets.version_id == version_id, PaperSheets.first == first)
    return session.scalar(found)


def get_sheets(session: Session, version_id: UUID, sheets_id: UUID) -> PaperSheets:
    """Raises NotFound."""
    found = session.get(PaperSheets, sheets_id)
    if found is None or found.version_id != version_id:
        raise NotFound("sheets", str(sheets_id))
    return found


def count_imports(session: Session, version_id: UUID) -> int:
    counted = select(func.count()).select_from(PaperImport).where(PaperImport.version_id == version_id)
    return session.scalar(counted) or 0


def list_imports(session: Session, version_id: UUID, *, page: int) -> Sequence[PaperImport]:
    """A page of the lists brought back, the newest first."""
    found = select(PaperImport).where(PaperImport.version_id == version_id)
    ordered = found.order_by(PaperImport.started_at.desc(), PaperImport.id.desc())
    return session.scalars(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
