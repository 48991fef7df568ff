"""Taking a complaint: one row, its counters and its mail in one transaction, once per token."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from complaints import data, merging, tallies, throttling, tokens
from complaints.cipher import Cipher
from complaints.domain import references
from complaints.domain.filing import FilingRefused, find_faults
from complaints.filing import drafts, inserting, queries
from complaints.filing.answers import put_answers
from complaints.filing.draft import ComplaintDraft
from complaints.filing.evidence import actions as evidence
from complaints.filing.publishing import is_comparable, is_offered
from complaints.jobs import enqueue_rows, new_row
from complaints.models import Complaint, Round, new_id

__all__ = ["ComplaintDraft", "Filed", "file_complaint", "refuse_faults"]

BURST: Final = "filing burst"
BURST_WINDOW: Final = timedelta(minutes=10)
MOST_FROM_A_NETWORK: Final = 10
MOST_NUMBERS: Final = 5
"""How many numbers are tried: one in a million million filings needs a second."""


@dataclass(frozen=True)
class Filed:
    """`is_repeat`: the token was used before, and this is the complaint that it made."""

    number: str
    code: str
    complaint_id: UUID
    is_repeat: bool


def file_complaint(
    session: Session,
    *,
    cipher: Cipher,
    draft: ComplaintDraft,
    token: str,
    now: datetime,
    network: str | None = None,
    is_example: bool = False,
    round_: Round | None = None,
) -> Filed:
    """Take the complaint and queue its mail. The same token gives the same complaint, also when two come at once.

    The round cannot be merged into another one until the transaction ends. It is read here when it is not given.

    `network` is where it comes from; a burst from one network is marked, never refused. Raises FilingRefused with what
    must be put right, NotFound when the round was hidden and RoundMerged when it was merged into another one since the
    form was opened: the groups that a consent names are those of the form that was read.
    """
    code = tokens.code_of(cipher, token)
    refuse_faults(draft, now=now)
    complaint = _complaint(draft, round_ or session.get_one(Round, draft.round_id), cipher, now=now)
    complaint.token_hash, complaint.code_hash = tokens.hash_token(token), references.hash_code(code)
    complaint.is_example = is_example
    kept = _insert(session, complaint, _busy(cipher, network, now=now))
    if isinstance(kept, Complaint):
        return Filed(kept.number, code, kept.id, is_repeat=True)
    if network is not None:
        throttling.count_sliding(session, cipher, purpose=BURST, who=network, window=BURST_WINDOW, now=now)
    inserting.insert_answers(session, complaint)
    if kept.has_draft:
        drafts.drop(session, complaint.token_hash)
    if kept.has_evidence:
        evidence.take_over(session, token=token, complaint=complaint)
    tallies.move(session, complaint.round_id, after=tallies.keys_of(complaint))
    if is_offered(complaint):
        inserting.insert_text(session, complaint, now=now)
    enqueue_rows(session, list(_follow_ups(complaint, now)))
    return Filed(complaint.number, code, complaint.id, is_repeat=False)


def refuse_faults(draft: ComplaintDraft, *, now: datetime) -> None:
    """Raises FilingRefused when the draft cannot be taken as it is."""
    roles = {code: ground.roles for code, ground in data.grounds().items()}
    faults = find_faults(draft.as_filing(), roles_of_grounds=roles, now=now)
    if faults:
        raise FilingRefused(faults)


def _complaint(draft: ComplaintDraft, round_: Round, cipher: Cipher, *, now: datetime) -> Complaint:
    """Every answer as a row that no session knows; number, code and token are set by the caller."""
    complaint = Complaint(
        id=new_id(),
        round_id=round_.id,
        round=round_,
        filed_at=now,
        version=1,
        joins_id=draft.joins_id,
        confirmation=None,
    )
    put_answers(complaint, draft, cipher=cipher)
    return complaint


def _follow_ups(complaint: Complaint, now: datetime) -> Iterator[Mapping[str, Any]]:
    """The jobs that a new complaint leaves; invented examples get no mail."""
    about = {"complaint_id": str(complaint.id)}
    if is_comparable(complaint):
        yield new_row("moderation.compare", about, now=now)
    if complaint.email_enc is not None and not complaint.is_example:
        yield new_row("contact.tell_filer", about, now=now)


def _busy(cipher: Cipher, network: str | None, *, now: datetime) -> inserting.Busy:
    """Without a network nothing is counted under the key."""
    key = throttling.key_of(cipher, BURST, network) if network is not None else ""
    return inserting.Busy(key, now.replace(microsecond=0) - BURST_WINDOW, MOST_FROM_A_NETWORK)


def _insert(session: Session, complaint: Complaint, busy: inserting.Busy) -> inserting.Kept | Complaint:
    """Insert it under a free number. The complaint that was made with the same token before, when there is one.

    Raises NotFound and RoundMerged when the round was hidden or merged.
    """
    for _ in range(MOST_NUMBERS):
        complaint.number = references.new_number(secrets.token_bytes(5))
        kept = inserting.insert_complaint(session, complaint, busy)
        if kept is not None:
            return kept
        earlier = queries.find_by_token(session, complaint.token_hash)
        if earlier is not None:
            return earlier
        queries.require_shown(session, complaint.round_id)
        merging.require_standing(session, complaint.round_id)
    raise RuntimeError("no free number was found")
