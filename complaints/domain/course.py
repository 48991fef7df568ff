"""How a submission stands by the clock: its terms, read from what happened. Nothing of it is stored.

The review term starts from the day of registration, which is not counted. Passed on to another body it starts anew from
the registration there; as long as that is not known, from the first working day on which it can have been registered
(our choice). The texts we read say nothing of a pause for putting shortcomings right: the term runs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from complaints.domain.deadlines import (
    ONE_DAY,
    Calendar,
    Deadline,
    Rule,
    RuleBook,
    Start,
    Unit,
    add_months,
    deadline,
    is_overdue,
    silence_refuses,
)
from complaints.domain.lifecycle import ENDED, Happening, SubmissionEvent, SubmissionState, in_order, replay

COMPLAINT_REVIEW: Final = "complaint_review"
EXTENSION_NORMS: Final = {"appeal_review": "appk-76-3"}
"""Where the term to tell of an extension stands, if not in the norm of the review itself."""
ENDINGS: Final = frozenset(
    {
        SubmissionEvent.ANSWERED,
        SubmissionEvent.RETURNED,
        SubmissionEvent.LEFT_UNCONSIDERED,
        SubmissionEvent.WITHDRAWN,
    }
)


class Purpose(StrEnum):
    """What a term beside the review is for."""

    REGISTRATION = "registration"
    FORWARDING = "forwarding"
    FIXING = "fixing"
    RETURNING = "returning"
    EXTENSION_NOTICE = "extension_notice"
    HEARING_NOTICE = "hearing_notice"
    HEARING_OBJECTION = "hearing_objection"
    COMPLAINING = "complaining"
    SUING = "suing"


OURS: Final = frozenset({Purpose.FIXING, Purpose.HEARING_OBJECTION, Purpose.COMPLAINING, Purpose.SUING})
"""Terms that those who complained must keep; the others bind the authority."""

AFTERWARDS: Final = frozenset({Purpose.COMPLAINING, Purpose.SUING})
"""Terms that begin when the review has ended, or when its last day has passed in silence."""


class ExtensionFlaw(StrEnum):
    """Why a recorded extension moves nothing."""

    NOT_ALLOWED = "not_allowed"
    """The term of this document cannot be prolonged (Code art. 99)."""
    AFTER_TERM = "after_term"
    """Decided when the term had passed already."""
    NO_NOTICE = "no_notice"
    """That the applicants were told of it is not known."""
    LATE_NOTICE = "late_notice"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Term:
    """One term beside the review. `kept_on`: when what it asks for was done, if that is known. `counted` is None for a
    last day that the authority set and no rule counts.
    """

    purpose: Purpose
    due_on: date
    counted: Deadline | None
    kept_on: date | None = None
    or_else: Deadline | None = None
    """The same term counted from another day, where which of both begins it is in doubt; it ends later."""

    @property
    def is_ours(self) -> bool:
        return self.purpose in OURS

    def was_late(self, today: date) -> bool:
        """Done after the last day, or not done though it has passed."""
        return (self.kept_on or today) > self.due_on


@dataclass(frozen=True)
class ProlongedTerm:
    """An extension as it was recorded. Without a flaw the review ends on `until`."""

    decided_on: date
    notified_on: date | None
    until: date
    notice: Deadline | None
    """By when the applicants had to be told; None where nothing may be prolonged."""
    latest: date | None
    """The longest the law allows."""
    flaw: ExtensionFlaw | None


@dataclass(frozen=True)
class Course:
    """`started_on` is the day of registration from which the running review term is counted."""

    state: SubmissionState
    started_on: date
    review: Deadline
    extension: ProlongedTerm | None
    terms: Sequence[Term]
    was_passed_on: bool
    """To another body: the term is counted from there."""
    ended_on: date | None
    """The first answer, or the day it was returned, left without consideration or withdrawn."""

    @property
    def due_on(self) -> date:
        """The last day for the answer. An extension never takes days away."""
        if self.extension is None or self.extension.flaw is not None:
            return self.review.due_on
        return max(self.extension.until, self.review.due_on)

    @property
    def runs(self) -> bool:
        return self.state not in ENDED

    def terms_on(self, today: date) -> Sequence[Term]:
        """The terms known by a day: to complain of silence or to sue for it there is nothing before the last day."""
        waits = self.runs and not is_overdue(self.due_on, today)
        return [term for term in self.terms if not (waits and term.purpose in AFTERWARDS)]

    def refused_by_silence_on(self, today: date) -> date | None:
        """The day from which silence counts as a refusal, if it does by `today` (Code art. 91). A return or leaving it
        without consideration after that day takes nothing back; an answer and a withdrawal do.
        """
        if self.state in {SubmissionState.ANSWERED, SubmissionState.WITHDRAWN}:
            return None
        until = self.ended_on or today
        is_refused = silence_refuses(self.review.rule) and is_overdue(self.due_on, until)
        return self.due_on + ONE_DAY if is_refused else None


@dataclass(frozen=True)
class Law:
    """What terms are counted with."""

    book: RuleBook
    calendar: Calendar

    def term(self, code: str, starts_on: date) -> Deadline:
        """Raises UnknownRule."""
        return deadline(self.book.rule(code, starts_on), starts_on, self.calendar)


def course_of(
    rule_code: str, happenings: Iterable[Happening], law: Law, *, arrived_on: date, registered_on: date
) -> Course:
    """`rule_code`: the review term of the document. `arrived_on`: the first working day on which it could be
    registered. `registered_on`: from when the term is counted as long as no registration is told.

    Raises IllegalStep when the events cannot have happened one after another, UnknownRule.
    """
    told = in_order(happenings)
    ending = next((one for one in told if one.event in ENDINGS), None)
    started_on = _started_on(registered_on, told, law.calendar)
    review = law.term(rule_code, started_on)
    extension = _extension(review, told, law)
    course = Course(
        state=replay(told),
        started_on=started_on,
        review=review,
        extension=extension,
        terms=(),
        was_passed_on=any(one.event is SubmissionEvent.FORWARDED for one in told),
        ended_on=ending.on if ending else None,
    )
    return replace(course, terms=tuple(_terms(course, arrived_on, told, law)))


def latest_extension(rule: Rule, review_due_on: date, decided_on: date) -> date | None:
    """The longest last day that a decision of this day can give; None when nothing may be prolonged.

    At most two months from the decision (Code art. 76, part 3); of an information request 15 calendar days more (Law on
    access to information art. 11).
    """
    if rule.extendable is None:
        return None
    if rule.extendable.max_months is not None:
        return add_months(decided_on, rule.extendable.max_months)
    return review_due_on + timedelta(days=rule.extendable.max_calendar_days or 0)


def _started_on(registered_on: date, told: Sequence[Happening], calendar: Calendar) -> date:
    started_on = registered_on
    for one in told:
        if one.event is SubmissionEvent.REGISTERED:
            started_on = one.on
        elif one.event is SubmissionEvent.FORWARDED:
            started_on = calendar.next_working(one.on)
    return started_on


def _extension(review: Deadline, told: Sequence[Happening], law: Law) -> ProlongedTerm | None:
    """That of the body which has it now; one of an earlier body ended with that body's term."""
    found = next((one for one in _with_body(told) if one.event is SubmissionEvent.EXTENDED), None)
    if found is None:
        return None
    wanted = law.calendar.next_working(found.until or review.due_on)
    prolongs = review.rule.extendable
    latest = latest_extension(review.rule, review.due_on, found.on)
    if prolongs is None or latest is None:
        return ProlongedTerm(found.on, found.notified_on, wanted, None, None, ExtensionFlaw.NOT_ALLOWED)
    notice = _notice(review.rule, found.on, prolongs.notify_working_days, law)
    flaw = _flaw(found, review, notice, law.calendar.next_working(latest))
    return ProlongedTerm(found.on, found.notified_on, wanted, notice, latest, flaw)


