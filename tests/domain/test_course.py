"""The terms of a submission as its events make them: boundaries first. The days were counted by hand on a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from complaints import data
from complaints.domain.course import Course, ExtensionFlaw, Law, Purpose, Term, course_of, latest_extension
from complaints.domain.errors import IllegalStep
from complaints.domain.lifecycle import Happening, SubmissionEvent, SubmissionState

E = SubmissionEvent
LAW = Law(data.deadline_rules(), data.calendar())
MONDAY = date(2026, 10, 5)
"""15 working days later it is Tuesday 27 October: Republic Day is a Sunday, so Monday the 26th is off."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def told(event: SubmissionEvent, on: str, until: str | None = None, notified_on: str | None = None) -> Happening:
    return Happening(event, day(on), day(until) if until else None, day(notified_on) if notified_on else None)


def course(*happenings: Happening, rule: str = "appeal_review", arrived_on: date = MONDAY) -> Course:
    return course_of(rule, happenings, LAW, arrived_on=arrived_on, registered_on=arrived_on)


def term(found: Course, purpose: Purpose) -> Term:
    return next(one for one in found.terms if one.purpose is purpose)


def test_without_events_the_term_runs_from_the_day_of_arrival() -> None:
    found = course()
    assert (found.state, found.started_on, found.due_on) == (SubmissionState.SUBMITTED, MONDAY, day("2026-10-27"))
    assert found.runs


def test_the_term_runs_from_the_registration_that_is_told() -> None:
    found = course(told(E.REGISTERED, "2026-10-06"))
    assert (found.started_on, found.due_on) == (day("2026-10-06"), day("2026-10-28"))
    late = term(found, Purpose.REGISTRATION)
    assert (late.due_on, late.kept_on, late.was_late(MONDAY)) == (MONDAY, day("2026-10-06"), True)


@pytest.mark.parametrize(
    ("decided", "notified", "until", "flaw", "due"),
    [
        ("2026-10-27", "2026-10-30", "2026-12-01", None, "2026-12-01"),
        ("2026-10-28", "2026-10-28", "2026-12-01", ExtensionFlaw.AFTER_TERM, "2026-10-27"),
        ("2026-10-20", None, "2026-12-01", ExtensionFlaw.NO_NOTICE, "2026-10-27"),
        ("2026-10-20", "2026-10-23", "2026-12-01", None, "2026-12-01"),
        ("2026-10-20", "2026-10-24", "2026-12-01", ExtensionFlaw.LATE_NOTICE, "2026-10-27"),
        ("2026-10-20", "2026-10-21", "2026-12-22", ExtensionFlaw.TOO_LONG, "2026-10-27"),
        ("2026-10-20", "2026-10-21", "2026-12-21", None, "2026-12-21"),
    ],
)
def test_an_extension_holds_only_decided_in_time_with_its_notice_in_time_and_two_months_at_most(
    decided: str, notified: str | None, until: str, flaw: ExtensionFlaw | None, due: str
) -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(E.EXTENDED, decided, until, notified))
    assert found.extension is not None
    assert (found.extension.flaw, found.due_on) == (flaw, day(due))


def test_a_complaint_cannot_be_extended() -> None:
    registered, extended = told(E.REGISTERED, "2026-10-05"), told(E.EXTENDED, "2026-10-06", "2026-12-01", "2026-10-06")
    found = course(registered, extended, rule="complaint_review")
    assert found.extension is not None
    assert (found.extension.flaw, found.due_on) == (ExtensionFlaw.NOT_ALLOWED, found.review.due_on)


@pytest.mark.parametrize(("until", "flaw"), [("2026-11-04", None), ("2026-11-05", ExtensionFlaw.TOO_LONG)])
def test_an_information_request_is_extended_by_fifteen_calendar_days_at_most(
    until: str, flaw: ExtensionFlaw | None
) -> None:
    registered = told(E.REGISTERED, "2026-10-05")
    extended = told(E.EXTENDED, "2026-10-12", until, "2026-10-12")
    found = course(registered, extended, rule="info_request")
    assert found.review.due_on == day("2026-10-20")
    assert found.extension is not None
    assert found.extension.latest == day("2026-11-04")
    assert found.extension.flaw is flaw


def test_the_longest_extension_of_a_month_without_that_day_ends_on_its_last_day() -> None:
    rule = data.deadline_rules().rule("appeal_review", day("2026-12-31"))
    assert latest_extension(rule, day("2027-01-20"), day("2026-12-31")) == day("2027-02-28")


