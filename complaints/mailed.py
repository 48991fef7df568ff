"""Links mailed to people without an account, and how often mails go to an address.

Shared by those who file a complaint and those who agree to a collective one. A request only leaves a row and a job, the
same for every address; whether a mail goes is decided by the job, so that neither the answer nor its time says anything
about the address. An address is known as a blind index.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.domain.complaint import LinkPurpose
from complaints.domain.errors import NotFound
from complaints.jobs import enqueue
from complaints.models import AddressMail, Complaint, ContactLink, Supporter, new_id

TABLE: Final = "contact_links"
LIFETIMES: Final = {
    LinkPurpose.CONFIRM: timedelta(days=14),
    LinkPurpose.JOIN: timedelta(days=14),
    LinkPurpose.AGREE: timedelta(days=60),
    LinkPurpose.RECOVER: timedelta(hours=1),
}
"""Our choice: two weeks, because not everybody reads mail daily; two months where nothing is lost by waiting; an hour
for a link that opens complaints."""
TOKEN_BYTES: Final = 32
ONE_EACH: Final = timedelta(hours=1)
THREE_EACH: Final = timedelta(days=1)
"""Our choice: whoever types a stranger's address cannot fill that person's mailbox."""


def leave_link(
    session: Session,
    cipher: Cipher,
    purpose: LinkPurpose,
    address: str,
    *,
    now: datetime,
    complaint: Complaint | None = None,
    supporter: Supporter | None = None,
) -> str:
    """Leave the row of a link that nobody holds yet; its id, for the job that sends it or takes the row away."""
    link_id = new_id()
    session.add(
        ContactLink(
            id=link_id,
            purpose=purpose,
            token_hash=hash_token(new_token()),
            address_enc=cipher.encrypt(TABLE, "address", link_id, address),
            address_index=index_of_email(cipher, address),
            complaint_id=complaint.id if complaint else None,
            supporter_id=supporter.id if supporter else None,
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    return str(link_id)


def hand_out(session: Session, link: ContactLink, *, now: datetime) -> str:
    """The token that opens the link from now on, as long as its purpose allows; then its row is forgotten."""
    token = new_token()
    link.token_hash, link.expires_at = hash_token(token), now + LIFETIMES[link.purpose]
    enqueue(session, "contact.forget_link", {"link_id": str(link.id)}, now=now, run_at=link.expires_at)
    return token


def get_link(session: Session, token_hash: str, purpose: LinkPurpose, *, now: datetime) -> ContactLink:
    """The link that is still good for this purpose. Raises NotFound for one that is unknown or expired."""
    wanted = (ContactLink.token_hash == token_hash, ContactLink.purpose == purpose, ContactLink.expires_at > now)
    found = session.scalar(select(ContactLink).where(*wanted))
    if found is None:
        raise NotFound("contact_link")
    return found


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What is kept of a link's token. It has 256 bits, so a plain SHA-256 cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


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
