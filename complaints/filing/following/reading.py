"""What the filer sees of the own complaint: the words as they were typed, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.filing.following import queries
from complaints.models import Complaint, Response
from complaints.web.clocks import Clock, clock_of

TABLE: Final = "complaints"
SEALED: Final = (
    "full_name", "iin", "organisation", "bin", "postal_address", "phone", "email", "locality_other", "narrative",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One collective complaint with this complaint in it. `frozen_at` is None as long as the group works on it."""

    group_name: str
    frozen_at: datetime | None
    clock: Clock | None
    """None until it was handed in."""

    @property
    def answers(self) -> Sequence[Response]:
        """Oldest first."""
        return self.clock.submission.responses if self.clock else ()


def read_words(complaint: Complaint, cipher: Cipher) -> Mapping[str, str]:
    """The complaint's encrypted values in plain, by column; what was not said is missing."""
    sealed = {column: getattr(complaint, f"{column}_enc") for column in SEALED}
    return {
        column: cipher.decrypt(TABLE, column, complaint.id, kept) for column, kept in sealed.items() if kept is not None
    }


def list_cases(session: Session, complaint: Complaint, *, now: datetime) -> list[Case]:
    """One case for each collective complaint: the version handed in, else the newest frozen one, else the draft."""
    versions = queries.list_versions_with(session, complaint)
    handed_in = {submission.version_id: submission for submission in queries.list_submissions_of(session, versions)}
    cases: dict[int, Case] = {}
    for version in sorted(versions, key=lambda version: (version.id not in handed_in, -version.number)):
        submission = handed_in.get(version.id)
        clock = clock_of(submission, now) if submission else None
        cases.setdefault(version.petition_id, Case(version.petition.group.name, version.frozen_at, clock))
    for draft in queries.list_drafts_with(session, complaint):
        cases.setdefault(draft.id, Case(draft.group.name, None, None))
    return list(cases.values())
