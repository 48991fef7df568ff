"""What becomes of an example complaint once it is filed: everything by the deeds that real people's requests do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from complaints import confirming
from complaints.cipher import Cipher
from complaints.demo.plan import Example, Fate
from complaints.domain.access import AccountRole, Viewer
from complaints.domain.complaint import ConfirmedBy, LetterLanguage, LookedAt, OwnKind
from complaints.domain.moderation import Decision, LikenessKind, Reason
from complaints.filing.following import actions as following
from complaints.filing.following.correcting import actions as correcting
from complaints.filing.letters import actions as letters
from complaints.models import Complaint, Look, PublicText, new_id
from complaints.moderation import actions as moderation
from complaints.moderation.duplicates import actions as duplicates
from complaints.moderation.duplicates import queries as alike
from complaints.moderation.highlighting import find_personal_data

ADDED: Final = {
    LetterLanguage.KK: "Толықтырамын: экран суретін таптым, керек болса жіберемін.",
    LetterLanguage.RU: "Дополняю: снимок экрана нашёлся, могу прислать.",
}
OWN_NUMBER: Final = "ЖТ-2025-00000001"
A_WHILE, A_DAY = timedelta(hours=2), timedelta(days=1)


@dataclass
class Cast:
    """Who acts, and the released complaints that others may join."""

    organiser_id: UUID
    moderator_id: UUID
    group_id: UUID
    released: list[UUID] = field(default_factory=list)


def live(session: Session, complaint: Complaint, example: Example, cast: Cast, cipher: Cipher) -> None:
    """Confirm, correct, moderate and leave, as the example says."""
    _confirm(session, complaint, example, cast)
    if example.is_corrected:
        _correct(session, complaint, example, cipher)
    if example.decision is not None:
        _moderate(session, complaint, example, cast, cipher)
    later = LATER.get(example.fate)
    if later is not None:
        later(session, complaint, example, cast, cipher)


def _confirm(session: Session, complaint: Complaint, example: Example, cast: Cast) -> None:
    by = example.confirmed_by
    if by is None:
        return
    if by is ConfirmedBy.CALL:
        _look(session, complaint, example, cast)
    by_hand = by is not ConfirmedBy.MAIL_LINK
    confirming.confirm(
        session,
        complaint,
        by=by,
        now=example.confirmed_at,
        account_id=cast.organiser_id if by_hand else None,
        group_id=cast.group_id if by_hand else None,
    )


def _look(session: Session, complaint: Complaint, example: Example, cast: Cast) -> None:
    """A member of the group sees the phone before calling."""
    session.add(
        Look(
            id=new_id(),
            complaint_id=complaint.id,
            account_id=cast.organiser_id,
            group_id=cast.group_id,
            what=LookedAt.PHONE,
            at=example.confirmed_at,
        )
    )


def _correct(session: Session, complaint: Complaint, example: Example, cipher: Cipher) -> None:
    told = f"{example.draft.narrative or ''} {ADDED[example.draft.language]}".strip()
    draft = replace(example.draft, narrative=told)
    correcting.correct_complaint(
        session, complaint, cipher=cipher, draft=draft, version=1, now=example.confirmed_at + A_WHILE
    )


def _moderate(session: Session, complaint: Complaint, example: Example, cast: Cast, cipher: Cipher) -> None:
    text = session.get(PublicText, complaint.id)
    if text is None or example.decision is None:
        return
    moderation.decide(
        session,
        cipher=cipher,
        viewer=Viewer(cast.moderator_id, AccountRole.MODERATOR),
        complaint_id=complaint.id,
        had_seen=moderation.seen(text),
        verdict=_verdict(moderation.narrative_of(complaint, cipher), example.decision, example.reason),
        now=example.filed_at + A_DAY,
    )
    if example.decision is not Decision.HOLD:
        cast.released.append(complaint.id)


def _verdict(words: str, decision: Decision, reason: Reason | None) -> moderation.Verdict:
    """Blanks are what the highlighter finds; where it finds nothing, the text is held."""
    if decision is not Decision.BLANK:
        return moderation.Verdict(decision, reason)
    blanks = [(found.start, found.end) for found in find_personal_data(words)]
    return moderation.Verdict(decision if blanks else Decision.HOLD, reason, blanks)


def _withdraw(session: Session, complaint: Complaint, example: Example, _cast: Cast, _cipher: Cipher) -> None:
    following.withdraw_complaint(session, complaint, now=example.confirmed_at + A_WHILE)


def _erase(session: Session, complaint: Complaint, example: Example, _cast: Cast, _cipher: Cipher) -> None:
    following.erase_complaint(session, complaint, now=example.confirmed_at + A_WHILE)


def _call_in_vain(session: Session, complaint: Complaint, example: Example, cast: Cast, _cipher: Cipher) -> None:
    _look(session, complaint, example, cast)


def _join(session: Session, complaint: Complaint, example: Example, cast: Cast, _cipher: Cipher) -> None:
    """The comparison that a job makes, for this one at once, and the moderator's word on it."""
    now = example.confirmed_at + A_DAY
    session.flush()
    subject = alike.find_subject(session, complaint.id)
    if subject is None:
        raise LookupError(complaint.id)
    duplicates.mark_likeness(session, subject, bands=(), alike={}, now=now)
    for mark in alike.list_marks(session, complaint.id):
        if mark.kind is LikenessKind.SAME_PERSON:
            duplicates.join(session, mark.id, by=cast.moderator_id, now=now)


def _mark_burst(_session: Session, complaint: Complaint, _example: Example, _cast: Cast, _cipher: Cipher) -> None:
    complaint.from_busy_network = True


def _note_own_number(session: Session, complaint: Complaint, example: Example, _cast: Cast, cipher: Cipher) -> None:
    letters.keep_own_number(
        session,
        complaint,
        cipher=cipher,
        kind=OwnKind.COMPLAINT,
        number=OWN_NUMBER,
        registered_on=(example.filed_at + A_DAY).date(),
    )


LATER: Final = {
    Fate.WITHDRAWN: _withdraw,
    Fate.ERASED: _erase,
    Fate.CALLED_IN_VAIN: _call_in_vain,
    Fate.JOINED: _join,
    Fate.BUSY_NETWORK: _mark_burst,
    Fate.SENT_ALONE: _note_own_number,
}
