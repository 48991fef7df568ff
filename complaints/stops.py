"""Stopping mail: one person, one stop for an address, whatever the address is used for here.

The link in a mail carries a token made of the address's keyed index and a signature, so it needs no row, opens
nothing else, shows no address, and works as long as SECRET_KEY stays. A row exists only for who stopped.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.domain.errors import NotFound
from complaints.models.jobs import MailStop

INDEX_BYTES: Final = 32
MARK_BYTES: Final = 16
TOKEN_LENGTH: Final = 64


def index_of(cipher: Cipher, address: str) -> str:
    """The blind index of an address for stopping, whatever the case of its letters."""
    return cipher.blind_index("mail stop", address.strip().casefold())


def token_of(cipher: Cipher, address: str) -> str:
    """What the stop link of an address carries: always the same 64 characters."""
    index = bytes.fromhex(index_of(cipher, address))
    return urlsafe_b64encode(index + _mark(cipher, index)).decode()


def read_token(cipher: Cipher, token: str) -> str:
    """The index of the address that the token belongs to. Raises NotFound for one that is not ours."""
    try:
        raw = urlsafe_b64decode(token) if len(token) == TOKEN_LENGTH and token.isascii() else b""
    except ValueError:
        raw = b""
    index, mark = raw[:INDEX_BYTES], raw[INDEX_BYTES:]
    if not hmac.compare_digest(mark, _mark(cipher, index)):
        raise NotFound("stop link")
    return index.hex()


def is_stopped(session: Session, address_index: str) -> bool:
    return session.get(MailStop, address_index) is not None


def stop(session: Session, address_index: str, *, now: datetime) -> None:
    """No more mail to this address but what is asked for or must be had. Pressed twice, it is stopped once."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    noted = insert(MailStop).values(address_index=address_index, stopped_at=now)
    session.execute(noted.on_conflict_do_nothing(index_elements=["address_index"]))


def start_again(session: Session, address_index: str) -> None:
    """Mail as before."""
    session.execute(delete(MailStop).where(MailStop.address_index == address_index))


def _mark(cipher: Cipher, index: bytes) -> bytes:
    return hmac.new(cipher.derived_key("stop link"), index, sha256).digest()[:MARK_BYTES]
