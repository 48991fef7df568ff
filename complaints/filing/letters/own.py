"""The filer's own complaint or appeal to the authority as the pages show it: its number, and how its term stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from complaints.cipher import Cipher
from complaints.domain.complaint import OwnKind
from complaints.filing.letters.actions import TABLE
from complaints.models import Complaint
from complaints.web.clocks import TermClock, term_clock, zone_of

RULES: Final[Mapping[OwnKind, str]] = MappingProxyType(
    {OwnKind.COMPLAINT: "complaint_review", OwnKind.APPEAL: "appeal_review"}
)


@dataclass(frozen=True)
class OwnNumber:
    """What the filer wrote down. `is_before_learning`: registered before the day on which the filer learned of it."""

    kind: OwnKind
    number: str
    clock: TermClock
    is_before_learning: bool

    @property
    def registered_on(self) -> date:
        return self.clock.term.starts_on


def own_number_of(complaint: Complaint, *, cipher: Cipher, now: datetime) -> OwnNumber | None:
    """None when nothing was written down."""
    kind, sealed, registered_on = complaint.own_kind, complaint.own_number_enc, complaint.own_registered_on
    if kind is None or sealed is None or registered_on is None:
        return None
    zone = zone_of(complaint.round)
    return OwnNumber(
        kind=kind,
        number=cipher.decrypt(TABLE, "own_number", complaint.id, sealed),
        clock=term_clock(RULES[kind], registered_on, now.astimezone(zone).date()),
        is_before_learning=registered_on < complaint.learned_at.astimezone(zone).date(),
    )
