"""The steps of a submission."""

from __future__ import annotations

import pytest

from complaints.domain.errors import IllegalStep
from complaints.domain.lifecycle import SubmissionEvent, SubmissionState, next_status


@pytest.mark.parametrize(
    ("state", "event", "after"),
    [
        (SubmissionState.SUBMITTED, SubmissionEvent.REGISTER, SubmissionState.REGISTERED),
        (SubmissionState.SUBMITTED, SubmissionEvent.ANSWER, SubmissionState.ANSWERED),
        (SubmissionState.REGISTERED, SubmissionEvent.ANSWER, SubmissionState.ANSWERED),
        (SubmissionState.ANSWERED, SubmissionEvent.ANSWER, SubmissionState.ANSWERED),
    ],
)
def test_a_step_leads_on(state: SubmissionState, event: SubmissionEvent, after: SubmissionState) -> None:
    assert next_status(state, event) is after


@pytest.mark.parametrize("state", [SubmissionState.REGISTERED, SubmissionState.ANSWERED])
def test_what_is_registered_is_not_registered_again(state: SubmissionState) -> None:
    with pytest.raises(IllegalStep) as raised:
        next_status(state, SubmissionEvent.REGISTER)
    assert (raised.value.state, raised.value.event) == (state, SubmissionEvent.REGISTER)
