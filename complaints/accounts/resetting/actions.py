"""Asking for a link to set a password. The request looks nothing up: it leaves the same job for every address, and
the job decides whether a mail goes. So neither the answer nor its time says who has an account.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from complaints import throttling
from complaints.accounts import tries
from complaints.addresses import email_index
from complaints.cipher import Cipher
from complaints.jobs import enqueue

BY_ADDRESS: Final = "password link to address"
BY_ASKING_NETWORK: Final = "password link asked from network"
LINKS_TO_ONE_ADDRESS: Final = 3
LINKS_FOR_ONE_NETWORK: Final = 30


def ask_for_link(session: Session, *, cipher: Cipher, email: str, address: str | None, now: datetime) -> None:
    """Leave the job that mails a link. Three an hour go to one address; more are asked for in vain, and nobody learns
    it, since the person at the mailbox did nothing.

    Raises TooManyTries for a network that asks for many. The job knows the address by its blind index only.
    """
    network = throttling.network_of(address)
    tries.count(session, cipher, BY_ASKING_NETWORK, network, LINKS_FOR_ONE_NETWORK, now=now)
    index = email_index(cipher, email)
    if throttling.allow(
        session, cipher, purpose=BY_ADDRESS, who=index, most=LINKS_TO_ONE_ADDRESS, window=tries.HOUR, now=now
    ):
        enqueue(session, "accounts.send_reset_link", {"email_index": index}, now=now)
