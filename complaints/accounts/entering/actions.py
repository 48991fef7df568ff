"""Coming in: the password first, then the one-time code. Which tries are counted is weighed in accounts/tries.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.accounts import passwords, tries
from complaints.accounts.actions import Entered, end_session, enter, open_session
from complaints.accounts.codes.actions import CodeKind, accept_code
from complaints.accounts.queries import find_awaiting, find_by_email
from complaints.cipher import Cipher
from complaints.domain.errors import NotFound
from complaints.models import Account

log = structlog.get_logger()


@dataclass(frozen=True)
class SignInTry:
    """A counted try: the account the address belongs to, if any, and what its password is checked against."""

    account_id: UUID | None
    password_hash: str | None
    email: str
    network: str
    is_known: bool
    """The account's owner signed in from this network lately."""

    @property
    def pair(self) -> str:
        return f"{self.email}|{self.network}"


def begin_sign_in(session: Session, *, cipher: Cipher, email: str, address: str | None, now: datetime) -> SignInTry:
    """Count a try of this account and this network.

    Commit it before the slow check of the password: the try counts whatever happens next, and nobody waits for our
    lock. Raises TooManyTries, for unknown addresses too.
    """
    who, network = email.strip().lower(), throttling.network_of(address)
    account = find_by_email(session, email, cipher=cipher)
    is_known = is_known_network(session, account, network, cipher=cipher, now=now)
    is_open = account is not None and account.disabled_at is None
    tried = SignInTry(
        account_id=account.id if account and is_open else None,
        password_hash=account.password_hash if account and is_open else None,
        email=who,
        network=network,
        is_known=is_known,
    )
    tries.count(session, cipher, tries.BY_NETWORK, network, tries.TRIES_OF_ONE_NETWORK, now=now)
    tries.count(session, cipher, tries.BY_PAIR, tried.pair, tries.TRIES_OF_ONE_ACCOUNT, now=now)
    if not is_known:
        tries.count(session, cipher, tries.BY_ACCOUNT, who, tries.TRIES_OF_STRANGERS, window=tries.HOUR, now=now)
    return tried


def finish_sign_in(
    session: Session, tried: SignInTry, *, cipher: Cipher, password: str, device: str, now: datetime
) -> Entered | None:
    """An opened session if the password is right, else None. A rightful try is not held against anybody."""
    if not passwords.matches(tried.password_hash, password) or tried.account_id is None:
        log.info("sign_in_refused", account=str(tried.account_id) if tried.account_id else None)
        return None
    _take_back(session, tried, cipher=cipher, now=now)
    account = session.get_one(Account, tried.account_id)
    if tried.password_hash and passwords.is_outdated(tried.password_hash):
        account.password_hash = passwords.hash_password(password)
    entered = enter(session, account, device=device, now=now)
    if not entered.awaits_code:
        remember_network(session, account.id, tried.network, cipher=cipher, now=now)
    return entered


def begin_code(session: Session, *, cipher: Cipher, token: str, now: datetime) -> Account:
    """Count a try of the one-time code of whoever this waiting session belongs to; commit before checking.

    Raises NotFound when nothing waits for a code, TooManyTries.
    """
    account = find_awaiting(session, token=token, now=now)
    if account is None:
        raise NotFound("session")
    count_code(session, account.id, cipher=cipher, now=now)
    return account


def count_code(session: Session, account_id: UUID, *, cipher: Cipher, now: datetime) -> None:
    """One more one-time code is typed for this account. Raises TooManyTries."""
    who = str(account_id)
    tries.count(session, cipher, tries.BY_CODE_DAILY, who, tries.CODES_IN_A_DAY, window=tries.DAY, now=now)
    tries.count(session, cipher, tries.BY_CODE, who, tries.CODES_IN_A_QUARTER, now=now)


def finish_code(
    session: Session, account: Account, *, cipher: Cipher, token: str, typed: str, address: str | None, now: datetime
) -> tuple[str, CodeKind] | None:
    """The token of the real session and the kind of code that opened it, or None for a code that is not right.

    The waiting session ends, so its token was worth one sign-in.
    """
    kind = accept_code(session, account, typed, cipher=cipher, now=now)
    if kind is None:
        log.info("code_refused", account=str(account.id))
        return None
    device = end_session(session, token=token, now=now)
    forget_codes(session, account.id, cipher=cipher)
    remember_network(session, account.id, throttling.network_of(address), cipher=cipher, now=now)
    return open_session(session, account_id=account.id, device=device, now=now), kind


def forget_codes(session: Session, account_id: UUID, *, cipher: Cipher) -> None:
    """The right person typed a right code: the wrong ones before it are forgotten."""
    for purpose in (tries.BY_CODE, tries.BY_CODE_DAILY):
        throttling.forget(session, cipher, purpose=purpose, who=str(account_id))


def is_known_network(session: Session, account: Account | None, network: str, *, cipher: Cipher, now: datetime) -> bool:
    """Whether the account's owner came in from this network lately. Asked in the same way for an unknown address."""
    who = f"{account.id if account else None}|{network}"
    return throttling.was_counted(session, cipher, purpose=tries.KNOWN, who=who, window=tries.KNOWN_FOR, now=now)


def remember_network(session: Session, account_id: UUID, network: str, *, cipher: Cipher, now: datetime) -> None:
    """The account's owner came in from here: for 90 days strangers elsewhere cannot use up the tries from here."""
    who = f"{account_id}|{network}"
    throttling.count_sliding(session, cipher, purpose=tries.KNOWN, who=who, window=tries.KNOWN_FOR, now=now)


def _take_back(session: Session, tried: SignInTry, *, cipher: Cipher, now: datetime) -> None:
    throttling.forget(session, cipher, purpose=tries.BY_PAIR, who=tried.pair)
    counters = [(tries.BY_NETWORK, tried.network, tries.QUARTER)]
    if not tried.is_known:
        counters.append((tries.BY_ACCOUNT, tried.email, tries.HOUR))
    for purpose, who, window in counters:
        throttling.give_back(session, cipher, purpose=purpose, who=who, window=window, now=now)
