"""Groups, their members with readable addresses, and the rounds they can be attached to. Names in Kazakh order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from complaints.accounts.admin.people.queries import Person, person_of
from complaints.accounts.admin.sheets import Sheet, cut, with_words
from complaints.cipher import Cipher
from complaints.database import in_kazakh_order
from complaints.domain.access import GroupRole
from complaints.domain.errors import NotFound
from complaints.domain.names import kazakh_sort_key
from complaints.models import Group, GroupMember, GroupRound, Round


@dataclass(frozen=True)
class Member:
    person: Person
    role: GroupRole


def list_all(session: Session) -> Sequence[Group]:
    return session.scalars(select(Group).order_by(in_kazakh_order(Group.name), Group.id)).all()


def list_groups(session: Session, *, words: str, page: int) -> Sheet[Group]:
    """A page of the groups whose name or address has these words."""
    sheet = cut(with_words(list_all(session), words, lambda group: (group.name, group.slug)), page)
    loaded = select(Group).where(Group.id.in_([group.id for group in sheet.lines]))
    options = (selectinload(Group.region), selectinload(Group.members), selectinload(Group.rounds))
    session.execute(loaded.options(*options)).all()
    return sheet


def get_group(session: Session, slug: str) -> Group:
    """Raises NotFound."""
    found = session.scalar(select(Group).where(Group.slug == slug))
    if found is None:
        raise NotFound("group", slug)
    return found


def list_members(session: Session, group: Group, *, cipher: Cipher) -> list[Member]:
    """Owners first, then editors, then readers, each by address."""
    rows = session.scalars(
        select(GroupMember).where(GroupMember.group_id == group.id).options(selectinload(GroupMember.account))
    )
    members = [Member(person_of(row.account, cipher=cipher), row.role) for row in rows]
    order = list(GroupRole)
    return sorted(members, key=lambda member: (order.index(member.role), member.person.email.lower()))


def get_member(session: Session, group: Group, account_id: UUID, *, cipher: Cipher) -> Member:
    """Raises NotFound."""
    membership = session.get(GroupMember, (group.id, account_id))
    if membership is None:
        raise NotFound("member", str(account_id))
    return Member(person_of(membership.account, cipher=cipher), membership.role)


def list_rounds(session: Session, lang: str, group: Group | None = None) -> Sequence[Round]:
    """The rounds a group can be attached to, by the name in this language: not those that were merged into another or
    hidden, unless the group is attached already.
    """
    stands = Round.merged_into_id.is_(None) & Round.hidden_at.is_(None)
    has = select(GroupRound.round_id).where(GroupRound.group_id == group.id) if group else None
    rounds = session.scalars(select(Round).where(stands if has is None else or_(stands, Round.id.in_(has)))).all()
    return sorted(rounds, key=lambda round_: (kazakh_sort_key(getattr(round_, f"name_{lang}")), round_.slug))
