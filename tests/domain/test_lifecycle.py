"""The steps of a submission."""

from __future__ import annotations

import pytest

from complaints.domain.errors import IllegalStep
from complaints.domain.lifecycle import SubmissionEvent, SubmissionState, next_status


@pytest.mark.parametrize(
    ("state", "event", "after"),
    [
        (SubmissionState.SUBMITTED, SubmissionEvent.REGISTER, SubmissionState.REGISTERED),
        (SubmissionState.REGISTERED, SubmissionEvent.REGISTER, SubmissionState.REGISTERED),
        (SubmissionState.SUBMITTED, SubmissionEvent.ANSWER, SubmissionState.ANSWERED),
        (SubmissionState.REGISTERED, SubmissionEvent.ANSWER, SubmissionState.ANSWERED),
        (SubmissionState.ANSWERED, SubmissionEvent.ANSWER, SubmissionState.ANSWERED),
    ],
)
def test_a_step_leads_on(state: SubmissionState, event: SubmissionEvent, after: SubmissionState) -> None:
    assert next_status(state, event) is after


def test_what_is_answered_is_not_registered_again() -> None:
    with pytest.raises(IllegalStep) as raised:
        next_status(SubmissionState.ANSWERED, SubmissionEvent.REGISTER)
    assert (raised.value.state, raised.value.event) == (SubmissionState.ANSWERED, SubmissionEvent.REGISTER)
