"""IIN and BIN: twelve digits, a possible date, a known kind, and a check digit computed in up to two passes.

The seventh digit of an IIN gives sex and century (1, 2: 1800s; 3, 4: 1900s; 5, 6: 2000s); 0 is taken with a date of
any of them, since turning a person away is worse than keeping an odd number (our choice). In a BIN the fifth digit is
the kind of entity (4 resident, 5 non-resident, 6 joint sole proprietorship), the sixth the kind of unit (0 to 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from complaints.domain.errors import IdentifierFault, InvalidIdentifier

LENGTH: Final = 12
FIRST_PASS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_PASS: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES: Final = {"0": (1800, 1900, 2000), **{digit: (1800 + 100 * (int(digit) - 1 >> 1),) for digit in "123456"}}
_SIGNS_LEFT_OUT: Final = {ord(sign): None for sign in " \t\u00a0\u202f-"}


def parse_iin(text: str) -> str:
    """The twelve digits of an individual identification number. Raises InvalidIdentifier with the reason."""
    digits = _twelve_digits(text)
    if digits[6] not in CENTURIES:
        raise InvalidIdentifier(IdentifierFault.UNKNOWN_KIND)
    if not any(_is_date(century + int(digits[:2]), digits[2:4], digits[4:6]) for century in CENTURIES[digits[6]]):
        raise InvalidIdentifier(IdentifierFault.IMPOSSIBLE_DATE)
    return _checked(digits)


def parse_bin(text: str) -> str:
    """The twelve digits of a business identification number. Raises InvalidIdentifier with the reason."""
    digits = _twelve_digits(text)
    if not 1 <= int(digits[2:4]) <= 12:
        raise InvalidIdentifier(IdentifierFault.IMPOSSIBLE_DATE)
    if digits[4] not in "456" or digits[5] not in "01234":
        raise InvalidIdentifier(IdentifierFault.UNKNOWN_KIND)
    return _checked(digits)


def _twelve_digits(text: str) -> str:
    digits = text.translate(_SIGNS_LEFT_OUT)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise InvalidIdentifier(IdentifierFault.NOT_TWELVE_DIGITS)
    return digits


def _is_date(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True


def _checked(digits: str) -> str:
    if check_digit(digits[:11]) != int(digits[11]):
        raise InvalidIdentifier(IdentifierFault.WRONG_CHECK_DIGIT)
    return digits


def check_digit(digits: str) -> int | None:
    """The twelfth digit for the first eleven, or None when both passes give 10: such a number is never assigned."""
    for weights in (FIRST_PASS, SECOND_PASS):
        remainder = _weighted(digits, weights) % 11
        if remainder < 10:
            return remainder
    return None


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
