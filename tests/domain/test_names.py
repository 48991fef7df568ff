"""Kazakh order and the Kazakh cases of people's names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from complaints.domain.names import ALPHABET, initials_and_surname, kazakh_ablative, kazakh_dative, kazakh_sort_key

EXAMPLES = list(csv.DictReader((Path(__file__).parent / "names_declension_kk.csv").open(encoding="utf-8")))
IN_CASE = {"dative": kazakh_dative, "ablative": kazakh_ablative}


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['case']} of {row['name']}")
def test_a_name_takes_the_expected_case(row: dict[str, str]) -> None:
    assert IN_CASE[row["case"]](row["name"]) == row["expected"]


@pytest.mark.parametrize(
    ("name", "dative", "ablative"),
    [
        ("Ғани", "Ғаниға", "Ғанидан"),
        ("Тоқаев", "Тоқаевқа", "Тоқаевтан"),
        ("Назарбаев", "Назарбаевқа", "Назарбаевтан"),
        ("Сүлейменов", "Сүлейменовке", "Сүлейменовтен"),
        ("Бектенов", "Бектеновке", "Бектеновтен"),
        ("Пушкин", "Пушкинге", "Пушкиннен"),
        ("Айгүл", "Айгүлге", "Айгүлден"),
        ("Нұрлан", "Нұрланға", "Нұрланнан"),
        ("Гоголь", "Гогольге", "Гогольден"),
        ("АХМЕТОВ ЕРЛАН БОЛАТҰЛЫ", "АХМЕТОВ ЕРЛАН БОЛАТҰЛЫна", "АХМЕТОВ ЕРЛАН БОЛАТҰЛЫнан"),
        ("Smith John", "Smith John", "Smith John"),
        ("", "", ""),
    ],
)
def test_harmony_and_the_last_letter_choose_the_suffix(name: str, dative: str, ablative: str) -> None:
    assert (kazakh_dative(name), kazakh_ablative(name)) == (dative, ablative)


def test_names_stand_in_kazakh_order() -> None:
    shuffled = [
        "Ярослав",
        "Іңкәр",
        "Ұлан",
        "Үміт",
        "Һәкім",
        "Ғани",
        "Гүлнар",
        "Әсел",
        "Асан",
        "Өмір",
        "Оразбек",
        "Қанат",
        "Кәрім",
    ]
    expected = [
        "Асан",
        "Әсел",
        "Гүлнар",
        "Ғани",
        "Кәрім",
        "Қанат",
        "Оразбек",
        "Өмір",
        "Ұлан",
        "Үміт",
        "Һәкім",
        "Іңкәр",
        "Ярослав",
    ]
    assert sorted(shuffled, key=kazakh_sort_key) == expected


def test_every_letter_of_the_alphabet_has_its_place() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 42
    assert sorted(ALPHABET.lower(), key=kazakh_sort_key) == list(ALPHABET.lower())


def test_a_space_comes_before_any_letter_and_digits_before_words() -> None:
    assert sorted(["Алиев Б", "Али Я", "7 мектеп", "Smith"], key=kazakh_sort_key) == [
        "7 мектеп",
        "Smith",
        "Али Я",
        "Алиев Б",
    ]


def test_case_decides_only_between_equals() -> None:
    assert sorted(["асан Б", "Асан А"], key=kazakh_sort_key) == ["Асан А", "асан Б"]
    assert kazakh_sort_key("асан") != kazakh_sort_key("Асан")


@pytest.mark.parametrize(
    ("full_name", "signature"),
    [
        ("Ахметов Ерлан Болатұлы", "Е. Б. Ахметов"),
        ("Ким Ольга", "О. Ким"),
        ("Әсел", "Әсел"),
        ("", ""),
    ],
)
def test_a_signature_has_initials_and_surname(full_name: str, signature: str) -> None:
    assert initials_and_surname(full_name) == signature
