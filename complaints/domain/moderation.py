"""What a moderator decides about a text that its writer agreed to publish, and why: codes, never prose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from complaints.domain.errors import DomainError


class TextState(StrEnum):
    """Nothing is public before it is released."""

    WAITING = "waiting"
    RELEASED = "released"
    HELD = "held"


class Decision(StrEnum):
    """`blank` releases the text with words blanked out; a moderator never changes a word."""

    RELEASE = "release"
    BLANK = "blank"
    HOLD = "hold"


class Reason(StrEnum):
    """Why words were blanked out or a text is held. Our choice; the filer and the public figures see it."""

    PERSONAL_DATA = "personal_data"
    CHILD_NAMED = "child_named"
    ACCUSATION = "accusation"
    """A named person is accused."""
    INSULT = "insult"
    THREAT = "threat"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    NOT_READABLE = "not_readable"


class LikenessKind(StrEnum):
    """Why two complaints may be one."""

    SAME_PERSON = "same_person"
    """The same keyed hash of IIN or BIN."""
    SAME_TEXT = "same_text"


class LikenessState(StrEnum):
    OPEN = "open"
    JOINED = "joined"
    DISMISSED = "dismissed"


class PersonalData(StrEnum):
    """What a moderator is shown in a text, because it may lead to a person."""

    NAME = "name"
    IIN = "iin"
    """IIN or BIN, also one with a mistake."""
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    """A name in a messenger or a social network."""
    LINK = "link"
    ADDRESS = "address"
    SCHOOL = "school"
    """A school or kindergarten with its number or name, or a class with its letter."""
    DOCUMENT = "document"
    """A number of a paper, an account, a card, an application or a car."""
    BIRTH_DATE = "birth_date"


class TakenByAnother(DomainError):
    """Another moderator has the text until then (aware UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class WordsNotFound(DomainError):
    """These words do not stand in the text."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(words)
        self.words = words
