"""What states a submission has and which events lead from one to the next.

Events are told in the past tense. A state is never set: it is what a replay of the events gives. That a term has
passed, that silence became a refusal and what came of it are no states, because they follow from the day one looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from complaints.domain.errors import IllegalStep


class Channel(StrEnum):
    """How it was handed in."""

    EOTINISH = "eotinish"
    PAPER = "paper"
    EMAIL = "email"


class SubmissionState(StrEnum):
    DRAFT = "draft"
    """Not handed in yet."""
    SUBMITTED = "submitted"
    """Handed in; the authority's number is not known yet."""
    REGISTERED = "registered"
    FIX_REQUESTED = "fix_requested"
    """The authority named shortcomings and gave time to put them right (Code art. 64, parts 6-8)."""
    FORWARDED = "forwarded"
    """Passed on to another body, which has not registered it yet (Code arts. 65 and 91, part 4)."""
    IN_REVIEW = "in_review"
    HEARING = "hearing"
    EXTENDED = "extended"
    ANSWERED = "answered"
    RETURNED = "returned"
    LEFT_UNCONSIDERED = "left_unconsidered"
    WITHDRAWN = "withdrawn"


class SubmissionEvent(StrEnum):
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    FIX_REQUESTED = "fix_requested"
    FIXED = "fixed"
    FORWARDED = "forwarded"
    REVIEW_STARTED = "review_started"
    HEARING_SET = "hearing_set"
    HEARD = "heard"
    EXTENDED = "extended"
    ANSWERED = "answered"
    RETURNED = "returned"
    LEFT_UNCONSIDERED = "left_unconsidered"
    WITHDRAWN = "withdrawn"


class RecordedBy(StrEnum):
    """Who put something on record: the authority itself, or the group that learned of it."""

    OFFICIAL = "official"
    ORGANISER = "organiser"


class AttachmentKind(StrEnum):
    PROOF = "proof"
    """That a document was handed in: a receipt, a stamped page, a screenshot."""
    SCAN = "scan"
    """The answer itself."""
    NOTICE = "notice"
    """A paper about an event on the way: a notice of extension, of a hearing, of a return."""


WHOLE_REQUEST: Final = "information"
"""In place of a demand's code: the outcome of a request that asks for information and demands nothing."""


class Outcome(StrEnum):
    """What the authority did about one demand."""

    MET = "met"
    PARTLY = "partly"
    REFUSED = "refused"
    EVADED = "evaded"
    NOT_ANSWERED = "not_answered"


UNMET: Final = frozenset({Outcome.REFUSED, Outcome.EVADED, Outcome.NOT_ANSWERED})
"""Outcomes that the next document is written about."""
ENDED: Final = frozenset(
    {
        SubmissionState.ANSWERED,
        SubmissionState.RETURNED,
        SubmissionState.LEFT_UNCONSIDERED,
        SubmissionState.WITHDRAWN,
    }
)
"""The review term runs no more."""
SENT_BACK: Final = frozenset({SubmissionState.RETURNED, SubmissionState.LEFT_UNCONSIDERED, SubmissionState.WITHDRAWN})
"""It ended without an answer: another version may be handed in."""

