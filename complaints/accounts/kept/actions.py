"""Keeping what was typed while the session ended, encrypted, for a day. The caller commits."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import delete
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.accounts import tries
from complaints.accounts.actions import TOKEN_BYTES
from complaints.accounts.kept.queries import KEPT_FOR, TABLE, Typed
from complaints.accounts.queries import hash_token
from complaints.cipher import Cipher
from complaints.jobs import enqueue
from complaints.models import KeptForm, new_id

MOST_BYTES: Final = 200 * 1024
MOST_AN_HOUR: Final = 20
LONGEST_PATH: Final = 500
BY_ACCOUNT: Final = "forms kept for account"
log = structlog.get_logger()


def keep_form(
    session: Session, typed: Typed, *, account_id: UUID, path: str, cipher: Cipher, now: datetime
) -> str | None:
    """Keep it and give the token it is found by; None when it is too much, or twenty were kept within the hour."""
    content = json.dumps({"values": typed.values, "had_files": typed.had_files}, ensure_ascii=False)
    if len(content.encode()) > MOST_BYTES or len(path) > LONGEST_PATH:
        return None
    if not throttling.allow(
        session, cipher, purpose=BY_ACCOUNT, who=str(account_id), most=MOST_AN_HOUR, window=tries.HOUR, now=now
    ):
        return None
    token, kept_id = secrets.token_urlsafe(TOKEN_BYTES), new_id()
    session.add(
        KeptForm(
            id=kept_id,
            token_hash=hash_token(token),
            account_id=account_id,
            path=path,
            values_enc=cipher.encrypt(TABLE, "values", kept_id, content),
            kept_at=now,
        )
    )
    enqueue(session, "accounts.forget_kept_form", {"kept_id": str(kept_id)}, now=now, run_at=now + KEPT_FOR)
    session.flush()
    log.info("form_kept", account=str(account_id))
    return token


def throw_away(session: Session, *, account_id: UUID, token: str) -> None:
    """Forget what the account keeps under this token."""
    own = (KeptForm.token_hash == hash_token(token), KeptForm.account_id == account_id)
    session.execute(delete(KeptForm).where(*own))
