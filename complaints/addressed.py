"""What an official may open: what was handed in or passed on to the own authority. Shared by the desk and its files."""

from __future__ import annotations

from uuid import UUID

import structlog

from complaints.domain.access import Viewer, may_answer_for
from complaints.domain.errors import NotFound
from complaints.models.submissions import Submission

log = structlog.get_logger()


def is_addressed(viewer: Viewer, submission: Submission) -> bool:
    """Whether it was handed in to the viewer's authority, or that one has it now because it was passed on."""
    bodies = (submission.authority_id, submission.held_by_id)
    return any(body is not None and may_answer_for(viewer, body) for body in bodies)


def check_addressed(viewer: Viewer, found: Submission | None, asked: UUID) -> Submission:
    """Raises NotFound, also for what another authority got: that somebody tried is put into the log."""
    if found is not None and not is_addressed(viewer, found):
        log.warning("foreign_desk_refused", submission=str(asked), by=str(viewer.account_id))
        found = None
    if found is None:
        raise NotFound("submission", str(asked))
    return found
