"""A search finds a word however its letters were typed."""

from __future__ import annotations

import pytest

from complaints.domain.folding import fold, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Қалмады", "калмады"),
        ("ӘҒҚҢӨҰҮҺІ", "агкноуухи"),
        ("Тiркеу", "Тіркеу"),
        ("ещё", "еще"),
        ("Балалар\u00a0 үйірмесі\n", "балалар уйирмеси"),
        ("й", "и\u0306"),
    ],
)
def test_the_same_word_typed_in_two_ways_is_folded_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_digits_and_punctuation() -> None:
    assert fold("В 10:07, «мест» НЕТ!") == "в 10:07, «мест» нет!"


def test_folding_twice_changes_nothing() -> None:
    once = fold("Хабарландыру Ёлка ҺӘМ Straße")
    assert fold(once) == once


def test_the_words_of_a_text_have_no_punctuation() -> None:
    assert words_of("— Мест, нет!.. (10:07)") == "мест нет 10 07"
