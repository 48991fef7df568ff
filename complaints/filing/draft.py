"""A complaint as typed values: what the form makes of what was typed, and what the action takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.domain.filing import Filing


@dataclass(frozen=True)
class ComplaintDraft:
    """Times are aware. `locality_code` is None for a place outside the list, then `locality_other` has its name."""

    round_id: UUID
    role: Role
    mode: Mode
    language: LetterLanguage
    grounds: tuple[str, ...]
    demands: tuple[str, ...]
    learned_at: datetime
    learned_from: LearnedFrom
    attempted_at: datetime | None
    screen_result: ScreenResult | None
    children_count: int | None
    locality_code: str | None
    locality_other: str | None
    narrative: str | None
    full_name: str | None
    iin: str | None
    bin: str | None
    organisation: str | None
    phone: str | None
    email: str | None
    postal_address: str | None
    consent_processing: bool
    consent_petition: bool
    consent_publish: bool
    joins_id: UUID | None = None
    """The released complaint whose reasons and demands the person took over. A correction leaves it as it is."""

    def as_filing(self) -> Filing:
        """The draft as the rules look at it."""
        return Filing(
            role=self.role,
            mode=self.mode,
            has_name=bool(self.full_name),
            has_organisation=bool(self.organisation),
            has_address=bool(self.postal_address),
            has_contact=bool(self.phone or self.email),
            grounds=self.grounds,
            learned_at=self.learned_at,
            attempted_at=self.attempted_at,
            has_narrative=bool(self.narrative),
            demands=self.demands,
            consents_to_processing=self.consent_processing,
        )
