"""Putting what a person answered into the row of the complaint: at filing, and again at each correction.

What becomes of the answers (figures, mails, the public text) is the business of the deeds that call this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.domain.complaint import Mode, is_late
from complaints.filing import queries
from complaints.filing.draft import ComplaintDraft
from complaints.mailed import index_of_email
from complaints.models import Complaint, ComplaintDemand, ComplaintGround, ComplaintGroup, Group
from complaints.wordings import SEALED, TABLE

OPEN_ANSWERS: Final = (
    "role", "mode", "language", "learned_at", "learned_from", "attempted_at", "screen_result", "children_count",
    "locality_code", "consent_processing", "consent_petition", "consent_publish",
)  # fmt: skip
Coded = TypeVar("Coded", ComplaintGround, ComplaintDemand)


def put_answers(complaint: Complaint, draft: ComplaintDraft, *, cipher: Cipher) -> None:
    """Set every answer and consent, people's data encrypted; `complaint` has its id, round and `filed_at`. Evidence
    only keeps nothing that names the person, even if it was sent.
    """
    kept = _without_identity(draft) if draft.mode is Mode.EVIDENCE else draft
    for name in OPEN_ANSWERS:
        setattr(complaint, name, getattr(kept, name))
    for name in SEALED:
        value = getattr(kept, name)
        setattr(complaint, f"{name}_enc", cipher.encrypt(TABLE, name, complaint.id, value) if value else None)
    complaint.iin_index = cipher.blind_index("iin", kept.iin) if kept.iin else None
    complaint.bin_index = cipher.blind_index("bin", kept.bin) if kept.bin else None
    complaint.email_index = index_of_email(cipher, kept.email) if kept.email else None
    complaint.is_late = _comes_late(complaint)
    complaint.grounds = _coded(ComplaintGround, complaint.grounds, kept.grounds)
    complaint.demands = _coded(ComplaintDemand, complaint.demands, kept.demands)


def name_groups(session: Session, complaint: Complaint) -> None:
    """The groups that a consent to a collective complaint names are those of the round now; without one, none."""
    groups = queries.list_groups(session, complaint.round) if complaint.consent_petition else ()
    complaint.named_groups = _named(complaint.named_groups, groups)


def _comes_late(complaint: Complaint) -> bool:
    zone = ZoneInfo(complaint.round.region.time_zone)
    return is_late(complaint.learned_at.astimezone(zone).date(), complaint.filed_at.astimezone(zone).date())


def _without_identity(draft: ComplaintDraft) -> ComplaintDraft:
    """Nothing that names the person, and nothing can go into a petition."""
    return replace(
        draft, full_name=None, iin=None, bin=None, organisation=None, postal_address=None, consent_petition=False
    )


def _coded(kind: type[Coded], kept: Iterable[Coded], codes: Sequence[str]) -> list[Coded]:
    """Rows for these codes in this order; a row that is there already is used again."""
    by_code = {row.code: row for row in kept}
    rows = [by_code.get(code) or kind(code=code) for code in codes]
    for place, row in enumerate(rows):
        row.position = place
    return rows


def _named(kept: Iterable[ComplaintGroup], groups: Sequence[Group]) -> list[ComplaintGroup]:
    by_group = {row.group_id: row for row in kept}
    return [by_group.get(group.id) or ComplaintGroup(group_id=group.id) for group in groups]
