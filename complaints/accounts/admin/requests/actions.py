"""Deciding about requests for groups. The caller commits.

A decision holds the request's row, so that of two operators who decide at once one decides and the other is told.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import invitations, mail
from complaints.accounts.admin.groups.actions import GroupEntry, create_group
from complaints.accounts.admin.logbook import note
from complaints.accounts.admin.requests.queries import email_of
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Unsuitable
from complaints.domain.groups import RequestState
from complaints.jobs import enqueue
from complaints.models import Group, GroupRequest

KEPT: Final = timedelta(days=30)
"""How long name and contact stay in a request that is decided. Our choice: long enough for a question about it."""
FORGOTTEN: Final = b""
DECIDED: Final = "decided"


def admit_request(
    session: Session,
    request: GroupRequest,
    *,
    slug: str,
    round_ids: Collection[UUID],
    cipher: Cipher,
    viewer: Viewer,
    now: datetime,
) -> Group:
    """Make the group and invite the person as its owner, by mail.

    Raises Unsuitable(DECIDED) when somebody decided before, Duplicate("slug").
    """
    _hold(session, request)
    entry = GroupEntry(name=request.name, region_code=request.region_code, purpose=request.purpose)
    group = create_group(session, entry, slug=slug, round_ids=round_ids, viewer=viewer, now=now)
    group.is_example = request.is_example
    request.group_id = group.id
    _decide(session, request, RequestState.ADMITTED, viewer=viewer, now=now, group=slug)
    invitations.invite(
        session,
        invitations.Offer(AccountRole.ORGANISER, group=group, group_role=GroupRole.OWNER),
        cipher=cipher,
        viewer=viewer,
        email=email_of(request, cipher=cipher),
        language=request.language,
        template="group_admitted",
        now=now,
    )
    return group


def decline_request(
    session: Session, request: GroupRequest, *, reason: str, cipher: Cipher, viewer: Viewer, now: datetime
) -> None:
    """Say no with a reason, which goes to the person as it was typed. Raises Unsuitable(DECIDED)."""
    _hold(session, request)
    request.reason = reason
    _decide(session, request, RequestState.DECLINED, viewer=viewer, now=now)
    mail.queue_mail(
        session,
        cipher=cipher,
        to=email_of(request, cipher=cipher),
        template="group_declined",
        lang=request.language,
        context={"days": KEPT.days},
        secrets={"reason": reason},
        now=now,
    )


def forget_person(request: GroupRequest) -> None:
    """Erase name and contact from a request that is decided."""
    if request.state is not RequestState.WAITING:
        request.contact_name_enc = request.email_enc = FORGOTTEN
        request.phone_enc, request.email_index = None, ""


def _hold(session: Session, request: GroupRequest) -> None:
    session.execute(select(GroupRequest.id).where(GroupRequest.id == request.id).with_for_update())
    session.refresh(request)
    if request.state is not RequestState.WAITING:
        raise Unsuitable(DECIDED)


def _decide(
    session: Session,
    request: GroupRequest,
    state: RequestState,
    *,
    viewer: Viewer,
    now: datetime,
    group: str | None = None,
) -> None:
    before, request.state = request.state, state
    request.decided_at, request.decided_by = now, viewer.account_id
    note(
        session,
        "group_request_decided",
        viewer=viewer,
        now=now,
        subject=Subject.GROUP_REQUEST,
        key=request.id,
        before={"state": before},
        after={"state": state, "group": group} if group else {"state": state},
    )
    enqueue(
        session,
        "group_requests.forget",
        {"request_id": str(request.id)},
        now=now,
        key=f"forget request:{request.id}",
        run_at=now + KEPT,
    )
