"""The secret link of a group's calendar: derived, so that nothing is stored that opens it."""

from __future__ import annotations

import hmac
from base64 import b32encode
from hashlib import sha256
from typing import Final

from complaints.cipher import Cipher
from complaints.models.accounts import Group

TOKEN_BYTES: Final = 20


def token_of(group: Group, cipher: Cipher) -> str:
    """32 letters and figures, the same until the group's `calendar_turn` changes."""
    about = f"{group.id}:{group.calendar_turn}".encode()
    raw = hmac.new(cipher.derived_key("group calendar"), about, sha256).digest()[:TOKEN_BYTES]
    return b32encode(raw).decode().lower()


def opens(group: Group, token: str, cipher: Cipher) -> bool:
    return hmac.compare_digest(token.encode(), token_of(group, cipher).encode())
