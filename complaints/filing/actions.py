"""Taking a complaint: one row, its counters and its mail in one transaction, once per token."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import data, tallies
from complaints.cipher import Cipher
from complaints.domain import references
from complaints.domain.complaint import Mode, is_late
from complaints.domain.filing import FilingRefused, find_faults
from complaints.filing import queries, tokens
from complaints.filing.draft import ComplaintDraft
from complaints.mail import queue_mail
from complaints.models import (
    Complaint,
    ComplaintDemand,
    ComplaintGround,
    ComplaintGroup,
    Group,
    Round,
    new_id,
)

__all__ = ["ComplaintDraft", "Filed", "file_complaint"]

TABLE: Final = "complaints"
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
    session: Session, *, cipher: Cipher, draft: ComplaintDraft, token: str, now: datetime, is_example: bool = False
) -> Filed:
    """Take the complaint and queue its mail. The same token gives the same complaint, also when two come at once.

    Raises FilingRefused with what must be put right.
    """
    code = tokens.code_of(cipher, token)
    earlier = queries.find_by_token(session, tokens.hash_token(token))
    if earlier is not None:
        return Filed(earlier.number, code, earlier.id, is_repeat=True)
    _refuse_faults(draft, now=now)
    kept = _without_identity(draft) if draft.mode is Mode.EVIDENCE else draft
    round_ = session.get_one(Round, draft.round_id)
    groups = queries.list_groups(session, round_) if kept.consent_petition else ()
    complaint = _complaint(kept, round_, groups, cipher, now=now, is_example=is_example)
    complaint.token_hash, complaint.code_hash = tokens.hash_token(token), references.hash_code(code)
    winner = _insert(session, complaint)
    if winner is not complaint:
        return Filed(winner.number, code, winner.id, is_repeat=True)
    tallies.move(session, round_.id, after=tallies.keys_of(complaint))
    if kept.email:
        _tell(session, kept.email, complaint, cipher, now=now)
    return Filed(complaint.number, code, complaint.id, is_repeat=False)


def _tell(session: Session, address: str, complaint: Complaint, cipher: Cipher, *, now: datetime) -> None:
    """The mail has the number and never the code."""
    queue_mail(
        session,
        cipher=cipher,
        to=address,
        template="complaint_accepted",
        lang=complaint.language.value,
        context={"number": complaint.number},
        now=now,
    )


def _refuse_faults(draft: ComplaintDraft, *, now: datetime) -> None:
    roles = {code: ground.roles for code, ground in data.grounds().items()}
    faults = find_faults(draft.as_filing(), roles_of_grounds=roles, now=now)
    if faults:
        raise FilingRefused(faults)


def _without_identity(draft: ComplaintDraft) -> ComplaintDraft:
    """Evidence only: nothing that names the person is kept, even if it was sent, and nothing can go into a petition."""
    return replace(
        draft, full_name=None, iin=None, bin=None, organisation=None, postal_address=None, consent_petition=False
    )


def _complaint(
    draft: ComplaintDraft, round_: Round, groups: Sequence[Group], cipher: Cipher, *, now: datetime, is_example: bool
) -> Complaint:
    """The row, people's data encrypted; number, code and token are set by the caller. `groups` are those that the
    consent named.
    """
    row_id = new_id()
    zone = ZoneInfo(round_.region.time_zone)

    def sealed(column: str, value: str | None) -> bytes | None:
        return cipher.encrypt(TABLE, column, row_id, value) if value else None

    return Complaint(
        id=row_id,
        round=round_,
        role=draft.role,
        mode=draft.mode,
        language=draft.language,
        filed_at=now,
        learned_at=draft.learned_at,
        learned_from=draft.learned_from,
        attempted_at=draft.attempted_at,
        screen_result=draft.screen_result,
        children_count=draft.children_count,
        locality_code=draft.locality_code,
        locality_other_enc=sealed("locality_other", draft.locality_other),
        narrative_enc=sealed("narrative", draft.narrative),
        is_late=is_late(draft.learned_at.astimezone(zone).date(), now.astimezone(zone).date()),
        full_name_enc=sealed("full_name", draft.full_name),
        iin_enc=sealed("iin", draft.iin),
        iin_index=cipher.blind_index("iin", draft.iin) if draft.iin else None,
        bin_enc=sealed("bin", draft.bin),
        bin_index=cipher.blind_index("bin", draft.bin) if draft.bin else None,
        organisation_enc=sealed("organisation", draft.organisation),
        phone_enc=sealed("phone", draft.phone),
        email_enc=sealed("email", draft.email),
        email_index=index_of_email(cipher, draft.email) if draft.email else None,
        postal_address_enc=sealed("postal_address", draft.postal_address),
        consent_processing=draft.consent_processing,
        consent_petition=draft.consent_petition,
        consent_publish=draft.consent_publish,
        is_example=is_example,
        grounds=[ComplaintGround(code=code, position=place) for place, code in enumerate(draft.grounds)],
        demands=[ComplaintDemand(code=code, position=place) for place, code in enumerate(draft.demands)],
        named_groups=[ComplaintGroup(group_id=group.id) for group in groups],
    )


def index_of_email(cipher: Cipher, address: str) -> str:
    """The blind index of an address of a filer, whatever the case of its letters."""
    return cipher.blind_index("email", address.casefold())


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
