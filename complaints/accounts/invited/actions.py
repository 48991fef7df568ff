"""Accepting an invitation with a new account. The caller commits."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints import changes, invitations
from complaints.accounts import actions, passwords
from complaints.accounts.invited.queries import find_account
from complaints.cipher import Cipher
from complaints.domain.access import Viewer
from complaints.domain.changes import Subject
from complaints.domain.errors import Duplicate
from complaints.models import Account, Invitation, new_id

log = structlog.get_logger()


def accept_with_password(
    session: Session, invitation: Invitation, *, cipher: Cipher, password: str, now: datetime
) -> Account:
    """Make the account of the invited address, or open the one that has no password yet, and accept.

    Raises NotFound for an invitation that ended, Duplicate("email") when the address got an account meanwhile,
    Unsuitable for an account that cannot accept, WeakPassword.
    """
    password_hash = passwords.hash_password(password)
    invitations.claim(session, invitation, now=now)
    account = find_account(session, invitation)
    if account is None:
        account = _make_account(session, invitation, password_hash, cipher=cipher, now=now)
    elif account.password_hash is not None:
        raise Duplicate("email")
    invitations.accept(session, invitation, account, now=now)
    if account.password_hash is None:
        account.password_hash = password_hash
        actions.void_links(session, account_id=account.id, now=now)
    return account


def _make_account(
    session: Session, invitation: Invitation, password_hash: str, *, cipher: Cipher, now: datetime
) -> Account:
    account_id = new_id()
    account = Account(
        id=account_id,
        email_enc=cipher.encrypt("accounts", "email", account_id, invitations.address_of(invitation, cipher=cipher)),
        email_index=invitation.email_index,
        role=invitation.role,
        language=invitation.language,
        password_hash=password_hash,
        authority_id=invitation.authority_id,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:  # by another invitation, accepted at the same moment
        raise Duplicate("email") from error
    log.info("account_created", account=str(account_id), role=invitation.role.value)
    changes.record(
        session,
        viewer=Viewer(account_id, account.role),
        subject=Subject.ACCOUNT,
        key=str(account_id),
        before=None,
        after={"role": account.role, "invitation": invitation.id},
        now=now,
    )
    return account