def test_passed_on_the_term_starts_anew_with_the_registration_there() -> None:
    passed_on = [told(E.REGISTERED, "2026-10-05"), told(E.FORWARDED, "2026-10-08")]
    waiting = course(*passed_on)
    assert (waiting.state, waiting.started_on) == (SubmissionState.FORWARDED, day("2026-10-08"))
    there = course(*passed_on, told(E.REGISTERED, "2026-10-12"))
    assert (there.started_on, there.due_on) == (day("2026-10-12"), day("2026-11-03"))
    sent = term(there, Purpose.FORWARDING)
    assert sent.counted is not None
    assert (sent.counted.rule.code, sent.due_on, sent.kept_on) == ("redirect", day("2026-10-08"), day("2026-10-08"))


def test_a_complaint_is_passed_on_with_its_case_in_three_working_days() -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(E.FORWARDED, "2026-10-09"), rule="complaint_review")
    sent = term(found, Purpose.FORWARDING)
    assert sent.counted is not None
    assert (sent.counted.rule.code, sent.due_on) == ("complaint_forward", day("2026-10-08"))
    assert sent.was_late(day("2026-10-09"))


def test_an_extension_of_the_first_body_ends_with_its_term() -> None:
    found = course(
        told(E.REGISTERED, "2026-10-05"),
        told(E.EXTENDED, "2026-10-06", "2026-12-01", "2026-10-06"),
        told(E.FORWARDED, "2026-10-09"),
        told(E.REGISTERED, "2026-10-12"),
    )
    assert (found.extension, found.due_on) == (None, day("2026-11-03"))


def test_shortcomings_have_the_term_that_the_authority_set_and_the_return_three_working_days_after_it() -> None:
    asked = [told(E.REGISTERED, "2026-10-05"), told(E.FIX_REQUESTED, "2026-10-06", "2026-10-23")]
    found = course(*asked)
    assert found.state is SubmissionState.FIX_REQUESTED
    assert (term(found, Purpose.FIXING).due_on, term(found, Purpose.FIXING).counted) == (day("2026-10-23"), None)
    assert term(found, Purpose.RETURNING).due_on == day("2026-10-29")
    fixed = course(*asked, told(E.FIXED, "2026-10-23"))
    assert fixed.state is SubmissionState.REGISTERED
    assert term(fixed, Purpose.FIXING).kept_on == day("2026-10-23")
    assert Purpose.RETURNING not in {one.purpose for one in fixed.terms}
    assert fixed.due_on == found.due_on


def test_a_hearing_has_its_notice_before_the_act_and_its_objection_after_the_notice() -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(E.HEARING_SET, "2026-10-14", "2026-10-19"))
    assert found.state is SubmissionState.HEARING
    notice, objection = term(found, Purpose.HEARING_NOTICE), term(found, Purpose.HEARING_OBJECTION)
    assert (notice.due_on, notice.was_late(MONDAY)) == (day("2026-10-14"), False)
    assert (objection.due_on, objection.is_ours) == (day("2026-10-16"), True)
    late = course(told(E.REGISTERED, "2026-10-05"), told(E.HEARING_SET, "2026-10-15", "2026-10-19"))
    assert term(late, Purpose.HEARING_NOTICE).was_late(MONDAY)


@pytest.mark.parametrize(
    ("rule", "today", "refused_on"),
    [
        ("appeal_review", "2026-10-27", None),
        ("appeal_review", "2026-10-28", "2026-10-28"),
        ("complaint_review", "2026-11-04", "2026-11-04"),
        ("info_request", "2026-12-01", None),
    ],
)
def test_silence_refuses_from_the_day_after_the_last_one(rule: str, today: str, refused_on: str | None) -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), rule=rule)
    assert found.refused_by_silence_on(day(today)) == (day(refused_on) if refused_on else None)


@pytest.mark.parametrize("event", [E.ANSWERED, E.RETURNED, E.LEFT_UNCONSIDERED, E.WITHDRAWN])
def test_what_has_ended_is_not_refused_by_silence(event: SubmissionEvent) -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(event, "2026-10-20"))
    assert (found.runs, found.ended_on) == (False, day("2026-10-20"))
    assert found.refused_by_silence_on(day("2027-01-01")) is None


def test_a_decision_on_a_complaint_can_be_complained_of_for_three_months_and_sued_for_one() -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(E.ANSWERED, "2026-10-30"), rule="complaint_review")
    assert term(found, Purpose.COMPLAINING).due_on == day("2027-01-30")
    assert term(found, Purpose.SUING).due_on == day("2026-11-30")


def test_of_an_answer_to_an_appeal_one_complains_first() -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(E.ANSWERED, "2026-10-20"))
    assert term(found, Purpose.COMPLAINING).due_on == day("2027-01-20")
    assert Purpose.SUING not in {one.purpose for one in found.terms}


