"""What an encrypted field withstands: being copied elsewhere, being changed, a key being rotated out."""

from __future__ import annotations

import pytest

from complaints.cipher import CannotDecrypt, Cipher
from complaints.models.base import new_id
from complaints.settings import EncryptionKey

OLD = EncryptionKey("2025", b"o" * 32)
NEW = EncryptionKey("2026", b"n" * 32)
TEXT = "Әсем Ғалымқызы Өңіржанова"


def cipher(*keys: EncryptionKey, secret: str = "secret") -> Cipher:
    return Cipher(keys or (NEW,), secret)


def test_what_was_encrypted_is_read_back_for_the_same_row() -> None:
    row = new_id()
    sealed = cipher().encrypt("complaints", "full_name", row, TEXT)
    assert cipher().decrypt("complaints", "full_name", row, sealed) == TEXT
    assert "Әсем".encode() not in sealed


def test_the_same_text_never_looks_the_same() -> None:
    row = new_id()
    assert cipher().encrypt("t", "c", row, TEXT) != cipher().encrypt("t", "c", row, TEXT)


@pytest.mark.parametrize(
    ("table", "column", "same_row"),
    [("complaints", "phone", True), ("accounts", "full_name", True), ("complaints", "full_name", False)],
)
def test_a_value_copied_to_another_place_is_not_read(table: str, column: str, same_row: bool) -> None:
    row = new_id()
    sealed = cipher().encrypt("complaints", "full_name", row, TEXT)
    with pytest.raises(CannotDecrypt):
        cipher().decrypt(table, column, row if same_row else new_id(), sealed)


@pytest.mark.parametrize("position", [0, 5, 10, 20, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    row = new_id()
    sealed = bytearray(cipher().encrypt("t", "c", row, TEXT))
    sealed[position] ^= 1
    with pytest.raises(CannotDecrypt):
        cipher().decrypt("t", "c", row, bytes(sealed))


def test_after_a_rotation_old_values_are_read_and_new_ones_use_the_new_key() -> None:
    row = new_id()
    before = cipher(OLD).encrypt("t", "c", row, TEXT)
    both = cipher(NEW, OLD)
    assert both.decrypt("t", "c", row, before) == TEXT
    assert cipher(NEW).decrypt("t", "c", row, both.encrypt("t", "c", row, TEXT)) == TEXT


def test_without_its_key_a_value_is_not_read() -> None:
    row = new_id()
    with pytest.raises(CannotDecrypt):
        cipher(NEW).decrypt("t", "c", row, cipher(OLD).encrypt("t", "c", row, TEXT))


def test_a_blind_index_outlives_a_rotation_and_differs_by_purpose_and_secret() -> None:
    index = cipher(OLD).blind_index("iin", "910630201017")
    assert index == cipher(NEW, OLD).blind_index("iin", "910630201017")
    assert index != cipher(OLD).blind_index("bin", "910630201017")
    assert index != cipher(OLD, secret="another").blind_index("iin", "910630201017")
    assert index != cipher(OLD).blind_index("iin", "900101300018")
