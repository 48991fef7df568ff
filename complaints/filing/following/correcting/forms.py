"""The complaint form, filled in with the complaint as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from complaints.domain.complaint import is_late
from complaints.filing.forms import MOST_DAYS_BACK, OTHER_LOCALITY, ComplaintForm
from complaints.models import Complaint

TYPED: Final = "%d.%m.%Y %H:%M"
WORDS: Final = (
    "full_name", "iin", "organisation", "bin", "postal_address", "phone", "email", "locality_other", "narrative",
)  # fmt: skip
CONSENTS: Final = ("consent_processing", "consent_petition", "consent_publish")


class CorrectionForm(ComplaintForm):
    """Whether it comes late is told by the day of filing, which a correction does not change."""

    def __init__(
        self,
        typed: MultiDict[str, str],
        *,
        zone: ZoneInfo,
        places: Sequence[tuple[str, str]],
        filed_at: datetime,
        example_day: date,
        now: datetime,
    ) -> None:
        super().__init__(
            typed, zone=zone, places=places, asks_language=True, example_day=example_day, asks_reason=True, now=now
        )
        self._filed_on = filed_at.astimezone(zone).date()

    @property
    def comes_late(self) -> bool:
        learned_at = self.learned_at.read_typed(self)
        return learned_at is not None and is_late(learned_at.astimezone(self.zone).date(), self._filed_on)

    @property
    def in_time_from(self) -> date:
        """The earliest day on which the person may have learned of the act and be in time on the day of filing."""
        days = (self._filed_on - timedelta(days=back) for back in range(MOST_DAYS_BACK, -1, -1))
        return next(day for day in days if not is_late(day, self._filed_on))

    def refuse_stale(self, questions: Sequence[str]) -> None:
        """Another window saved first: say what it changed, and keep what was typed here."""
        self.form_errors.append(
            _(
                "You corrected this complaint in another window after opening this one. It changed: %(questions)s. "
                "What you typed here is kept below and not saved. Look it through; saving it replaces the other.",
                questions=", ".join(questions),
            )
        )


def as_typed(complaint: Complaint, words: Mapping[str, str], zone: ZoneInfo) -> MultiDict[str, str]:
    """The complaint as a person would type it into the form."""
    typed: dict[str, Any] = {name: words.get(name, "") for name in WORDS}
    for name in ("role", "mode", "language", "learned_from", "screen_result"):
        typed[name] = str(getattr(complaint, name) or "")
    for name in ("learned_at", "attempted_at"):
        moment = getattr(complaint, name)
        typed[name] = moment.astimezone(zone).strftime(TYPED) if moment else ""
    typed["children_count"] = str(complaint.children_count or "")
    typed["locality"] = complaint.locality_code or OTHER_LOCALITY
    typed["grounds"] = [row.code for row in complaint.grounds]
    typed["demands"] = [row.code for row in complaint.demands]
    chosen = {name: value for name, value in typed.items() if value}
    return MultiDict({**chosen, **{name: "y" for name in CONSENTS if getattr(complaint, name)}})
