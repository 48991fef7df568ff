"""Templates of an authority, for its officials only; an answer begins from one without losing what is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.models import AnswerTemplate, Authority, Response, Submission, new_id
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send, filled_in

PAGE = "/en/desk/templates/"
TITLE, TEXT = "Журналды жариялау", "Тіркеу журналы жарияланды.\n\nТолығырақ: сайтта."


def add(session: Session, clock: Clock, authority: str = "mangystau-culture", **values: Any) -> AnswerTemplate:
    body = session.scalars(select(Authority).where(Authority.slug == authority)).one()
    given = {"language": LetterLanguage.KK, "title": TITLE, "text": TEXT, "changed_at": clock(), **values}
    made = AnswerTemplate(id=new_id(), authority_id=body.id, **given)
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def template(session: Session, clock: Clock) -> AnswerTemplate:
    return add(session, clock)


@pytest.fixture
def theirs(session: Session, clock: Clock) -> AnswerTemplate:
    """Of another authority."""
    return add(session, clock, "mangystau-akim", title="Әкімдік үлгісі", text="Әкімдіктің мәтіні.")


def kept(session: Session) -> list[AnswerTemplate]:
    session.expire_all()
    return list(session.scalars(select(AnswerTemplate)))


def test_a_template_is_added_and_listed(session: Session, official: CheckedClient) -> None:
    assert "has no template yet" in official.get(PAGE).text
    sent = fill_and_send(official, f"{PAGE}new", {"title": TITLE, "language": "kk", "text": TEXT})
    assert (sent.status_code, sent.location) == (303, PAGE)
    assert [(row.title, row.language, row.text) for row in kept(session)] == [(TITLE, LetterLanguage.KK, TEXT)]
    listed = official.get(PAGE).text
    assert TITLE in listed
    assert 'lang="kk">Тіркеу журналы жарияланды.' in listed


def test_sent_twice_it_is_kept_once(session: Session, official: CheckedClient) -> None:
    for _time in range(2):
        fill_and_send(official, f"{PAGE}new", {"title": TITLE, "language": "kk", "text": TEXT})
    assert len(kept(session)) == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": " "}, "title", "Enter a title by which your colleagues find the template."),
        ({"title": "а" * 121}, "title", "Shorten the title to 120 characters."),
        ({"language": "en"}, "language", "Choose the language of the answer."),
        ({"text": ""}, "text", "Enter the text with which an answer is to begin."),
        ({"text": "а" * 2001}, "text", "Shorten the text to 2,000 characters."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(
    session: Session, official: CheckedClient, changes: dict[str, str], field: str, sentence: str
) -> None:
    typed = {"title": TITLE, "language": "kk", "text": TEXT, **changes}
    sent = fill_and_send(official, f"{PAGE}new", typed)
    assert sent.status_code == 422
    assert sent.text.count(sentence) == 2
    assert f'id="{field}-error"' in sent.text
    assert kept(session) == []


def test_a_template_is_changed(session: Session, official: CheckedClient, template: AnswerTemplate) -> None:
    page = f"{PAGE}{template.id}/"
    assert fill_and_send(official, page, {"text": "Басқа мәтін."}).status_code == 303
    assert [(row.title, row.text) for row in kept(session)] == [(TITLE, "Басқа мәтін.")]


def test_a_stale_edit_says_so_shows_both_and_saves_only_when_sent_again(
    session: Session,
    official: CheckedClient,
    template: AnswerTemplate,
    sign_in: Callable[..., CheckedClient],
    clock: Any,
) -> None:
    page = f"{PAGE}{template.id}/"
    mine = filled_in(official.get(page).text, page)
    clock.advance(minutes=1)
    assert fill_and_send(sign_in(AccountRole.OFFICIAL), page, {"text": "Әріптестің мәтіні."}).status_code == 303
    clock.advance(minutes=1)
    mine.setlist("text", ["Менің мәтінім."])
    refused = official.post(page, data=mine)
    assert refused.status_code == 409
    assert "Somebody saved this template meanwhile" in refused.text
    assert "Әріптестің мәтіні." in refused.text
    assert "Менің мәтінім.</textarea>" in refused.text
    assert kept(session)[0].text == "Әріптестің мәтіні."
    assert official.post(page, data=filled_in(refused.text, page)).status_code == 303
    assert kept(session)[0].text == "Менің мәтінім."


def test_the_same_change_sent_twice_is_no_conflict(
    session: Session, official: CheckedClient, template: AnswerTemplate, clock: Any
) -> None:
    page = f"{PAGE}{template.id}/"
    values = filled_in(official.get(page).text, page)
    values.setlist("text", ["Басқа мәтін."])
    for _time in range(2):
        clock.advance(minutes=1)
        assert official.post(page, data=values).status_code == 303
    assert kept(session)[0].text == "Басқа мәтін."


def test_what_was_typed_into_a_deleted_template_can_be_saved_as_a_new_one(
    session: Session, official: CheckedClient, template: AnswerTemplate
) -> None:
    page = f"{PAGE}{template.id}/"
    values = filled_in(official.get(page).text, page)
    values.setlist("text", ["Менің мәтінім."])
    session.delete(template)
    session.commit()
    refused = official.post(page, data=values)
    assert refused.status_code == 409
    assert "Somebody deleted this template meanwhile." in refused.text
    assert official.post(f"{PAGE}new", data=filled_in(refused.text, f"{PAGE}new")).status_code == 303
    assert [(row.title, row.text) for row in kept(session)] == [(TITLE, "Менің мәтінім.")]


def test_a_template_is_deleted_after_a_question(
    session: Session, official: CheckedClient, template: AnswerTemplate
) -> None:
    page = f"{PAGE}{template.id}/delete"
    assert TITLE in official.get(page).text
    assert len(kept(session)) == 1
    assert fill_and_send(official, page, {}).status_code == 303
    assert kept(session) == []
    assert official.get(page).status_code == 404


def test_a_template_of_another_authority_is_hidden_and_the_try_is_logged(
    session: Session, official: CheckedClient, submission: Submission, theirs: AnswerTemplate
) -> None:
    token = filled_in(official.get(f"{PAGE}new").text, f"{PAGE}new").to_dict()
    with capture_logs() as logs:
        for path in ("", "delete"):
            assert official.get(f"{PAGE}{theirs.id}/{path}".rstrip("/") + ("" if path else "/")).status_code == 404
            sent = {**token, "title": "Бөтен", "language": "kk", "text": "Бөтен"}
            assert official.post(f"{PAGE}{theirs.id}/{path}", data=sent).status_code == 404
        filled = official.get(f"/en/desk/{submission.id}/answer?template={theirs.id}").text
    assert [entry["template"] for entry in logs if entry["event"] == "foreign_desk_refused"] == [str(theirs.id)] * 5
    assert "Әкімдік" not in official.get(PAGE).text + filled
    assert kept(session)[0].text == "Әкімдіктің мәтіні."


def test_only_officials_have_templates(template: AnswerTemplate, sign_in: Callable[..., CheckedClient]) -> None:
    for role in (AccountRole.ORGANISER, AccountRole.MODERATOR, AccountRole.OPERATOR):
        assert sign_in(role).get(PAGE).status_code == 403


def test_an_answer_begins_from_a_template(
    official: CheckedClient, submission: Submission, template: AnswerTemplate
) -> None:
    page = f"/en/desk/{submission.id}/answer"
    assert f'href="{page}?template={template.id}"' in official.get(page).text
    values = filled_in(official.get(f"{page}?template={template.id}").text, page)
    assert values["summary"].replace("\r\n", "\n").strip() == TEXT
    assert values["language"] == "kk"


def test_a_new_answer_begins_with_today(official: CheckedClient, submission: Submission) -> None:
    for path in (f"{submission.id}/answer", "answer-many"):
        page = official.get(f"/en/desk/{path}?ids={submission.id}").text
        assert filled_in(page, f"/en/desk/{path}")["responded_on"] == "23.11.2026"


def test_one_answer_to_many_begins_from_a_template_with_the_same_documents(
    official: CheckedClient, submission: Submission, template: AnswerTemplate
) -> None:
    page = "/en/desk/answer-many"
    shown = official.get(f"{page}?ids={submission.id}").text
    assert f'href="{page}?ids={submission.id}&amp;template={template.id}"' in shown
    values = filled_in(official.get(f"{page}?ids={submission.id}&template={template.id}").text, page)
    assert values["summary"].strip() == TEXT
    assert values.getlist("ids") == [str(submission.id)]


def test_a_template_never_takes_the_place_of_what_was_typed(
    session: Session,
    official: CheckedClient,
    submission: Submission,
    template: AnswerTemplate,
    answer: Callable[..., Any],
) -> None:
    answer(submission, summary="Менің мәтінім.", language="ru")
    correction = f"/en/desk/{submission.id}/answer/{session.scalars(select(Response.id)).one()}"
    values = filled_in(official.get(f"{correction}?template={template.id}").text, correction)
    assert (values["summary"].strip(), values["language"]) == ("Менің мәтінім.", "ru")


@pytest.mark.parametrize("asked", ["nonsense", str(UUID(int=7))])
def test_an_unknown_template_fills_nothing(official: CheckedClient, submission: Submission, asked: str) -> None:
    page = f"/en/desk/{submission.id}/answer"
    answer = official.get(f"{page}?template={asked}")
    assert answer.status_code == 200
    assert filled_in(answer.text, page)["summary"].strip() == ""


def test_a_group_that_records_an_answer_sees_no_template(
    organiser: CheckedClient, official: CheckedClient, submission: Submission, template: AnswerTemplate, case: Any
) -> None:
    assert TITLE not in organiser.get(f"{case.page}/answer").text


def test_the_list_goes_kazakh_first_and_by_the_kazakh_alphabet(
    session: Session, official: CheckedClient, clock: Clock
) -> None:
    for title, language in (("Я", "ru"), ("Қ", "kk"), ("Ә", "kk"), ("К", "kk")):
        add(session, clock, title=title, language=LetterLanguage(language), changed_at=clock() + timedelta(seconds=1))
    page = official.get(PAGE).text
    assert [part.partition("<")[0] for part in page.split("<h2>")[1:]] == ["Ә", "К", "Қ", "Я"]
    assert session.scalar(select(func.count()).select_from(AnswerTemplate)) == 4
