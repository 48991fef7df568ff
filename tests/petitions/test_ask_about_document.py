"""A request for information about a document handed in before: filled from the case, whether it was answered or not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Outcome
from complaints.domain.petition import Cut, PetitionKind
from complaints.models import Complaint, Petition, Response, ResponseOutcome, Submission, new_id
from complaints.petitions.freezing.actions import export_petition
from complaints.web import context
from tests.petitions.conftest import SignIn
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send
from tests.support.pdfs import letters_of, text_of
from tests.support.planted import GROUP
from tests.support.silences import LATER, draft_at, freeze, leave_unanswered, start

REQUEST = PetitionKind.INFORMATION_REQUEST
KK, RU = LetterLanguage.KK, LetterLanguage.RU


@pytest.fixture
def silent(filed: list[Complaint], owner: CheckedClient, session: Session) -> Submission:
    assert filed
    return leave_unanswered(owner, session, PetitionKind.COMPLAINT)


@pytest.fixture
def member(silent: Submission, clock: Clock, sign_in: SignIn) -> CheckedClient:
    """Weeks later."""
    assert silent
    clock.set(LATER)
    return sign_in(AccountRole.ORGANISER, group_slug=GROUP)


def refuse_all(session: Session, submission: Submission, on: date) -> None:
    response = Response(
        id=new_id(), submission_id=submission.id, number="3-7/12", responded_on=on, language=RU, recorded_at=LATER
    )
    codes = [row.code for row in submission.version.petition.demands]
    refused = [
        ResponseOutcome(response_id=response.id, position=place, demand_code=code, outcome=Outcome.REFUSED)
        for place, code in enumerate(codes)
    ]
    session.add_all([response, *refused])
    session.commit()


def printed(app: Flask, session: Session, number: int, folder: Path) -> dict[LetterLanguage, str]:
    files = {}
    with app.app_context():
        for language in LetterLanguage:
            _, pdf = export_petition(session, number, language, Cut.PUBLIC, cipher=context.cipher())
            files[language] = letters_of(text_of(pdf, folder))
    return files


def holds(text: str, *expected: str) -> None:
    for words in expected:
        assert letters_of(words) in text, words


def test_after_silence_the_step_of_the_hand_over_asks_who_examines_it_and_when_the_answer_comes(
    app: Flask, member: CheckedClient, silent: Submission, session: Session, tmp_path: Path
) -> None:
    page = member.get(f"{draft_at(silent.version.petition_id)}submission").get_data(as_text=True)
    assert f"kind=information_request&amp;about={silent.id}" in page
    number = freeze(member, session, REQUEST, about=str(silent.id))
    made = session.get_one(Petition, number)
    assert (made.about_submission_id, made.reviewing_body, made.challenged_body) == (silent.id, silent.authority, None)
    assert {row.norm_id for row in made.norms} == {"info-6", "info-11-10", "appk-75"}
    assert list(made.demands) == []
    text = printed(app, session, number, tmp_path)
    holds(
        text[RU],
        "о рассмотрении коллективной жалобы (дата подачи – 23 ноября 2026 года) и о регистрации", "ЖТ-2026-17",
        "на дату этого запроса ответ не дан", "когда будет дан ответ", "собранных при его рассмотрении",
        "регистрационный номер и день регистрации указанного документа", "журнал регистрации",
    )  # fmt: skip
    holds(
        text[KK],
        "ұжымдық шағымды (берілген күні – 2026 жылғы 23 қараша) қарау барысы және", "ЖТ-2026-17",
        "осы сұрау салу жазылған күнге дейін жауап берілген жоқ", "жауаптың қашан берілетіні",
        "оны қарау кезінде жиналған материалдардың көшірмелері", "тіркеу журналы",
    )  # fmt: skip
    assert letters_of("вышестоящий орган") not in text[RU]
    assert letters_of("жоғары тұрған") not in text[KK]


def test_after_an_answer_it_asks_for_what_the_answer_rests_on(
    app: Flask, member: CheckedClient, silent: Submission, session: Session, tmp_path: Path
) -> None:
    refuse_all(session, silent, date(2026, 12, 22))
    text = printed(app, session, freeze(member, session, REQUEST, about=str(silent.id)), tmp_path)
    holds(text[RU], "на которых основан ответ", "дан 22 декабря 2026 года", "3-7/12", "отказано")
    holds(text[KK], "жауапқа негіз болған материалдардың", "2026 жылғы 22 желтоқсан", "3-7/12", "бас тартылды")
    assert letters_of("когда будет дан ответ") not in text[RU]
    assert letters_of("вышестоящий орган") not in text[RU]


def test_within_the_term_it_may_ask_about_the_document_and_says_nothing_of_silence(
    app: Flask, owner: CheckedClient, silent: Submission, session: Session, tmp_path: Path
) -> None:
    text = printed(app, session, freeze(owner, session, REQUEST, about=str(silent.id)), tmp_path)
    holds(text[RU], "когда будет дан ответ", "ЖТ-2026-17")
    assert letters_of("ответ не дан") not in text[RU]
    assert letters_of("жауап берілген жоқ") not in text[KK]


def test_saving_keeps_what_it_is_about_and_another_choice_can_be_made(
    member: CheckedClient, silent: Submission, session: Session
) -> None:
    number = start(member, session, REQUEST, about=str(silent.id))
    assert fill_and_send(member, draft_at(number), {}).status_code == 303
    session.rollback()
    assert session.get_one(Petition, number).about_submission_id == silent.id
    assert fill_and_send(member, draft_at(number), {"about_submission": ""}).status_code == 303
    session.rollback()
    assert session.get_one(Petition, number).about_submission_id is None
    assert "когда будет дан ответ" not in member.get(f"{draft_at(number)}?letter=ru").get_data(as_text=True)


def test_without_a_link_a_request_is_about_the_round(
    member: CheckedClient, silent: Submission, session: Session
) -> None:
    assert silent
    assert session.get_one(Petition, start(member, session, REQUEST)).about_submission_id is None