_E, _S = SubmissionEvent, SubmissionState
_WAYS_OUT: Final = {
    _E.ANSWERED: _S.ANSWERED,
    _E.RETURNED: _S.RETURNED,
    _E.LEFT_UNCONSIDERED: _S.LEFT_UNCONSIDERED,
    _E.WITHDRAWN: _S.WITHDRAWN,
}
"""How a running review can end at any moment: withdrawing is the applicants' right as long as nothing is decided."""
_UNDER_WAY: Final = {
    **_WAYS_OUT,
    _E.FORWARDED: _S.FORWARDED,
    _E.FIX_REQUESTED: _S.FIX_REQUESTED,
    _E.REVIEW_STARTED: _S.IN_REVIEW,
    _E.HEARING_SET: _S.HEARING,
    _E.EXTENDED: _S.EXTENDED,
}
"""What a body can do with what it has, also when nobody has heard that it registered it: a notice of extension or a
return can be the first paper that comes.
"""
_ONCE: Final = frozenset({_E.REGISTERED, _E.EXTENDED})
FOLLOWING: Final[Mapping[SubmissionState, Mapping[SubmissionEvent, SubmissionState]]] = {
    _S.DRAFT: {_E.SUBMITTED: _S.SUBMITTED},
    _S.SUBMITTED: {**_UNDER_WAY, _E.REGISTERED: _S.REGISTERED},
    _S.REGISTERED: _UNDER_WAY,
    # It may be registered with its shortcomings, prolonged meanwhile, and gone on with though nothing was put right.
    _S.FIX_REQUESTED: {
        **_UNDER_WAY,
        _E.REGISTERED: _S.FIX_REQUESTED,
        _E.FIXED: _S.REGISTERED,
        _E.EXTENDED: _S.FIX_REQUESTED,
    },
    _S.FORWARDED: {**_UNDER_WAY, _E.REGISTERED: _S.REGISTERED},
    _S.IN_REVIEW: {event: state for event, state in _UNDER_WAY.items() if event is not _E.REVIEW_STARTED},
    # Set again, the hearing is on another day; it may also fall away.
    _S.HEARING: {**_UNDER_WAY, _E.HEARD: _S.IN_REVIEW, _E.EXTENDED: _S.HEARING},
    _S.EXTENDED: {event: state for event, state in _UNDER_WAY.items() if event is not _E.EXTENDED},
    # One more answer adds to the first; it takes nothing back.
    _S.ANSWERED: {_E.ANSWERED: _S.ANSWERED},
    _S.RETURNED: {},
    _S.LEFT_UNCONSIDERED: {},
    _S.WITHDRAWN: {},
}
"""Every legal step; all others are illegal. What the Code leaves open is our choice, in the comment beside it."""


@dataclass(frozen=True)
class Happening:
    """An event as the clock reads it. `until`: the last day to put shortcomings right, the new last day of an extended
    term, or the day of the act that a hearing is about. `notified_on`: when the applicants were told of an extension.
    """

    event: SubmissionEvent
    on: date
    until: date | None = None
    notified_on: date | None = None


def next_status(state: SubmissionState, event: SubmissionEvent) -> SubmissionState:
    """The state after the event. Raises IllegalStep."""
    try:
        return FOLLOWING[state][event]
    except KeyError:
        raise IllegalStep(state, event) from None


def in_order(happenings: Iterable[Happening]) -> list[Happening]:
    """By day; on one day as they were recorded."""
    return sorted(happenings, key=lambda one: one.on)


def replay(happenings: Iterable[Happening]) -> SubmissionState:
    """The state of what was handed in after all of these. Raises IllegalStep at the first that cannot be."""
    return _after([one.event for one in in_order(happenings)])


def fits(event: SubmissionEvent, happenings: Iterable[Happening]) -> bool:
    """Whether it can have happened at any moment between these: what is heard of late is recorded late."""
    told = [one.event for one in in_order(happenings)]
    return any(_is_legal([*told[:place], event, *told[place:]]) for place in range(len(told) + 1))


def _is_legal(events: Sequence[SubmissionEvent]) -> bool:
    try:
        _after(events)
    except IllegalStep:
        return False
    return True


def _after(events: Iterable[SubmissionEvent]) -> SubmissionState:
    """Each body registers it once and prolongs its term once; put right before it was registered, it waits for that."""
    state = waits_in = SubmissionState.SUBMITTED
    done: set[SubmissionEvent] = set()
    for event in events:
        if event in _ONCE and event in done:
            raise IllegalStep(state, event)
        state = next_status(state, event)
        if event is SubmissionEvent.FORWARDED:
            done, waits_in = set(), state
        elif event is SubmissionEvent.FIXED and SubmissionEvent.REGISTERED not in done:
            state = waits_in
        done.add(event)
    return state
