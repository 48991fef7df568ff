"""Loading the example: sign-ins, one group, complaints in the order they are filed, and the frozen text over them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.accounts import actions as accounts
from complaints.cipher import Cipher
from complaints.demo.living import Cast, live
from complaints.demo.plan import SMALL, Example, Fate, how_many_others, plan_examples
from complaints.demo.times import FROZEN
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.filing import actions as filing
from complaints.models import Account, Authority, Complaint, Group, GroupRound, Round, new_id
from complaints.petitions.freezing import actions as petitions

ROUND: Final = "damu-bala-mangystau-2025-03"
GROUP: Final = "mangystau-parents"
DEPARTMENT: Final = "mangystau-culture"
COMPLAINTS: Final = SMALL
PASSWORD: Final = "example-password"  # noqa: S105 (printed at each start of the example mode, refused in production)
EXAMPLES: Final = (Account, Group, Round, Complaint)


@dataclass(frozen=True)
class SignIn:
    role: AccountRole
    email: str


SIGN_INS: Final = tuple(SignIn(role, f"{role.value}@example.com") for role in AccountRole)


def is_empty(session: Session) -> bool:
    """Whether nobody has used this database yet: no account, no complaint."""
    return not any(session.scalar(select(func.count()).select_from(table)) for table in (Account, Complaint))


def is_loaded(session: Session) -> bool:
    """Whether there is anything of an example: an account, a group, a complaint or the round that takes them."""
    return any(session.scalar(select(table.is_example).where(table.is_example)) for table in EXAMPLES)


def has_case(session: Session) -> bool:
    """Whether the example case was loaded: it can be loaded once."""
    return session.scalar(select(Group.id).where(Group.slug == GROUP)) is not None


def load_example(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    count: int = COMPLAINTS,
    others: int | None = None,
    site: str = "",
) -> int:
    """Example accounts, one group, `count` formal, confirmed, consented complaints and a frozen text over them; beside
    a larger example `others` in every other state. Returns how many complaints of all kinds were filed; `site` is the
    address that the code printed on the text leads to.
    """
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    group = _group(session, round_, now=now)
    _sign_ins(session, cipher=cipher, now=now)
    owner, moderator = (_account(session, role) for role in (AccountRole.ORGANISER, AccountRole.MODERATOR))
    cast = Cast(organiser_id=owner.id, moderator_id=moderator.id, group_id=group.id)
    planned = plan_examples(
        count=count,
        others=how_many_others(count) if others is None else others,
        round_id=round_.id,
        zone=ZoneInfo(round_.region.time_zone),
    )
    before = [example for example in planned if example.filed_at < FROZEN]
    _file(session, before, cast, cipher)
    viewer = Viewer(owner.id, owner.role, groups={group.id: GroupRole.OWNER})
    petitions.freeze_example(session, cipher=cipher, viewer=viewer, group=group, round_=round_, now=FROZEN, site=site)
    _file(session, planned[len(before) :], cast, cipher)
    session.flush()
    return len(planned)


def _file(session: Session, examples: Sequence[Example], cast: Cast, cipher: Cipher) -> None:
    for number, example in enumerate(examples):
        draft = example.draft
        if example.fate is Fate.SAME_HAPPENED and cast.released:
            draft = replace(draft, joins_id=cast.released[number % len(cast.released)])
        filed = filing.file_complaint(
            session, cipher=cipher, draft=draft, token=secrets.token_urlsafe(24), now=example.filed_at, is_example=True
        )
        complaint = session.get_one(Complaint, filed.complaint_id)
        live(session, complaint, example, cast, cipher)


def _account(session: Session, role: AccountRole) -> Account:
    found = session.scalars(select(Account).where(Account.role == role, Account.is_example)).first()
    if found is None:
        raise LookupError(f"no example {role}")
    return found


def _group(session: Session, round_: Round, *, now: datetime) -> Group:
    group = Group(
        id=new_id(),
        slug=GROUP,
        name="Маңғыстау ата-аналары (мысал)",
        purpose="Ұжымдық шағымды дайындау · Подготовка коллективной жалобы",
        region_code=round_.region_code,
        is_example=True,
        created_at=now,
    )
    session.add(group)
    session.flush()
    session.add(GroupRound(group_id=group.id, round_id=round_.id))
    return group


def _sign_ins(session: Session, *, cipher: Cipher, now: datetime) -> None:
    """One account per role; the organiser owns the group, the official sits in the department that held the round."""
    department = session.scalars(select(Authority).where(Authority.slug == DEPARTMENT)).one()
    for sign_in in SIGN_INS:
        token = accounts.create_account(
            session,
            cipher=cipher,
            email=sign_in.email,
            role=sign_in.role,
            group_slug=GROUP if sign_in.role is AccountRole.ORGANISER else None,
            authority_slug=department.slug if sign_in.role is AccountRole.OFFICIAL else None,
            now=now,
            is_example=True,
        )
        accounts.set_password_by_token(session, token=token, password=PASSWORD, now=now)
