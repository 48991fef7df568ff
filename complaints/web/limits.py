"""Throttling for views: who is asking, and whether they may try once more."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from complaints import throttling
from complaints.web import context


def client_address() -> str:
    """The address of the asking machine, as far as TRUSTED_PROXIES lets us know it."""
    return request.remote_addr or ""


def allow(*, purpose: str, who: str, most: int, window: timedelta) -> bool:
    """Count one more try; False when it is beyond `most` in the window. The view commits, also when it refuses."""
    return throttling.allow(
        context.session(),
        context.cipher(),
        purpose=purpose,
        who=who,
        most=most,
        window=window,
        now=context.now(),
    )
