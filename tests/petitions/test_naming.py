"""The case that is proposed for the name of whoever speaks for all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from complaints.domain.complaint import LetterLanguage
from complaints.petitions.naming import propose_from

HERE = Path(__file__).parent
KK, RU = LetterLanguage.KK, LetterLanguage.RU


def rows(path: Path, case: str) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [(row["name"], row["expected"]) for row in csv.DictReader(file) if row["case"] == case]


@pytest.mark.parametrize(("name", "expected"), rows(HERE / "names_declension_ru.csv", "genitive"))
def test_a_russian_letter_proposes_the_genitive(name: str, expected: str) -> None:
    assert propose_from(name, RU) == expected


@pytest.mark.parametrize(("name", "expected"), rows(HERE.parent / "domain" / "names_declension_kk.csv", "ablative"))
def test_a_kazakh_letter_proposes_the_ablative(name: str, expected: str) -> None:
    assert propose_from(name, KK) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ахметов Ерлан Болатұлы", "Ахметова Ерлана Болатұлы"),
        ("Жұмабай Әсел Маратқызы", "Жұмабай Әсел Маратқызы"),
        ("ИВАНОВ ИВАН ИВАНОВИЧ", "ИВАНОВА ИВАНА ИВАНОВИЧА"),
        ("Петрова-Водкина Анна Ильинична", "Петровой-Водкиной Анны Ильиничны"),
        ("  Иванова   Мария Петровна ", "Ивановой Марии Петровны"),
    ],
)
def test_names_of_other_shapes_are_declined_too(name: str, expected: str) -> None:
    assert propose_from(name, RU) == expected


@pytest.mark.parametrize("name", ["", "Ким Ольга", "Smith John Ivanovich", "Оразбек Ілияс", "Ли Анна Викторовна II"])
def test_the_nominative_stays_where_the_gender_or_the_script_cannot_be_told(name: str) -> None:
    assert propose_from(name, RU) == name
