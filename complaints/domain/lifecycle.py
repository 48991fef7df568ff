"""What states a submission has and which steps lead from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from complaints.domain.errors import IllegalStep


class Channel(StrEnum):
    """How it was handed in."""

    EOTINISH = "eotinish"
    PAPER = "paper"
    EMAIL = "email"


class SubmissionState(StrEnum):
    SUBMITTED = "submitted"
    """Handed in; the authority's number is not known yet."""
    REGISTERED = "registered"
    ANSWERED = "answered"


class RecordedBy(StrEnum):
    """Who put an answer on record: the authority itself, or the group that got it on paper."""

    OFFICIAL = "official"
    ORGANISER = "organiser"


class AttachmentKind(StrEnum):
    PROOF = "proof"
    """That a document was handed in: a receipt, a stamped page, a screenshot."""
    SCAN = "scan"
    """The answer itself."""


class SubmissionEvent(StrEnum):
    REGISTER = "register"
    ANSWER = "answer"


WHOLE_REQUEST: Final = "information"
"""In place of a demand's code: the outcome of a request that asks for information and demands nothing."""


class Outcome(StrEnum):
    """What the authority did about one demand."""

    MET = "met"
    PARTLY = "partly"
    REFUSED = "refused"
    EVADED = "evaded"
    NOT_ANSWERED = "not_answered"


STEPS: Final[Mapping[tuple[SubmissionState, SubmissionEvent], SubmissionState]] = {
    (SubmissionState.SUBMITTED, SubmissionEvent.REGISTER): SubmissionState.REGISTERED,
    # A mistyped number may be put right until the answer comes.
    (SubmissionState.REGISTERED, SubmissionEvent.REGISTER): SubmissionState.REGISTERED,
    (SubmissionState.SUBMITTED, SubmissionEvent.ANSWER): SubmissionState.ANSWERED,
    (SubmissionState.REGISTERED, SubmissionEvent.ANSWER): SubmissionState.ANSWERED,
    # An answer is never edited: a correction or an addition is one more answer.
    (SubmissionState.ANSWERED, SubmissionEvent.ANSWER): SubmissionState.ANSWERED,
}


def next_status(state: SubmissionState, event: SubmissionEvent) -> SubmissionState:
    """The state after the event. Raises IllegalStep."""
    try:
        return STEPS[state, event]
    except KeyError:
        raise IllegalStep(state, event) from None