def _notice(rule: Rule, decided_on: date, working_days: int, law: Law) -> Deadline:
    """The term to tell the applicants, from the decision."""
    norm = EXTENSION_NORMS.get(rule.code, rule.law)
    return deadline(
        Rule("extension_notice", working_days, Unit.WORKING, Start.DECISION, norm), decided_on, law.calendar
    )


def _flaw(found: Happening, review: Deadline, notice: Deadline, latest: date) -> ExtensionFlaw | None:
    if found.on > review.due_on:
        return ExtensionFlaw.AFTER_TERM
    if found.notified_on is None:
        return ExtensionFlaw.NO_NOTICE
    if found.notified_on > notice.due_on:
        return ExtensionFlaw.LATE_NOTICE
    return ExtensionFlaw.TOO_LONG if (found.until or review.due_on) > latest else None


def _terms(course: Course, arrived_on: date, told: Sequence[Happening], law: Law) -> Iterator[Term]:
    """In the order in which they began."""
    registered = _registered(told)
    registration = law.term("registration", arrived_on)
    yield Term(Purpose.REGISTRATION, registration.due_on, registration, registered)
    yield from _of_forwarding(course, registered or arrived_on, told, law)
    yield from _of_shortcomings(course, told, law)
    if course.extension and course.extension.notice:
        notice = course.extension.notice
        yield Term(Purpose.EXTENSION_NOTICE, notice.due_on, notice, course.extension.notified_on)
    yield from _of_hearings(told, law)
    yield from _of_going_on(course, told, law)


