"""Signatures on paper: how sheets are numbered, what a row of one can be, and why it does not count."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

ROWS_A_SHEET: Final = 20
MOST_SHEETS: Final = 50
"""Sheets of one order. Our choice: a thousand rows, about what one person can carry round."""
LAST_SHEET: Final = 9_999
MOST_ROWS: Final = 5_000
"""Rows of one list that is brought back. Our choice."""
CELL_MAX: Final = 500
"""Signs in any cell: more is no name and no address."""


class PaperSource(StrEnum):
    FILE = "file"
    TYPED = "typed"


class PaperState(StrEnum):
    """Of a list of people: nothing of a waiting one counts, and an undone one leaves its totals only."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    UNDONE = "undone"


class RowState(StrEnum):
    """Of one row of such a list."""

    GOOD = "good"
    BAD = "bad"
    """It cannot be read."""
    REPEATED = "repeated"
    """The person stands there already, by IIN, or by phone and name."""
    ASKED = "asked"
    """Perhaps the person stands there already: somebody has to say."""
    SAME = "same"
    DIFFERENT = "different"


COUNTED: Final = frozenset({RowState.GOOD, RowState.DIFFERENT})
REJECTED: Final = frozenset({RowState.BAD, RowState.REPEATED, RowState.SAME})
ANSWERS: Final = frozenset({RowState.SAME, RowState.DIFFERENT})


class RowReason(StrEnum):
    """Why a row is bad, or whom it repeats: somebody on the site, or somebody on paper."""

    NO_SHEET = "no_sheet"
    NO_PLACE = "no_place"
    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_ADDRESS = "no_address"
    LONG_ADDRESS = "long_address"
    UNREADABLE_CONTACT = "unreadable_contact"
    UNREADABLE_DAY = "unreadable_day"
    DAY_BEFORE_TEXT = "day_before_text"
    DAY_TO_COME = "day_to_come"
    FORMULA = "formula"
    LONG_CELL = "long_cell"
    NUMBER_ONLINE = "number_online"
    NUMBER_ON_PAPER = "number_on_paper"
    PHONE_ONLINE = "phone_online"
    PHONE_ON_PAPER = "phone_on_paper"
    NAME_ONLINE = "name_online"
    NAME_ON_PAPER = "name_on_paper"
    SAME_PLACE = "same_place"


class ListFault(StrEnum):
    """Why a file cannot be read as a list at all."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    NOT_UNICODE = "not_unicode"
    BROKEN = "broken"
    OTHER_COLUMNS = "other_columns"
    TOO_MANY_ROWS = "too_many_rows"
