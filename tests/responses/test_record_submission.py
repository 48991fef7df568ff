"""An organiser records where, when and how a frozen version was handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import Channel, SubmissionState
from complaints.models import Petition, Submission
from tests.responses.conftest import GROUP, Case, filled
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in


def kept(session: Session) -> Submission:
    return session.scalars(select(Submission)).one()


def test_the_body_complained_of_and_today_are_proposed(case: Case, organiser: CheckedClient) -> None:
    page = organiser.get(case.page).get_data(as_text=True)
    values = filled_in(page, case.page)
    assert values["authority"] == "mangystau-culture"
    assert values["handed_in_on"] == "23.11.2026"
    assert values["registered_on"] == ""
    assert page.index("Управление культуры") < page.index("Аким Мангистауской области")


def test_a_hand_over_within_hours_is_registered_the_same_day(session: Session, hand_in: Callable[..., Any]) -> None:
    assert hand_in(outside_number=" ЖТ-2026-00000001 ", handed_in_time="18:29").status_code == 303
    row = kept(session)
    assert (row.registered_on, row.state) == (date(2026, 11, 23), SubmissionState.REGISTERED)
    assert (row.channel, row.outside_number) == (Channel.EOTINISH, "ЖТ-2026-00000001")
    assert row.authority.slug == "mangystau-culture"


@pytest.mark.parametrize(
    ("handed_in_on", "handed_in_time", "registered_on"),
    [
        ("2026-11-23", "18:30", date(2026, 11, 24)),
        ("2026-11-21", "", date(2026, 11, 23)),
        ("20.11.2026", "19:00", date(2026, 11, 23)),
        ("2026-10-26", "", date(2026, 10, 27)),
    ],
)
def test_after_hours_and_on_days_off_it_is_registered_on_the_next_working_day(
    session: Session, hand_in: Callable[..., Any], handed_in_on: str, handed_in_time: str, registered_on: date
) -> None:
    assert hand_in(handed_in_on=handed_in_on, handed_in_time=handed_in_time).status_code == 303
    assert kept(session).registered_on == registered_on


def test_the_day_of_registration_can_be_given(session: Session, hand_in: Callable[..., Any]) -> None:
    assert hand_in(handed_in_on="2026-11-18", registered_on="2026-11-20").status_code == 303
    assert kept(session).registered_on == date(2026, 11, 20)


def test_without_a_number_it_is_handed_in_and_not_registered(session: Session, hand_in: Callable[..., Any]) -> None:
    hand_in()
    assert kept(session).state is SubmissionState.SUBMITTED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"channel": ""}, "Choose how the complaint was handed in."),
        ({"authority": "turkistan-akim"}, "Choose to whom the complaint was handed in."),
        ({"handed_in_on": "2026-11-24"}, "This day has not come yet"),
        ({"handed_in_on": "yesterday"}, "Enter the day like this: 29.03.2025"),
        ({"handed_in_on": "20.11.0026"}, "Enter the day like this: 29.03.2025"),
        ({"handed_in_on": ""}, "Enter the day on which it was handed in."),
        ({"handed_in_time": "25:00"}, "Enter the time like this: 10:07"),
        ({"outside_number": "1" * 41}, "Shorten the number to 40 characters."),
        ({"registered_on": "2026-11-22"}, "It cannot be registered before it was handed in"),
        ({"registered_on": "2026-11-24"}, "This day has not come yet: enter the day of registration"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(
    session: Session, hand_in: Callable[..., Any], changes: dict[str, str], sentence: str
) -> None:
    response = hand_in(**changes)
    page = response.get_data(as_text=True)
    name = next(iter(changes))
    assert response.status_code == 422
    assert page.count(sentence) == 2
    assert f'id="{name}-error"' in page
    assert session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_form_sent_twice_is_recorded_once(session: Session, case: Case, organiser: CheckedClient) -> None:
    values = filled(organiser, case, outside_number="1")
    assert organiser.post(case.page, data=values).status_code == 303
    assert organiser.post(case.page, data={**values, "outside_number": "2"}).status_code == 303
    assert kept(session).outside_number == "1"


def test_the_page_explains_the_due_date(case: Case, organiser: CheckedClient, submission: Submission) -> None:
    page = organiser.get(case.page).get_data(as_text=True)
    assert "22 December 2026" in page
    assert "The term is 20 working days, counted from the day after registration, 23 November 2026." in page
    assert "article 99" in page
    assert "16 December 2026: Independence Day" in page
    assert "8 Saturdays and Sundays are left out." in page
    assert "20 working days left" in page


def test_days_off_of_next_year_may_still_be_moved(
    case: Case, sign_in: Callable[..., CheckedClient], clock: Any
) -> None:
    clock.advance(days=15)
    organiser = sign_in(AccountRole.ORGANISER, group_slug=GROUP)
    organiser.post(case.page, data=filled(organiser, case, handed_in_on="2026-12-07"))
    page = organiser.get(case.page).get_data(as_text=True)
    assert "8 January 2027" in page
    assert "The Government may still move days off in this period" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (28, "1 working day left"),
        (29, "Due today"),
        (30, "Overdue by 1 working day"),
        (33, "Overdue by 3 working days"),
    ],
)
def test_time_passes_on_the_page(
    case: Case, submission: Submission, sign_in: Callable[..., CheckedClient], clock: Any, days: int, words: str
) -> None:
    clock.advance(days=days)
    organiser = sign_in(AccountRole.ORGANISER, group_slug=GROUP)
    assert words in organiser.get(case.page).get_data(as_text=True)


def test_the_number_can_be_added_and_put_right(
    session: Session, case: Case, organiser: CheckedClient, hand_in: Callable[..., Any]
) -> None:
    hand_in(handed_in_on="2026-11-19")
    for number in ("ЖТ-2026-00000009", "ЖТ-2026-00000010"):
        values = filled_in(organiser.get(case.page).get_data(as_text=True), f"{case.page}/number").to_dict()
        sent = {**values, "outside_number": number, "registered_on": "2026-11-20"}
        assert organiser.post(f"{case.page}/number", data=sent).status_code == 303
    session.expire_all()
    row = kept(session)
    assert (row.outside_number, row.registered_on) == ("ЖТ-2026-00000010", date(2026, 11, 20))
    assert row.state is SubmissionState.REGISTERED


def test_a_missing_number_is_asked_for(case: Case, organiser: CheckedClient, submission: Submission) -> None:
    values = filled_in(organiser.get(case.page).get_data(as_text=True), f"{case.page}/number").to_dict()
    response = organiser.post(f"{case.page}/number", data={**values, "outside_number": " "})
    assert response.status_code == 422
    assert "Enter the number that the authority gave." in response.get_data(as_text=True)


def test_after_the_answer_number_and_day_stay(
    session: Session, case: Case, organiser: CheckedClient, submission: Submission, answer: Callable[..., Any]
) -> None:
    values = filled_in(organiser.get(case.page).get_data(as_text=True), f"{case.page}/number").to_dict()
    assert answer(submission).status_code == 303
    organiser.post(f"{case.page}/number", data={**values, "outside_number": "other"})
    session.expire_all()
    assert kept(session).outside_number == "ЖТ-2026-00000001"
    assert 'name="outside_number"' not in organiser.get(case.page).get_data(as_text=True)


def test_a_reader_sees_and_does_not_record(
    session: Session, case: Case, organiser: CheckedClient, make_reader: Callable[[str], None]
) -> None:
    values = filled(organiser, case)
    make_reader("organiser@example.com")
    page = organiser.get(case.page)
    assert page.status_code == 200
    assert 'name="channel"' not in page.get_data(as_text=True)
    assert organiser.post(case.page, data=values).status_code == 403
    assert session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_stranger_learns_nothing(case: Case, sign_in: Callable[..., CheckedClient]) -> None:
    stranger = sign_in(AccountRole.ORGANISER)
    assert stranger.get(case.page).status_code == 404
    assert sign_in(AccountRole.OFFICIAL).get(case.page).status_code == 403


def test_nothing_is_handed_in_before_it_is_frozen(
    petition: Petition, session: Session, sign_in: Callable[..., CheckedClient]
) -> None:
    organiser = sign_in(AccountRole.ORGANISER, group_slug=GROUP)
    response = organiser.get(f"/en/groups/{GROUP}/petitions/{petition.id}/submission")
    assert response.status_code == 200
    assert "Freeze the text first" in response.get_data(as_text=True)
    assert 'name="channel"' not in response.get_data(as_text=True)


def test_after_an_error_the_title_says_so_and_the_switch_of_language_leads_back_to_the_form(
    case: Case, organiser: CheckedClient, submission: Submission
) -> None:
    sent = filled_in(organiser.get(case.page).get_data(as_text=True), f"{case.page}/number").to_dict()
    answer = organiser.post(f"{case.page}/number", data={**sent, "outside_number": ""})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.get_data(as_text=True)
    assert f'href="{case.page.replace("/en/", "/kk/")}"' in answer.get_data(as_text=True)
