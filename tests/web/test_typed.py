"""What people type, read with good will and no more."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.web.cleaning import many_lines, one_line
from complaints.web.typed import Unreadable, parse_children, parse_email, parse_local_time, parse_phone

AQTAU = ZoneInfo("Asia/Aqtau")
MOMENT = datetime(2025, 3, 29, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-29T10:07",
        "2025-03-29 10:07",
        "29.03.2025 10:07",
        "29.3.2025 10:07",
        "29/03/2025, 10.07",
        "29-03-2025 10:07",
    ],
)
def test_a_time_is_read_as_people_write_it(text: str) -> None:
    assert parse_local_time(text, AQTAU) == MOMENT


@pytest.mark.parametrize(
    "text",
    [
        "", "29.03.2025", "10:07", "29.03.25 10:07", "29.13.2025 10:07", "31.04.2025 10:07", "29.03.2025 24:00",
        "29.03.1999 10:07", "0001-01-01T00:00", "2025-03-29T10:07Z", "2025-3-29T10:07", "29.03.2025 10:7",
        "٢٩.٠٣.٢٠٢٥ ١٠:٠٧",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_local_time(text, AQTAU)


def test_before_march_2024_the_east_of_the_country_had_another_time() -> None:
    almaty = ZoneInfo("Asia/Almaty")
    assert parse_local_time("29.02.2024 10:00", almaty) == datetime(2024, 2, 29, 4, tzinfo=UTC)
    assert parse_local_time("02.03.2024 10:00", almaty) == datetime(2024, 3, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "+", "звоните", "+7 (701) 000-00-0", "1" * 300, "+99870100000001"])
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_phone(text)


@pytest.mark.parametrize("text", ["a", "a@", "@example.com", "a@example", "a b@example.com", "ә@example.com"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_email(text)


def test_an_address_keeps_its_local_part_and_loses_the_case_of_its_domain() -> None:
    assert parse_email("Filer.One@Example.COM") == "Filer.One@example.com"


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("20", 20), ("07", 7)])
def test_children_are_counted_from_1_to_20(text: str, number: int) -> None:
    assert parse_children(text) == number


@pytest.mark.parametrize("text", ["", "0", "21", "-1", "1.5", "1e1", "٣", "100"])
def test_other_numbers_of_children_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_children(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Әсел\t Серікқызы \n", "Әсел Серікқызы"),
        ("а\x00б\x1bв\x7fг\x9b", "абвг"),
        ("\u202eтүр\u202c\u2066л\u2069і\u200f", "түрлі"),
        ("\ufeffтаза\u200b", "таза"),
        ("и\u0306од", "йод"),
        ("бір\u2028екі", "бір екі"),
        ("\u00a0", ""),
    ],
)
def test_one_line_has_nothing_invisible(text: str, cleaned: str) -> None:
    assert one_line(text) == cleaned


def test_lines_and_tabs_of_a_narrative_stay() -> None:
    assert many_lines("\r\nбір\r\nекі\rүш\u2029төрт\n\n\tбес \x0b\n") == "бір\nекі\nүш\nтөрт\n\n\tбес"


def test_families_and_flags_of_a_narrative_stay_whole() -> None:
    assert many_lines("👨‍👩‍👧 🇰🇿") == "👨‍👩‍👧 🇰🇿"
