"""Keeping a request for a group. The form's token is the idempotency key: the row's id comes from it. The caller
commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import mail, throttling
from complaints.addresses import email_index
from complaints.cipher import Cipher
from complaints.domain.errors import TooManyTries
from complaints.domain.groups import RequestState
from complaints.jobs import enqueue
from complaints.models import GroupRequest

TABLE: Final = "group_requests"
DAY: Final = timedelta(days=1)
A_DAY_FROM_ONE_NETWORK: Final = 20
A_DAY_WITH_ONE_ADDRESS: Final = 3
"""Our choice: a town hall full of parents may share a network; nobody needs four groups a day."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, and how that person is reached. The phone may be empty."""

    name: str
    region_code: str
    purpose: str
    contact_name: str
    email: str
    phone: str
    language: str


def ask_for_group(
    session: Session,
    wish: Wish,
    *,
    cipher: Cipher,
    token: str,
    network: str,
    now: datetime,
    is_example: bool,
) -> bool:
    """Keep the request, tell the person that it came, and the operators by job. False, and nothing more happens, for a
    token that was sent before. Raises TooManyTries; the caller commits then, too.
    """
    request_id = id_of(token)
    if session.get(GroupRequest, request_id) is not None:
        return False
    _count(session, cipher, wish.email, network, now=now)
    try:
        with session.begin_nested():
            session.add(_row(request_id, wish, cipher=cipher, now=now, is_example=is_example))
    except IntegrityError:  # the same form a second time, at the same moment
        return False
    mail.queue_mail(
        session,
        cipher=cipher,
        to=wish.email,
        template="group_request_received",
        lang=wish.language,
        context={},
        now=now,
    )
    enqueue(
        session, "groups.tell_operators", {"request_id": str(request_id)}, now=now, key=f"group request:{request_id}"
    )
    log.info("group_asked_for", request=str(request_id))
    return True


def id_of(token: str) -> UUID:
    """The id of the request that a form with this token makes: always the same one."""
    return UUID(bytes=sha256(b"group request:" + token.encode()).digest()[:16])


def _row(request_id: UUID, wish: Wish, *, cipher: Cipher, now: datetime, is_example: bool) -> GroupRequest:
    def seal(column: str, text: str) -> bytes:
        return cipher.encrypt(TABLE, column, request_id, text)

    return GroupRequest(
        id=request_id,
        name=wish.name,
        region_code=wish.region_code,
        purpose=wish.purpose,
        contact_name_enc=seal("contact_name", wish.contact_name),
        email_enc=seal("email", wish.email),
        email_index=email_index(cipher, wish.email),
        phone_enc=seal("phone", wish.phone) if wish.phone else None,
        language=wish.language,
        state=RequestState.WAITING,
        asked_at=now,
        is_example=is_example,
    )


def _count(session: Session, cipher: Cipher, email: str, network: str, *, now: datetime) -> None:
    for purpose, who, most in (
        ("group asked from network", network, A_DAY_FROM_ONE_NETWORK),
        ("group asked with address", email.lower(), A_DAY_WITH_ONE_ADDRESS),
    ):
        if not throttling.allow(session, cipher, purpose=purpose, who=who, most=most, window=DAY, now=now):
            raise TooManyTries(throttling.try_again_at(DAY, now=now))
