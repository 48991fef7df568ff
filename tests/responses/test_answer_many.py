"""One answer to many documents: all or none, each with its own number, nothing typed is lost, sent twice kept once."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import AttachmentKind, Outcome, SubmissionEvent, SubmissionState
from complaints.models import Attachment, Authority, Job, Response, Submission
from complaints.responses.answering.many import views
from tests.responses.conftest import Case, send_answer
from tests.responses.handed import hand_in_another, tell
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in
from tests.support.uploads import pdf

pytestmark = pytest.mark.usefixtures("unprinted")

PAGE = "/en/desk/answer-many"
DAY = date(2026, 11, 18)
SHARED, FIRST_ONLY, SECOND_ONLY = "REPEAT_ROUND", "PUBLISH_LOGS", "ANNUL_ROUND"


@pytest.fixture
def two(session: Session, case: Case) -> list[Submission]:
    """Two that wait: they share one demand, and each has another one."""
    made = [
        hand_in_another(session, case, registered_on=DAY, number="ЖТ-1", demands=(SHARED, FIRST_ONLY)),
        hand_in_another(session, case, registered_on=DAY, number="ЖТ-2", demands=(SHARED, SECOND_ONLY)),
    ]
    session.commit()
    return made


def address(submissions: list[Submission]) -> str:
    return f"{PAGE}?" + "&".join(f"ids={submission.id}" for submission in submissions)


def send(official: CheckedClient, submissions: list[Submission], **changes: Any) -> TestResponse:
    """Open the form for these and send it, with a number for each, and with what the test changes."""
    values = filled_in(official.get(address(submissions)).text, PAGE)
    values.pop("scan", None)
    given: dict[str, Any] = {"responded_on": "2026-11-23", "language": "kk", "summary": "Тексерілді."}
    given |= dict.fromkeys(outcome_names(official, submissions), "partly")
    given |= {f"number_{one.id}": f"12-5/{place}" for place, one in enumerate(submissions, start=1)}
    return official.post(PAGE, data=type_in(values, **{**given, **changes}))


def type_in(values: MultiDict[str, str], **given: Any) -> MultiDict[str, str]:
    for name, value in given.items():
        values.setlist(name, [value])
    return values


def outcome_names(official: CheckedClient, submissions: list[Submission]) -> set[str]:
    page = official.get(address(submissions)).text
    return {part.partition('"')[0] for part in page.split('name="')[1:] if part.startswith("outcome_")}


def kept(session: Session) -> list[Response]:
    session.expire_all()
    return list(session.scalars(select(Response).order_by(Response.number)))


def test_each_gets_the_answer_with_its_own_number_and_its_own_demands(
    session: Session, official: CheckedClient, two: list[Submission]
) -> None:
    answer = send(official, two, **{f"outcome_{SHARED}": "refused", f"outcome_{FIRST_ONLY}": "met"})
    assert (answer.status_code, answer.location) == (303, "/en/desk/")
    first, second = kept(session)
    assert [row.number for row in (first, second)] == ["12-5/1", "12-5/2"]
    assert [row.submission_id for row in (first, second)] == [one.id for one in two]
    assert {row.demand_code: row.outcome for row in first.outcomes} == {
        SHARED: Outcome.REFUSED,
        FIRST_ONLY: Outcome.MET,
    }
    assert {row.demand_code: row.outcome for row in second.outcomes} == {
        SHARED: Outcome.REFUSED,
        SECOND_ONLY: Outcome.PARTLY,
    }
    assert {row.submission.state for row in (first, second)} == {SubmissionState.ANSWERED}
    assert "2 answers are recorded and public" in official.get("/en/desk/").text


def test_a_demand_is_asked_once_and_says_in_which_documents_it_stands(
    official: CheckedClient, two: list[Submission]
) -> None:
    page = official.get(address(two)).text
    assert page.count(f'<fieldset class="field" role="radiogroup" id="outcome_{SHARED}"') == 1
    first, second = (f"Collective complaint No. {one.version.petition_id}" for one in two)
    assert f"Asked only in: {first}</span>" in page
    assert f"Asked only in: {second}</span>" in page
    assert page.count("Asked only in") == 2


def test_those_who_complained_are_told_of_each_by_the_same_job(
    session: Session, official: CheckedClient, two: list[Submission]
) -> None:
    send(official, two)
    assert session.scalar(select(func.count()).select_from(Job).where(Job.name == "responses.tell")) == 2


def test_the_form_sent_twice_is_kept_once(session: Session, official: CheckedClient, two: list[Submission]) -> None:
    values = filled_in(official.get(address(two)).text, PAGE)
    values.pop("scan", None)
    type_in(values, responded_on="2026-11-23", language="ru")
    type_in(values, **dict.fromkeys(outcome_names(official, two), "refused"))
    type_in(values, **{f"number_{one.id}": f"7/{place}" for place, one in enumerate(two)})
    scan = pdf()  # made twice it differs as soon as a second passes
    for _time in range(2):
        data = {**values.to_dict(flat=False), "scan": (BytesIO(scan), "answer.pdf")}
        answer = official.post(PAGE, data=data)
        assert answer.status_code == 303
    assert len(kept(session)) == 2
    assert session.scalar(select(func.count()).select_from(Attachment)) == 2
    assert session.scalar(select(func.count()).select_from(Job).where(Job.name == "responses.tell")) == 2


def test_the_scan_is_attached_to_each_answer(session: Session, official: CheckedClient, two: list[Submission]) -> None:
    assert send(official, two, scan=(BytesIO(pdf()), "answer.pdf")).status_code == 303
    files = session.scalars(select(Attachment)).all()
    assert {file.response_id for file in files} == {row.id for row in kept(session)}
    assert len({file.storage_key for file in files}) == 2
    assert {file.purpose for file in files} == {AttachmentKind.SCAN}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"responded_on": "2026-11-24"}, "responded_on", "This day has not come yet"),
        ({"responded_on": "2026-11-17"}, "responded_on", "The answer cannot be older than the registration."),
        ({"responded_on": ""}, "responded_on", "Enter the date of the answer."),
        ({"language": "en"}, "language", "Choose the language of the answer."),
        ({f"outcome_{SECOND_ONLY}": ""}, f"outcome_{SECOND_ONLY}", "Choose what was decided"),
        ({"summary": "а" * 2001}, "summary", "Shorten the text to 2,000 characters."),
        ({"number of the second": " "}, "number of the second", "Enter the number of the answer: Collective"),
        ({"number of the second": "1" * 41}, "number of the second", "Shorten the number to 40 characters."),
        ({"number of the second": "12-5/1"}, "number of the second", "This number stands at Collective complaint"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_recorded(
    session: Session,
    official: CheckedClient,
    two: list[Submission],
    changes: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    second = f"number_{two[1].id}"
    named = {second if name == "number of the second" else name: value for name, value in changes.items()}
    answer = send(official, two, **{"summary": "Тексерілді.", **named})
    page = html.unescape(answer.text)
    place = second if field == "number of the second" else field
    assert answer.status_code == 422
    assert f'id="{place}-error"' in page
    assert page.count(sentence) == 2
    assert 'value="12-5/1"' in page
    assert 'value="partly" checked' in page
    assert kept(session) == []


def test_a_refused_form_asks_for_the_scan_again(official: CheckedClient, two: list[Submission]) -> None:
    answer = send(official, two, responded_on="", scan=(BytesIO(pdf()), "answer.pdf"))
    assert answer.status_code == 422
    assert "Choose the files again" in answer.text


def test_a_scan_that_cannot_be_kept_records_nothing(
    session: Session, official: CheckedClient, two: list[Submission]
) -> None:
    answer = send(official, two, scan=(BytesIO(b"MZ not a scan"), "answer.exe"))
    assert answer.status_code == 422
    assert "is not a photo or a PDF" in html.unescape(answer.text)
    assert kept(session) == []


def test_copies_of_a_scan_do_not_fill_the_storage(
    official: CheckedClient, two: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.responses.answering.many.forms.MOST_BYTES", len(pdf()) * 2 - 1)
    answer = send(official, two, scan=(BytesIO(pdf()), "answer.pdf"))
    assert answer.status_code == 422
    assert "too large for so many documents" in answer.text


def test_what_was_answered_meanwhile_is_named_and_the_others_keep_what_was_typed(
    session: Session, official: CheckedClient, two: list[Submission]
) -> None:
    values = filled_in(official.get(address(two)).text, PAGE)
    values.pop("scan", None)
    type_in(values, responded_on="2026-11-23", language="kk", summary="Сақталады.")
    type_in(values, **{f"outcome_{code}": "met" for code in (SHARED, FIRST_ONLY, SECOND_ONLY)})
    type_in(values, **{f"number_{one.id}": f"7/{place}" for place, one in enumerate(two)})
    send_answer(official, two[0].id, outcome_PUBLISH_LOGS="met", outcome_REPEAT_ROUND="met")
    answer = official.post(PAGE, data=values)
    assert answer.status_code == 409
    assert "Nothing is recorded yet." in answer.text
    assert f"left out now: Collective complaint No. {two[0].version.petition_id}." in answer.text
    assert "Сақталады." in answer.text
    assert 'value="7/1"' in answer.text
    assert f'name="number_{two[0].id}"' not in answer.text
    assert len(kept(session)) == 1
    again = filled_in(answer.text, PAGE)
    again.pop("scan", None)
    assert official.post(PAGE, data=again).status_code == 303
    assert [row.number for row in kept(session)] == ["12-5/77", "7/1"]


def test_a_return_while_the_scan_is_being_kept_records_nothing(
    session: Session, official: CheckedClient, two: list[Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form was found good and let go of the database; a colleague is quicker."""
    row_id, keep = two[1].id, views.keep_uploads
    number = two[1].version.petition_id
    session.commit()

    def return_it_then_keep(*given: Any) -> Any:
        kept_files = keep(*given)
        row = session.get_one(Submission, row_id)
        if row.state is not SubmissionState.RETURNED:
            tell(session, row, SubmissionEvent.RETURNED, date(2026, 11, 20))
            row.state = SubmissionState.RETURNED
            session.commit()
        session.rollback()
        return kept_files

    monkeypatch.setattr(views, "keep_uploads", return_it_then_keep)
    answer = send(official, two)
    assert answer.status_code == 409
    assert f"left out now: Collective complaint No. {number}." in answer.text
    assert kept(session) == []


