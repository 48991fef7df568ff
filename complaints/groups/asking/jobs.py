"""Telling the operators that somebody asks for a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from complaints import mail
from complaints.addresses import email_of
from complaints.domain.access import AccountRole
from complaints.domain.groups import RequestState
from complaints.jobs import JobContext, job
from complaints.models import Account, GroupRequest


@job("groups.tell_operators")
def tell_operators(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Queue a mail to each operator, unless one was faster and has decided already."""
    request = context.session.get(GroupRequest, UUID(payload["request_id"]))
    if request is None or request.state is not RequestState.WAITING:
        return
    operators = select(Account).where(Account.role == AccountRole.OPERATOR, Account.disabled_at.is_(None))
    for account in context.session.scalars(operators.order_by(Account.id)):
        mail.queue_mail(
            context.session,
            cipher=context.cipher,
            to=email_of(account, cipher=context.cipher),
            template="group_request_waiting",
            lang=account.language,
            context={"request_id": str(request.id)},
            now=context.now,
        )
