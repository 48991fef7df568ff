"""IIN and BIN: the samples, and why each bad one is bad."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from complaints.domain.errors import IdentifierFault, InvalidIdentifier
from complaints.domain.identifiers import check_digit, parse_bin, parse_iin

SAMPLES = list(csv.DictReader((Path(__file__).parent / "iin_bin_samples.csv").open(encoding="utf-8")))
PARSE = {"IIN": parse_iin, "BIN": parse_bin}


def with_check_digit(first_eleven: str) -> str:
    return f"{first_eleven}{check_digit(first_eleven)}"


@pytest.mark.parametrize("row", SAMPLES, ids=lambda row: f"{row['kind']} {row['number']}")
def test_a_sample_is_taken_or_refused(row: dict[str, str]) -> None:
    parse = PARSE[row["kind"]]
    if row["expected"] == "valid":
        assert parse(row["number"]) == row["number"]
        return
    with pytest.raises(InvalidIdentifier):
        parse(row["number"])


def test_spaces_and_hyphens_are_left_out() -> None:
    assert parse_iin(" 560412-101 010 ") == "560412101010"
    assert parse_bin("451240 002028") == "451240002028"


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", IdentifierFault.NOT_TWELVE_DIGITS),
        ("56041210101", IdentifierFault.NOT_TWELVE_DIGITS),
        ("٥٦٠٤١٢١٠١٠١٠", IdentifierFault.NOT_TWELVE_DIGITS),
        (with_check_digit("56043110101"), IdentifierFault.IMPOSSIBLE_DATE),
        (with_check_digit("01022930101"), IdentifierFault.IMPOSSIBLE_DATE),
        (with_check_digit("56041270101"), IdentifierFault.UNKNOWN_KIND),
        ("560412101011", IdentifierFault.WRONG_CHECK_DIGIT),
    ],
)
def test_an_iin_is_refused_for_its_reason(number: str, fault: IdentifierFault) -> None:
    with pytest.raises(InvalidIdentifier) as raised:
        parse_iin(number)
    assert raised.value.reason is fault


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("451340002028", IdentifierFault.IMPOSSIBLE_DATE),
        ("450040002028", IdentifierFault.IMPOSSIBLE_DATE),
        ("451290002020", IdentifierFault.UNKNOWN_KIND),
        ("451245002028", IdentifierFault.UNKNOWN_KIND),
        ("451240002029", IdentifierFault.WRONG_CHECK_DIGIT),
    ],
)
def test_a_bin_is_refused_for_its_reason(number: str, fault: IdentifierFault) -> None:
    with pytest.raises(InvalidIdentifier) as raised:
        parse_bin(number)
    assert raised.value.reason is fault


def test_the_leap_day_of_2000_is_a_date_and_that_of_1900_is_not() -> None:
    assert parse_iin(with_check_digit("00022950101"))
    with pytest.raises(InvalidIdentifier):
        parse_iin(with_check_digit("00022930101"))


def test_a_number_whose_both_passes_give_ten_has_no_check_digit() -> None:
    assert check_digit("45124000024") is None
