"""What a member of a group may add to: a document that was handed in."""

from __future__ import annotations

from complaints.domain.access import may_edit_group
from complaints.domain.errors import Forbidden, NotFound
from complaints.models.submissions import Submission
from complaints.responses import queries
from complaints.responses.queries import HandOver
from complaints.web import context


def handed_in(slug: str, petition_id: int) -> tuple[HandOver, Submission]:
    """Raises NotFound, and Forbidden for a reader."""
    found = queries.get_hand_over(context.session(), context.viewer(), slug, petition_id)
    if found.submission is None:
        raise NotFound("submission", str(petition_id))
    if not may_edit_group(context.viewer(), found.petition.group_id):
        raise Forbidden
    return found, found.submission
