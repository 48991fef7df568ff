"""Ordering blank sheets: the worker prints them, because it takes some seconds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints import jobs
from complaints.domain.access import Viewer
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import NotFound, StaleVersion
from complaints.domain.paper import LAST_SHEET
from complaints.domain.petition import ExportState
from complaints.models.base import new_id
from complaints.models.paper import PaperSheets
from complaints.models.petitions import PetitionVersion
from complaints.petitions.actions import check_may_go_on
from complaints.petitions.paper import queries
from complaints.petitions.queries import lock


def order_sheets(
    session: Session,
    *,
    viewer: Viewer,
    version: PetitionVersion,
    language: LetterLanguage,
    first: int,
    count: int,
    now: datetime,
) -> PaperSheets:
    """Give out the next numbers and queue the printing. `first` is the number the page proposed; sent again it gives
    the same order.

    Raises Forbidden, NotFound for a language the version is not written in, StaleVersion when somebody else was given
    these numbers or they run out.
    """
    check_may_go_on(viewer, version.petition)
    if language not in version.content:
        raise NotFound("language", language)
    lock(session, version.petition)
    known = queries.find_sheets(session, version.id, first)
    if known is not None and (known.language, known.count, known.ordered_by) == (language, count, viewer.account_id):
        return known
    free = queries.next_sheet(session, version.id)
    if first != free or free + count - 1 > LAST_SHEET:
        raise StaleVersion(free)
    made = PaperSheets(
        id=new_id(),
        version_id=version.id,
        language=language,
        first=first,
        count=count,
        state=ExportState.QUEUED,
        ordered_at=now,
        ordered_by=viewer.account_id,
    )
    session.add(made)
    session.flush()
    jobs.enqueue(session, "petitions.print_sheets", {"sheets_id": str(made.id)}, now=now, key=f"sheets:{made.id}")
    return made


def file_name(sheets: PaperSheets) -> str:
    """No personal data: number, version, the sheets' numbers and the language."""
    version = sheets.version
    numbers = f"{sheets.first}-{sheets.first + sheets.count - 1}"
    return f"signature-sheets-{version.petition_id}-v{version.number}-{numbers}.{sheets.language}.pdf"
