"""Offering a person's own words to the public: they wait for a moderator, and only if the writer agreed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.domain.moderation import TextState
from complaints.jobs import enqueue
from complaints.models import Complaint, PublicText


def offer_text(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """Put the narrative into the moderators' queue, put a changed one back into it, or take it away from the public
    when there is no text or no consent any more. Two complaints that may be one are looked for by a job.

    Called at a correction that changed the narrative or this consent; a filing inserts its row itself.
    """
    kept = session.get(PublicText, complaint.id)
    if not is_offered(complaint):
        if kept is not None:
            session.delete(kept)
    elif kept is None:
        session.add(_waiting(complaint, now))
    else:
        _ask_again(kept, complaint, now)
    compare_again(session, complaint, now)


def is_offered(complaint: Complaint) -> bool:
    return complaint.narrative_enc is not None and complaint.consent_publish


def is_comparable(complaint: Complaint) -> bool:
    """Whether another complaint may tell the same or come from the same person."""
    return bool(complaint.narrative_enc or complaint.iin_index or complaint.bin_index)


def _waiting(complaint: Complaint, now: datetime) -> PublicText:
    return PublicText(
        complaint_id=complaint.id,
        round_id=complaint.round.id,
        complaint_version=complaint.version,
        state=TextState.WAITING,
        queued_at=now,
    )


def _ask_again(kept: PublicText, complaint: Complaint, now: datetime) -> None:
    """What a moderator had decided was about other words; whoever has it open is told so by the edit number."""
    kept.complaint_version, kept.state, kept.queued_at = complaint.version, TextState.WAITING, now
    kept.reason = kept.released = kept.searchable = kept.released_at = None
    kept.taken_by = kept.taken_until = None
    kept.edit_number += 1


def compare_again(session: Session, complaint: Complaint, now: datetime) -> None:
    """Look by a job for complaints with the same text or the same person as this corrected version; without either,
    what was like it is forgotten."""
    key = f"compare:{complaint.id}:{complaint.version}"
    enqueue(session, "moderation.compare", {"complaint_id": str(complaint.id)}, now=now, key=key)
