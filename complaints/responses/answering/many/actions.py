"""Keeping one answer for many submissions, all of them or none. The caller commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from complaints.domain.access import Viewer
from complaints.domain.errors import AlreadyEnded
from complaints.domain.lifecycle import ENDED, RecordedBy
from complaints.models.submissions import Response, Submission
from complaints.responses import actions, queries
from complaints.responses.actions import ResponseDraft

MOST: Final = 50
"""As many as stand on one page of the list. Our choice."""


def record_responses(
    session: Session,
    *,
    viewer: Viewer,
    submissions: Sequence[Submission],
    drafts: Mapping[UUID, ResponseDraft],
    now: datetime,
) -> list[Response]:
    """Keep for each submission the draft with its id. Sent twice, each is kept once.

    Raises AlreadyEnded naming what ended meanwhile, and what `record_response` raises.
    """
    in_one_order = sorted(submissions, key=lambda submission: submission.id)
    for submission in in_one_order:
        queries.lock(session, Submission, submission.id)
        session.refresh(submission, ["state", "responses"])
    ended = list_ended(in_one_order, drafts)
    if ended:
        raise AlreadyEnded(tuple(str(submission.id) for submission in ended))
    return [
        actions.record_response(session, viewer=viewer, submission=submission, draft=drafts[submission.id], now=now)
        for submission in in_one_order
    ]


def list_ended(submissions: Sequence[Submission], drafts: Mapping[UUID, ResponseDraft]) -> list[Submission]:
    """Those that wait for no answer any more, unless it is this very answer that ended them."""
    return [
        submission
        for submission in submissions
        if submission.state in ENDED and not _is_kept(submission, drafts.get(submission.id))
    ]


def _is_kept(submission: Submission, draft: ResponseDraft | None) -> bool:
    own = (known for known in submission.responses if known.recorded_as is RecordedBy.OFFICIAL)
    return any(actions.draft_of(known) == draft for known in own)
