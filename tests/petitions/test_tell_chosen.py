"""Who stands in a frozen version is told once, by mail and on the own page, and sees who took the copy with names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.departures import leave, step_out
from complaints.domain.complaint import Departure, LetterLanguage, LookedAt
from complaints.domain.petition import PetitionKind
from complaints.filing.following.reading import list_cases
from complaints.models import Complaint, Group, Job, Look, Petition, PetitionVersion, Round
from complaints.petitions.freezing.actions import freeze_example, freeze_petition
from complaints.petitions.freezing.queries import count_newcomers, list_newcomers
from complaints.petitions.registering import put_in
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import editor_of
from tests.support.forms import filled_in
from tests.support.planted import GROUP, PEOPLE

pytestmark = pytest.mark.usefixtures("unprinted")

VERSION = f"/en/groups/{GROUP}/petitions/1/versions/1/"
ADDRESS = "galiya@example.com"
FileFor = Callable[..., Complaint]
Mails = Callable[[], list[EmailMessage]]


@pytest.fixture
def with_mail(file_for: FileFor) -> list[Complaint]:
    """One person who left an address and reads Russian, one who left none."""
    return [file_for(PEOPLE[0], email=ADDRESS, language=LetterLanguage.RU), file_for(PEOPLE[1])]


@pytest.fixture
def frozen(
    app: Flask, session: Session, group: Group, round_: Round, with_mail: list[Complaint], clock: Clock
) -> PetitionVersion:
    assert with_mail
    with app.app_context():
        version = freeze_example(
            session, cipher=context.cipher(), viewer=editor_of(group), group=group, round_=round_, now=clock()
        )
    session.commit()
    return version


def freeze_again(app: Flask, session: Session, version: PetitionVersion, clock: Clock) -> PetitionVersion:
    session.expire_all()
    petition = session.get_one(Petition, version.petition_id)
    with app.app_context():
        made = freeze_petition(
            session, cipher=context.cipher(), viewer=editor_of(petition.group), petition=petition, now=clock()
        )
    session.commit()
    return made


def told(mails: Mails) -> list[EmailMessage]:
    """The mails about a collective complaint that a complaint was put into."""
    return [mail for mail in mails() if "track?number=" in mail.get_content() and "№ 1" in mail.get_content()]


def test_who_left_an_address_is_told_once_what_it_is_and_how_to_step_out(
    app: Flask,
    session: Session,
    frozen: PetitionVersion,
    with_mail: list[Complaint],
    file_for: FileFor,
    work: Callable[[], int],
    mails: Mails,
    clock: Clock,
) -> None:
    work()
    (mail,) = told(mails)
    words = mail.get_content()
    assert mail["To"] == ADDRESS
    assert mail["Subject"] == "Әділ тіркеу: сообщение для Вас"
    for part in (with_mail[0].number, "«Ата-аналар тобы»", "коллективную жалобу № 1", "/ru/track?number="):
        assert part in words
    assert PEOPLE[0].full_name.split()[0] not in words
    newcomer = file_for(PEOPLE[2], email="umit@example.com")
    petition = session.get_one(Petition, frozen.petition_id)
    assert count_newcomers(session, petition) == 0
    put_in(session, petition, Complaint.id == newcomer.id)
    assert count_newcomers(session, petition) == 1
    again = freeze_again(app, session, frozen, clock)
    assert again.number == 2
    assert [complaint.id for complaint in list_newcomers(session, again)] == [newcomer.id]
    work()
    assert [mail["To"] for mail in told(mails)] == [ADDRESS, "umit@example.com"]


@pytest.mark.usefixtures("frozen")
def test_the_queue_knows_the_version_and_no_person(session: Session, work: Callable[[], int], mails: Mails) -> None:
    jobs = session.scalars(select(Job).where(Job.name == "petitions.tell_chosen")).all()
    assert [job.payload.keys() for job in jobs] == [{"version_id"}]
    work()
    assert len(told(mails)) == 1


def test_who_left_before_the_job_runs_is_told_nothing(
    session: Session, frozen: PetitionVersion, with_mail: list[Complaint], work: Callable[[], int], mails: Mails
) -> None:
    step_out(session, frozen.petition_id, with_mail[0], now=datetime(2026, 11, 23, 6, tzinfo=UTC))
    session.commit()
    work()
    assert told(mails) == []


def test_a_freeze_that_changes_nothing_tells_nobody_again(
    app: Flask, session: Session, frozen: PetitionVersion, work: Callable[[], int], mails: Mails, clock: Clock
) -> None:
    work()
    assert freeze_again(app, session, frozen, clock).id == frozen.id
    work()
    assert len(told(mails)) == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PetitionKind.APPEAL, "коллективное обращение"),
        (PetitionKind.INFORMATION_REQUEST, "запрос о предоставлении"),
        (PetitionKind.SUPERIOR_COMPLAINT, "жалобу в вышестоящий орган"),
    ],
)
def test_the_mail_names_the_kind(
    session: Session, frozen: PetitionVersion, work: Callable[[], int], mails: Mails, kind: PetitionKind, words: str
) -> None:
    frozen.petition.kind = kind
    session.commit()
    work()
    assert words in told(mails)[0].get_content()


# --- the copy with names ---


@pytest.fixture
def page(owner: CheckedClient, frozen: PetitionVersion, work: Callable[[], int]) -> str:
    assert frozen.number == 1
    work()
    return owner.get(VERSION).get_data(as_text=True)


def take(client: CheckedClient, page: str, code: str) -> int:
    path = f"{VERSION}official.{code}.pdf"
    answer = client.post(path, data=filled_in(page, path))
    if answer.status_code == 200:
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code


def looks(session: Session) -> list[tuple[LookedAt, LetterLanguage | None]]:
    session.expire_all()
    return [(look.what, look.language) for look in session.scalars(select(Look).order_by(Look.at, Look.id))]


def test_each_taking_of_the_copy_with_names_is_written_down_and_a_look_at_its_address_gives_nothing(
    owner: CheckedClient, page: str, session: Session, clock: Clock
) -> None:
    assert owner.get(f"{VERSION}official.kk.pdf").status_code == 405
    assert owner.get(f"{VERSION}public.kk.pdf").status_code == 200
    assert looks(session) == []
    assert take(owner, page, "kk") == 200
    clock.now += timedelta(minutes=1)
    assert take(owner, page, "ru") == 200
    assert looks(session) == [
        (LookedAt.OFFICIAL_FILE, LetterLanguage.KK),
        (LookedAt.OFFICIAL_FILE, LetterLanguage.RU),
    ]
    listed = owner.get(f"/en/groups/{GROUP}/looks").get_data(as_text=True)
    assert listed.count("official copy with names") >= 2


def test_a_reader_or_a_copy_that_is_gone_leaves_no_trace(
    owner: CheckedClient,
    reader: CheckedClient,
    page: str,
    session: Session,
    with_mail: list[Complaint],
) -> None:
    for_reader = reader.get(VERSION).get_data(as_text=True)
    assert f"{VERSION}official.kk.pdf" not in for_reader
    leave(session, with_mail[1], Departure.WITHDRAWN, now=datetime(2026, 11, 23, 6, tzinfo=UTC))
    session.commit()
    assert take(owner, page, "kk") == 404
    assert looks(session) == []


def test_everybody_in_it_sees_on_the_own_page_how_often_and_when(
    owner: CheckedClient,
    page: str,
    session: Session,
    with_mail: list[Complaint],
    file_for: FileFor,
    clock: Clock,
) -> None:
    other = file_for(PEOPLE[2])
    take(owner, page, "kk")
    clock.now += timedelta(minutes=20)
    assert take(owner, page, "ru") == 200
    session.expire_all()
    for complaint in with_mail:
        (case,) = list_cases(session, complaint, now=clock())
        assert (case.downloads, case.downloaded_at) == (2, clock())
    assert list_cases(session, other, now=clock()) == []
