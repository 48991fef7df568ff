"""The queue before the operator's eyes: dead jobs are told about once a day and tried again by a click."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints import jobs
from complaints.accounts.admin.work.views import NAMES
from complaints.domain.access import AccountRole
from complaints.jobs import MOST_TRIES, JobContext, enqueue, job
from complaints.models import AccountSession, Change, Job
from tests.accounts.conftest import press, text_of, token_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.mails import body_of

JOBS = "/en/admin/jobs/"
Work = Callable[[], int]
Mails = Callable[[], list[EmailMessage]]


@pytest.fixture
def broken() -> dict[str, bool]:
    return {"yes": True}


@pytest.fixture(autouse=True)
def handlers(broken: dict[str, bool]) -> Iterator[None]:
    before = dict(jobs._handlers)

    @job("test.breaks")
    def breaks(context: JobContext, payload: Mapping[str, Any]) -> None:
        if broken["yes"]:
            raise ValueError("Асан Үсенов")

    yield
    jobs._handlers.clear()
    jobs._handlers.update(before)


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient], session: Session, clock: Clock) -> CheckedClient:
    """Signed in for as long as it takes a job to die."""
    client = sign_in(AccountRole.OPERATOR)
    session.execute(update(AccountSession).values(expires_at=clock.now + timedelta(days=30)))
    session.commit()
    return client


def die(session: Session, work: Work, clock: Clock, number: str = "1") -> Job:
    """A job that failed as often as jobs are tried."""
    enqueue(session, "test.breaks", {"id": number}, now=clock(), key=f"breaks:{number}")
    for _ in range(MOST_TRIES):
        work()
        clock.advance(minutes=61)
    session.expire_all()
    return session.scalars(select(Job).where(Job.key == f"breaks:{number}")).one()


def told(mails: Mails) -> list[EmailMessage]:
    return [mail for mail in mails() if "тапсырмалар бар" in body_of(mail)]


def test_a_dead_job_is_shown_without_the_words_of_its_error_and_tried_again_by_a_click(
    operator: CheckedClient, session: Session, work: Work, clock: Clock, broken: dict[str, bool]
) -> None:
    dead = die(session, work, clock, "7")
    page = operator.get(JOBS).text
    assert "ValueError" in page
    assert "Асан" not in page
    assert "1 task failed for good" in operator.get("/en/admin/").text
    broken["yes"] = False
    press(operator, JOBS, f"{JOBS}{dead.id}/retry")
    work()
    session.refresh(dead)
    assert (dead.is_dead, dead.tries, dead.last_error) == (False, 1, None)
    assert dead.closed_at is not None
    change = session.scalars(select(Change)).one()
    assert (change.key, change.before, change.after) == (str(dead.id), {"state": "dead"}, {"state": "waiting"})
    token = token_of(operator.get("/en/admin/accounts/new").text)
    again = operator.post(f"{JOBS}{dead.id}/retry", data={"csrf_token": token}, follow_redirects=True)
    assert "not among those that failed for good any more" in again.text


def test_all_dead_jobs_of_a_kind_are_tried_again_at_once(
    operator: CheckedClient, session: Session, work: Work, clock: Clock, broken: dict[str, bool]
) -> None:
    for number in "12":
        die(session, work, clock, number)
    broken["yes"] = False
    token = token_of(operator.get(JOBS).text)
    page = operator.post(f"{JOBS}retry", data={"csrf_token": token, "name": "test.breaks"}, follow_redirects=True).text
    assert "2 tasks will be tried again." in page
    work()
    session.expire_all()
    assert session.scalars(select(Job).where(Job.is_dead)).all() == []
    nothing = operator.post(f"{JOBS}retry", data={"csrf_token": token, "name": "test.breaks"}, follow_redirects=True)
    assert "No such task has failed for good any more." in nothing.text


def test_operators_are_told_once_a_day_as_long_as_a_job_is_dead(
    operator: CheckedClient, session: Session, work: Work, clock: Clock, mails: Mails, broken: dict[str, bool]
) -> None:
    dead = die(session, work, clock)
    work()
    assert len(told(mails)) == 1
    die(session, work, clock, "2")
    work()
    assert len(told(mails)) == 1, "the second one died on the same day"
    for _ in range(4):
        clock.advance(days=1)
        work()
        work()
    assert len(told(mails)) == 5
    broken["yes"] = False
    for row in session.scalars(select(Job).where(Job.is_dead)):
        press(operator, JOBS, f"{JOBS}{row.id}/retry")
    work()
    session.refresh(dead)
    assert not dead.is_dead
    for _ in range(3):
        clock.advance(days=1)
        work()
    assert len(told(mails)) == 5


def test_the_mail_goes_to_operators_only_and_says_how_many(
    operator: CheckedClient,
    sign_in: Callable[..., CheckedClient],
    session: Session,
    work: Work,
    clock: Clock,
    mails: Mails,
) -> None:
    sign_in(AccountRole.MODERATOR)
    die(session, work, clock)
    work()
    [mail] = told(mails)
    assert mail["To"].startswith("operator")
    assert "саны: 1" in body_of(mail)


@pytest.mark.parametrize("state", ["waiting", "failing", "running", "dead", "nonsense"])
def test_jobs_are_listed_by_state(
    operator: CheckedClient, session: Session, work: Work, clock: Clock, state: str
) -> None:
    assert "No task is in this state." in operator.get(f"{JOBS}?state={state}").text
    enqueue(session, "test.breaks", {"id": "waits"}, now=clock(), key="waits")
    row = session.scalars(select(Job).where(Job.key == "waits")).one()
    row.tries = 0 if state == "waiting" else 2
    if state == "running":
        row.leased_until, row.lease = clock.now.replace(year=2027), row.id
    if state in ("dead", "nonsense"):
        row.is_dead, row.closed_at = True, clock()
    assert "waits" in text_of(operator.get(f"{JOBS}?state={state}").text)
    assert "waits" in text_of(operator.get(f"{JOBS}?state={state}&name=test.breaks").text)


def test_every_job_has_words(app: Flask) -> None:
    names = {name for name in jobs.handler_names() if not name.startswith("test.")}
    assert names <= set(NAMES)
