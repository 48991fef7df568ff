"""What an opened correction carries, so that it can still be saved when the visit's hour has passed.

Signed by us for one complaint and its code, and good for a day: a code that was replaced ends it, and so does the day,
because only a page that was opened with the visit gives a new one. It opens no page: whoever saves with it must give
the code again to see the complaint.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from itsdangerous import BadData, URLSafeSerializer

from complaints.cipher import Cipher
from complaints.models import Complaint

LIFETIME: Final = timedelta(days=1)
"""Our choice, the same as for the form of a new complaint."""


def sign(cipher: Cipher, complaint: Complaint, *, now: datetime) -> str:
    return str(_signer(cipher, complaint).dumps(int(now.timestamp())))


def is_good(cipher: Cipher, complaint: Complaint, signed: str, *, now: datetime) -> bool:
    """Whether the page for this complaint was opened by somebody who could see it, within the day."""
    try:
        made_at = _signer(cipher, complaint).loads(signed)
    except BadData:
        return False
    return isinstance(made_at, int) and 0 <= now.timestamp() - made_at <= LIFETIME.total_seconds()


def _signer(cipher: Cipher, complaint: Complaint) -> URLSafeSerializer:
    salt = f"correct:{complaint.number}:{complaint.code_hash}"
    return URLSafeSerializer(cipher.derived_key("correction"), salt=salt)
