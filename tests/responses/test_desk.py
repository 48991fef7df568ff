"""The official's list: fifty a page in a stable order, what is due today on top, narrowed down, no foreign desk."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import SubmissionEvent, SubmissionState
from complaints.domain.petition import PetitionKind
from complaints.models import Authority, Round, Submission, new_id
from tests.responses.conftest import Case
from tests.responses.handed import TODAY, day_due_on, hand_in_another, shown, tell
from tests.support.browserlike import CheckedClient

MANY = 60
DESK = "/en/desk/"


@pytest.fixture
def many(session: Session, case: Case) -> list[Submission]:
    """Sixty more to the department, all registered on one of three days."""
    kept = [
        hand_in_another(
            session, case, registered_on=date(2026, 11, 18) + timedelta(days=place % 3), number=f"ЖТ-{place:04}"
        )
        for place in range(MANY)
    ]
    session.commit()
    return kept


def parts(page: str) -> dict[str, list[str]]:
    """The headings of the list with what stands below each."""
    cut = re.split(r"<h2>([^<]+)</h2>", page)
    return {title: shown(below) for title, below in zip(cut[1::2], cut[2::2], strict=True)}


def test_fifty_are_on_a_page_and_none_is_lost_or_shown_twice(official: CheckedClient, many: list[Submission]) -> None:
    first, second = official.get(DESK).text, official.get(f"{DESK}?page=2").text
    assert (len(shown(first)), len(shown(second))) == (50, 10)
    assert set(shown(first) + shown(second)) == {str(row.id) for row in many}
    assert shown(first) == shown(official.get(DESK).text)
    assert 'rel="next"' in first
    assert shown(official.get(f"{DESK}?page=99").text) == shown(second)


def test_forty_on_a_morning_stand_due_today_then_overdue_then_later(
    session: Session, case: Case, official: CheckedClient
) -> None:
    """Twelve due today, twelve overdue on different days, sixteen later; recorded in any order."""
    dues = [TODAY] * 12 + [date(2026, 11, 3 + day) for day in (0, 1, 2, 6, 7, 8, 9, 10, 13, 14, 15, 17)]
    dues += [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 1)] * 4
    mixed = [dues[place * 7 % 40] for place in range(40)]
    made = {str(hand_in_another(session, case, registered_on=day_due_on(due)).id): due for due in mixed}
    session.commit()
    found = parts(official.get(DESK).text)
    assert list(found) == ["Due today", "Overdue", "Due later"]
    assert [len(rows) for rows in found.values()] == [12, 12, 16]
    assert {made[row] for row in found["Due today"]} == {TODAY}
    for part in ("Overdue", "Due later"):
        assert [made[row] for row in found[part]] == sorted(made[row] for row in found[part])
    assert max(made[row] for row in found["Overdue"]) < TODAY < min(made[row] for row in found["Due later"])


def test_an_extension_that_holds_moves_a_document_down(session: Session, case: Case, official: CheckedClient) -> None:
    kind = PetitionKind.APPEAL
    extended, running = (
        hand_in_another(session, case, registered_on=day_due_on(TODAY, kind), kind=kind) for _place in range(2)
    )
    tell(
        session, extended, SubmissionEvent.EXTENDED, date(2026, 11, 20), until=date(2026, 12, 21),
        notified_on=date(2026, 11, 20),
    )  # fmt: skip
    extended.state = SubmissionState.EXTENDED
    session.commit()
    page = official.get(DESK).text
    assert parts(page) == {"Due today": [str(running.id)], "Due later": [str(extended.id)]}
    assert "The answer is due on 21 December 2026." in page
    assert "Term extended" in page


def test_passing_on_starts_the_term_anew(session: Session, case: Case, official: CheckedClient) -> None:
    passed_on = hand_in_another(session, case, registered_on=day_due_on(TODAY))
    tell(session, passed_on, SubmissionEvent.FORWARDED, date(2026, 11, 20))
    passed_on.state = SubmissionState.FORWARDED
    session.commit()
    assert parts(official.get(DESK).text) == {"Due later": [str(passed_on.id)]}


def test_what_is_closed_stands_at_the_end_newest_first_and_cannot_be_ticked(
    session: Session, case: Case, official: CheckedClient
) -> None:
    waiting = hand_in_another(session, case, registered_on=day_due_on(TODAY))
    returned = []
    for day in (17, 19, 18):
        made = hand_in_another(session, case, registered_on=date(2026, 11, 16), number=f"Қ-{day}")
        tell(session, made, SubmissionEvent.RETURNED, date(2026, 11, day))
        made.state = SubmissionState.RETURNED
        returned.append(made)
    session.commit()
    page = official.get(DESK).text
    closed = page.partition("<h2>Answered, closed or passed on</h2>")[2]
    assert re.findall(r"Number: Қ-(\d\d)", closed) == ["19", "18", "17"]
    assert "Returned: 19 November 2026" in page
    assert f"choose-{returned[0].id}" not in page
    assert f'value="{waiting.id}"' not in page, "one alone needs no tick"


def test_a_number_is_found(official: CheckedClient, many: list[Submission]) -> None:
    page = official.get(f"{DESK}?number=жт-0042").text
    assert len(shown(page)) == 1
    assert "ЖТ-0042" in page
    assert "fits what you chose" in official.get(f"{DESK}?number=nothing").text


def test_the_list_is_narrowed_by_round_kind_and_state(session: Session, case: Case, official: CheckedClient) -> None:
    other = session.scalars(select(Round).where(Round.takes_complaints.is_(False))).first()
    assert other
    day = date(2026, 11, 18)
    plain = hand_in_another(session, case, registered_on=day)
    elsewhere = hand_in_another(session, case, registered_on=day, round_=other)
    appeal = hand_in_another(session, case, registered_on=day, kind=PetitionKind.APPEAL)
    new = hand_in_another(session, case, registered_on=day, state=SubmissionState.SUBMITTED)
    session.commit()
    asked = {
        f"round={other.slug}": [elsewhere],
        "kind=appeal": [appeal],
        "state=submitted": [new],
        "kind=complaint&state=registered": [plain, elsewhere],
        "kind=nonsense&state=draft": [plain, elsewhere, appeal, new],
    }
    for query, rows in asked.items():
        assert set(shown(official.get(f"{DESK}?{query}").text)) == {str(row.id) for row in rows}, query


def test_only_what_is_on_the_desk_is_offered(session: Session, case: Case, official: CheckedClient) -> None:
    for _place in range(4):
        hand_in_another(session, case, registered_on=date(2026, 11, 18))
    session.commit()
    page = official.get(DESK).text
    values = re.findall(r'<option (?:selected )?value="([^"]*)"', page)
    assert values == ["", "damu-bala-mangystau-2025-03", "", "complaint", "", "registered"]


def test_steps_to_other_pages_keep_what_is_chosen(official: CheckedClient, many: list[Submission]) -> None:
    page = html.unescape(official.get(f"{DESK}?kind=complaint&number=жт").text)
    [following] = re.findall(r'rel="next" href="([^"]+)"', page)
    assert "kind=complaint" in following
    assert "page=2" in following
    assert len(shown(official.get(following).text)) == 10
    assert '<option selected value="complaint">' in page
    assert f'href="{DESK}">Show all' in page


def test_all_of_a_page_are_ticked_by_a_link(official: CheckedClient, many: list[Submission]) -> None:
    assert official.get(DESK).text.count(" checked>") == 0
    assert official.get(f"{DESK}?mark=all").text.count(" checked>") == 50


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that the app sends meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_a_longer_list_asks_the_database_no_more_often(session: Session, case: Case, official: CheckedClient) -> None:
    numbers = []
    for wanted in (3, 30):
        while len(shown(official.get(DESK).text)) < wanted:
            made = hand_in_another(session, case, registered_on=date(2026, 11, 16))
            closed = hand_in_another(session, case, registered_on=date(2026, 11, 16))
            tell(session, closed, SubmissionEvent.RETURNED, date(2026, 11, 17))
            closed.state = SubmissionState.RETURNED
            tell(session, made, SubmissionEvent.REVIEW_STARTED, date(2026, 11, 17))
            session.commit()
        with counted(session) as asked:
            assert len(shown(official.get(DESK).text)) == wanted
        numbers.append(len(asked))
        assert not any("petition_versions.content" in statement for statement in asked), "thousands of rows unread"
    assert 0 < numbers[0] == numbers[1]


def test_a_foreign_desk_is_hidden_and_the_try_is_logged(
    submission: Submission, sign_in: Callable[..., CheckedClient]
) -> None:
    other = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim", email="curious@example.com")
    paths = [f"{submission.id}/{path}" for path in ("answer", f"answer/{new_id()}", f"files/{new_id()}")]
    paths += [f"answer-many?ids={submission.id}", f"{submission.id}/documents/public.ru.pdf"]
    with capture_logs() as logs:
        for path in paths:
            assert other.get(f"{DESK}{path}").status_code == 404, path
    refused = [entry for entry in logs if entry["event"] == "foreign_desk_refused"]
    assert [entry["submission"] for entry in refused] == [str(submission.id)] * len(paths)
    assert "curious" not in str(logs)


def test_a_list_has_nothing_of_another_authority(session: Session, case: Case, official: CheckedClient) -> None:
    akim = session.scalars(select(Authority).where(Authority.slug == "mangystau-akim")).one()
    theirs = hand_in_another(session, case, registered_on=date(2026, 11, 18), number="ӨЗГЕ-1", authority=akim)
    hand_in_another(session, case, registered_on=date(2026, 11, 18), number="БІЗДІКІ-1")
    session.commit()
    for page in (DESK, f"{DESK}?number=өзге", f"{DESK}?mark=all"):
        shown_page = official.get(page).text
        assert "Number: ӨЗГЕ-1" not in shown_page
        assert str(theirs.id) not in shown_page