def test_none_that_waits_leads_back_to_the_desk(official: CheckedClient, two: list[Submission]) -> None:
    assert send(official, two).status_code == 303
    answer = official.get(address(two))
    assert (answer.status_code, answer.location) == (303, "/en/desk/")
    assert "None of these documents waits for an answer any more." in official.get("/en/desk/").text


def test_one_that_ended_before_is_left_out_by_name(official: CheckedClient, two: list[Submission]) -> None:
    send_answer(official, two[0].id, outcome_PUBLISH_LOGS="met", outcome_REPEAT_ROUND="met")
    page = official.get(address(two)).text
    assert "are left out:" in page
    assert f"<li>Collective complaint No. {two[0].version.petition_id}</li>" in page
    assert f'name="number_{two[0].id}"' not in page


def test_nothing_or_too_many_chosen_leads_back_with_a_word(
    session: Session, case: Case, official: CheckedClient
) -> None:
    assert official.get(PAGE).location == "/en/desk/"
    assert "Choose at least one document first." in official.get("/en/desk/").text
    many = [hand_in_another(session, case, registered_on=DAY) for _place in range(51)]
    session.commit()
    assert official.get(address(many)).location == "/en/desk/"
    assert "Choose at most 50 documents at once." in official.get("/en/desk/").text
    assert official.get(address(many[:50])).status_code == 200


