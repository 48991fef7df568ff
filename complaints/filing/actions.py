"""Taking a complaint: one row, its counters and its mail in one transaction, once per token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import data, merging, tallies, throttling, tokens
from complaints.cipher import Cipher
from complaints.domain import references
from complaints.domain.filing import FilingRefused, find_faults
from complaints.filing import drafts, queries
from complaints.filing.answers import put_answers
from complaints.filing.contact.actions import tell_filer
from complaints.filing.draft import ComplaintDraft
from complaints.filing.evidence import actions as evidence
from complaints.filing.publishing import offer_text
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
) -> Filed:
    """Take the complaint and queue its mail. The same token gives the same complaint, also when two come at once.

    The round cannot be merged into another one until the transaction ends.

    `network` is where it comes from; a burst from one network is marked, never refused. Raises FilingRefused with what
    must be put right, RoundMerged when the round was merged into another one since the form was opened: the groups that
    a consent names are those of the form that was read.
    """
    code, token_hash = tokens.code_of(cipher, token), tokens.hash_token(token)
    known, stands = queries.look_before_filing(session, token_hash, draft.round_id)
    if known.complaint is not None:
        return Filed(known.complaint.number, code, known.complaint.id, is_repeat=True)
    refuse_faults(draft, now=now)
    if not stands:
        merging.require_standing(session, draft.round_id)
    complaint = _complaint(session, draft, cipher, now=now)
    complaint.token_hash, complaint.code_hash = token_hash, references.hash_code(code)
    complaint.is_example = is_example
    winner = _insert(session, complaint)
    if winner is not complaint:
        return Filed(winner.number, code, winner.id, is_repeat=True)
    if known.has_draft:
        drafts.drop(session, token_hash)
    if known.has_evidence:
        evidence.take_over(session, token=token, complaint=complaint)
    complaint.from_busy_network = network is not None and _is_burst(session, cipher, network, now=now)
    tallies.move(session, complaint.round_id, after=tallies.keys_of(complaint))
    offer_text(session, complaint, now=now)
    if draft.email:
        tell_filer(session, cipher=cipher, complaint=complaint, address=draft.email, now=now)
    return Filed(complaint.number, code, complaint.id, is_repeat=False)


def refuse_faults(draft: ComplaintDraft, *, now: datetime) -> None:
    """Raises FilingRefused when the draft cannot be taken as it is."""
    roles = {code: ground.roles for code, ground in data.grounds().items()}
    faults = find_faults(draft.as_filing(), roles_of_grounds=roles, now=now)
    if faults:
        raise FilingRefused(faults)


def _complaint(session: Session, draft: ComplaintDraft, cipher: Cipher, *, now: datetime) -> Complaint:
    """The row with every answer; number, code and token are set by the caller."""
    complaint = Complaint(
        id=new_id(),
        round=session.get_one(Round, draft.round_id),
        filed_at=now,
        version=1,
        joins_id=draft.joins_id,
        confirmation=None,
    )
    put_answers(session, complaint, draft, cipher=cipher)
    return complaint


def _is_burst(session: Session, cipher: Cipher, network: str, *, now: datetime) -> bool:
    """Counts this filing. The row is written again only when it is one too many."""
    filed = throttling.count_sliding(session, cipher, purpose=BURST, who=network, window=BURST_WINDOW, now=now)
    return filed > MOST_FROM_A_NETWORK


def _insert(session: Session, complaint: Complaint) -> Complaint:
    """Insert it under a free number. When another request was faster with the same token, give that one's complaint."""
    for _ in range(MOST_NUMBERS):
        complaint.number = references.new_number(secrets.token_bytes(5))
        try:
            with session.begin_nested():
                session.add(complaint)
            return complaint
        except IntegrityError:
            faster = queries.find_by_token(session, complaint.token_hash)
            if faster is not None:
                return faster
    raise RuntimeError("no free number was found")
