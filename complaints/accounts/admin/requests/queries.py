"""Requests for groups with their contacts readable, and what the decision about one proposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session, selectinload

from complaints.accounts.admin.sheets import Sheet, cut, with_words
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole
from complaints.domain.errors import NotFound
from complaints.domain.groups import Obstacle, RequestState, propose_slug
from complaints.invitations import obstacle_for
from complaints.models import Account, Group, GroupRequest, Round

TABLE: Final = "group_requests"


@dataclass(frozen=True)
class Contact:
    """Who asks. The phone may be empty."""

    name: str
    email: str
    phone: str


def list_requests(session: Session, state: RequestState | None, *, words: str, page: int) -> Sheet[GroupRequest]:
    """A page of the requests whose name has these words: waiting ones first, the oldest on top, then the newest."""
    waits = GroupRequest.state == RequestState.WAITING
    order = (
        case((waits, 0), else_=1),
        case((waits, GroupRequest.asked_at)),
        GroupRequest.asked_at.desc(),
        GroupRequest.id,
    )
    chosen = select(GroupRequest).options(selectinload(GroupRequest.region), selectinload(GroupRequest.group))
    if state is not None:
        chosen = chosen.where(GroupRequest.state == state)
    return cut(with_words(session.scalars(chosen.order_by(*order)), words, lambda one: (one.name,)), page)


def get_request(session: Session, request_id: UUID) -> GroupRequest:
    """Raises NotFound."""
    found = session.get(GroupRequest, request_id)
    if found is None:
        raise NotFound("request", str(request_id))
    return found


def contact_of(request: GroupRequest, *, cipher: Cipher) -> Contact | None:
    """None when it is erased already."""
    if not request.email_enc:
        return None

    def read(column: str, sealed: bytes) -> str:
        return cipher.decrypt(TABLE, column, request.id, sealed)

    return Contact(
        read("contact_name", request.contact_name_enc),
        email_of(request, cipher=cipher),
        read("phone", request.phone_enc) if request.phone_enc else "",
    )


def email_of(request: GroupRequest, *, cipher: Cipher) -> str:
    return cipher.decrypt(TABLE, "email", request.id, request.email_enc)


def obstacle_of_asker(session: Session, request: GroupRequest) -> Obstacle | None:
    """Why the person could not become an owner with this address."""
    account = session.scalar(select(Account).where(Account.email_index == request.email_index))
    return obstacle_for(account, role=AccountRole.ORGANISER, authority_id=None) if account else None


def propose_address(session: Session, request: GroupRequest) -> str:
    return propose_slug(request.name, frozenset(session.scalars(select(Group.slug))))


def propose_rounds(session: Session, request: GroupRequest) -> list[UUID]:
    """The rounds of the region that take complaints."""
    open_ones = (
        Round.region_code == request.region_code,
        Round.takes_complaints,
        Round.merged_into_id.is_(None),
        Round.hidden_at.is_(None),
    )
    return list(session.scalars(select(Round.id).where(*open_ones).order_by(Round.slug)))
