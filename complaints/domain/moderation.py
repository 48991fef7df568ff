"""What a moderator decides about a text that its writer agreed to publish, and why: codes, never prose."""

from __future__ import annotations

from enum import StrEnum


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
