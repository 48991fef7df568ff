"""Merging as the operator does it: choose, look, be sure, merge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.rounds import RoundState
from complaints.models import Change, Round, new_id
from tests.accounts.conftest import text_of
from tests.support.browserlike import CheckedClient
from tests.support.filings import EVIDENCE, ROUND, open_receipt, send
from tests.support.forms import fill_and_send, filled_in

ROUNDS = "/en/admin/rounds/"
MERGE = f"{ROUNDS}{ROUND}/merge"
TWIN, OTHER = "twin-of-mangystau", "damu-bala-turkistan-2025-03"


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR)


@pytest.fixture
def twin(session: Session) -> Round:
    names = {"name_kk": "Егіз айналым", "name_ru": "Двойник", "name_en": "The twin"}
    made = Round(
        id=new_id(),
        slug=TWIN,
        programme_slug="damu-bala",
        region_code="KZ-47",
        platform="",
        state=RoundState.CLOSED,
        **names,
    )
    session.add(made)
    session.commit()
    return made


def test_rounds_are_listed_and_found(operator: CheckedClient, twin: Round) -> None:
    assert "Merge into another" in operator.get(ROUNDS).text
    found = operator.get(ROUNDS, query_string={"q": "двойник"}).text
    assert TWIN in found
    assert ROUND not in found


def test_nothing_is_merged_before_it_was_looked_at_and_said_to_be_sure(
    operator: CheckedClient, client: CheckedClient, twin: Round, session: Session
) -> None:
    open_receipt(client, send(client, EVIDENCE))
    looked = fill_and_send(operator, MERGE, {"stays": TWIN, "is_sure": "y"})
    page = text_of(looked.text)
    assert looked.status_code == 200
    assert "What moves" in page
    assert "Complaints 1" in page
    assert "different programmes or regions" not in page
    fields = filled_in(looked.text, MERGE)
    fields.pop("is_sure", None)
    unsure = operator.post(MERGE, data=fields)
    assert unsure.status_code == 422
    assert "Compare both pages first" in unsure.text
    assert session.scalars(select(Change)).all() == []
    fields = filled_in(unsure.text, MERGE)
    fields["is_sure"] = "y"
    assert operator.post(MERGE, data=fields).location == ROUNDS
    session.expire_all()
    gone = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    assert gone.merged_into_id == twin.id
    assert twin.takes_complaints
    repeated = operator.post(MERGE, data=fields, follow_redirects=True)
    assert "This round was merged already" in repeated.text
    assert len(session.scalars(select(Change)).all()) == 2, "a double click merges once"
    assert "merged" in operator.get(ROUNDS).text


def test_another_region_is_warned_about(operator: CheckedClient) -> None:
    looked = fill_and_send(operator, MERGE, {"stays": OTHER})
    assert "These rounds are of different programmes or regions." in looked.text


def test_a_round_and_its_repetition_stay_two(operator: CheckedClient, twin: Round, session: Session) -> None:
    twin.repeats_id = session.scalars(select(Round.id).where(Round.slug == ROUND)).one()
    answer = fill_and_send(operator, MERGE, {"stays": TWIN})
    assert answer.status_code == 422
    assert "they are two registrations and stay two" in answer.text


def test_a_round_that_is_not_there_is_not_found(operator: CheckedClient) -> None:
    assert operator.get(f"{ROUNDS}none/merge").status_code == 404
