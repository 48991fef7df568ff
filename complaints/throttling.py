"""How often one person or one address may try something in a window of time, counted in the database, so that every
process counts together. Kept under a blind index: neither an address nor an e-mail can be read from the rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.models import Throttle


def allow(
    session: Session, cipher: Cipher, *, purpose: str, who: str, most: int, window: timedelta, now: datetime
) -> bool:
    """Count one more try of `who` for this purpose; False when it is beyond `most` in the current window.

    Windows are fixed and begin at multiples of their length since 1970. The caller commits, also when it refuses.
    """
    key = cipher.blind_index(f"throttle:{purpose}", who)
    starts_at = _window_start(now, window)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    counted = insert(Throttle).values(key=key, window_starts_at=starts_at, tries=1)
    session.execute(
        counted.on_conflict_do_update(
            index_elements=[Throttle.key, Throttle.window_starts_at], set_={"tries": Throttle.tries + 1}
        )
    )
    session.execute(delete(Throttle).where(Throttle.key == key, Throttle.window_starts_at < starts_at))
    tries = session.scalar(select(Throttle.tries).where(Throttle.key == key, Throttle.window_starts_at == starts_at))
    return (tries or 0) <= most


def _window_start(now: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
