"""What a group handed in and got no answer to in time, for a complaint to the superior body.

Nothing of it is stored but which submission the complaint is about: the term is counted anew from the calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from complaints import data
from complaints.answers import first_answer
from complaints.calendars import calendar_of
from complaints.domain.complaint import LetterLanguage
from complaints.domain.deadlines import Calendar, Deadline, deadline, is_overdue, overdue_days, silence_refuses
from complaints.domain.petition import TERM_RULES, PetitionKind
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition, PetitionVersion, VersionComplaint
from complaints.models.submissions import Submission
from complaints.phrases.rows import CITATIONS, body
from complaints.phrases.values import Earlier

REFUSAL: Final = "appk-91-1"
"""By which silence counts as a refusal, and the superior body reviews."""
REMEDIES: Final = ("appk-91-4", "appk-100")
"""Where such a complaint is handed in, and that the reviewing body may order an action."""


@dataclass(frozen=True)
class Silence:
    """A submission as it stands on a day. `is_silent`: no answer is recorded and the last day has passed."""

    submission: Submission
    term: Deadline
    days_over: int
    """Working days past the last day."""
    is_silent: bool

    @property
    def kind(self) -> PetitionKind:
        return self.submission.version.petition.kind

    @property
    def norms(self) -> tuple[str, ...]:
        """The ids of the norms that a complaint about it rests on; printable ones only."""
        refusal = (REFUSAL,) if silence_refuses(self.term.rule) else ()
        return tuple(norm for norm in (self.term.rule.law, *refusal, *REMEDIES) if data.norms()[norm].printable)

    @property
    def earlier_demands(self) -> tuple[str, ...]:
        """The codes of what the earlier document demanded, in its order; a request for information prints none."""
        if self.kind is PetitionKind.INFORMATION_REQUEST:
            return ()
        return tuple(row["code"] for row in self._letter["demands"] if row["code"] in data.demands())

    @property
    def earlier_norms(self) -> tuple[str, ...]:
        """The ids of the norms that the earlier document named."""
        known = (norm["norm_id"] for act in self._letter["acts"] for norm in act["norms"])
        return tuple(norm for norm in known if norm in data.norms())

    @property
    def _letter(self) -> dict[str, Any]:
        content = self.submission.version.content
        letter: dict[str, Any] = content[min(content)]["letter"]
        return letter


def list_silent(
    session: Session, group_id: UUID, round_id: UUID, *, on: date, but: int | None = None
) -> Sequence[Silence]:
    """What the group handed in about the round and got no answer to though the term passed before this day, the
    longest overdue first. `but`: a petition that is passed over, since none is about itself.
    """
    statement = _submissions().where(
        Petition.group_id == group_id, Petition.round_id == round_id, ~Submission.responses.any()
    )
    calendar = calendar_of(session)
    found = [_on(submission, on, calendar) for submission in session.scalars(statement)]
    silent = [one for one in found if one.is_silent and one.submission.version.petition_id != but]
    return sorted(silent, key=lambda one: (one.term.due_on, one.submission.id))


def find_silence(session: Session, petition: Petition, *, on: date) -> Silence | None:
    """What the draft is about, silent or not any more; None when it names nothing or is of another kind."""
    if petition.kind is not PetitionKind.SUPERIOR_COMPLAINT or petition.about_submission_id is None:
        return None
    submission = session.scalar(_submissions().where(Submission.id == petition.about_submission_id))
    return _on(submission, on, calendar_of(session)) if submission else None


def choose(silences: Sequence[Silence], submission_id: str) -> Silence | None:
    """The one with this id, otherwise the longest overdue."""
    asked = (one for one in silences if str(one.submission.id) == submission_id)
    return next(asked, next(iter(silences), None))


def were_in(silence: Silence) -> ColumnElement[bool] | None:
    """The complaints that stood in the earlier document and did not leave it; None when it named nobody."""
    if silence.kind is PetitionKind.INFORMATION_REQUEST:
        return None
    included = select(VersionComplaint.complaint_id).where(
        VersionComplaint.version_id == silence.submission.version_id, VersionComplaint.left_at.is_(None)
    )
    return Complaint.id.in_(included)


def tell(silence: Silence, language: LetterLanguage) -> Earlier:
    """As the letter tells it."""
    submission, rule = silence.submission, silence.term.rule
    norm, refusal, cite = data.norms()[rule.law], data.norms()[REFUSAL], CITATIONS[language]
    return Earlier(
        kind=silence.kind,
        body=body(submission.authority, language),
        handed_in_on=submission.handed_in_on,
        channel=submission.channel,
        outside_number=submission.outside_number,
        registered_on=submission.registered_on,
        length=rule.length,
        unit=rule.unit,
        norm=cite(norm) if norm.printable else "",
        due_on=silence.term.due_on,
        days_over=silence.days_over,
        extendable=rule.extendable is not None,
        refusal=cite(refusal) if refusal.printable and silence_refuses(rule) else "",
    )


def _on(submission: Submission, day: date, calendar: Calendar) -> Silence:
    rule = data.deadline_rules().rule(TERM_RULES[submission.version.petition.kind], submission.registered_on)
    term = deadline(rule, submission.registered_on, calendar)
    return Silence(
        submission=submission,
        term=term,
        days_over=overdue_days(term.due_on, day, calendar),
        is_silent=is_overdue(term.due_on, day) and first_answer(submission.responses) is None,
    )


def _submissions() -> Select[Submission]:
    return (
        select(Submission)
        .join(PetitionVersion, PetitionVersion.id == Submission.version_id)
        .join(Petition, Petition.id == PetitionVersion.petition_id)
        .options(joinedload(Submission.authority), joinedload(Submission.version).joinedload(PetitionVersion.petition))
    )
