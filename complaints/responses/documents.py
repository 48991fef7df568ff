"""The frozen version that was handed in, as its authority may open it: the files, and why one is not there.

The files themselves are given out by `petitions.addressed`, which writes down each look at names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import Viewer, may_answer_for
from complaints.domain.petition import Cut, ExportState, PetitionKind
from complaints.models.petitions import Export, PetitionVersion
from complaints.models.submissions import Submission

OFFERED: Final = (Cut.OFFICIAL, Cut.PUBLIC)
"""The counting cut is the group's own."""


@dataclass(frozen=True)
class Documents:
    """Kazakh before Russian, the copy with names before the one without."""

    submission_id: UUID
    version: PetitionVersion
    files: Sequence[Export]
    has_tables: bool

    @property
    def is_removed(self) -> bool:
        """Somebody in it left, so the files with names are gone."""
        return any(file.state is ExportState.REMOVED for file in self.files)

    @property
    def is_waiting(self) -> bool:
        """Whether a file is still to be made."""
        return any(file.state is ExportState.QUEUED for file in self.files)


def documents_of(session: Session, viewer: Viewer, submission: Submission) -> Documents:
    """Of the version handed in, and of no other one; with names for the body to which they were handed in."""
    version = submission.version
    cuts = OFFERED if may_answer_for(viewer, submission.authority_id) else (Cut.PUBLIC,)
    found = session.scalars(select(Export).where(Export.version_id == version.id, Export.cut.in_(cuts)))
    has_annexes = any("annexes" in written for written in version.content.values())
    return Documents(
        submission_id=submission.id,
        version=version,
        files=sorted(found, key=lambda file: (file.language, OFFERED.index(file.cut))),
        has_tables=has_annexes and version.petition.kind is not PetitionKind.INFORMATION_REQUEST,
    )
