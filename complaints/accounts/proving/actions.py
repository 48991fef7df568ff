"""Checking again who somebody is, under the limits of accounts/tries.py. The caller commits."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.accounts import passwords, tries
from complaints.accounts.codes.actions import accept_code
from complaints.accounts.entering.actions import count_code, forget_codes
from complaints.cipher import Cipher
from complaints.models import Account

log = structlog.get_logger()


class Proof(StrEnum):
    """What the check found."""

    GIVEN = "given"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    WRONG_CODE = "wrong_code"


def begin_proof(session: Session, account: Account, *, cipher: Cipher, now: datetime) -> None:
    """Count a try; commit it before the check. Raises TooManyTries."""
    tries.count(session, cipher, tries.BY_PROOF, str(account.id), tries.TRIES_OF_ONE_ACCOUNT, now=now)
    if account.totp_since is not None:
        count_code(session, account.id, cipher=cipher, now=now)


def finish_proof(
    session: Session, account: Account, *, password: str, code: str | None, cipher: Cipher, now: datetime
) -> Proof:
    """The code is used up only behind a right password."""
    if not passwords.matches(account.password_hash, password):
        log.info("proof_refused", account=str(account.id))
        return Proof.WRONG_PASSWORD
    if account.totp_since is not None:
        if accept_code(session, account, code or "", cipher=cipher, now=now) is None:
            log.info("proof_refused", account=str(account.id))
            return Proof.WRONG_CODE
        forget_codes(session, account.id, cipher=cipher)
    throttling.forget(session, cipher, purpose=tries.BY_PROOF, who=str(account.id))
    return Proof.GIVEN
