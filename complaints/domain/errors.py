"""What can go wrong by the rules.

Each error carries data; the sentence is made at the edge, in the reader's language.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class DomainError(Exception):
    """The parent of all errors of the rules."""


class NotFound(DomainError):
    """There is no such thing, or this viewer may not learn that there is."""

    def __init__(self, what: str = "", key: str = "") -> None:
        super().__init__(what, key)
        self.what = what
        self.key = key


class Forbidden(DomainError):
    """The viewer may not do this."""


class InvalidReference(DomainError):
    """A typed number or code cannot be one of ours."""


class IdentifierFault(StrEnum):
    """Why a typed IIN or BIN cannot be right."""

    NOT_TWELVE_DIGITS = "not_twelve_digits"
    IMPOSSIBLE_DATE = "impossible_date"
    UNKNOWN_KIND = "unknown_kind"
    WRONG_CHECK_DIGIT = "wrong_check_digit"


class InvalidIdentifier(DomainError):
    """An IIN or BIN that was never assigned."""

    def __init__(self, reason: IdentifierFault) -> None:
        super().__init__(reason)
        self.reason = reason


class IllegalStep(DomainError):
    """The event cannot happen in this state."""

    def __init__(self, state: StrEnum, event: StrEnum) -> None:
        super().__init__(state, event)
        self.state = state
        self.event = event


class StaleVersion(DomainError):
    """Somebody else saved first. `current` is the number of the edit that stands now."""

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


class TooLate(DomainError):
    """The deed was possible until the collective complaint was handed in."""


class SomebodyLeft(DomainError):
    """A person in this frozen version withdrew or stepped out: it must be frozen anew before it names people again."""


class NotReady(DomainError):
    """A deed needs more before it can be done; `missing` names what, in the order of the page."""

    def __init__(self, missing: tuple[StrEnum, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class UnknownRule(DomainError):
    """No deadline rule has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Duplicate(DomainError):
    """There is one already; `what` names the value that must be the only one of its kind."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Unsuitable(DomainError):
    """The parts do not go together; `what` names the one that does not fit."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TooManyTries(DomainError):
    """Tried too often; the next try is heard from `again_at` on (aware UTC)."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


class RoundMerged(DomainError):
    """The round is one with another, which has taken over everything; `slug` is that one's."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class TooManyOpen(DomainError):
    """As many wait for an answer as may wait, `most`: one must be answered or ended first."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class AlreadyEnded(DomainError):
    """Something was answered, returned or withdrawn meanwhile; `keys` name which."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(keys)
        self.keys = keys
