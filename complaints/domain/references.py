"""Complaint numbers and secret codes: Crockford's base32, written in groups of four.

A number is eight random characters. A code is 26 characters (130 bits) derived from the form's token with a server
key, so that a repeated submit shows the same one; only its hash is kept. What people type is read with good will.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from complaints.domain.errors import InvalidReference

CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH: Final = 8
CODE_LENGTH: Final = 26
BITS: Final = 5
_DASHES_AND_SPACES: Final = {ord(sign): None for sign in "-\u2010\u2011\u2012\u2013\u2014\u2212 \t\r\n\u00a0\u202f"}
# O for 0, I or L for 1, as Crockford says; then Cyrillic letters that look like ours, from a phone left in Kazakh.
_LOOKALIKES: Final = str.maketrans("OILОІАВЕКМНРСТХҮУ", "0110" + "1ABEKMHPCTXYY")


def new_number(random: bytes) -> str:
    """A number `XXXX-XXXX` from the first five of the caller's random bytes. Raises ValueError when they are fewer."""
    if len(random) < NUMBER_LENGTH * BITS // 8:
        raise ValueError("five random bytes are needed")
    return _grouped(_encode(random, NUMBER_LENGTH))


def parse_number(text: str) -> str:
    """The number as we print it. Raises InvalidReference."""
    return _grouped(_canonical(text, NUMBER_LENGTH))


def derive_code(key: bytes, token: str) -> str:
    """The secret code of a form's token, in groups of four: HMAC-SHA-256 under the server key, its first 130 bits."""
    return _grouped(_encode(hmac.digest(key, token.encode(), hashlib.sha256), CODE_LENGTH))


def parse_code(text: str) -> str:
    """The 26 characters of a typed code, without hyphens. Raises InvalidReference."""
    return _canonical(text, CODE_LENGTH)


def hash_code(code: str) -> str:
    """SHA-256 of the code in hex, however it was typed. 130 random bits need no salt. Raises InvalidReference."""
    return hashlib.sha256(parse_code(code).encode()).hexdigest()


def _encode(data: bytes, length: int) -> str:
    number = int.from_bytes(data, "big") >> (len(data) * 8 - length * BITS)
    return "".join(CROCKFORD[number >> BITS * place & 31] for place in reversed(range(length)))


def _canonical(text: str, length: int) -> str:
    bare = text.translate(_DASHES_AND_SPACES).upper().translate(_LOOKALIKES)
    if len(bare) != length or not set(bare) <= set(CROCKFORD):
        raise InvalidReference
    return bare


def _grouped(bare: str) -> str:
    return "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))
