"""Taking a text, giving it back, and deciding about it. Words are blanked out or stay: nobody here writes into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from complaints import tallies
from complaints.cipher import Cipher
from complaints.domain.access import Viewer
from complaints.domain.errors import NotFound, StaleVersion
from complaints.domain.folding import fold
from complaints.domain.moderation import Decision, Reason, TakenByAnother, TextState
from complaints.models import Complaint, ModerationDecision, PublicText, new_id
from complaints.moderation import queries
from complaints.moderation.blanking import Place, blanked

LEASE: Final = timedelta(minutes=15)
"""How long a text is kept for the moderator who took it. Our choice: long enough to read 5,000 characters twice."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Seen:
    """Which state of the text the moderator had before the eyes."""

    edit_number: int
    complaint_version: int


@dataclass(frozen=True)
class Verdict:
    """What is to become of a text. `blanks` are places of the text; only a decision to blank uses them."""

    decision: Decision
    reason: Reason | None
    blanks: Sequence[Place] = ()


def narrative_of(complaint: Complaint, cipher: Cipher) -> str:
    """The words as the filer wrote them. Raises NotFound when there are none."""
    if complaint.narrative_enc is None:
        raise NotFound("narrative")
    return cipher.decrypt("complaints", "narrative", complaint.id, complaint.narrative_enc)


def seen(text: PublicText) -> Seen:
    return Seen(text.edit_number, text.complaint_version)


def holder(text: PublicText, *, now: datetime) -> UUID | None:
    """The account that has the text now; nobody when the time is over or nothing is to be decided."""
    is_held = text.state is TextState.WAITING and text.taken_until is not None and text.taken_until > now
    return text.taken_by if is_held else None


def take_next(session: Session, viewer: Viewer, wanted: queries.Wanted, *, now: datetime) -> UUID | None:
    """Keep the next waiting text for this moderator; None when none waits. One already taken comes first."""
    text = queries.lock_next(session, viewer, wanted, now=now)
    return _keep(text, viewer, now=now) if text else None


def take_text(session: Session, viewer: Viewer, complaint_id: UUID, *, now: datetime) -> None:
    """Keep this waiting text for this moderator. Raises NotFound and TakenByAnother."""
    text = queries.lock_text(session, viewer, complaint_id)
    _refuse_other(text, viewer, now=now)
    if text.state is TextState.WAITING:
        _keep(text, viewer, now=now)


def give_back(session: Session, viewer: Viewer, complaint_id: UUID) -> None:
    """Let others take the text. Raises NotFound."""
    text = queries.lock_text(session, viewer, complaint_id)
    if text.taken_by != viewer.account_id:
        return
    text.taken_by = text.taken_until = None
    log.info("text_given_back", complaint=str(text.complaint_id), by=str(viewer.account_id))


def decide(
    session: Session,
    *,
    cipher: Cipher,
    viewer: Viewer,
    complaint_id: UUID,
    had_seen: Seen,
    verdict: Verdict,
    now: datetime,
) -> None:
    """Release the text, release it with blanks, or hold it; the entry about it is never edited.

    Raises NotFound, StaleVersion when it was decided or corrected meanwhile, TakenByAnother when the time was over and
    another moderator has it.
    """
    account_id = queries.require_moderator(viewer)
    text = queries.lock_text(session, viewer, complaint_id)
    if seen(text) != had_seen:
        raise StaleVersion(text.edit_number)
    _refuse_other(text, viewer, now=now)
    _count(session, text, verdict)
    words = narrative_of(text.complaint, cipher)
    _publish(text, words, verdict, now=now)
    session.add(
        ModerationDecision(
            id=new_id(),
            complaint_id=text.complaint_id,
            complaint_version=text.complaint_version,
            decision=verdict.decision,
            reason=verdict.reason,
            account_id=account_id,
            decided_at=now,
        )
    )
    session.flush()
    log.info("text_decided", complaint=str(complaint_id), decision=verdict.decision.value, by=str(account_id))


def _keep(text: PublicText, viewer: Viewer, *, now: datetime) -> UUID:
    text.taken_by, text.taken_until = viewer.account_id, now + LEASE
    log.info("text_taken", complaint=str(text.complaint_id), by=str(viewer.account_id))
    return text.complaint_id


def _refuse_other(text: PublicText, viewer: Viewer, *, now: datetime) -> None:
    if holder(text, now=now) not in {None, viewer.account_id} and text.taken_until is not None:
        raise TakenByAnother(text.taken_until)


def _count(session: Session, text: PublicText, verdict: Verdict) -> None:
    """A text is counted once, under its latest decision, also when it was corrected or taken back since."""
    last = queries.find_latest_decision(session, text.complaint_id)
    before = tallies.decided(last.decision, last.reason) if last else ()
    after = tallies.decided(verdict.decision, verdict.reason)
    tallies.move(session, text.round_id, before=before, after=after)


def _publish(text: PublicText, words: str, verdict: Verdict, *, now: datetime) -> None:
    if verdict.decision is Decision.HOLD:
        text.state, text.released, text.released_at = TextState.HELD, None, None
    else:
        blanks = verdict.blanks if verdict.decision is Decision.BLANK else ()
        text.state, text.released, text.released_at = TextState.RELEASED, blanked(words, blanks), now
    text.searchable = fold(text.released) if text.released else None
    text.reason = verdict.reason
    text.edit_number += 1
    text.taken_by = text.taken_until = None
