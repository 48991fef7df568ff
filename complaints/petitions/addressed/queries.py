"""The submission whose files an official asks for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from complaints.addressed import check_addressed
from complaints.domain.access import Viewer
from complaints.models.submissions import Submission


def get_addressed(session: Session, viewer: Viewer, submission_id: UUID) -> Submission:
    """Raises NotFound, also when it was handed in to another authority: that is put into the log."""
    return check_addressed(viewer, session.get(Submission, submission_id), submission_id)
