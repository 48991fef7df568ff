"""Turning one-time codes on and off, and accepting one. No code is accepted twice. The caller commits."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from complaints.accounts.codes import spares, totp
from complaints.accounts.codes.queries import secret_of
from complaints.cipher import Cipher
from complaints.domain.errors import Unsuitable
from complaints.models import Account, SpareCode, new_id

log = structlog.get_logger()


class CodeKind(StrEnum):
    """Which code was right: the one the app shows, or a printed one."""

    APP = "app"
    SPARE = "spare"


def begin_codes(session: Session, account: Account, *, cipher: Cipher) -> None:
    """A new secret for the person's app; it counts only once a code proves that the app has it.

    Raises Unsuitable when codes are on already.
    """
    if account.totp_since is not None:
        raise Unsuitable("codes")
    account.totp_secret_enc = cipher.encrypt("accounts", "totp_secret", account.id, totp.new_secret())
    account.totp_last_used = None
    session.flush()


def confirm_codes(session: Session, account: Account, typed: str, *, cipher: Cipher, now: datetime) -> list[str] | None:
    """From now on codes are asked, if this one is right. Gives the printed spare codes; None for a wrong code."""
    account = _locked(session, account)
    if account.totp_since is not None:
        raise Unsuitable("codes")
    if not _accept_app_code(session, account, typed, cipher=cipher, now=now):
        return None
    account.totp_since = now
    log.info("codes_on", account=str(account.id))
    return make_spare_codes(session, account, cipher=cipher)


def make_spare_codes(session: Session, account: Account, *, cipher: Cipher) -> list[str]:
    """Ten new ones; the earlier ones are void. They are shown once: only their hashes are kept."""
    session.execute(delete(SpareCode).where(SpareCode.account_id == account.id))
    codes = [spares.new_code() for _number in range(spares.HOW_MANY)]
    session.add_all(
        SpareCode(id=new_id(), account_id=account.id, code_hash=spares.hash_code(cipher, account.id, code))
        for code in codes
    )
    session.flush()
    log.info("spare_codes_made", account=str(account.id))
    return codes


def switch_off_codes(session: Session, account: Account) -> None:
    """The password alone signs in from now on; secret and spare codes go."""
    account.totp_secret_enc = account.totp_since = account.totp_last_used = None
    session.execute(delete(SpareCode).where(SpareCode.account_id == account.id))
    session.flush()
    log.info("codes_off", account=str(account.id))


def accept_code(session: Session, account: Account, typed: str, *, cipher: Cipher, now: datetime) -> CodeKind | None:
    """Use up a code of the app or a printed one. None when it is wrong or was used before."""
    if account.totp_since is None:
        return None
    if _accept_app_code(session, account, typed, cipher=cipher, now=now):
        return CodeKind.APP
    wanted = (
        SpareCode.account_id == account.id,
        SpareCode.code_hash == spares.hash_code(cipher, account.id, typed),
        SpareCode.used_at.is_(None),
    )
    used = session.execute(update(SpareCode).where(*wanted).values(used_at=now))
    return CodeKind.SPARE if used.rowcount == 1 else None  # type: ignore[attr-defined]


def _accept_app_code(session: Session, account: Account, typed: str, *, cipher: Cipher, now: datetime) -> bool:
    """One statement decides, so that of two at once only one gets a yes."""
    bare, secret = "".join(typed.split()), secret_of(account, cipher=cipher)
    if secret is None or len(bare) != totp.DIGITS or not bare.isascii():
        return False
    counter = totp.counter_of(secret, bare, now=now, last_used=account.totp_last_used)
    if counter is None:
        return False
    unused = or_(Account.totp_last_used.is_(None), Account.totp_last_used < counter)
    claimed = session.execute(update(Account).where(Account.id == account.id, unused).values(totp_last_used=counter))
    return claimed.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _locked(session: Session, account: Account) -> Account:
    """As it stands now that nobody else can turn codes on or off."""
    wanted = select(Account).where(Account.id == account.id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one()
