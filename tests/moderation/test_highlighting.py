"""The highlighter against the marked corpus: how much it finds, how much it marks in vain, and what it never does.

`pytest -s` prints the tables. The thresholds are a little below what it reaches. One hand wrote rules and texts: real
texts will be found less well, and kinds with a few marks say little.
"""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
import yaml

from complaints.domain.moderation import PersonalData
from complaints.moderation.highlighting import find_personal_data
from tests.moderation.marked import CORPUS, read, score

RECALL = {"tuned": 0.97, "held_out": 0.93}
PRECISION = {"tuned": 0.94, "held_out": 0.9}
RECALL_OF_NAMES = {"tuned": 0.95, "held_out": 0.88}
RECALL_OF_A_KIND = 0.85
PRECISION_OF_A_KIND = 0.75


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_it_finds_nearly_all_personal_data_and_marks_little_else(part: str) -> None:
    texts = read(part)
    result = score(texts)
    print(f"\n{part}: {len(texts)} texts, {sum(not text.gold for text in texts)} without personal data")
    print(result.table())
    assert result.recall() >= RECALL[part]
    assert result.precision() >= PRECISION[part]
    assert result.recall(PersonalData.NAME) >= RECALL_OF_NAMES[part]
    for kind in PersonalData:
        assert result.recall(kind) >= RECALL_OF_A_KIND, kind
        assert result.precision(kind) >= PRECISION_OF_A_KIND, kind


def test_the_corpus_is_large_and_much_of_it_is_innocent() -> None:
    texts = [*read("tuned"), *read("held_out")]
    assert len(texts) >= 120
    assert sum(not text.gold for text in texts) >= 60
    assert {mark.kind for text in texts for mark in text.gold} == set(PersonalData)
    assert set(yaml.safe_load(CORPUS.read_text(encoding="utf-8"))) == {"tuned", "held_out"}


@pytest.mark.parametrize(
    "innocent",
    [
        "«Даму Бала» платформасы",
        "Маңғыстау облысы",
        "Абай облысында да солай болған",
        "28.03.2025 10:07",
        "3500 орын",
        "№122 бұйрық",
        "Мангистауская область, Каракиянский район",
        "2,1 млрд тенге за 2024 год",
    ],
)
def test_a_place_a_time_or_an_institution_is_no_personal_data(innocent: str) -> None:
    assert list(find_personal_data(innocent)) == []


def test_highlights_stand_in_order_and_apart_inside_the_text() -> None:
    for text in (*read("tuned"), *read("held_out")):
        found = find_personal_data(text.text)
        assert all(0 <= item.start < item.end <= len(text.text) for item in found)
        assert all(first.end <= second.start for first, second in pairwise(found))


def test_what_was_found_once_is_found_wherever_it_stands_again() -> None:
    text = "Менің атым Темирболат. Кейін ТЕМИРБОЛАТ тағы кірді, темирболатов емес."
    assert [text[item.start : item.end] for item in find_personal_data(text)][:2] == ["Темирболат", "ТЕМИРБОЛАТ"]


@pytest.mark.parametrize(
    "piece",
    ["а", "1 ", "А. ", "7(7", "a@", "a.", "«", "дом 1,", "көшесі ", "-", "1А,", "айгерим ", "паспорт ", "\xa0", "\n"],
)
def test_a_hostile_text_of_full_length_takes_no_time(piece: str) -> None:
    started = time.process_time()
    find_personal_data((piece * 5000)[:5000])
    assert time.process_time() - started < 2
