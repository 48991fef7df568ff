"""Printed spare codes: ten random ones for the day the phone is lost, each good for one sign-in.

50 random bits in two groups; the row holds a keyed hash, so that a stolen dump opens nothing even to somebody with
time to guess.
"""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from complaints.cipher import Cipher
from complaints.domain.references import CROCKFORD

HOW_MANY: Final = 10
LENGTH: Final = 10
GROUP: Final = 5
READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    bare = "".join(secrets.choice(CROCKFORD) for _place in range(LENGTH))
    return f"{bare[:GROUP]}-{bare[GROUP:]}"


def hash_code(cipher: Cipher, account_id: UUID, typed: str) -> str:
    """What is kept of a code of this account, however it is typed: small letters, spaces, hyphens, O for 0."""
    bare = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(READ_AS)
    return cipher.blind_index("spare code", f"{account_id}:{bare}")
