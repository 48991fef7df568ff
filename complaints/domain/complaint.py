"""A complaint's closed sets, its longest fields, and whether it comes late."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from complaints.domain.deadlines import add_months

NARRATIVE_MAX: Final = 5000
NAME_MAX: Final = 200
ADDRESS_MAX: Final = 300
CHILDREN_MAX: Final = 20
WINDOW_MONTHS: Final = 3


class Role(StrEnum):
    PARENT = "parent"
    PROVIDER = "provider"


class Mode(StrEnum):
    """Formal complaints name the person, because anonymous appeals are not considered (Code art.

    88); evidence ones do not.
    """

    EVIDENCE = "evidence"
    FORMAL = "formal"


class LearnedFrom(StrEnum):
    OFFICIAL_SITE = "official_site"
    SOCIAL_NETWORK = "social_network"
    MESSENGER = "messenger"
    SCHOOL = "school"
    PROVIDER = "provider"
    MEDIA = "media"
    ACQUAINTANCE = "acquaintance"
    OTHER = "other"


class ScreenResult(StrEnum):
    GOT_PLACE = "got_place"
    NO_PLACES = "no_places"
    ERROR = "error"
    QUEUE = "queue"
    COULD_NOT_SIGN_IN = "could_not_sign_in"
    DID_NOT_TRY = "did_not_try"


class LetterLanguage(StrEnum):
    KK = "kk"
    RU = "ru"


class ConfirmedBy(StrEnum):
    """How the person behind a formal complaint was reached."""

    MAIL_LINK = "mail_link"
    CALL = "call"
    PAPER = "paper"
    """A signature on paper that a member of the group holds."""


class OwnKind(StrEnum):
    """What the filer sent to the authority alone; each has its own term."""

    COMPLAINT = "complaint"
    APPEAL = "appeal"


class LinkPurpose(StrEnum):
    """What a mailed link is good for."""

    CONFIRM = "confirm"
    RECOVER = "recover"
    JOIN = "join"
    """To confirm that one agrees to a collective complaint without an own complaint."""
    AGREE = "agree"
    """To agree to a later text of what one joined."""


class LookedAt(StrEnum):
    """What of a person a member of a group, or an official, looked at."""

    PHONE = "phone"
    OFFICIAL_FILE = "official_file"
    """The official copy of a frozen version was downloaded: it names everybody in it."""


class Departure(StrEnum):
    """How a complaint left the figures."""

    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    JOINED = "joined"


def last_day_in_time(learned_on: date) -> date:
    """The last day of the three months to complain (Code art.

    92). Not moved when it is a day off: the statute has no such rule.
    """
    return add_months(learned_on, WINDOW_MONTHS)


def is_late(learned_on: date, filed_on: date) -> bool:
    """Whether the three months had passed. A late complaint is taken and marked, never refused (Code art. 92)."""
    return filed_on > learned_on and filed_on > last_day_in_time(learned_on)
