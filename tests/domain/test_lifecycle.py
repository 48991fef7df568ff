"""The steps of a submission: the whole table, legal and illegal."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.domain.errors import IllegalStep
from complaints.domain.lifecycle import Happening, SubmissionEvent, SubmissionState, fits, next_status, replay

E, S = SubmissionEvent, SubmissionState
TABLE = """
                  submitted registered fix_requested fixed      forwarded review_started hearing_set heard     extended answered returned left_unconsidered withdrawn
draft             submitted -          -             -          -         -              -           -         -        -        -        -                 -
submitted         -         registered    fix_requested -          forwarded in_review      hearing     -         extended      answered returned left_unconsidered withdrawn
registered        -         -             fix_requested -          forwarded in_review      hearing     -         extended      answered returned left_unconsidered withdrawn
fix_requested     -         fix_requested fix_requested registered forwarded in_review      hearing     -         fix_requested answered returned left_unconsidered withdrawn
forwarded         -         registered    fix_requested -          forwarded in_review      hearing     -         extended      answered returned left_unconsidered withdrawn
in_review         -         -             fix_requested -          forwarded -              hearing     -         extended      answered returned left_unconsidered withdrawn
hearing           -         -             fix_requested -          forwarded in_review      hearing     in_review hearing       answered returned left_unconsidered withdrawn
extended          -         -             fix_requested -          forwarded in_review      hearing     -         -             answered returned left_unconsidered withdrawn
answered          -         -          -             -          -         -              -           -         -        answered -        -                 -
returned          -         -          -             -          -         -              -           -         -        -        -        -                 -
left_unconsidered -         -          -             -          -         -              -           -         -        -        -        -                 -
withdrawn         -         -          -             -          -         -              -           -         -        -        -        -                 -
"""  # noqa: E501  a table is read as one


def steps() -> list[tuple[SubmissionState, SubmissionEvent, str]]:
    head, *rows = TABLE.strip("\n").splitlines()
    events = [E(word) for word in head.split()]
    return [
        (S(state), event, after)
        for state, *cells in (row.split() for row in rows)
        for event, after in zip(events, cells, strict=True)
    ]


def on(day: int, event: SubmissionEvent) -> Happening:
    return Happening(event, date(2026, 3, day))


def test_the_table_names_every_state_with_every_event_once() -> None:
    assert {(state, event) for state, event, _ in steps()} == {(state, event) for state in S for event in E}
    assert len(steps()) == len(S) * len(E)


@pytest.mark.parametrize(("state", "event", "after"), steps(), ids=str)
def test_a_step_leads_on_or_is_refused(state: SubmissionState, event: SubmissionEvent, after: str) -> None:
    if after != "-":
        assert next_status(state, event) is S(after)
        return
    with pytest.raises(IllegalStep) as raised:
        next_status(state, event)
    assert (raised.value.state, raised.value.event) == (state, event)


def test_events_are_replayed_by_day_and_not_by_recording() -> None:
    told = [on(20, E.ANSWERED), on(2, E.REGISTERED), on(9, E.REVIEW_STARTED)]
    assert replay(told) is S.ANSWERED


def test_events_of_one_day_keep_the_order_of_recording() -> None:
    assert replay([on(2, E.REGISTERED), on(2, E.REVIEW_STARTED)]) is S.IN_REVIEW
    with pytest.raises(IllegalStep):
        replay([on(2, E.REVIEW_STARTED), on(2, E.REGISTERED)])


@pytest.mark.parametrize("between", [[], [E.HEARING_SET], [E.HEARING_SET, E.HEARD]])
def test_a_body_extends_its_term_once(between: list[SubmissionEvent]) -> None:
    once = [on(2, E.REGISTERED), on(3, E.EXTENDED), *(on(4, event) for event in between)]
    replay(once)
    with pytest.raises(IllegalStep):
        replay([*once, on(5, E.EXTENDED)])


def test_the_body_that_it_was_passed_on_to_may_extend_its_own_term() -> None:
    first = [on(2, E.REGISTERED), on(3, E.EXTENDED), on(4, E.FORWARDED), on(5, E.REGISTERED)]
    assert replay([*first, on(6, E.EXTENDED)]) is S.EXTENDED


def test_a_body_registers_it_once() -> None:
    with pytest.raises(IllegalStep):
        replay([on(2, E.REGISTERED), on(3, E.FIX_REQUESTED), on(4, E.REGISTERED)])
    replay([on(2, E.REGISTERED), on(3, E.FORWARDED), on(4, E.FIX_REQUESTED), on(5, E.REGISTERED)])


@pytest.mark.parametrize(
    ("before", "waits_in"), [([], S.SUBMITTED), ([E.REGISTERED], S.REGISTERED), ([E.FORWARDED], S.FORWARDED)]
)
def test_put_right_before_it_was_registered_it_waits_for_that(before: list[E], waits_in: S) -> None:
    told = [*(on(2, event) for event in before), on(3, E.FIX_REQUESTED), on(4, E.FIXED)]
    assert replay(told) is waits_in
    if waits_in is not S.REGISTERED:
        assert replay([*told, on(5, E.REGISTERED)]) is S.REGISTERED


@pytest.mark.parametrize(
    "pair", [(E.FIX_REQUESTED, E.FIXED), (E.HEARING_SET, E.HEARD), (E.FORWARDED, E.REGISTERED)], ids=str
)
@pytest.mark.parametrize("later", [E.HEARING_SET, E.EXTENDED, E.FIX_REQUESTED, E.FORWARDED])
def test_a_pair_that_did_not_happen_is_taken_back_one_by_one(pair: tuple[E, E], later: E) -> None:
    replay([on(2, E.REGISTERED), *(on(3, event) for event in pair), on(4, later)])
    replay([on(2, E.REGISTERED), on(3, pair[0]), on(4, later)])
    replay([on(2, E.REGISTERED), on(4, later)])


def test_what_is_heard_of_late_fits_where_it_can_have_happened() -> None:
    told = [on(2, E.REGISTERED), on(20, E.ANSWERED)]
    assert fits(E.FORWARDED, told)
    assert fits(E.REVIEW_STARTED, told)
    assert not fits(E.HEARD, told)
    assert not fits(E.WITHDRAWN, told)
