"""Outgoing mail, always by job: a mail server that is down delays mail and loses none.

Plain text in the recipient's language. Subjects carry no personal data and no topic; the context of a mail holds
numbers and links only; the address, and secrets such as the token of a link, are encrypted. By default mails become
files in a folder, by setting they go to an SMTP server.

Every mail stands in one of two sets: those that a person asked for or must have, and all others, which carry a link
that stops them. Whether an address stopped them is asked when a mail is sent, so that what is queued stops too.
"""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from complaints import stops
from complaints.cipher import Cipher
from complaints.jobs import JobContext, enqueue, job
from complaints.models.base import new_id
from complaints.models.jobs import Mail
from complaints.settings import Settings

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates" / "mail"
SMTP_TIMEOUT_SECONDS: Final = 20
FORGOTTEN: Final = b""
ALWAYS_SENT: Final = frozenset(
    {
        "codes_reset",
        "confirm_complaint",
        "confirm_email",
        "confirm_joining",
        "email_change_asked",
        "email_taken",
        "invitation_to_authority",
        "invitation_to_group",
        "invitation_to_site",
        "group_admitted",
        "group_declined",
        "group_request_received",
        "lost_code",
        "reset_password",
        "set_password",
    }
)
"""Confirmations and what a person asked for just now: a stop does not hold them back."""
STOPPABLE: Final = frozenset(
    {
        "agree_again",
        "chosen_for_petition",
        "complaint_accepted",
        "dead_jobs",
        "event_recorded",
        "group_request_waiting",
        "member_removed",
        "member_role_changed",
        "reminder",
        "response_recorded",
        "response_recorded_group",
        "response_recorded_official",
        "response_recorded_supporter",
        "term_moved",
    }
)
"""News that a person can do without. A template that is in neither set is sent as one of these."""
LONG_LINES: Final = SMTP.clone(max_line_length=900)
"""For headers: the library would encode a link that does not fit on a usual line, and no mail program reads it then."""
STOP_FOOTER: Final = "_stop"
log = structlog.get_logger()
# Plain text, not HTML: escaping would put entities into what people read.
_environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701


def queue_mail(
    session: Session,
    *,
    cipher: Cipher,
    to: str,
    template: str,
    lang: str,
    context: Mapping[str, str | int],
    now: datetime,
    secrets: Mapping[str, str] | None = None,
) -> UUID:
    """Queue one mail in the caller's transaction. `context` must hold no personal data; `secrets` are values for the
    template that open a door, kept encrypted until the mail is sent. Returns the mail's id.
    """
    mail_id = new_id()
    session.add(
        Mail(
            id=mail_id,
            to_enc=cipher.encrypt("mails", "to", mail_id, to),
            template=template,
            language=lang,
            context=dict(context),
            secrets_enc=cipher.encrypt("mails", "secrets", mail_id, json.dumps(dict(secrets))) if secrets else None,
            created_at=now,
        )
    )
    enqueue(session, "mail.send", {"mail_id": str(mail_id)}, now=now, key=f"mail:{mail_id}")
    return mail_id


@job("mail.send", waits_in_surge=True)
def send_mail(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Send one queued mail unless it was sent before or its address stopped such mails, then forget where it went.

    Raises what the transport raises, and the job is retried.
    """
    mail_id = UUID(payload["mail_id"])
    mail = context.session.get(Mail, mail_id)
    if mail is None or mail.sent_at is not None or mail.to_enc == FORGOTTEN:
        return
    to = context.cipher.decrypt("mails", "to", mail.id, mail.to_enc)
    if is_stoppable(mail.template) and stops.is_stopped(context.session, stops.index_of(context.cipher, to)):
        mail.secrets_enc, mail.to_enc = None, FORGOTTEN
        log.info("mail_held_back", id=str(mail_id), template=mail.template)
        return
    message = _message(context, mail, to)
    context.let_go()
    _deliver(context.settings, message)
    sent = context.session.get(Mail, mail_id)
    if sent is not None:  # else its person erased everything while it was on its way
        sent.sent_at, sent.secrets_enc, sent.to_enc = context.now, None, FORGOTTEN


def is_stoppable(template: str) -> bool:
    return template not in ALWAYS_SENT


def render(template: str, lang: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a mail template in one language. Raises jinja2 errors for a missing template or value."""
    text = _environment.get_template(f"{template}.{lang}.txt").render(**context)
    first, _, body = text.partition("\n")
    return first.removeprefix("Subject:").strip(), body.lstrip("\n")


def _message(context: JobContext, mail: Mail, to: str) -> EmailMessage:
    settings = context.settings
    values = {**mail.context, **_secrets_of(context, mail), "site": settings.public_url}
    subject, body = render(mail.template, mail.language, values)
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<{mail.id}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    if is_stoppable(mail.template):
        link = f"{settings.public_url}/{mail.language}/stop/{stops.token_of(context.cipher, to)}"
        message["List-Unsubscribe"] = f"<{link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        body += _environment.get_template(f"{STOP_FOOTER}.{mail.language}.txt").render(link=link)
    message.set_content(body, charset="utf-8", cte="8bit" if body.isascii() else "base64")
    message["Content-Language"] = mail.language  # after the content: setting that clears all Content- headers
    message.policy = LONG_LINES
    return message


def _secrets_of(context: JobContext, mail: Mail) -> dict[str, str]:
    if mail.secrets_enc is None:
        return {}
    kept: dict[str, str] = json.loads(context.cipher.decrypt("mails", "secrets", mail.id, mail.secrets_enc))
    return kept


def _deliver(settings: Settings, message: EmailMessage) -> None:
    url = urlsplit(settings.mail_url)
    if url.scheme == "file":
        _write_file(Path(url.path), message)
    else:
        _send_smtp(url, message)


def _write_file(folder: Path, message: EmailMessage) -> None:
    """One file per mail, named by its id: writing it again changes nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    partial = folder / f".{name}.partial"
    partial.write_bytes(message.as_bytes())
    partial.replace(folder / f"{name}.eml")


def _send_smtp(url: SplitResult, message: EmailMessage) -> None:
    """`smtp://[user:password@]host[:port]` (STARTTLS when a user is given) or `smtps://`."""
    host = url.hostname or "localhost"
    if url.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, url.port or 465, timeout=SMTP_TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(host, url.port or 25, timeout=SMTP_TIMEOUT_SECONDS)
    with connection:
        if url.username and url.scheme == "smtp":
            connection.starttls(context=ssl.create_default_context())
        if url.username:
            connection.login(unquote(url.username), unquote(url.password or ""))
        connection.send_message(message)
