"""Each kind of document has its own term, in the wording of its day, with the days off that an operator put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.petition import PetitionKind
from complaints.models import DayOverride, Submission
from tests.responses.conftest import Case
from tests.support.browserlike import CheckedClient


def described(session: Session, organiser: CheckedClient, case: Case, submission: Submission) -> str:
    session.commit()
    return organiser.get(case.page).text


@pytest.mark.parametrize(
    ("kind", "due", "length", "law", "silence"),
    [
        (PetitionKind.COMPLAINT, "22 December 2026", "20 working days", "article 99", True),
        (PetitionKind.APPEAL, "14 December 2026", "15 working days", "article 76", True),
        (PetitionKind.SUPERIOR_COMPLAINT, "22 December 2026", "20 working days", "article 99", True),
        (PetitionKind.INFORMATION_REQUEST, "8 December 2026", "15 calendar days", "article 11", False),
    ],
)
def test_the_term_follows_the_kind(
    session: Session,
    organiser: CheckedClient,
    case: Case,
    submission: Submission,
    kind: PetitionKind,
    due: str,
    length: str,
    law: str,
    silence: bool,
) -> None:
    submission.version.petition.kind = kind
    page = described(session, organiser, case, submission)
    assert due in page
    assert f"The term is {length}" in page
    assert law in page
    assert ("Silence past the term counts as a refusal" in page) is silence


def test_a_day_off_of_the_operator_moves_the_last_day(
    session: Session, organiser: CheckedClient, case: Case, submission: Submission, clock: Any
) -> None:
    session.add(
        DayOverride(
            day=date(2026, 12, 1), is_working=False, name_kk="Демалыс", name_ru="Выходной", name_en="Extra day off",
            decree="№ 1", recorded_at=clock.now,
        )
    )  # fmt: skip
    page = described(session, organiser, case, submission)
    assert "23 December 2026" in page
    assert "1 December 2026: Extra day off" in page


def test_a_hand_over_on_such_a_day_is_registered_on_the_next_working_day(
    session: Session, case: Case, hand_in: Callable[..., Any], clock: Any
) -> None:
    session.add(
        DayOverride(
            day=date(2026, 11, 20),
            is_working=False,
            name_kk="Демалыс",
            name_ru="Выходной",
            decree="№ 1",
            recorded_at=clock.now,
        )
    )
    session.commit()
    assert hand_in(handed_in_on="2026-11-20").status_code == 303
    assert session.scalars(select(Submission)).one().registered_on == date(2026, 11, 23)


def test_what_was_not_final_yet_cannot_have_been_handed_in(case: Case, hand_in: Callable[..., Any]) -> None:
    answer = hand_in(handed_in_on="2026-10-19")
    assert answer.status_code == 422
    assert "The text became final on 20 October 2026" in answer.text
    assert hand_in(handed_in_on="2026-10-20").status_code == 303
