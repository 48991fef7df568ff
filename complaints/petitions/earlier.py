"""How an authority treated what a group handed in: what it can complain of to the superior body, or ask about.

Nothing of it is stored but which submission the new document is about: the term is counted anew from its events and the
calendar, the answer is read anew. Where the authority and the group recorded one, the authority's own is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from complaints import data
from complaints.answers import standing
from complaints.calendars import calendar_of
from complaints.courses import read_course
from complaints.domain.complaint import LetterLanguage
from complaints.domain.course import Course
from complaints.domain.deadlines import Calendar, is_overdue, overdue_days, silence_refuses, working_days_between
from complaints.domain.lifecycle import UNMET, Outcome, RecordedBy, SubmissionEvent, SubmissionState
from complaints.domain.petition import ABOUT_EARLIER, PetitionKind
from complaints.happenings import standing as standing_events
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition, PetitionVersion, VersionComplaint
from complaints.models.places import Authority
from complaints.models.submissions import Response, Submission
from complaints.phrases.rows import CITATIONS, body
from complaints.phrases.values import Body, Earlier, Replied, SentBack

REFUSAL: Final = "appk-91-1"
"""By which silence counts as a refusal, and the superior body reviews."""
REASONS: Final[Mapping[PetitionKind, str]] = {
    PetitionKind.COMPLAINT: "appk-100",
    PetitionKind.SUPERIOR_COMPLAINT: "appk-100",
    PetitionKind.APPEAL: "appk-89",
}
"""Where it stands that the answer to such a document gives its reasons."""
REMEDIES: Final = ("appk-91-4", "appk-100")
"""Where such a complaint is handed in, and that the reviewing body may order an action."""
OF_REQUEST: Final = ("info-6", "info-11-10", "appk-75")
"""What may be asked, until when it is answered, and that a participant sees the file of the case."""


@dataclass(frozen=True)
class Treatment:
    """A submission as it stands on a day. `is_silent`: no answer is recorded and the last day has passed."""

    submission: Submission
    course: Course
    days_over: int
    """Working days past the last day until that day, or until the first answer or another end."""
    is_silent: bool
    reply: Response | None
    """The newest answer that stands: the authority's, where it recorded one."""
    days_to_end: int = 0
    """Working days from the registration, which is not counted, to the first answer or another end."""

    @property
    def is_complainable(self) -> bool:
        """Whether there is something to complain of: silence, a demand left unmet, or that it was sent back."""
        return self.is_silent or bool(self.unmet) or self.was_sent_back

    @property
    def was_sent_back(self) -> bool:
        return self.course.state in {SubmissionState.RETURNED, SubmissionState.LEFT_UNCONSIDERED}

    @property
    def unmet(self) -> tuple[str, ...]:
        """The codes of the demands that the answer refuses, evades or passes over."""
        rows = self.reply.outcomes if self.reply else ()
        return tuple(row.demand_code for row in rows if row.outcome in UNMET)

    @property
    def holder(self) -> Authority:
        """Who has it now; the body to which it was handed in where that is none of ours."""
        return self.submission.held_by or self.submission.authority

    @property
    def kind(self) -> PetitionKind:
        return self.submission.version.petition.kind

    @property
    def norms_of_complaint(self) -> tuple[str, ...]:
        """The ids of the norms that a complaint about it rests on; printable ones only."""
        rule = self.course.review.rule
        is_silent = self.is_silent or (self.was_sent_back and self.days_over > 0)
        refusal = (REFUSAL,) if is_silent and silence_refuses(rule) else ()
        reasons = (REASONS[self.kind],) if self.reply and self.kind in REASONS else ()
        return _printable(rule.law, *refusal, *reasons, *REMEDIES)

    def norms_for(self, kind: PetitionKind) -> tuple[str, ...]:
        """The ids of the norms that a new document of this kind about it rests on; printable ones only."""
        return _printable(*OF_REQUEST) if kind is PetitionKind.INFORMATION_REQUEST else self.norms_of_complaint

    @property
    def earlier_demands(self) -> tuple[str, ...]:
        """The codes of what the earlier document demanded and the answer did not meet, in its order; a request for
        information prints none.
        """
        if self.kind is PetitionKind.INFORMATION_REQUEST:
            return ()
        met = {row.demand_code for row in self.reply.outcomes if row.outcome is Outcome.MET} if self.reply else set()
        demanded = (row["code"] for row in self._letter["demands"])
        return tuple(code for code in demanded if code in data.demands() and code not in met)

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


def list_open(
    session: Session, kind: PetitionKind, group_id: UUID, round_id: UUID, *, on: date, but: int | None = None
) -> Sequence[Treatment]:
    """What a new document of this kind can be about on this day: the group complains of what was not answered or left
    demands unmet, and asks about anything it handed in on the round. First what was not answered, the longest overdue
    before the others. `but`: a petition that is passed over, since none is about itself.
    """
    if kind not in ABOUT_EARLIER:
        return ()
    takes_all = kind is PetitionKind.INFORMATION_REQUEST
    statement = _submissions().where(Petition.group_id == group_id, Petition.round_id == round_id)
    calendar = calendar_of(session)
    found = [_on(submission, on, calendar) for submission in session.scalars(statement)]
    fitting = [one for one in found if (takes_all or one.is_complainable) and one.submission.version.petition_id != but]
    return sorted(fitting, key=lambda one: (not one.is_silent, one.course.due_on, one.submission.id))


