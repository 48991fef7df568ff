"""Reaching the person behind a complaint by mail. A request only leaves a row and a job, the same for every address;
whether a mail goes is decided by the job, so that neither the answer nor its time says anything about the address.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.confirming import confirm
from complaints.domain.complaint import LinkPurpose
from complaints.filing.contact.addresses import index_of_email
from complaints.jobs import enqueue
from complaints.models import Complaint, ContactLink, new_id

__all__ = ["confirm", "hash_token", "tell_filer"]

TABLE: Final = "contact_links"
LIFETIMES: Final = {LinkPurpose.CONFIRM: timedelta(days=14), LinkPurpose.RECOVER: timedelta(hours=1)}
"""Our choice: two weeks, because not everybody reads mail daily; an hour for a link that opens complaints."""
TOKEN_BYTES: Final = 32


def tell_filer(session: Session, *, cipher: Cipher, complaint: Complaint, address: str, now: datetime) -> None:
    """Queue the mail about a complaint: the link to confirm a formal one, the number of one without a name.

    At most one such mail an hour and three a day go to an address; invented examples get none.
    """
    if not complaint.is_example:
        _ask(session, cipher, LinkPurpose.CONFIRM, address, complaint, now=now)


def _ask(
    session: Session, cipher: Cipher, purpose: LinkPurpose, address: str, complaint: Complaint | None, *, now: datetime
) -> None:
    """Leave the row of a link that nobody holds yet, and the job that sends it or takes the row away."""
    link_id = new_id()
    session.add(
        ContactLink(
            id=link_id,
            purpose=purpose,
            token_hash=hash_token(new_token()),
            address_enc=cipher.encrypt(TABLE, "address", link_id, address),
            address_index=index_of_email(cipher, address),
            complaint_id=complaint.id if complaint else None,
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    enqueue(session, "contact.send_link", {"link_id": str(link_id)}, now=now)


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What is kept of a link's token. It has 256 bits, so a plain SHA-256 cannot be guessed back."""
    return sha256(token.encode()).hexdigest()
