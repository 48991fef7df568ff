"""Making accounts and their links, disabling them, ending sessions, resetting one-time codes. The caller commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import mail
from complaints.accounts import actions
from complaints.accounts.admin.logbook import note
from complaints.accounts.queries import email_of, find_by_email
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Duplicate, NotFound, Unsuitable
from complaints.models import Account, SpareCode


@dataclass(frozen=True)
class NewAccount:
    """Whom to let in. Officials need the authority, organisers may have the group."""

    email: str
    role: AccountRole
    language: str
    group_slug: str | None
    authority_slug: str | None


def create_account(session: Session, entry: NewAccount, *, cipher: Cipher, viewer: Viewer, now: datetime) -> str:
    """Make an account and mail its one-time link. Returns the link's token. Raises what accounts.create_account raises,
    Duplicate also when somebody else makes one for this address at the same moment.
    """
    try:
        with session.begin_nested():
            token = actions.create_account(session, cipher=cipher, now=now, **asdict(entry))
    except IntegrityError as error:
        raise Duplicate("email") from error
    account = find_by_email(session, entry.email, cipher=cipher)
    if account is None:
        raise NotFound("account")
    after = {"role": entry.role, "authority": entry.authority_slug, "group": entry.group_slug}
    _note(session, "account_invited", account, viewer, now, after={key: value for key, value in after.items() if value})
    _mail_link(session, account, token, cipher=cipher, now=now)
    return token


def renew_link(session: Session, account: Account, *, cipher: Cipher, viewer: Viewer, now: datetime) -> str:
    """Make and mail a new one-time link; the earlier ones stop working. Raises Unsuitable for a disabled account."""
    if account.disabled_at is not None:
        raise Unsuitable("disabled")
    token = actions.make_password_link(session, account_id=account.id, now=now)
    _note(session, "link_renewed", account, viewer, now, after={"deed": "link_renewed"})
    _mail_link(session, account, token, cipher=cipher, now=now)
    return token


def disable_account(session: Session, account: Account, *, viewer: Viewer, now: datetime) -> None:
    """Close an account: its sessions end and its mailed links are void.

    Raises Unsuitable for one's own: an operator would lock everybody out.
    """
    if account.id == viewer.account_id:
        raise Unsuitable("own_account")
    was = account.disabled_at is not None
    account.disabled_at = account.disabled_at or now
    actions.shut_out(session, account_id=account.id, now=now)
    _note(session, "account_disabled", account, viewer, now, before={"disabled": was}, after={"disabled": True})


def enable_account(session: Session, account: Account, *, viewer: Viewer, now: datetime) -> None:
    was = account.disabled_at is not None
    account.disabled_at = None
    _note(session, "account_enabled", account, viewer, now, before={"disabled": was}, after={"disabled": False})


def end_sessions(session: Session, account: Account, *, viewer: Viewer, now: datetime) -> None:
    """Sign the account out of every browser."""
    actions.end_all_sessions(session, account_id=account.id, now=now)
    _note(session, "sessions_ended", account, viewer, now, after={"deed": "sessions_ended"})


def reset_codes(session: Session, account: Account, *, cipher: Cipher, viewer: Viewer, now: datetime) -> bool:
    """For who lost the device and the spares: no one-time code is asked until a new device is set up.

    The sessions end and the person is told by mail. Whether there was anything to reset.
    """
    if account.totp_secret_enc is None:
        return False
    account.totp_secret_enc = account.totp_since = account.totp_last_used = None
    session.execute(delete(SpareCode).where(SpareCode.account_id == account.id))
    actions.end_all_sessions(session, account_id=account.id, now=now)
    _note(session, "codes_reset", account, viewer, now, before={"codes": True}, after={"codes": False})
    mail.queue_mail(
        session,
        cipher=cipher,
        to=email_of(account, cipher=cipher),
        template="codes_reset",
        lang=account.language,
        context={},
        now=now,
    )
    return True


def _note(
    session: Session,
    event: str,
    account: Account,
    viewer: Viewer,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    note(
        session,
        event,
        viewer=viewer,
        now=now,
        subject=Subject.ACCOUNT,
        key=account.id,
        before=before,
        after=after,
    )


def _mail_link(session: Session, account: Account, token: str, *, cipher: Cipher, now: datetime) -> None:
    mail.queue_mail(
        session,
        cipher=cipher,
        to=email_of(account, cipher=cipher),
        template="set_password",
        lang=account.language,
        context={"days": actions.LINK_LENGTH.days},
        secrets={"token": token},
        now=now,
    )
