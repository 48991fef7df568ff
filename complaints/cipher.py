"""Encryption of people's data, field by field: AES-256-GCM with a ring of keys, and keyed blind indexes.

The associated data of each ciphertext is table, column and row, so a value copied into another row or column does not
decrypt. The first key of the ring encrypts; every key decrypts, which is what makes rotation possible. Keys for
blind indexes and secret codes derive from SECRET_KEY, so rotating the ring leaves them as they are.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from complaints.settings import EncryptionKey

NONCE_BYTES: Final = 12
SEPARATOR: Final = b"."


class CannotDecrypt(Exception):
    """The ciphertext was made with a key that is not in the ring, for another row or column, or was changed."""


class Cipher:
    """Encrypts and indexes with the keys of one installation."""

    def __init__(self, keys: tuple[EncryptionKey, ...], secret_key: str) -> None:
        if not keys:
            raise ValueError("no encryption key")
        self._newest = keys[0].key_id
        self._ring = {key.key_id: AESGCM(key.secret) for key in keys}
        self._secret = secret_key.encode()
        self._derived: dict[str, bytes] = {}

    def encrypt(self, table: str, column: str, row_id: UUID, text: str) -> bytes:
        """The text as `key id . nonce ciphertext`, readable only for this table, column and row."""
        return self.encrypt_bytes(table, column, row_id, text.encode())

    def decrypt(self, table: str, column: str, row_id: UUID, data: bytes) -> str:
        """The text encrypted for this table, column and row. Raises CannotDecrypt."""
        return self.decrypt_bytes(table, column, row_id, data).decode()

    def encrypt_bytes(self, table: str, column: str, row_id: UUID, data: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ring[self._newest].encrypt(nonce, data, _associated(table, column, row_id))
        return self._newest.encode() + SEPARATOR + nonce + sealed

    def decrypt_bytes(self, table: str, column: str, row_id: UUID, data: bytes) -> bytes:
        key_id, _, rest = data.partition(SEPARATOR)
        box = self._ring.get(key_id.decode("ascii", "replace"))
        if box is None:
            raise CannotDecrypt(table, column, row_id)
        try:
            return box.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], _associated(table, column, row_id))
        except InvalidTag as error:
            raise CannotDecrypt(table, column, row_id) from error

    def blind_index(self, purpose: str, value: str) -> str:
        """64 hex characters, equal for equal values of one purpose. Keyed: an unsalted hash of an IIN falls in
        minutes."""
        return hmac.new(self.derived_key(f"index:{purpose}"), value.encode(), sha256).hexdigest()

    def derived_key(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, the same as long as SECRET_KEY is. Encryption keys may rotate freely."""
        if purpose not in self._derived:
            key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._secret)
            self._derived[purpose] = key
        return self._derived[purpose]


def _associated(table: str, column: str, row_id: UUID) -> bytes:
    return f"{table}|{column}|{row_id}".encode()