def test_one_of_another_authority_refuses_them_all(
    session: Session, case: Case, official: CheckedClient, two: list[Submission]
) -> None:
    akim = session.scalars(select(Authority).where(Authority.slug == "mangystau-akim")).one()
    theirs = hand_in_another(session, case, registered_on=DAY, authority=akim)
    session.commit()
    assert official.get(address([*two, theirs])).status_code == 404
    assert official.get(f"{PAGE}?ids=nonsense").status_code == 404
    values = filled_in(official.get(address(two)).text, PAGE)
    values.pop("scan", None)
    values.add("ids", str(theirs.id))
    assert official.post(PAGE, data=values).status_code == 404
    assert kept(session) == []


def test_only_officials_answer(two: list[Submission], sign_in: Callable[..., CheckedClient]) -> None:
    for role in (AccountRole.ORGANISER, AccountRole.MODERATOR, AccountRole.OPERATOR):
        assert sign_in(role).get(address(two)).status_code == 403


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_page_opens_in_both_languages(official: CheckedClient, two: list[Submission], lang: str) -> None:
    page = official.get(address(two).replace("/en/", f"/{lang}/"))
    assert page.status_code == 200
    assert f'name="number_{two[0].id}"' in page.text


def test_one_that_cannot_follow_what_is_recorded_keeps_all_that_was_typed(
    session: Session, official: CheckedClient, two: list[Submission]
) -> None:
    tell(session, two[1], SubmissionEvent.REVIEW_STARTED, date(2026, 11, 23))
    session.commit()
    answer = send(official, two, responded_on="2026-11-20")
    assert answer.status_code == 409
    assert "This cannot follow what is recorded" in answer.text
    assert "Тексерілді." in answer.text
    assert kept(session) == []
