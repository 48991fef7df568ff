"""The address of a filer as the database knows it: a blind index, and how often mails went there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.domain.complaint import LinkPurpose
from complaints.models import AddressMail

ONE_EACH: Final = timedelta(hours=1)
THREE_EACH: Final = timedelta(days=1)
"""Our choice: whoever types a stranger's address cannot fill that person's mailbox."""


def index_of_email(cipher: Cipher, address: str) -> str:
    """The blind index of an address of a filer, whatever the case of its letters."""
    return cipher.blind_index("email", address.casefold())


def may_mail(session: Session, address_index: str, purpose: LinkPurpose, *, now: datetime) -> bool:
    """Count one more mail of this purpose to an address; False, and nothing is counted, when the last one is younger
    than an hour or the third last younger than a day.

    One statement, so that of two at once only one gets a yes. The row holds the last three times and slides.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    counted = (
        insert(AddressMail)
        .values(address_index=address_index, purpose=purpose, last_at=now)
        .on_conflict_do_update(
            index_elements=["address_index", "purpose"],
            set_={"last_at": now, "second_at": AddressMail.last_at, "third_at": AddressMail.second_at},
            where=(AddressMail.last_at <= now - ONE_EACH)
            & or_(AddressMail.third_at.is_(None), AddressMail.third_at <= now - THREE_EACH),
        )
        .returning(AddressMail.last_at)
    )
    return session.execute(counted).first() is not None


def forget_old(session: Session, address_index: str, *, now: datetime) -> None:
    """Forget when mails went to an address once that limits nothing any more."""
    old = (AddressMail.address_index == address_index, AddressMail.last_at <= now - THREE_EACH)
    session.execute(delete(AddressMail).where(*old))
