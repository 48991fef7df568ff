"""Numbers and codes: what we print, what we read from a typing hand, what we refuse."""

from __future__ import annotations

import pytest

from complaints.domain.errors import InvalidReference
from complaints.domain.references import CROCKFORD, derive_code, hash_code, new_number, parse_code, parse_number


@pytest.mark.parametrize(
    ("random", "number"),
    [
        (bytes(5), "0000-0000"),
        (b"\xff" * 5, "ZZZZ-ZZZZ"),
        (b"\x00\x44\x32\x14\xc7", "0123-4567"),
        (bytes(16), "0000-0000"),
    ],
)
def test_a_number_is_eight_characters_of_the_random_bytes(random: bytes, number: str) -> None:
    assert new_number(random) == number


def test_too_few_random_bytes_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="five"):
        new_number(bytes(4))


@pytest.mark.parametrize(
    "typed", ["7K3M-0119", "7k3m0119", " 7K3M 0119 ", "7K3M–OIL9", "7k3m-oil9", "7К3М-О119", "7\u00a0K3M\u202f0119"]
)
def test_a_number_is_read_with_good_will(typed: str) -> None:
    assert parse_number(typed) == "7K3M-0119"


@pytest.mark.parametrize("typed", ["", "7K3M-011", "7K3M-01199", "7K3M-011U", "7K3M-011*", "7K3M-011Ж"])
def test_what_cannot_be_a_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidReference):
        parse_number(typed)


def test_a_code_has_130_bits_in_groups_of_four() -> None:
    code = derive_code(b"server key", "token of a form")
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 4, 4, 2]
    assert set(code) <= {*CROCKFORD, "-"}


def test_a_code_depends_on_the_token_and_the_key_alone() -> None:
    assert derive_code(b"key", "token") == derive_code(b"key", "token")
    assert len({derive_code(b"key", "token"), derive_code(b"key", "other"), derive_code(b"yek", "token")}) == 3


def test_a_code_is_hashed_alike_however_it_was_typed() -> None:
    code = derive_code(b"key", "token")
    assert hash_code(code) == hash_code(code.lower().replace("-", " ")) == hash_code(parse_code(code))
    assert len(hash_code(code)) == 64
    with pytest.raises(InvalidReference):
        hash_code(code[:-1])
