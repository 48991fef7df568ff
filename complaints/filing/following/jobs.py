"""What is forgotten some time after a complaint was erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from complaints.filing.following.actions import FORGET_AFTER
from complaints.jobs import JobContext, job
from complaints.models import AddressMail


@job("filing.forget_addresses")
def forget_addresses(context: JobContext, _payload: Mapping[str, Any]) -> None:
    """Forget when mails went to addresses, once that limits nothing any more. Of any address: none is named here."""
    context.session.execute(delete(AddressMail).where(AddressMail.last_at <= context.now - FORGET_AFTER))
