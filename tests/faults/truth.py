"""The database compared with what the filers kept, field by field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, selectinload

from complaints import tokens
from complaints.cipher import Cipher
from complaints.domain import references
from complaints.models import (
    Complaint,
    ComplaintDemand,
    ComplaintGround,
    Job,
    PublicText,
    Round,
    Tally,
)
from complaints.wordings import values_of
from tests.faults.filers import Filer
from tests.faults.installation import Installation
from tests.support.filings import ROUND
from tests.support.recount import assert_true_counters

ZONE = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class Compared:
    """`acknowledged` all stood as they were typed. `unanswered`: taken, but its filer was never told.

    `taken_unseen`: what those got for an answer whose form was taken by a sending that did not tell them so. They sent
    it again and were given the number of the first.
    """

    acknowledged: int
    unanswered: int
    taken_unseen: Counter[str]


def compare(installation: Installation, filers: list[Filer]) -> Compared:
    """Fails when one acknowledged complaint is missing or differs in one field, when there is half a complaint, one
    that nobody filed, or two of one form, or when counters and jobs are not those of the complaints.
    """
    with installation.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        children = (selectinload(Complaint.grounds), selectinload(Complaint.demands), selectinload(Complaint.round))
        kept = {row.token_hash: row for row in session.scalars(select(Complaint).options(*children))}
        by_token = {tokens.hash_token(filer.token): filer for filer in filers}
        acknowledged = {token: filer for token, filer in by_token.items() if filer.receipt}
        lost = [filer.receipt for token, filer in acknowledged.items() if token not in kept]
        assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged complaints are lost: {lost[:5]}"
        assert kept.keys() <= by_token.keys(), "somebody's complaint is there whom nobody knows"
        differing = [
            (filer.receipt, wrong)
            for token, filer in by_token.items()
            if token in kept and (wrong := differences(filer, kept[token], installation.cipher))
        ]
        assert not differing, (len(differing), differing[:3])
        assert len({filer.receipt for filer in acknowledged.values()}) == len(acknowledged), "two have one number"
        check_rows_beside(session, list(kept.values()))
        unseen = Counter(taken_by(filer, kept[token]) for token, filer in acknowledged.items() if filer.was_broken)
        del unseen["303"]
        return Compared(len(acknowledged), len(kept) - len(acknowledged), unseen)


def taken_by(filer: Filer, row: Complaint) -> str:
    """What was answered to the sending that made the complaint: the last one before it was filed."""
    before = [said for sent, said in zip(filer.sent_at, filer.answered, strict=True) if sent <= row.filed_at]
    return before[-1] if before else filer.answered[0]


def differences(filer: Filer, row: Complaint, cipher: Cipher) -> dict[str, tuple[object, object]]:
    """The fields in which a complaint is another one than its filer typed, with both values."""
    typed = expected(filer)
    found = {**values_of(row, cipher), "number": row.number, "code_hash": row.code_hash}
    if filer.receipt is None:
        typed.pop("number")
    typed["code_hash"] = references.hash_code(tokens.code_of(cipher, filer.token))
    return {name: (value, found[name]) for name, value in typed.items() if found[name] != value}


def expected(filer: Filer) -> dict[str, object]:
    """What the complaint must hold."""
    typed = filer.answers
    phone = "+7" + "".join(filter(str.isdigit, str(typed["phone"])))[1:]
    return {
        "number": filer.receipt,
        **{name: typed[name] for name in ("role", "mode", "learned_from", "screen_result", "grounds", "demands")},
        **{name: typed[name] for name in ("narrative", "full_name", "iin", "postal_address")},
        **{name: name in typed for name in ("consent_processing", "consent_petition", "consent_publish")},
        "children_count": int(str(typed["children_count"])),
        "locality_code": typed["locality"],
        "phone": phone,
        "email": typed["email"] or None,
        "language": "kk",
        "is_late": False,
        "learned_at": moment(str(typed["learned_at"]), "%d.%m.%Y %H:%M"),
        "attempted_at": moment(str(typed["attempted_at"]), "%Y-%m-%dT%H:%M"),
    }


def moment(written: str, pattern: str) -> str:
    """As a complaint says it: in UTC."""
    return datetime.strptime(written, pattern).replace(tzinfo=ZONE).astimezone(ZoneInfo("UTC")).isoformat()


def check_rows_beside(session: Session, kept: list[Complaint]) -> None:
    """All that goes into the same transaction: reasons, demands, the text for moderators, counters, jobs."""
    for kind, rows in (
        (ComplaintGround, [row for one in kept for row in one.grounds]),
        (ComplaintDemand, [row for one in kept for row in one.demands]),
    ):
        assert session.scalar(select(func.count()).select_from(kind)) == len(rows)
        assert {row.complaint_id for row in rows} == {one.id for one in kept}, "half a complaint"
    offered = {one.id for one in kept if one.consent_publish}
    assert set(session.scalars(select(PublicText.complaint_id))) == offered
    told = Counter(
        job.payload["complaint_id"] for job in session.scalars(select(Job).where(Job.name == "contact.tell_filer"))
    )
    assert told == Counter(str(one.id) for one in kept if one.email_enc is not None)
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    everything = select(Tally.complaints).where(Tally.round_id == round_.id, Tally.dimension == "all")
    assert session.scalars(everything).one() == len(kept)
    assert_true_counters(session, round_.id)
