"""What people type, read with good will: times, phones, e-mail addresses, numbers of children.

Shapes only; what follows from the values is in `domain.filing`. The sentences about what is wrong are in `forms`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from complaints.domain import moments
from complaints.domain.complaint import CHILDREN_MAX
from complaints.domain.errors import InvalidIdentifier, InvalidReference
from complaints.domain.identifiers import parse_bin, parse_iin
from complaints.domain.references import parse_code, parse_number

COUNTRY: Final = "KZ"
REACHABLE: Final = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
EMAIL_MAX: Final = 254


class Unreadable(ValueError):
    """The text does not mean what the field asks for."""


def parse_local_time(text: str, zone: ZoneInfo) -> datetime:
    """`YYYY-MM-DDTHH:MM` or `DD.MM.YYYY HH:MM`, a time of this zone, as aware UTC. Raises Unreadable."""
    try:
        return moments.read_moment(text, zone)
    except moments.Unreadable as error:
        raise Unreadable from error


def parse_phone(text: str) -> str:
    """A Kazakhstan number that a person can be called on, as `+7...` (E.164). Raises Unreadable.

    +7 is shared with Russia, so the region is asked for; toll-free and short numbers reach nobody.
    """
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise Unreadable from error
    is_kazakh = phonenumbers.is_valid_number_for_region(number, COUNTRY)
    if not is_kazakh or phonenumbers.number_type(number) not in REACHABLE:
        raise Unreadable
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def parse_email(text: str) -> str:
    """The address as it is written to, its domain in lower case. Whether the domain exists is not asked. Raises
    Unreadable."""
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Unreadable from error
    return found.ascii_email or found.normalized


def parse_children(text: str) -> int:
    """A number from 1 to 20. Raises Unreadable."""
    if not re.fullmatch(r"\d{1,2}", text, re.ASCII) or not 1 <= int(text) <= CHILDREN_MAX:
        raise Unreadable
    return int(text)


def _readable(parse: Callable[[str], str]) -> Callable[[str], str]:
    """A parser of the domain that raises Unreadable, whatever the reason."""

    def read(text: str) -> str:
        try:
            return parse(text)
        except (InvalidIdentifier, InvalidReference) as error:
            raise Unreadable from error

    return read


read_iin = _readable(parse_iin)
read_bin = _readable(parse_bin)
read_number = _readable(parse_number)
read_code = _readable(parse_code)
