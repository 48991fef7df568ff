"""The example case: invented people around the real round of March 2025, marked as example wherever it shows.

Addresses are at example.com, phones are the reserved samples, and no answer of a real authority is made up: the case
ends with a frozen collective complaint. Everything goes through the same actions as real filings.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.accounts import actions as accounts
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.filing import actions as filing
from complaints.models import Account, Authority, Complaint, Group, GroupRound, Locality, Round, new_id
from complaints.petitions import actions as petitions

ROUND: Final = "damu-bala-mangystau-2025-03"
GROUP: Final = "mangystau-parents"
COMPLAINTS: Final = 15
PASSWORD: Final = "example-password"  # noqa: S105 (printed at each start of the example mode, refused in production)
FIRST_FILING: Final = datetime(2025, 3, 30, 4, 0, tzinfo=UTC)
LEARNED: Final = datetime(2025, 3, 29, 5, 0, tzinfo=UTC)
FROZEN: Final = datetime(2025, 4, 14, 6, 0, tzinfo=UTC)
PHONES: Final = ("+77010000001", "+77470000001", "+77292300001", "+77272500001")


@dataclass(frozen=True)
class SignIn:
    role: AccountRole
    email: str


SIGN_INS: Final = tuple(SignIn(role, f"{role.value}@example.com") for role in AccountRole)
SURNAMES: Final = (
    "Әбдіғалиев", "Ғабитов", "Қожахметов", "Оңғарбаев", "Өтегенов", "Ұзақбаев",
    "Үсенов", "Һашимов", "Ілиясов", "Жаңабергенов",
)  # fmt: skip
GIVEN: Final = (("Әсел", "Гүлнұр", "Ақтоты", "Қарлығаш", "Үміт"), ("Ғани", "Нұрлан", "Өмірбек", "Ілияс", "Һамит"))
FATHERS: Final = ("Серік", "Болат", "Марат", "Қайрат", "Ерлан")
EXAMPLES: Final = (Account, Group, Round, Complaint)
NARRATIVES: Final = {
    LetterLanguage.KK: (
        "Хабарландыруды кеш көрдік, тіркеу ашылғанда орын қалмаған еді.",
        "Сайтқа уақытында кірдім, бірақ бірнеше минуттан кейін бос орын жоқ деп шықты.",
        "Хабарландырудағы орын саны кейін алынып тасталды, экран суретін сақтап қойдым.",
    ),
    LetterLanguage.RU: (
        "Объявление увидели поздно, когда регистрация открылась, мест уже не было.",
        "Зашли вовремя, страница долго загружалась, потом мест не осталось.",
        "Из объявления потом убрали количество мест, снимок экрана сохранился.",
    ),
}
PARENT_GROUNDS: Final = ("SHORT_NOTICE", "SOLD_OUT_FAST", "ANNOUNCEMENT_EDITED", "LEAK", "SITE_FAILURE")
PROVIDER_GROUNDS: Final = ("SHORT_NOTICE", "PLACES_UNEVEN", "LEAK")
DEMANDS: Final = ("ANNUL_ROUND", "REPEAT_ROUND", "PUBLISH_LOGS", "EXTRA_PLACES", "NOTICE_RULE")


def is_empty(session: Session) -> bool:
    """Whether nobody has used this database yet: no account, no complaint."""
    return not any(session.scalar(select(func.count()).select_from(table)) for table in (Account, Complaint))


def is_loaded(session: Session) -> bool:
    """Whether there is anything of an example: an account, a group, a complaint or the round that takes them."""
    return any(session.scalar(select(table.is_example).where(table.is_example)) for table in EXAMPLES)


def load_example(session: Session, *, cipher: Cipher, now: datetime, count: int = COMPLAINTS) -> None:
    """Example accounts, one group, `count` formal consented complaints, and a frozen petition over them."""
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    group = _group(session, round_, now=now)
    _sign_ins(session, cipher=cipher, now=now)
    owner = session.scalars(select(Account).where(Account.role == AccountRole.ORGANISER, Account.is_example)).first()
    if owner is None:
        raise LookupError("no example organiser")
    localities = session.scalars(select(Locality).where(Locality.region_code == round_.region_code)).all()
    chance = random.Random(2025)  # noqa: S311 (the same example on every machine)
    for position in range(count):
        draft = example_draft(chance, position, round_, [locality.code for locality in localities])
        filed_at = FIRST_FILING + timedelta(hours=7) * position % timedelta(days=12)
        filing.file_complaint(
            session, cipher=cipher, draft=draft, token=secrets.token_urlsafe(24), now=filed_at, is_example=True
        )
    session.flush()
    viewer = Viewer(owner.id, owner.role, groups={group.id: GroupRole.OWNER})
    petitions.freeze_example(session, cipher=cipher, viewer=viewer, group=group, round_=round_, now=FROZEN)


def example_draft(chance: random.Random, position: int, round_: Round, localities: list[str]) -> filing.ComplaintDraft:
    """One invented complaint: every fifth by a provider, two of three in Kazakh, all formal and consented."""
    role = Role.PROVIDER if position % 5 == 4 else Role.PARENT
    language = LetterLanguage.RU if position % 3 == 2 else LetterLanguage.KK
    grounds = PROVIDER_GROUNDS if role is Role.PROVIDER else PARENT_GROUNDS
    is_parent = role is Role.PARENT
    return filing.ComplaintDraft(
        round_id=round_.id,
        role=role,
        mode=Mode.FORMAL,
        language=language,
        grounds=tuple(sorted({grounds[0], *chance.sample(grounds, 2)}, key=grounds.index)),
        demands=DEMANDS[: 2 + position % 4 % 3] if position % 6 else DEMANDS[1:3],
        learned_at=LEARNED + timedelta(minutes=chance.randrange(0, 600)),
        learned_from=chance.choice(list(LearnedFrom)),
        attempted_at=LEARNED + timedelta(minutes=95) if is_parent else None,
        screen_result=ScreenResult.NO_PLACES if is_parent else None,
        children_count=chance.randrange(1, 4) if is_parent else None,
        locality_code=chance.choice(localities),
        locality_other=None,
        narrative=chance.choice(NARRATIVES[language]),
        full_name=_name(chance, position),
        iin=None,
        bin=None,
        organisation=None if is_parent else f"«Мысал {position + 1}» ЖК",
        phone=PHONES[position % len(PHONES)],
        email=f"filer{position + 1}@example.com",
        postal_address=f"Мысал көшесі, {position + 1}-үй",
        consent_processing=True,
        consent_petition=True,
        consent_publish=position % 2 == 0,
    )


def _name(chance: random.Random, position: int) -> str:
    gender = position % 2
    surname = SURNAMES[position % len(SURNAMES)] + ("а" if gender == 0 else "")
    return f"{surname} {chance.choice(GIVEN[gender])} {chance.choice(FATHERS)}{'қызы' if gender == 0 else 'ұлы'}"


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
    department = session.scalars(select(Authority).where(Authority.slug == "mangystau-culture")).one()
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
