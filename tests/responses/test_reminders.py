"""Reminders of a last day: each kind on its day, once, to those who want it; and mails about a last day that moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.petition import PetitionKind
from complaints.models import Job, Mail, Reminder, Submission
from complaints.responses.reminding.jobs import schedule
from tests.responses.test_happenings import desk, send
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import filled_in

Work = Callable[[], int]
"""The complaint of the fixtures was registered on 23 November 2026: its last day is Tuesday 22 December."""


def at_nine(day: str) -> datetime:
    """In Kazakhstan."""
    return datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=UTC)


def sent(session: Session, template: str = "reminder") -> list[dict[str, Any]]:
    session.expire_all()
    found = session.scalars(select(Mail).where(Mail.template == template).order_by(Mail.created_at, Mail.id))
    return [dict(mail.context) for mail in found]


def kinds(session: Session) -> list[str]:
    return [mail["kind"] for mail in sent(session)]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-12-15", None),
        ("2026-12-16", None),
        ("2026-12-17", "due_soon"),
        ("2026-12-21", "due_soon"),
        ("2026-12-22", "due_today"),
        ("2026-12-23", "refused_by_silence"),
        ("2027-02-01", "refused_by_silence"),
    ],
)
def test_group_and_official_are_reminded_on_the_day(
    session: Session, clock: Clock, work: Work, official: CheckedClient, submission: Submission, day: str,
    kind: str | None,
) -> None:  # fmt: skip
    assert official
    assert submission
    work()
    clock.set(at_nine(day))
    work()
    assert kinds(session) == ([kind, kind] if kind else [])
    pages = {mail["page"].partition("/")[0] for mail in sent(session)}
    assert pages == ({"groups", "desk"} if kind else set())


def test_every_kind_comes_once_however_often_the_worker_runs(
    session: Session, clock: Clock, work: Work, submission: Submission
) -> None:
    assert submission
    for day in range(14, 31):
        clock.set(at_nine(f"2026-12-{day}"))
        work()
        work()
    assert kinds(session) == ["due_soon", "due_today", "refused_by_silence"]


def test_the_job_of_a_day_is_queued_once_whoever_asks(
    session: Session, app: Flask, clock: Clock, submission: Submission
) -> None:
    assert submission
    with app.app_context():
        for _ in range(3):
            schedule(session, now=clock())
    session.commit()
    queued = session.scalars(select(Job).where(Job.name == "responses.remind")).all()
    assert [job.run_at for job in queued] == [datetime(2026, 11, 24, 3, tzinfo=UTC)]


def test_a_request_for_information_is_overdue_but_not_refused(
    session: Session, clock: Clock, work: Work, submission: Submission
) -> None:
    submission.version.petition.kind = PetitionKind.INFORMATION_REQUEST
    session.commit()
    clock.set(at_nine("2026-12-09"))
    work()
    assert kinds(session) == ["overdue"]


def test_what_is_switched_off_is_not_sent(
    session: Session, clock: Clock, work: Work, organiser: CheckedClient, submission: Submission
) -> None:
    assert submission
    page = "/en/account/"
    form = filled_in(organiser.get(page).text, "/en/account/reminders")
    assert form.getlist("reminders") == ["due_soon", "due_today", "overdue", "refused_by_silence"]
    form.setlist("reminders", ["due_today", "overdue"])
    assert organiser.post("/en/account/reminders", data=form).status_code == 303
    shown = filled_in(organiser.get(page).text, "/en/account/reminders")
    assert shown.getlist("reminders") == ["due_today", "overdue"]
    for day in ("2026-12-18", "2026-12-22", "2026-12-23"):
        clock.set(at_nine(day))
        work()
    assert kinds(session) == ["due_today", "overdue"]


def test_an_answered_one_reminds_of_nothing(
    session: Session, clock: Clock, work: Work, submission: Submission, answer: Callable[..., Any]
) -> None:
    assert answer(submission).status_code == 303
    clock.set(at_nine("2026-12-23"))
    work()
    assert kinds(session) == []


def test_a_moved_last_day_is_told_again(
    session: Session, clock: Clock, work: Work, official: CheckedClient, submission: Submission
) -> None:
    submission.version.petition.kind = PetitionKind.APPEAL
    session.commit()
    send(official, desk(submission) + "events/extended", happened_on="23.11.2026", until="20.01.2027",
         notified_on="23.11.2026")  # fmt: skip
    for day in ("2026-12-14", "2027-01-19", "2027-01-20"):
        clock.set(at_nine(day))
        work()
    assert [mail["due_on"] for mail in sent(session) if mail["page"].startswith("groups")] == ["20.01.2027"] * 2
    assert len(session.scalars(select(Reminder)).all()) == 4


def test_a_day_off_that_moves_a_last_day_is_told_to_those_whom_it_concerns(
    session: Session, work: Work, sign_in: Callable[..., CheckedClient], official: CheckedClient,
    submission: Submission,
) -> None:  # fmt: skip
    assert official
    assert submission
    operator = sign_in(AccountRole.OPERATOR, email="operator@example.com")
    page = "/en/admin/days/2026-12-21/"
    names = {"kind": "off", "name_kk": "Мысал күні", "name_ru": "День примера", "decree": "Қаулы № 1"}
    shown = operator.post(page, data={**filled_in(operator.get(page).text, page).to_dict(), **names})
    assert operator.post(page, data=filled_in(shown.text, page)).status_code == 303
    work()
    told = sent(session, "term_moved")
    assert len(told) == 2
    assert {(mail["before"], mail["after"], mail["decree"]) for mail in told} == {
        ("22.12.2026", "23.12.2026", "Қаулы № 1")
    }
    work()
    assert len(sent(session, "term_moved")) == 2


def test_a_day_off_after_the_last_day_is_told_to_nobody(
    session: Session, work: Work, sign_in: Callable[..., CheckedClient], submission: Submission
) -> None:
    assert submission
    operator = sign_in(AccountRole.OPERATOR, email="operator@example.com")
    page = "/en/admin/days/2026-12-29/"
    names = {"kind": "off", "name_kk": "Мысал күні", "name_ru": "День примера", "decree": "Қаулы № 1"}
    shown = operator.post(page, data={**filled_in(operator.get(page).text, page).to_dict(), **names})
    operator.post(page, data=filled_in(shown.text, page))
    work()
    assert sent(session, "term_moved") == []
