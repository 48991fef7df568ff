"""Passwords: what a good one is, and how it is kept. Argon2id with the parameters of RFC 9106 for little memory.

The rules are our choice after NIST SP 800-63B: length counts, composition does not, and nothing expires.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from complaints.domain.errors import DomainError

SHORTEST: Final = 12
LONGEST: Final = 200
FEWEST_DIFFERENT: Final = 5
_hasher: Final = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
NOBODYS: Final = "$argon2id$v=19$m=65536,t=3,p=4$8VeIglK/GpTv0JzpkKDMFQ$NohHEadRiC3yrVE6vO7RLc8srk389JRIRLg42OnI+iw"
"""Made with the same parameters from a password thrown away: an unknown address takes as long as a known one."""


class PasswordFault(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_PLAIN = "too_plain"


class WeakPassword(DomainError):
    def __init__(self, fault: PasswordFault) -> None:
        super().__init__(fault)
        self.fault = fault


def find_fault(password: str) -> PasswordFault | None:
    """Why the password is not good enough, or None."""
    if len(password) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    return PasswordFault.TOO_PLAIN if len(set(password)) < FEWEST_DIFFERENT else None


def hash_password(password: str) -> str:
    """Raises WeakPassword."""
    if fault := find_fault(password):
        raise WeakPassword(fault)
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this password made the kept hash. Takes the same time where nothing is kept."""
    try:
        return _hasher.verify(kept or NOBODYS, password[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's and should be made anew."""
    return _hasher.check_needs_rehash(kept)
