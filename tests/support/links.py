"""The links that stand in mails."""

from __future__ import annotations

import re
from email.message import EmailMessage

from tests.support.mails import body_of


def link_in(message: EmailMessage, part: str) -> str:
    """The path of the one link with this part in it. Raises LookupError."""
    found = re.findall(rf"https?://[^/\s]+(/\S*{part}\S*)", body_of(message))
    if len(found) != 1:
        raise LookupError(part)
    return str(found[0])


def confirm_link(message: EmailMessage) -> str:
    return link_in(message, "/confirm/")


def lost_code_link(message: EmailMessage) -> str:
    return link_in(message, "/track/lost/")
