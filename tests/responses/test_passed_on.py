"""A document that was passed on belongs to the body that got it: its desk, its figures and its reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.models import Submission
from complaints.responses.reminding.queries import list_following
from tests.responses.conftest import Case, send_answer
from tests.responses.told import desk, send, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

FIRST, SECOND = "/en/authorities/mangystau-culture/", "/en/authorities/mangystau-akim/"


@pytest.fixture
def akim(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim", email="akim@example.com")


@pytest.fixture
def passed_on(official: CheckedClient, submission: Submission) -> Submission:
    assert (
        send(
            official, f"{desk(submission)}events/forwarded", happened_on="23.11.2026", body="mangystau-akim"
        ).status_code
        == 303
    )
    return submission


def test_before_it_the_other_body_knows_nothing_of_it(akim: CheckedClient, submission: Submission) -> None:
    assert akim.get(desk(submission)).status_code == 404
    assert str(submission.id) not in akim.get("/en/desk/").text


def test_it_stands_on_the_desk_of_the_body_that_got_it_and_is_answered_there(
    session: Session, akim: CheckedClient, official: CheckedClient, passed_on: Submission
) -> None:
    line = f"{desk(passed_on)}answer"
    assert line in akim.get("/en/desk/").text
    assert line not in official.get("/en/desk/").text
    assert official.get(desk(passed_on)).status_code == 200
    assert send_answer(akim, passed_on.id).status_code == 303
    session.expire_all()
    assert len(passed_on.responses) == 1


def test_the_day_of_registration_and_the_number_shown_are_of_the_same_body(
    sign_in: Callable[..., CheckedClient], passed_on: Submission, clock: Clock
) -> None:
    """Until the other body registers it, both are the first one's, and the term says what it is counted from."""
    clock.set(datetime(2026, 11, 25, 6, tzinfo=UTC))
    akim = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim", email="akim@example.com")
    waits = "That registration is not recorded yet"
    before = text_of(akim.get(desk(passed_on)).text)
    assert ("To whom it was passed on" in before, waits in before) == (True, True)
    registered = send(akim, f"{desk(passed_on)}events/registered", happened_on="25.11.2026", number="A-12")
    assert registered.status_code == 303
    after = text_of(akim.get(desk(passed_on)).text)
    for expected in ("Registered on 25 November 2026", "Number at the authority A-12"):
        assert expected in after, expected
    assert waits not in after


def test_the_copy_with_names_stays_with_the_body_to_which_they_were_handed_in(
    akim: CheckedClient, passed_on: Submission
) -> None:
    page = akim.get(desk(passed_on)).text
    assert "official." not in page
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = akim.post(f"{desk(passed_on)}documents/official.kk.pdf", data={"csrf_token": token})
    assert answer.status_code == 404


def test_its_figures_and_reminders_are_the_other_bodys(
    session: Session, client: CheckedClient, official: CheckedClient, akim: CheckedClient, passed_on: Submission
) -> None:
    assert official
    assert akim
    name = f"Collective complaint No. {passed_on.version.petition_id}"
    assert name in text_of(client.get(SECOND).text)
    assert name not in text_of(client.get(FIRST).text)
    session.expire_all()
    told = [page for account, page in list_following(session, passed_on) if account.authority]
    assert told == [f"desk/{passed_on.id}/"]


def test_a_body_that_is_none_of_ours_leaves_it_in_nobodys_figures_and_in_the_list_of_what_is_late(
    session: Session, client: CheckedClient, clock: Any, official: CheckedClient, submission: Submission
) -> None:
    page = f"{desk(submission)}events/forwarded"
    assert send(official, page, happened_on="23.11.2026", body="other", note="Басқа мекеме").status_code == 303
    clock.set(datetime(2027, 2, 1, 5, tzinfo=UTC))
    name = f"Collective complaint No. {submission.version.petition_id}"
    assert name not in text_of(client.get(FIRST).text)
    late = text_of(client.get("/en/overdue").text)
    assert name in late
    assert "Another body" in late
    assert "Another body" in client.get("/en/overdue.csv").text


def test_taken_back_it_returns_to_the_first_body(
    session: Session, akim: CheckedClient, official: CheckedClient, passed_on: Submission, case: Case
) -> None:
    assert case
    entry = session.scalars(select(Submission)).one().events[-1]
    page = f"{desk(passed_on)}events/{entry.id}/correction"
    assert send(official, page, is_void="y").status_code == 303
    assert akim.get(desk(passed_on)).status_code == 404
    assert f"{desk(passed_on)}answer" in official.get("/en/desk/").text