def _of_forwarding(course: Course, arrived_on: date, told: Sequence[Happening], law: Law) -> Iterator[Term]:
    code = "complaint_forward" if course.review.rule.code == COMPLAINT_REVIEW else "redirect"
    for place, one in enumerate(told):
        if one.event is SubmissionEvent.FORWARDED:
            counted = law.term(code, arrived_on)
            yield Term(Purpose.FORWARDING, counted.due_on, counted, one.on)
            arrived_on = _registered(told[place + 1 :]) or law.calendar.next_working(one.on)


def _registered(told: Sequence[Happening]) -> date | None:
    """When the first body of these events registered it, if it did before passing it on."""
    for one in told:
        if one.event is SubmissionEvent.FORWARDED:
            return None
        if one.event is SubmissionEvent.REGISTERED:
            return one.on
    return None


def _with_body(told: Sequence[Happening]) -> Sequence[Happening]:
    """What happened with the body that has it now."""
    passed_on = [place for place, one in enumerate(told, 1) if one.event is SubmissionEvent.FORWARDED]
    return told[passed_on[-1] :] if passed_on else told


def _of_shortcomings(course: Course, told: Sequence[Happening], law: Law) -> Iterator[Term]:
    """Only the last request to put something right: the return follows it. What ended before is asked of nobody."""
    asked = next((one for one in reversed(told) if one.event is SubmissionEvent.FIX_REQUESTED and one.until), None)
    if asked is None or asked.until is None:
        return
    fixed = next((one.on for one in told if one.event is SubmissionEvent.FIXED and one.on >= asked.on), None)
    returned = next((one.on for one in told if one.event is SubmissionEvent.RETURNED), None)
    if fixed is not None or returned is not None or course.ended_on is None or course.ended_on > asked.until:
        yield Term(Purpose.FIXING, asked.until, None, fixed)
    if fixed is None and (returned is not None or course.runs):
        counted = law.term("return_with_reasons", asked.until)
        yield Term(Purpose.RETURNING, counted.due_on, counted, returned)


def _of_hearings(told: Sequence[Happening], law: Law) -> Iterator[Term]:
    """Of the last hearing that was set."""
    hearing = next((one for one in reversed(told) if one.event is SubmissionEvent.HEARING_SET), None)
    if hearing is None:
        return
    if hearing.until is not None:
        notice = law.term("hearing_notice", hearing.until)
        yield Term(Purpose.HEARING_NOTICE, notice.due_on, notice, hearing.on)
    objection = law.term("hearing_objection", hearing.on)
    yield Term(Purpose.HEARING_OBJECTION, objection.due_on, objection, None)


def _of_going_on(course: Course, told: Sequence[Happening], law: Law) -> Iterator[Term]:
    """How long one may complain of an answer, a return or silence; of a decision on a complaint also sue.

    After a late answer or return two days may begin these terms, and the Code does not say which: the earlier last day
    is safe, the other one is given beside it.
    """
    withdrawn = any(one.event is SubmissionEvent.WITHDRAWN for one in told)
    silent = silence_refuses(course.review.rule) and (
        course.ended_on is None or is_overdue(course.due_on, course.ended_on)
    )
    since = [*([course.due_on] if silent else []), *([course.ended_on] if course.ended_on else [])]
    if not since or withdrawn:
        return
    codes = {Purpose.COMPLAINING: "complaint_window"}
    if course.review.rule.code == COMPLAINT_REVIEW:
        codes[Purpose.SUING] = "court_window"
    for purpose, code in codes.items():
        first, *later = (law.term(code, day) for day in since)
        yield Term(purpose, first.due_on, first, or_else=later[0] if later else None)
