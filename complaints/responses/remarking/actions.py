"""Adding remarks. None is ever changed: a new one of the same side takes its place and the old one stays. The caller
commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from complaints.domain.access import Viewer
from complaints.domain.lifecycle import RecordedBy
from complaints.happenings import newest_remarks
from complaints.models.base import new_id
from complaints.models.submissions import Remark, Submission
from complaints.responses import queries
from complaints.responses.happening.actions import side_of

log = structlog.get_logger()


def add_remarks(
    session: Session, *, viewer: Viewer, submission: Submission, texts: Mapping[str, str], now: datetime
) -> int:
    """Keep what was typed for each demand. What the side's newest remark says already is not kept again. How many are
    new. Raises Forbidden.
    """
    side = side_of(viewer, submission)
    queries.lock(session, Submission, submission.id)
    session.refresh(submission, ["remarks"])
    fresh = {code: text for code, text in texts.items() if text and text != _newest(submission, code, side)}
    for code, text in fresh.items():
        row = Remark(
            id=new_id(),
            submission_id=submission.id,
            demand_code=code,
            text=text,
            recorded_by=viewer.account_id,
            recorded_as=side,
            recorded_at=now,
        )
        submission.remarks.append(row)
        log.info("remark_added", id=str(row.id), by=str(viewer.account_id))
    session.flush()
    return len(fresh)


def _newest(submission: Submission, code: str, side: RecordedBy) -> str:
    found = newest_remarks(submission).get(code, {}).get(side)
    return found.text if found else ""
