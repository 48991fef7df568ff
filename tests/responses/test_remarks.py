"""Remarks of both sides on a demand, the table of demands and answers, and the language of an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from complaints.domain.access import AccountRole
from complaints.domain.answering import language_fits
from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import RecordedBy
from complaints.models import PetitionVersion, Remark, Submission
from tests.responses.conftest import Case
from tests.responses.test_happenings import desk, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import filled_in

DOSSIER = "/en/rounds/damu-bala-mangystau-2025-03/"
KK, RU = LetterLanguage.KK, LetterLanguage.RU


def remark(client: CheckedClient, page: str, **texts: str) -> Any:
    values = filled_in(client.get(page).text, page).to_dict()
    return client.post(page, data={**values, **{f"remark_{code}": text for code, text in texts.items()}})


def kept(session: Session) -> list[Remark]:
    session.expire_all()
    return list(session.scalars(select(Remark).order_by(Remark.recorded_at, Remark.id)))


def matrix(client: CheckedClient) -> str:
    return text_of(client.get(DOSSIER).text.partition('id="demands"')[2])


def test_both_sides_remark_on_a_demand_and_everybody_reads_both(
    session: Session, client: CheckedClient, case: Case, organiser: CheckedClient, official: CheckedClient,
    submission: Submission,
) -> None:  # fmt: skip
    assert remark(organiser, f"{case.page}/remarks", REPEAT_ROUND="Жауап нақты емес.").status_code == 303
    assert remark(official, desk(submission) + "remarks", REPEAT_ROUND="Сәуірде өткізіледі.").status_code == 303
    assert [row.recorded_as for row in kept(session)] == [RecordedBy.ORGANISER, RecordedBy.OFFICIAL]
    shown = matrix(client)
    assert "Жауап нақты емес. Remark of the group" in shown
    assert "Сәуірде өткізіледі. Remark of the authority" in shown


def test_a_new_remark_takes_the_place_of_the_old_one_which_stays(
    session: Session, client: CheckedClient, case: Case, organiser: CheckedClient, submission: Submission
) -> None:
    assert submission
    for text in ("Бірінші.", "Екінші.", "Екінші."):
        remark(organiser, f"{case.page}/remarks", REPEAT_ROUND=text)
    assert [row.text for row in kept(session)] == ["Бірінші.", "Екінші."]
    shown = matrix(client)
    assert shown.index("Екінші.") < shown.index("Earlier remarks") < shown.index("Бірінші.")


def test_too_long_a_remark_is_kept_on_the_page_and_not_in_the_table(
    session: Session, case: Case, organiser: CheckedClient, submission: Submission
) -> None:
    assert submission
    answer = remark(organiser, f"{case.page}/remarks", REPEAT_ROUND="Ә" * 1001, PUBLISH_LOGS="Қысқа.")
    assert answer.status_code == 422
    assert "Shorten the text to 1,000 characters." in answer.text
    assert "Ә" * 1001 in answer.text
    assert "Қысқа." in answer.text
    assert kept(session) == []


def test_strangers_remark_on_nothing(
    case: Case, client: CheckedClient, submission: Submission, sign_in: Callable[..., CheckedClient]
) -> None:
    stranger = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim", email="other@example.com")
    assert stranger.get(desk(submission) + "remarks").status_code == 404
    assert "/account/sign-in" in client.get(f"{case.page}/remarks").location


def test_the_table_says_of_each_demand_when_what_was_answered_by_whose_record(
    client: CheckedClient, submission: Submission, answer: Callable[..., Any], report: Callable[..., Any]
) -> None:
    assert "No answer yet, due on 22 December 2026." in matrix(client)
    report(outcome_REPEAT_ROUND="evaded")
    answer(submission, outcome_REPEAT_ROUND="partly")
    shown = matrix(client)
    assert "23 November 2026: Evaded (recorded by the group)" in shown
    assert "23 November 2026: Partly met (recorded by the authority)" in shown


def test_the_table_says_since_when_silence_is_a_refusal(
    client: CheckedClient, clock: Clock, submission: Submission
) -> None:
    assert submission
    clock.set(datetime(2026, 12, 22, 6, tzinfo=UTC))
    assert "No answer yet, due on 22 December 2026." in matrix(client)
    clock.set(datetime(2026, 12, 23, 6, tzinfo=UTC))
    assert "No answer. Silence counts as a refusal since 23 December 2026." in matrix(client)


@pytest.mark.parametrize(
    ("answered", "letters", "fits"),
    [(KK, {RU}, True), (KK, {KK}, True), (RU, {RU}, True), (RU, {KK, RU}, True), (RU, {KK}, False)],
)
def test_an_answer_is_in_kazakh_or_in_the_language_of_the_appeal(
    answered: LetterLanguage, letters: set[LetterLanguage], *, fits: bool
) -> None:
    assert language_fits(answered, letters) is fits


@pytest.mark.parametrize(("language", "is_flagged"), [("kk", False), ("ru", True)])
def test_an_answer_in_another_language_is_flagged_wherever_it_is_shown(
    session: Session, client: CheckedClient, organiser: CheckedClient, official: CheckedClient, case: Case,
    submission: Submission, answer: Callable[..., Any], language: str, *, is_flagged: bool,
) -> None:  # fmt: skip
    version = session.get_one(PetitionVersion, case.version_id)
    version.content = {"kk": version.content["kk"]}
    flag_modified(version, "content")
    session.commit()
    answer(submission, language=language)
    for page in (client.get(DOSSIER), organiser.get(case.page), official.get(desk(submission))):
        assert ("What was handed in is not in this language." in page.text) is is_flagged, page.request.path
