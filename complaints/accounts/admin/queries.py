"""What the operator sees: accounts with decrypted addresses, groups, authorities, localities. Names in Kazakh order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from complaints.accounts.queries import email_of
from complaints.cipher import Cipher
from complaints.database import in_kazakh_order
from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.errors import NotFound
from complaints.domain.names import kazakh_sort_key
from complaints.models import Account, Authority, Group, GroupMember, Locality, Region, Round

Row = TypeVar("Row", Group, Authority, Region, Locality)


@dataclass(frozen=True)
class Person:
    """An account as the operator sees it, with the address readable."""

    account: Account
    email: str

    @property
    def groups(self) -> list[Group]:
        return [membership.group for membership in self.account.memberships]


@dataclass(frozen=True)
class Member:
    person: Person
    role: GroupRole


@dataclass(frozen=True)
class Overview:
    """How many there are of each, and of the authorities how many names still wait to be checked."""

    accounts: int
    groups: int
    authorities: int
    to_be_checked: int
    localities: int
    regions_with_localities: int


def get_overview(session: Session) -> Overview:
    def count(*what: Any) -> int:
        return session.scalar(select(func.count()).select_from(what[0]).where(*what[1:])) or 0

    return Overview(
        accounts=count(Account),
        groups=count(Group),
        authorities=count(Authority),
        to_be_checked=count(Authority, Authority.to_be_checked),
        localities=count(Locality),
        regions_with_localities=session.scalar(select(func.count(Locality.region_code.distinct()))) or 0,
    )


def list_people(session: Session, role: AccountRole | None, *, cipher: Cipher) -> list[Person]:
    """Accounts of one role, or all, by address. Addresses are encrypted, so the database cannot sort them."""
    chosen = select(Account).options(
        selectinload(Account.memberships).selectinload(GroupMember.group), selectinload(Account.authority)
    )
    if role is not None:
        chosen = chosen.where(Account.role == role)
    people = [_person(account, cipher=cipher) for account in session.scalars(chosen)]
    return sorted(people, key=lambda person: person.email.lower())


def get_person(session: Session, account_id: UUID, *, cipher: Cipher) -> Person:
    """Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("account", str(account_id))
    return _person(account, cipher=cipher)


def list_groups(session: Session) -> Sequence[Group]:
    loaded = select(Group).options(selectinload(Group.region), selectinload(Group.members), selectinload(Group.rounds))
    return session.scalars(loaded.order_by(in_kazakh_order(Group.name))).all()


def get_group(session: Session, slug: str) -> Group:
    """Raises NotFound."""
    return _get(session, Group, Group.slug, slug)


def list_members(session: Session, group: Group, *, cipher: Cipher) -> list[Member]:
    """Owners first, then editors, then readers, each by address."""
    rows = session.scalars(
        select(GroupMember).where(GroupMember.group_id == group.id).options(selectinload(GroupMember.account))
    )
    members = [Member(_person(row.account, cipher=cipher), row.role) for row in rows]
    order = list(GroupRole)
    return sorted(members, key=lambda member: (order.index(member.role), member.person.email.lower()))


def get_member(session: Session, group: Group, account_id: UUID, *, cipher: Cipher) -> Member:
    """Raises NotFound."""
    membership = session.get(GroupMember, (group.id, account_id))
    if membership is None:
        raise NotFound("member", str(account_id))
    return Member(_person(membership.account, cipher=cipher), membership.role)


def list_authorities(session: Session, lang: str) -> Sequence[Authority]:
    """Those whose names wait to be checked come first."""
    name = Authority.kk_nominative if lang == "kk" else Authority.ru_nominative
    loaded = select(Authority).options(selectinload(Authority.region), selectinload(Authority.superior))
    return session.scalars(loaded.order_by(Authority.to_be_checked.desc(), in_kazakh_order(name))).all()


def get_authority(session: Session, slug: str) -> Authority:
    """Raises NotFound."""
    return _get(session, Authority, Authority.slug, slug)


def list_regions(session: Session, lang: str) -> Sequence[Region]:
    name = {"kk": Region.name_kk, "ru": Region.name_ru, "en": Region.name_en}[lang]
    return session.scalars(select(Region).order_by(in_kazakh_order(name))).all()


def get_region(session: Session, slug: str) -> Region:
    """Raises NotFound."""
    return _get(session, Region, Region.slug, slug)


def list_localities(session: Session, region: Region) -> Sequence[Locality]:
    """By the Kazakh name, which stands first in the list."""
    chosen = select(Locality).where(Locality.region_code == region.code)
    return session.scalars(chosen.order_by(in_kazakh_order(Locality.name_kk))).all()


def count_localities(session: Session) -> dict[str, int]:
    """How many each region has, by region code; regions without any are left out."""
    counted = select(Locality.region_code, func.count()).group_by(Locality.region_code)
    return {code: number for code, number in session.execute(counted)}  # noqa: C416 (rows are no pairs to mypy)


def get_locality(session: Session, region_slug: str, code: str) -> Locality:
    """Raises NotFound, also for one of another region."""
    locality = _get(session, Locality, Locality.code, code)
    if locality.region.slug != region_slug:
        raise NotFound("locality", code)
    return locality


def list_rounds(session: Session, lang: str) -> Sequence[Round]:
    """All rounds, to attach groups to, by the name in this language."""
    rounds = session.scalars(select(Round)).all()
    return sorted(rounds, key=lambda round_: kazakh_sort_key(getattr(round_, f"name_{lang}")))


def _get(session: Session, table: type[Row], key: InstrumentedAttribute[str], value: str) -> Row:
    found = session.scalar(select(table).where(key == value))
    if found is None:
        raise NotFound(table.__name__.lower(), value)
    return found


def _person(account: Account, *, cipher: Cipher) -> Person:
    return Person(account, email_of(account, cipher=cipher))
