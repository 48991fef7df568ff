"""Once a day: who has to be reminded of a last day, by one mail at most for each document and person.

There is no timer: the job of a day queues that of the next day under the day's own key, so it exists once however many
workers run. It is queued too when a worker starts and when something is handed in, so the chain cannot break for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import jobs, mail
from complaints.addresses import email_of
from complaints.calendars import calendar_of
from complaints.courses import read_course
from complaints.domain.deadlines import KAZAKHSTAN, silence_refuses
from complaints.domain.errors import DomainError
from complaints.domain.reminding import Reminding, reminders_on
from complaints.jobs import JobContext, job
from complaints.models.accounts import Account
from complaints.models.submissions import Reminder, Submission
from complaints.responses.jobs import language_of
from complaints.responses.reminding import queries

AT: Final = time(8, tzinfo=KAZAKHSTAN)
ONE_DAY: Final = timedelta(days=1)
NUMERIC: Final = "%d.%m.%Y"
log = structlog.get_logger()


def schedule(session: Session, *, now: datetime) -> None:
    """Queue the next reminding: today's before eight in the morning in Kazakhstan, otherwise tomorrow's."""
    local = now.astimezone(KAZAKHSTAN)
    day = local.date() if local.timetz() < AT else local.date() + ONE_DAY
    _queue(session, datetime.combine(day, AT), now)


@job("responses.remind")
def remind(context: JobContext, payload: Mapping[str, Any]) -> None:  # noqa: ARG001  what it does follows from the day
    """Queue the mails of today, and the job of tomorrow."""
    session, today = context.session, context.now.astimezone(KAZAKHSTAN).date()
    calendar = calendar_of(session)
    for submission in queries.iterate_running(session):
        try:
            course = read_course(submission, calendar)
        except DomainError as error:  # one that cannot be counted must not silence all others
            log.error("course_unreadable", submission=str(submission.id), error=type(error).__name__)
            continue
        refuses = silence_refuses(course.review.rule)
        kinds = reminders_on(today, course.due_on, calendar, silence_refuses=refuses)
        if kinds:
            _remind_all(context, submission, kinds, course.due_on)
    _queue(session, datetime.combine(today + ONE_DAY, AT), context.now)


@job("responses.tell_moved", waits_in_surge=True)
def tell_about_moved_term(context: JobContext, payload: Mapping[str, Any]) -> None:
    """A day off was put right, and the last day of one document moved."""
    submission = context.session.get(Submission, UUID(payload["submission_id"]))
    if submission is None:
        return
    facts = {name: payload[name] for name in ("before", "after", "day", "decree")}
    for account, page in queries.list_following(context.session, submission):
        _send(
            context, account, {**facts, "petition": submission.version.petition_id, "page": page}, template="term_moved"
        )


def _queue(session: Session, at: datetime, now: datetime) -> None:
    """Two may do so at the same moment: the key lets one in."""
    key = f"responses.remind:{at.date().isoformat()}"
    with suppress(IntegrityError), session.begin_nested():
        jobs.enqueue(session, "responses.remind", {}, now=now, key=key, run_at=at)


def _remind_all(context: JobContext, submission: Submission, kinds: tuple[Reminding, ...], due_on: date) -> None:
    for account, page in queries.list_following(context.session, submission):
        unwanted = account.reminders_off.split()
        kind = next((one for one in kinds if one not in unwanted), None)
        key = (submission.id, account.id, kind, due_on)
        if kind is None or context.session.get(Reminder, key) is not None:
            continue
        context.session.add(
            Reminder(
                submission_id=submission.id,
                account_id=account.id,
                kind=kind,
                due_on=due_on,
                queued_at=context.now,
            )
        )
        facts: dict[str, str | int] = {
            "kind": kind.value,
            "petition": submission.version.petition_id,
            "due_on": due_on.strftime(NUMERIC),
            "page": page,
        }
        _send(context, account, facts, template="reminder")


def _send(context: JobContext, account: Account, facts: Mapping[str, str | int], *, template: str) -> None:
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=email_of(account, cipher=context.cipher),
        template=template,
        lang=language_of(account),
        context=facts,
        now=context.now,
    )
