"""Who on paper is there already: the same person, perhaps, or somebody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaints.domain.paper import RowReason
from complaints.petitions.paper.importing.judging import Known, People, Verdict, name_key

ONLINE = Known(
    "7K2M-0001", "Әбдіқалықова Ғалия Һамитқызы", "130000, Ақтау қаласы, Өмірзақ көшесі, 1-үй", "iin-a", "tel-a"
)
ON_PAPER = Known("1/3", "Ким Ольга", "Актау, 14-29", None, "tel-b", (1, 3))
SOMEBODY = Known("2/1", "Өтеген Үміт", "Жаңаөзен, Ғарышкерлер, 3-үй", None, None, (2, 1))


@pytest.fixture
def people() -> People:
    made = People()
    for one in (ONLINE, ON_PAPER):
        made.add(one)
    return made


CASES = {
    "somebody else": ({}, None),
    "the same IIN": ({"iin": "iin-a"}, Verdict(RowReason.NUMBER_ONLINE, "7K2M-0001", is_sure=True)),
    "the same phone, another name": ({"phone": "tel-b"}, Verdict(RowReason.PHONE_ON_PAPER, "1/3", is_sure=False)),
    "the same phone and name": (
        {"phone": "tel-b", "full_name": "ОЛЬГА  Ким", "address": "?"},
        Verdict(RowReason.PHONE_ON_PAPER, "1/3", is_sure=True),
    ),
    "the same phone, another IIN": ({"phone": "tel-a", "iin": "iin-c"}, None),
    "the same name and address, typed without Kazakh letters": (
        {"full_name": "Абдикалыкова Галия Хамиткызы", "address": "Актау, Омирзак 1"},
        Verdict(RowReason.NAME_ONLINE, "7K2M-0001", is_sure=False),
    ),
    "the same name, the address written in another way": (
        {"full_name": ONLINE.full_name.upper(), "address": "Ақтау қ., Өмірзақ көшесі 1 үй"},
        Verdict(RowReason.NAME_ONLINE, "7K2M-0001", is_sure=False),
    ),
    "the same name elsewhere": ({"full_name": ONLINE.full_name, "address": "Жаңаөзен, Ғарышкерлер, 3-үй"}, None),
    "the same name and address, another IIN": (
        {"full_name": ONLINE.full_name, "address": ONLINE.address, "iin": "iin-c"}, None,
    ),
    "the same row of the same sheet": ({"place": (1, 3)}, Verdict(RowReason.SAME_PLACE, "1/3", is_sure=False)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_person_is_compared_by_number_then_name_then_place(people: People, case: str) -> None:
    differs, verdict = CASES[case]
    assert people.judge(replace(SOMEBODY, **differs)) == verdict  # type: ignore[arg-type]


def test_all_whom_a_row_may_repeat_are_told_but_not_more_than_five(people: People) -> None:
    for place in range(1, 9):
        people.add(replace(SOMEBODY, key=f"9/{place}", place=(9, place)))
    verdict = people.judge(SOMEBODY)
    assert verdict is not None
    assert verdict.twins == "9/1, 9/2, 9/3, 9/4, 9/5"


@pytest.mark.parametrize("typed", ["Өмірзақ Ғабит", "ғабит ӨМІРЗАҚ", "Омирзак Габит", " Өмірзақ,  Ғабит. "])
def test_a_name_is_the_same_in_any_order_and_with_any_keyboard(typed: str) -> None:
    assert name_key(typed) == name_key("Өмірзақ Ғабит")
