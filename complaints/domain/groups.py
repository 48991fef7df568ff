"""A group that somebody asked for, how long its pieces may be, and the states of what leads into it."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Final

GROUP_NAME_MIN: Final = 3
GROUP_NAME_MAX: Final = 200
PURPOSE_MIN: Final = 20
PURPOSE_MAX: Final = 1000
REASON_MIN: Final = 10
REASON_MAX: Final = 500
SLUG_MAX: Final = 60
RESERVED_SLUGS: Final = frozenset({"new"})
"""Addresses below `groups/` that are pages of their own."""
NAMELESS: Final = "group"
LATIN: Final = str.maketrans(
    {
        "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
        "з": "z", "и": "i", "й": "i", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o",
        "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh",
        "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e",
        "ю": "yu", "я": "ya",
    }
)  # fmt: skip
"""Letter by letter, for links only. Our choice: readable, without marks above letters."""


class RequestState(StrEnum):
    """Where a request for a group stands. Declined ones carry the operator's reason."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    DECLINED = "declined"


class InvitationState(StrEnum):
    """What an invitation is worth at a moment. It follows from the times of its row."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Obstacle(StrEnum):
    """Why the account of the invited address cannot accept: an account has one role, an official one authority."""

    OTHER_ROLE = "other_role"
    OTHER_AUTHORITY = "other_authority"
    DISABLED = "disabled"


def state_of_invitation(
    *, accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> InvitationState:
    """The link works as long as it waits; at the minute it expires it does not any more."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.WAITING if now < expires_at else InvitationState.EXPIRED


def propose_slug(name: str, taken: frozenset[str] = frozenset()) -> str:
    """An address on the site for a name in Cyrillic or Latin letters, one that is not taken and no page of its own."""
    latin = name.casefold().translate(LATIN)
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:SLUG_MAX].strip("-") or NAMELESS
    proposed, number = slug, 1
    while proposed in taken or proposed in RESERVED_SLUGS:
        number += 1
        ending = f"-{number}"
        proposed = slug[: SLUG_MAX - len(ending)].rstrip("-") + ending
    return proposed