def find_earlier(session: Session, petition: Petition, *, on: date) -> Treatment | None:
    """What the draft is about, whatever became of it; None when it names nothing or is of another kind."""
    if petition.kind not in ABOUT_EARLIER or petition.about_submission_id is None:
        return None
    submission = session.scalar(_submissions().where(Submission.id == petition.about_submission_id))
    return _on(submission, on, calendar_of(session)) if submission else None


def choose(found: Sequence[Treatment], kind: PetitionKind, submission_id: str) -> Treatment | None:
    """The one with this id; otherwise the longest overdue for a complaint, and none for a request: it may be about the
    round only.
    """
    asked = (one for one in found if str(one.submission.id) == submission_id)
    return next(asked, next(iter(found), None) if kind is PetitionKind.SUPERIOR_COMPLAINT else None)


def were_in(earlier: Treatment) -> ColumnElement[bool] | None:
    """The complaints that stood in the earlier document and did not leave it; None when it named nobody."""
    if earlier.kind is PetitionKind.INFORMATION_REQUEST:
        return None
    included = select(VersionComplaint.complaint_id).where(
        VersionComplaint.version_id == earlier.submission.version_id, VersionComplaint.left_at.is_(None)
    )
    return Complaint.id.in_(included)


def tell(earlier: Treatment, language: LetterLanguage) -> Earlier:
    """As the letter tells it."""
    submission, rule = earlier.submission, earlier.course.review.rule
    refuses = earlier.is_silent and silence_refuses(rule)
    return Earlier(
        kind=earlier.kind,
        body=body(submission.authority, language),
        handed_in_on=submission.handed_in_on,
        channel=submission.channel,
        outside_number=submission.outside_number,
        registered_on=earlier.course.started_on,
        passed_on=_passed_on(earlier, language),
        length=rule.length,
        unit=rule.unit,
        norm=_cite(rule.law, language),
        due_on=earlier.course.due_on,
        days_over=earlier.days_over,
        extendable=rule.extendable is not None and earlier.course.extension is None,
        refusal=_cite(REFUSAL, language) if refuses else "",
        is_silent=earlier.is_silent,
        sent_back=_sent_back(earlier),
        reply=_replied(earlier, earlier.reply, language) if earlier.reply else None,
        reasons=_cite(REASONS[earlier.kind], language) if earlier.kind in REASONS else "",
        extended_on=_extended_on(earlier.course),
    )


def _printable(*norm_ids: str) -> tuple[str, ...]:
    return tuple(norm for norm in dict.fromkeys(norm_ids) if data.norms()[norm].printable)


def _cite(norm_id: str, language: LetterLanguage) -> str:
    """Empty for what was not read and may not be printed."""
    norm = data.norms()[norm_id]
    return CITATIONS[language](norm) if norm.printable else ""


def _replied(earlier: Treatment, reply: Response, language: LetterLanguage) -> Replied:
    content = earlier.submission.version.content
    letter = content.get(language.value, content[min(content)])["letter"]
    labels = {row["code"]: row["label"] for row in letter["demands"]}
    return Replied(
        number=reply.number,
        on=reply.responded_on,
        first_on=earlier.course.ended_on or reply.responded_on,
        days=earlier.days_to_end,
        days_over=earlier.days_over,
        is_by_group=reply.recorded_as is RecordedBy.ORGANISER,
        outcomes=tuple((labels.get(row.demand_code, ""), row.outcome) for row in reply.outcomes),
    )


def _passed_on(earlier: Treatment, language: LetterLanguage) -> tuple[date, Body | None] | None:
    """When it was passed on last, and to whom where that is one of ours."""
    told = [one for one in standing_events(earlier.submission) if one.event is SubmissionEvent.FORWARDED]
    last = max(told, key=lambda one: one.happened_on, default=None)
    if last is None:
        return None
    return last.happened_on, body(earlier.submission.held_by, language) if earlier.submission.held_by else None


def _extended_on(course: Course) -> date | None:
    """None where no extension moved the last day."""
    return course.extension.decided_on if course.extension and course.due_on != course.review.due_on else None


def _sent_back(earlier: Treatment) -> SentBack | None:
    course = earlier.course
    if not earlier.was_sent_back or course.ended_on is None:
        return None
    is_returned = course.state is SubmissionState.RETURNED
    return SentBack(is_returned, course.ended_on, earlier.days_to_end, earlier.days_over)


def _on(submission: Submission, day: date, calendar: Calendar) -> Treatment:
    course = read_course(submission, calendar)
    reply = _newest(submission)
    ended_on = course.ended_on
    return Treatment(
        submission=submission,
        course=course,
        days_over=overdue_days(course.due_on, ended_on or day, calendar),
        is_silent=course.runs and is_overdue(course.due_on, day),
        reply=reply,
        days_to_end=working_days_between(course.started_on, ended_on, calendar) if ended_on else 0,
    )


def _newest(submission: Submission) -> Response | None:
    """Of the authority's own answers that stand the newest, otherwise of the group's."""
    told = standing(submission.responses)
    own = [one for one in told if one.recorded_as is RecordedBy.OFFICIAL]
    return next(reversed(own or told), None)


def _submissions() -> Select[Submission]:
    return (
        select(Submission)
        .join(PetitionVersion, PetitionVersion.id == Submission.version_id)
        .join(Petition, Petition.id == PetitionVersion.petition_id)
        .options(joinedload(Submission.authority), joinedload(Submission.version).joinedload(PetitionVersion.petition))
    )
