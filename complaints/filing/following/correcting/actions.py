"""Correcting a complaint: the row says the new answers, the earlier ones are laid aside encrypted."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from complaints import departures, tallies
from complaints.cipher import Cipher
from complaints.confirming import is_waiting
from complaints.domain.complaint import Mode
from complaints.domain.errors import Forbidden, StaleVersion
from complaints.filing.actions import refuse_faults
from complaints.filing.answers import name_groups, put_answers
from complaints.filing.contact.actions import tell_filer
from complaints.filing.draft import ComplaintDraft
from complaints.filing.publishing import compare_again, offer_text
from complaints.models import Complaint
from complaints.wordings import Values, keep_version, values_of

WHO: Final = ("full_name", "organisation", "iin", "bin", "email", "phone")
"""Who was confirmed: another name behind a confirmed complaint would stand there without anybody asking."""
PUBLIC: Final = ("narrative", "consent_publish")
IDENTITY: Final = ("iin", "bin")
NO_ANSWERS: Final = frozenset({"is_late", "named_groups"})
"""They follow from the answers."""


def correct_complaint(
    session: Session, complaint: Complaint, *, cipher: Cipher, draft: ComplaintDraft, version: int, now: datetime
) -> bool:
    """Put these answers in place of those of this version. False, and nothing changes, when they are the same.

    Figures move by the difference; another name and other contacts must be confirmed anew; other words wait for a
    moderator again; who no longer agrees to a collective complaint leaves it. Frozen versions keep their wording.
    Raises StaleVersion when another window corrected it first, FilingRefused, Forbidden once it was withdrawn.
    """
    departures.hold(session, complaint)
    if complaint.withdrawn_at or complaint.erased_at:
        raise Forbidden(complaint.number)
    refuse_faults(draft, now=now)
    before, figures = values_of(complaint, cipher), tallies.keys_of(complaint)
    stood = complaint.version
    put_answers(complaint, draft, cipher=cipher)
    name_groups(session, complaint)
    after = values_of(complaint, cipher)
    if _answers(before) == _answers(after):
        return False
    if stood != version:
        raise StaleVersion(stood)
    keep_version(session, complaint, before, cipher, now=now)
    complaint.version, complaint.corrected_at = stood + 1, now
    session.flush()
    _reach_again(session, complaint, before, after, now=now)
    _agree_again(session, complaint, before, after, now=now)
    tallies.move(session, complaint.round_id, before=figures, after=tallies.keys_of(complaint))
    return True


def _answers(values: Values) -> Values:
    return {name: value for name, value in values.items() if name not in NO_ANSWERS}


def _differ(before: Values, after: Values, names: tuple[str, ...]) -> bool:
    return any(before[name] != after[name] for name in names)


def _reach_again(session: Session, complaint: Complaint, before: Values, after: Values, *, now: datetime) -> None:
    """Whoever has another name, is reached in another way, or names no name any more, is not the one confirmed."""
    has_changed = _differ(before, after, WHO)
    if complaint.mode is Mode.EVIDENCE or has_changed:
        complaint.confirmation = None
        session.flush()
    is_new = has_changed or before["mode"] != after["mode"]
    if after["email"] and is_new and (complaint.mode is Mode.EVIDENCE or is_waiting(complaint)):
        tell_filer(session, complaint=complaint, now=now)


def _agree_again(session: Session, complaint: Complaint, before: Values, after: Values, *, now: datetime) -> None:
    if before["consent_petition"] and not after["consent_petition"]:
        departures.leave_petitions(session, complaint, now=now)
    if _differ(before, after, PUBLIC):
        offer_text(session, complaint, now=now)
    elif _differ(before, after, IDENTITY):
        compare_again(session, complaint, now)