def test_of_silence_the_terms_run_from_the_last_day() -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), rule="complaint_review")
    assert found.due_on == day("2026-11-03")
    assert term(found, Purpose.SUING).due_on == day("2026-12-03")


def test_what_was_withdrawn_leaves_nothing_to_complain_of() -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(E.WITHDRAWN, "2026-10-20"))
    assert Purpose.COMPLAINING not in {one.purpose for one in found.terms}


def test_events_that_cannot_follow_each_other_give_no_course() -> None:
    with pytest.raises(IllegalStep):
        course(told(E.RETURNED, "2026-10-06"), told(E.REGISTERED, "2026-10-07"))


@pytest.mark.parametrize(("today", "is_told"), [("2026-11-03", False), ("2026-11-04", True)])
def test_going_on_is_told_once_the_last_day_has_passed_in_silence(today: str, is_told: bool) -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), rule="complaint_review")
    purposes = {one.purpose for one in found.terms_on(day(today))}
    assert (Purpose.SUING in purposes, Purpose.COMPLAINING in purposes) == (is_told, is_told)


@pytest.mark.parametrize(
    ("returned", "refused_on"), [("2026-10-27", None), ("2026-10-28", "2026-10-28"), ("2026-11-20", "2026-10-28")]
)
@pytest.mark.parametrize("event", [E.RETURNED, E.LEFT_UNCONSIDERED])
def test_sent_back_after_the_last_day_it_stays_refused_by_silence(
    event: SubmissionEvent, returned: str, refused_on: str | None
) -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(event, returned))
    assert found.refused_by_silence_on(day("2026-12-31")) == (day(refused_on) if refused_on else None)


@pytest.mark.parametrize("until", ["2026-10-12", "2026-10-27"])
def test_an_extension_takes_no_days_away(until: str) -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(E.EXTENDED, "2026-10-06", until, "2026-10-06"))
    assert found.due_on == day("2026-10-27")


def test_a_registration_there_is_none_of_the_first_body() -> None:
    found = course(told(E.FORWARDED, "2026-10-12"), told(E.REGISTERED, "2026-10-14"), rule="complaint_review")
    assert term(found, Purpose.REGISTRATION).kept_on is None
    forwarding = term(found, Purpose.FORWARDING)
    assert (forwarding.due_on, forwarding.kept_on) == (day("2026-10-08"), day("2026-10-12"))


def test_each_body_passes_it_on_from_its_own_registration() -> None:
    found = course(
        told(E.REGISTERED, "2026-10-05"), told(E.FORWARDED, "2026-10-07"), told(E.REGISTERED, "2026-10-12"),
        told(E.FORWARDED, "2026-10-15"), rule="complaint_review",
    )  # fmt: skip
    due = [one.due_on for one in found.terms if one.purpose is Purpose.FORWARDING]
    assert due == [day("2026-10-08"), day("2026-10-15")]


def test_on_the_day_of_passing_on_an_extension_before_it_is_the_first_bodys() -> None:
    before = course(
        told(E.REGISTERED, "2026-10-05"), told(E.EXTENDED, "2026-10-12", "2026-12-01", "2026-10-12"),
        told(E.FORWARDED, "2026-10-12"),
    )  # fmt: skip
    assert before.extension is None


def test_what_was_answered_before_the_day_asks_nobody_to_put_it_right_or_return_it() -> None:
    asked = told(E.FIX_REQUESTED, "2026-10-06", "2026-10-12")
    answered = course(told(E.REGISTERED, "2026-10-05"), asked, told(E.ANSWERED, "2026-10-09"))
    assert {Purpose.FIXING, Purpose.RETURNING}.isdisjoint(one.purpose for one in answered.terms)
    later = course(told(E.REGISTERED, "2026-10-05"), asked, told(E.ANSWERED, "2026-10-13"))
    assert [one.purpose for one in later.terms if one.purpose in {Purpose.FIXING, Purpose.RETURNING}] == [
        Purpose.FIXING
    ]


@pytest.mark.parametrize("event", [E.ANSWERED, E.RETURNED])
def test_after_a_late_end_the_earlier_last_day_is_told_first_and_the_other_beside_it(event: SubmissionEvent) -> None:
    found = course(told(E.REGISTERED, "2026-10-05"), told(event, "2026-11-20"), rule="complaint_review")
    assert found.due_on == day("2026-11-03")
    suing = term(found, Purpose.SUING)
    assert suing.due_on == day("2026-12-03")
    assert suing.or_else is not None
    assert suing.or_else.due_on == day("2026-12-20")
    in_time = course(told(E.REGISTERED, "2026-10-05"), told(event, "2026-11-03"), rule="complaint_review")
    assert term(in_time, Purpose.SUING).or_else is None
