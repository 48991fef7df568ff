"""Finding what was typed while the session ended: by the token of the browser, for its own account only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.accounts.queries import hash_token
from complaints.cipher import Cipher
from complaints.domain.access import Viewer
from complaints.models import Account, AccountSession, KeptForm

TABLE: Final = "kept_forms"
KEPT_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Typed:
    """What was sent: pairs of a field's name and value in their order, and whether files were among it."""

    values: Sequence[tuple[str, str]]
    had_files: bool


def find_kept(session: Session, viewer: Viewer, *, token: str, now: datetime) -> KeptForm | None:
    """The viewer's own form under this token, if its time is not over."""
    own = (KeptForm.token_hash == hash_token(token), KeptForm.account_id == viewer.account_id)
    return session.scalar(select(KeptForm).where(*own, KeptForm.kept_at > now - KEPT_FOR)) if token else None


def read_kept(kept: KeptForm, *, cipher: Cipher) -> Typed:
    content = json.loads(cipher.decrypt(TABLE, "values", kept.id, kept.values_enc))
    return Typed([(name, value) for name, value in content["values"]], content["had_files"])


def find_owner_of_ended_session(session: Session, *, token: str, now: datetime) -> UUID | None:
    """Whose session this token was that expired or was ended; None for a living one, an unknown one, one that never
    got its one-time code, or one of an account that is disabled.
    """
    wanted = select(AccountSession.account_id).join(Account)
    return session.scalar(
        wanted.where(
            AccountSession.token_hash == hash_token(token),
            or_(AccountSession.ended_at.is_not(None), AccountSession.expires_at <= now),
            AccountSession.awaits_code.is_(False),
            Account.disabled_at.is_(None),
        )
    )
