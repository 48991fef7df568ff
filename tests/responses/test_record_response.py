"""An official sees what is addressed to the own authority and records its answer for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Outcome, SubmissionState
from complaints.models import Account, Job, Mail, Response, Submission
from tests.responses.conftest import GROUP, PARENT_KK, PARENT_RU, Case, send_answer
from tests.support.browserlike import CheckedClient
from tests.support.mails import body_of

pytestmark = pytest.mark.usefixtures("unprinted")

Send = Callable[..., Any]


def kept(session: Session) -> Response:
    session.expire_all()
    return session.scalars(select(Response)).one()


def test_the_desk_shows_what_from_whom_and_until_when(official: CheckedClient, submission: Submission) -> None:
    page = official.get("/en/desk/").get_data(as_text=True)
    assert "2 parents, 1 provider" in page
    assert "The answer is due on 22 December 2026." in page
    assert "ЖТ-2026-00000001" in page
    assert f"/en/desk/{submission.id}/answer" in page


def test_the_desk_puts_what_is_overdue_first(
    submission: Submission, sign_in: Callable[..., CheckedClient], clock: Any
) -> None:
    clock.advance(days=31)
    official = sign_in(AccountRole.OFFICIAL)
    page = official.get("/en/desk/").get_data(as_text=True)
    assert "<h2>Overdue</h2>" in page
    assert "Overdue by 2 working days" in page


def test_an_empty_desk_says_what_would_be_there(official: CheckedClient) -> None:
    assert "Nothing waits for an answer now." in official.get("/en/desk/").get_data(as_text=True)


def test_an_official_of_another_authority_sees_nothing_of_it(
    sign_in: Callable[..., CheckedClient], submission: Submission
) -> None:
    other = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim")
    assert str(submission.id) not in other.get("/en/desk/").get_data(as_text=True)
    assert other.get(f"/en/desk/{submission.id}/answer").status_code == 404
    assert other.post(f"/en/desk/{submission.id}/answer").status_code in (400, 404)


def test_an_organiser_does_not_answer(organiser: CheckedClient, submission: Submission) -> None:
    assert organiser.get("/en/desk/").status_code == 403
    assert organiser.get(f"/en/desk/{submission.id}/answer").status_code == 403


def test_an_answer_is_kept_with_an_outcome_per_demand(
    session: Session, submission: Submission, answer: Send, clock: Any
) -> None:
    response = answer(submission)
    assert (response.status_code, response.location) == (303, "/en/desk/")
    row = kept(session)
    assert (row.number, row.responded_on, row.language) == ("12-5/77", date(2026, 11, 23), LetterLanguage.KK)
    assert row.summary == "Тіркеу журналы жарияланды."
    assert [(out.demand_code, out.outcome) for out in row.outcomes] == [
        ("REPEAT_ROUND", Outcome.REFUSED),
        ("PUBLISH_LOGS", Outcome.MET),
    ]
    recorded_by = session.get_one(Account, row.recorded_by)
    assert recorded_by.role is AccountRole.OFFICIAL
    assert row.recorded_at == clock.now
    assert row.submission.state is SubmissionState.ANSWERED


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"number": " "}, "number", "Enter the number of the answer."),
        ({"number": "1" * 41}, "number", "Shorten the number to 40 characters."),
        ({"responded_on": "2026-11-24"}, "responded_on", "This day has not come yet"),
        ({"responded_on": "2026-11-22"}, "responded_on", "the answer cannot be older"),
        ({"responded_on": "31.11.2026"}, "responded_on", "Enter the day like this"),
        ({"language": "en"}, "language", "Choose the language of the answer."),
        ({"outcome_PUBLISH_LOGS": ""}, "outcome_PUBLISH_LOGS", "Choose what was decided: Publish the log"),
        ({"summary": "а" * 2001}, "summary", "Shorten the text to 2,000 characters."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(
    session: Session, submission: Submission, answer: Send, changes: dict[str, str], field: str, sentence: str
) -> None:
    response = answer(submission, **changes)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert page.count(sentence) == 2
    assert f'id="{field}-error"' in page
    assert 'value="refused" checked' in page
    assert session.scalar(select(func.count()).select_from(Response)) == 0


def test_what_cannot_be_seen_is_not_kept(session: Session, submission: Submission, answer: Send) -> None:
    assert answer(submission, number="12\x00-5\u202e/77", summary=" Жарияланды\x00.\r\nЖоқ. ").status_code == 303
    assert (kept(session).number, kept(session).summary) == ("12-5/77", "Жарияланды.\nЖоқ.")


def test_the_same_answer_sent_twice_is_kept_once_and_told_once(
    session: Session, submission: Submission, answer: Send
) -> None:
    assert answer(submission).status_code == 303
    assert answer(submission).status_code == 303
    assert kept(session)
    assert session.scalar(select(func.count()).select_from(Job).where(Job.name == "responses.tell")) == 1


def test_a_correction_is_one_more_answer(session: Session, submission: Submission, answer: Send) -> None:
    answer(submission)
    assert answer(submission, number="12-5/78").status_code == 303
    numbers = session.scalars(select(Response.number).order_by(Response.recorded_at, Response.number)).all()
    assert numbers == ["12-5/77", "12-5/78"]


def test_filers_and_members_are_told_in_their_language(
    session: Session,
    case: Case,
    submission: Submission,
    member: Account,
    answer: Send,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    answer(submission)
    work()
    sent = {mail["To"]: mail for mail in mails()}
    assert set(sent) == {"kk@example.com", "ru@example.com", "organiser@example.com"}
    kazakh, russian = body_of(sent["kk@example.com"]), body_of(sent["ru@example.com"])
    assert PARENT_KK in kazakh
    assert f"/kk/rounds/damu-bala-mangystau-2025-03/#collective-{case.petition_id}" in kazakh
    assert PARENT_RU in russian
    assert "/ru/track" in russian
    assert case.page.replace("/en/", "/kk/") in body_of(sent["organiser@example.com"])
    assert member.language == "kk"


def test_no_mail_says_in_its_subject_or_row_what_it_is_about(
    session: Session,
    submission: Submission,
    answer: Send,
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
) -> None:
    answer(submission)
    work()
    assert {mail["Subject"] for mail in mails()} <= {
        "Әділ тіркеу: Сізге хабарлама",
        "Әділ тіркеу: сообщение для Вас",
    }
    assert all("@" not in str(row.context) for row in session.scalars(select(Mail)))


def test_the_job_tried_again_tells_nobody_twice(
    session: Session, submission: Submission, answer: Send, work: Callable[[], int], mails: Callable[[], list[Any]]
) -> None:
    answer(submission)
    work()
    assert work() == 0
    assert len(mails()) == 3


def test_the_first_answer_stops_the_clock_and_says_whether_it_came_in_time(
    session: Session, case: Case, submission: Submission, sign_in: Callable[..., CheckedClient], clock: Any
) -> None:
    submission_id = submission.id
    clock.advance(days=31)
    official, organiser = sign_in(AccountRole.OFFICIAL), sign_in(AccountRole.ORGANISER, group_slug=GROUP)
    send_answer(official, submission_id, responded_on="2026-12-23")
    assert "Answered late" in official.get("/en/desk/").get_data(as_text=True)
    send_answer(official, submission_id, responded_on="2026-12-22", number="12-5/76")
    page = organiser.get(case.page).get_data(as_text=True)
    assert "Answered in time" in page
    assert "Answer No. 12-5/76 of 22 December 2026" in page


def test_everybody_reads_the_answer_on_the_dossier(client: CheckedClient, submission: Submission, answer: Send) -> None:
    answer(submission, summary="<b>Тіркеу журналы</b> жарияланды.")
    page = client.get("/en/rounds/damu-bala-mangystau-2025-03/").get_data(as_text=True)
    assert "Answer No. 12-5/77 of 23 November 2026" in page
    assert "&lt;b&gt;Тіркеу журналы&lt;/b&gt; жарияланды." in page


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_desk_and_the_form_open_in_both_languages(
    official: CheckedClient, submission: Submission, lang: str
) -> None:
    assert official.get(f"/{lang}/desk/").status_code == 200
    page = official.get(f"/{lang}/desk/{submission.id}/answer")
    assert page.status_code == 200
    assert 'name="outcome_REPEAT_ROUND"' in page.get_data(as_text=True)
