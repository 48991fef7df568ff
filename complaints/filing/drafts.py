"""What was typed into a form that is not filed yet: kept for three days, encrypted, under the hash of its token.

So an error, another language, going back or a later visit lose nothing. Filing takes it away, and so does "Start with
an empty form"; the rest goes by a job.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.jobs import enqueue
from complaints.models import FilingDraft, new_id
from complaints.tokens import hash_token

Typed = Mapping[str, list[str]]
TABLE: Final = "filing_drafts"
KEPT_FOR: Final = timedelta(days=3)
"""Our choice, the same as for attached files: people sleep on a complaint, and nobody needs it for longer."""


def keep(session: Session, cipher: Cipher, *, token: str, round_id: UUID, typed: Typed, now: datetime) -> None:
    """Keep what was typed in place of what was kept before under this token, and queue its end."""
    row_id = new_id()
    row = {
        "token_hash": hash_token(token),
        "row_id": row_id,
        "round_id": round_id,
        "values_enc": cipher.encrypt(TABLE, "values", row_id, json.dumps(typed, ensure_ascii=False)),
        "saved_at": now,
    }
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(FilingDraft).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["token_hash"], set_=row))
    enqueue(session, "filing.purge_draft", {"row_id": str(row_id)}, now=now, run_at=now + KEPT_FOR)


def find(session: Session, cipher: Cipher, *, token: str, now: datetime) -> Typed | None:
    """What is kept under a token, or None."""
    wanted = select(FilingDraft).where(FilingDraft.token_hash == hash_token(token))
    kept = session.scalar(wanted.where(FilingDraft.saved_at > now - KEPT_FOR))
    if kept is None:
        return None
    typed: Typed = json.loads(cipher.decrypt(TABLE, "values", kept.row_id, kept.values_enc))
    return typed


def drop(session: Session, token_hash: str) -> None:
    """Forget what was kept under a token."""
    session.execute(delete(FilingDraft).where(FilingDraft.token_hash == token_hash))


def purge(session: Session, row_id: UUID) -> None:
    """Forget one draft, unless it was kept anew since: then its own job comes later."""
    session.execute(delete(FilingDraft).where(FilingDraft.row_id == row_id))
