"""The list of rounds: fifty a page in a stable order, found by words of the name or by the region, in any language."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from complaints.domain.rounds import RoundState
from complaints.models import Round, new_id
from tests.support.browserlike import CheckedClient


@pytest.fixture
def many(session: Session) -> list[str]:
    """Fifty-five rounds that only their names tell apart."""
    slugs = [f"round-{number:02}" for number in range(55)]
    session.add_all(
        Round(
            id=new_id(), slug=slug, programme_slug="damu-bala", region_code="KZ-47", name_kk="Бір кезең",
            name_ru=f"Проба {slug}", name_en="One round", platform="", state=RoundState.CLOSED,
        )
        for slug in slugs
    )  # fmt: skip
    session.commit()
    return slugs


def shown(page: str) -> list[str]:
    return re.findall(r'/rounds/(round-\d\d)/"', page)


def test_each_round_stands_on_one_of_the_pages(client: CheckedClient, many: list[str]) -> None:
    pages = [client.get(f"/ru/rounds/?words=проба&page={number}").text for number in (1, 2)]
    assert [len(shown(page)) for page in pages] == [50, 5]
    assert sorted(shown(pages[0]) + shown(pages[1])) == many
    assert client.get("/ru/rounds/?words=проба&page=77").text.count("/rounds/round-") == 5
    assert client.get("/ru/rounds/?page=x").status_code == 200


@pytest.mark.parametrize("words", ["ПРОБА round-07", "бір round-07", "round-07 маңғыстау", "Mangystau round-07"])
def test_a_round_is_found_by_words_in_any_case_and_language(client: CheckedClient, many: list[str], words: str) -> None:
    assert shown(client.get("/en/rounds/", query_string={"words": words}).text) == ["round-07"]


@pytest.mark.parametrize("words", ["ешқайда", "%", "_", "<b>", "round-07 ешқайда"])
def test_what_is_not_there_is_said_to_be_not_there(client: CheckedClient, many: list[str], words: str) -> None:
    page = client.get("/en/rounds/", query_string={"words": words})
    assert page.status_code == 200
    assert shown(page.text) == []
    assert "No round has these words" in page.text


def test_a_dossier_stands_beside_twenty_rounds_and_a_region_shows_fifty(client: CheckedClient, many: list[str]) -> None:
    beside = client.get("/en/rounds/round-30/").text.partition("Beside other rounds")[2]
    assert len(set(shown(beside))) <= 19
    region = client.get("/en/regions/mangystau/").text
    assert len(set(shown(region))) <= 50
    assert "All rounds of this region" in region
