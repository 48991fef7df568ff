"""Reads the folder that mails are written to."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit


def read_mails(mail_url: str) -> list[EmailMessage]:
    """The mails in a `file://` folder, oldest first: their names are ids that sort by time."""
    paths = sorted(Path(urlsplit(mail_url).path).glob("*.eml"))
    return [read_mail(path) for path in paths]


def read_mail(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)  # type: ignore[arg-type]


def body_of(message: EmailMessage) -> str:
    """The plain text of a mail, with the line ends of this system."""
    text: str = message.get_content()
    return text.replace("\r\n", "\n")
