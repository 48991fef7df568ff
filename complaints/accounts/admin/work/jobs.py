"""Telling operators that jobs are dead: at most once a day, and again on the next day as long as some are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from complaints import jobs, mail
from complaints.accounts.queries import email_of
from complaints.domain.access import AccountRole
from complaints.jobs import JobContext, job
from complaints.models import Account, Job


@job("accounts.tell_dead_jobs")
def tell_dead_jobs(context: JobContext, _payload: Mapping[str, Any]) -> None:
    """One mail to each operator with the number of dead jobs. The mails and the end of this job are one transaction, so
    none goes twice.
    """
    session = context.session
    dead = session.scalar(select(func.count()).select_from(Job).where(Job.is_dead)) or 0
    if dead == 0:
        return
    operators = select(Account).where(Account.role == AccountRole.OPERATOR, Account.disabled_at.is_(None))
    for account in session.scalars(operators.order_by(Account.id)):
        mail.queue_mail(
            session,
            cipher=context.cipher,
            to=email_of(account, cipher=context.cipher),
            template="dead_jobs",
            lang=account.language,
            context={"number": dead},
            now=context.now,
        )
    jobs.report_tomorrow(session, now=context.now)
