"""What is proposed for a petition, and what a freeze still needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaints import data
from complaints.domain.petition import (
    Draft,
    Missing,
    PetitionKind,
    ProposedNorm,
    missing_before_freeze,
    propose_demands,
    propose_norms,
)

COMPLETE = Draft(
    reviewing_body="mangystau-akim",
    challenged_body="mangystau-culture",
    languages=2,
    representative_name="Ахметов Ерлан Болатұлы",
    representative_address="130000, Ақтау қаласы",
    letter_dated_on=date(2026, 11, 23),
    demands=1,
    norms=1,
    complaints=1,
)


def test_norms_behind_most_grounds_come_first() -> None:
    norms = {"A": ["n1", "n2"], "B": ["n2", "n3"], "C": []}
    assert propose_norms(["A", "B", "C", "unknown", "A"], norms) == [
        ProposedNorm("n2", ("A", "B")),
        ProposedNorm("n1", ("A",)),
        ProposedNorm("n3", ("B",)),
    ]


def test_only_norms_read_in_the_law_are_proposed_for_any_ground() -> None:
    proposed = propose_norms(data.grounds(), data.printable_norms_of_grounds())
    assert proposed
    assert all(data.norms()[norm.norm_id].printable for norm in proposed)
    assert {"rules-122", "gov-voucher"}.isdisjoint(norm.norm_id for norm in proposed)


def test_demands_are_proposed_most_asked_first() -> None:
    counts = {"ANNUL_ROUND": 2, "REPEAT_ROUND": 5, "EXTRA_PLACES": 0, "NOTICE_RULE": 2}
    assert propose_demands(counts) == [("REPEAT_ROUND", 5), ("ANNUL_ROUND", 2), ("NOTICE_RULE", 2)]


def test_a_complete_draft_lacks_nothing() -> None:
    assert missing_before_freeze(COMPLETE) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"reviewing_body": None}, Missing.REVIEWING_BODY),
        ({"challenged_body": None}, Missing.CHALLENGED_BODY),
        ({"challenged_body": "mangystau-akim"}, Missing.SAME_BODY),
        ({"languages": 0}, Missing.LANGUAGES),
        ({"representative_name": "  "}, Missing.REPRESENTATIVE_NAME),
        ({"representative_address": ""}, Missing.REPRESENTATIVE_ADDRESS),
        ({"letter_dated_on": None}, Missing.LETTER_DATE),
        ({"demands": 0}, Missing.DEMANDS),
        ({"norms": 0}, Missing.NORMS),
        ({"complaints": 0}, Missing.COMPLAINTS),
    ],
)
def test_each_lack_is_named(change: dict[str, object], missing: Missing) -> None:
    assert missing_before_freeze(replace(COMPLETE, **change)) == [missing]


def test_lacks_come_in_the_order_of_the_page() -> None:
    empty = Draft(None, None, 0, "", "", None, 0, 0, 0)
    of_silence = {Missing.ABOUT_SUBMISSION, Missing.NOT_SILENT}
    assert missing_before_freeze(empty) == [lack for lack in Missing if lack not in {Missing.SAME_BODY, *of_silence}]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"about_submission": False, "is_complainable": False}, [Missing.ABOUT_SUBMISSION]),
        ({"is_complainable": False}, [Missing.NOT_SILENT]),
        ({"challenged_body": None}, [Missing.CHALLENGED_BODY]),
        ({"demands": 0}, []),
        ({"complaints": 0}, [Missing.COMPLAINTS]),
    ],
)
def test_a_complaint_to_the_superior_body_needs_what_was_not_answered(
    change: dict[str, object], missing: list[Missing]
) -> None:
    silent = replace(COMPLETE, kind=PetitionKind.SUPERIOR_COMPLAINT, about_submission=True, is_complainable=True)
    assert missing_before_freeze(silent) == []
    assert missing_before_freeze(replace(silent, **change)) == missing
