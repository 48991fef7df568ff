"""The form's token: random, signed, good for one round and one day. It is the idempotency key of the filing, and the
secret code derives from it; making one needs neither the database nor a cookie."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from itsdangerous import BadData, URLSafeSerializer

from complaints.cipher import Cipher
from complaints.domain import references

LIFETIME: Final = timedelta(days=1)
"""Our choice: long enough to finish in the evening what was begun in the morning."""


class BadToken(Exception):
    """Not a token of ours for this round."""


class ExpiredToken(Exception):
    """A token of ours, too old to file with; `token` is what was in it."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token


def new_token() -> str:
    """A fresh token, bare."""
    return secrets.token_urlsafe(24)


def sign_token(cipher: Cipher, round_slug: str, token: str, *, now: datetime) -> str:
    """A token as a form of this round carries it, good for a day from now. One that nothing was filed with may be
    signed again: what hangs on it stays where it is.
    """
    return _signer(cipher, round_slug).dumps([token, int(now.timestamp())])


def read_token(cipher: Cipher, round_slug: str, signed: str, *, now: datetime) -> str:
    """The bare token of a sent form. Raises BadToken, ExpiredToken."""
    try:
        token, made_at = _signer(cipher, round_slug).loads(signed)
    except (BadData, ValueError, TypeError) as error:
        raise BadToken from error
    if now.timestamp() - made_at > LIFETIME.total_seconds():
        raise ExpiredToken(token)
    return str(token)


def hash_token(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()


def code_of(cipher: Cipher, token: str) -> str:
    """The secret code that belongs to a token, in groups of four: always the same one."""
    return references.derive_code(cipher.derived_key("receipt code"), token)


def _signer(cipher: Cipher, round_slug: str) -> URLSafeSerializer:
    return URLSafeSerializer(cipher.derived_key("form token"), salt=f"complain:{round_slug}")
