"""Who is told about an answer: all whom it concerns and who have an address, once for each entry, in their language."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import stops
from complaints.domain.access import AccountRole
from complaints.domain.complaint import ConfirmedBy, LetterLanguage
from complaints.models import (
    Account,
    Complaint,
    Confirmation,
    Response,
    Submission,
    Supporter,
    VersionSupporter,
    new_id,
)
from complaints.web import context
from tests.responses.conftest import FROZEN_AT, PARENT_KK, Case, correct
from tests.support.browserlike import CheckedClient
from tests.support.mails import body_of

pytestmark = pytest.mark.usefixtures("unprinted")

Send = Callable[..., Any]
Mails = Callable[[], list[EmailMessage]]
JOINED = "DDDD-0004"


def add_supporter(session: Session, app: Flask, case: Case, number: str, email: str, **changes: Any) -> None:
    row_id = new_id()
    with app.app_context():
        sealed = context.cipher().encrypt("supporters", "email", row_id, email)
    values = {
        "language": LetterLanguage.RU,
        "joined_at": FROZEN_AT,
        "confirmed_at": FROZEN_AT,
        "confirmed_by": ConfirmedBy.MAIL_LINK,
        "email_enc": sealed,
        **changes,
    }
    session.add(
        Supporter(
            id=row_id,
            number=number,
            code_hash="0" * 64,
            token_hash=number.ljust(64, "0"),
            petition_id=case.petition_id,
            **values,
        )
    )
    session.flush()
    session.add(VersionSupporter(version_id=case.version_id, supporter_id=row_id, position=len(number)))
    session.commit()


@pytest.fixture
def colleague(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    """Another official of the same authority, and one of another."""
    sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim", email="foreign@example.com")
    return sign_in(AccountRole.OFFICIAL, email="colleague@example.com")


def test_everybody_concerned_is_told_but_who_recorded_it(
    session: Session,
    app: Flask,
    case: Case,
    submission: Submission,
    colleague: CheckedClient,
    answer: Send,
    work: Callable[[], int],
    mails: Mails,
) -> None:
    add_supporter(session, app, case, JOINED, "joined@example.com")
    add_supporter(session, app, case, "DDDD-0005", "unconfirmed@example.com", confirmed_at=None, confirmed_by=None)
    add_supporter(session, app, case, "DDDD-0006", "withdrawn@example.com", withdrawn_at=FROZEN_AT)
    answer(submission)
    work()
    sent = {mail["To"]: body_of(mail) for mail in mails()}
    assert set(sent) == {
        "kk@example.com", "ru@example.com", "joined@example.com", "organiser@example.com", "colleague@example.com",
    }  # fmt: skip
    assert JOINED in sent["joined@example.com"]
    assert "Запись сделал сам орган." in sent["joined@example.com"]
    assert f"/kk/desk/{submission.id}/answer" in sent["colleague@example.com"]


def test_who_withdrew_or_was_never_confirmed_is_not_told(
    session: Session, submission: Submission, answer: Send, work: Callable[[], int], mails: Mails
) -> None:
    by_number = {complaint.number: complaint for complaint in session.scalars(select(Complaint))}
    by_number[PARENT_KK].withdrawn_at = FROZEN_AT
    session.delete(session.get_one(Confirmation, by_number["AAAA-0002"].id))
    session.commit()
    answer(submission)
    work()
    assert {mail["To"] for mail in mails()} == {"organiser@example.com"}


def test_the_groups_record_is_told_to_the_authority_and_marked_in_each_mail(
    submission: Submission, official: CheckedClient, report: Send, work: Callable[[], int], mails: Mails
) -> None:
    report()
    work()
    sent = {mail["To"]: body_of(mail) for mail in mails()}
    assert "organiser@example.com" not in sent
    assert len(sent) == 3
    assert "Запись сделала группа, которая получила ответ." in sent["ru@example.com"]
    assert "Бұл жазбаны жауап алған топ енгізді." in sent["kk@example.com"]
    assert any("екеуі қатар көрсетіледі" in body for body in sent.values())


def test_a_correction_is_another_mail_that_says_so(
    session: Session,
    submission: Submission,
    official: CheckedClient,
    answer: Send,
    work: Callable[[], int],
    mails: Mails,
) -> None:
    answer(submission)
    work()
    first = session.scalars(select(Response)).one()
    correct(official, f"/en/desk/{submission.id}/answer/{first.id}", outcome_REPEAT_ROUND="partly")
    work()
    assert work() == 0
    russian = [body_of(mail) for mail in mails() if mail["To"] == "ru@example.com"]
    assert len(russian) == 2
    assert "исправлена запись" in russian[1]
    assert "исправлена" not in russian[0]


def test_who_stopped_mails_gets_none_and_the_others_do(
    app: Flask,
    client: CheckedClient,
    session: Session,
    submission: Submission,
    member: Account,
    answer: Send,
    work: Callable[[], int],
    mails: Mails,
) -> None:
    with app.app_context():
        token = stops.token_of(context.cipher(), "organiser@example.com")
    client.post(f"/ru/stop/{token}", data={"List-Unsubscribe": "One-Click"})
    answer(submission)
    work()
    assert {mail["To"] for mail in mails()} == {"kk@example.com", "ru@example.com"}
