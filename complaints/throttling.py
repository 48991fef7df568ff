"""Counting tries, so that nobody can guess for long: one row per key and window, one upsert per try.

Windows of refusals are fixed: they start at multiples of their length, so everyone can be told when to try again. Keys
are blind indexes: the table keeps no address and no e-mail.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Final, cast

from sqlalchemy import BindParameter, Insert, ScalarSelect, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from complaints.cipher import Cipher
from complaints.models.accounts import Throttle

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
IPV4_PREFIX: Final = 24
IPV6_PREFIX: Final = 48
NO_NETWORK: Final = "unknown"
NAMED: Final = {"of_key": Throttle.key, "starting_at": Throttle.window_starts_at}
FORGET_OLDER: Final = delete(cast(Table, Throttle.__table__)).where(
    Throttle.key == bindparam("of_key", type_=Throttle.key.type),
    Throttle.window_starts_at < bindparam("starting_at", type_=Throttle.window_starts_at.type),
)
"""Made once: in a rush most networks file for the first time."""


def allow(
    session: Session, cipher: Cipher, *, purpose: str, who: str, most: int, window: timedelta, now: datetime
) -> bool:
    """Count one more try of `who` for this purpose; False when it is beyond `most` in the current window.

    The caller commits, also when it refuses.
    """
    key = key_of(cipher, purpose, who)
    starts_at = window_start(window, now=now)
    session.execute(delete(Throttle).where(Throttle.key == key, Throttle.window_starts_at < starts_at))
    return _count_up(session, key, starts_at) <= most


def count_sliding(session: Session, cipher: Cipher, *, purpose: str, who: str, window: timedelta, now: datetime) -> int:
    """Count one more deed of `who` and give how many there were in the window that ends now, this one included.

    The window slides: deeds are kept by the second, so that no boundary of the clock lets twice as many pass. The first
    deed after a quiet window drops the older ones. The caller commits.
    """
    key, second = key_of(cipher, purpose, who), now.replace(microsecond=0)
    counted = _count_up(session, key, second, since=second - window)
    if counted == 1:
        session.connection().execute(FORGET_OLDER, {"of_key": key, "starting_at": second})
    return counted


def recent(key: BindParameter[str], since: BindParameter[datetime]) -> ScalarSelect[int]:
    """As a part of another statement: how many deeds of the key there were since then."""
    counted = select(func.coalesce(func.sum(Throttle.tries), 0))
    return counted.where(Throttle.key == key, Throttle.window_starts_at > since).scalar_subquery()


def key_of(cipher: Cipher, purpose: str, who: str) -> str:
    """Under which the deeds of `who` for this purpose are counted."""
    return cipher.blind_index(f"throttle:{purpose}", who)


def was_counted(session: Session, cipher: Cipher, *, purpose: str, who: str, window: timedelta, now: datetime) -> bool:
    """Whether count_sliding counted a deed of `who` in the window that ends now. Counts nothing itself."""
    recent = (Throttle.key == key_of(cipher, purpose, who), Throttle.window_starts_at > now - window)
    return session.scalar(select(Throttle.key).where(*recent).limit(1)) is not None


def give_back(session: Session, cipher: Cipher, *, purpose: str, who: str, window: timedelta, now: datetime) -> None:
    """Take one try back: it turned out to be a rightful one."""
    key = key_of(cipher, purpose, who)
    current = (Throttle.key == key, Throttle.window_starts_at == window_start(window, now=now), Throttle.tries > 0)
    session.execute(update(Throttle).where(*current).values(tries=Throttle.tries - 1))


def forget(session: Session, cipher: Cipher, *, purpose: str, who: str) -> None:
    """Start counting from nothing."""
    session.execute(delete(Throttle).where(Throttle.key == key_of(cipher, purpose, who)))


def try_again_at(window: timedelta, *, now: datetime) -> datetime:
    """When the next window starts, aware UTC."""
    return window_start(window, now=now) + window


def window_start(window: timedelta, *, now: datetime) -> datetime:
    return EPOCH + (now - EPOCH) // window * window


def network_of(address: str | None) -> str:
    """The network of an address, /24 of IPv4 and /48 of IPv6: who holds one address often holds its neighbours."""
    if not address:
        return NO_NETWORK
    try:
        host = ip_address(address)
    except ValueError:
        return NO_NETWORK
    host = getattr(host, "ipv4_mapped", None) or host
    return str(ip_network(f"{host}/{IPV4_PREFIX if host.version == 4 else IPV6_PREFIX}", strict=False))


def _count_up(session: Session, key: str, starts_at: datetime, since: datetime | None = None) -> int:
    """One more in this row; gives how many it has then, with `since` together with the rows between the two."""
    given = {"of_key": key, "starting_at": starts_at, "counted_since": since or starts_at}
    return int(session.connection().execute(_counting(session.get_bind().dialect.name), given).scalar_one())


@cache
def _counting(dialect: str) -> Insert:
    """Made once and compiled once: every filing counts."""
    key, starts_at = (bindparam(name, type_=column.type) for name, column in NAMED.items())
    others = aliased(Throttle)
    since = bindparam("counted_since", type_=Throttle.window_starts_at.type)
    between = (others.key == key, others.window_starts_at > since, others.window_starts_at < starts_at)
    more = func.coalesce(select(func.sum(others.tries)).where(*between).scalar_subquery(), 0)
    return (
        (postgresql.insert if dialect == "postgresql" else sqlite.insert)(Throttle)
        .values(key=key, window_starts_at=starts_at, tries=1)
        .on_conflict_do_update(index_elements=["key", "window_starts_at"], set_={"tries": Throttle.tries + 1})
        .returning(Throttle.tries + more)
    )
