"""Which complaints this browser may see: the filed ones with their receipts, those opened by number and code without.
And which form it has begun for each round.

A signed session cookie that ends with the browser, and for each complaint an hour after it was opened. It holds the
number, the hour, and the token that the receipt's code derives from, which is worth nothing without the server's key.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from flask import session as cookie

LIFETIME: Final = timedelta(hours=1)
MOST: Final = 5
KEY: Final = "complaints"
FORMS: Final = "forms"
MOST_FORMS: Final = 3
SIGN_IN_KEYS: Final = frozenset({"_user_id", "_fresh", "_id", "csrf_token"})


def open_as_filer(number: str, token: str, *, now: datetime) -> None:
    """Give this browser the receipt and the page for an hour."""
    _remember(number, {"until": int((now + LIFETIME).timestamp()), "token": token})


def open_as_follower(number: str, *, now: datetime) -> None:
    """Give this browser the page for an hour; what it may see already stays as it is."""
    if not may_see(number, now=now):
        _remember(number, {"until": int((now + LIFETIME).timestamp())})


def may_see(number: str, *, now: datetime) -> bool:
    return _find(number, now=now) is not None


def find_token(number: str, *, now: datetime) -> str | None:
    """The token of a complaint that was filed here within the hour, or None."""
    visit = _find(number, now=now) or {}
    return visit.get("token")


def leave(number: str) -> None:
    """Forget the complaint at once."""
    cookie[KEY] = {kept: visit for kept, visit in cookie.get(KEY, {}).items() if kept != number}


def leave_all() -> None:
    """Forget everything that was opened or typed here; who signed in stays signed in."""
    for key in [key for key in cookie if key not in SIGN_IN_KEYS]:
        del cookie[key]


def remember_form(slug: str, token: str) -> None:
    """The form of this round that was begun here has this bare token: opening it again brings it back."""
    others = [(kept, older) for kept, older in cookie.get(FORMS, {}).items() if kept != slug]
    cookie[FORMS] = dict([*others, (slug, token)][-MOST_FORMS:])


def find_form(slug: str) -> str | None:
    """The bare token of the form that was begun here for this round, or None."""
    token: str | None = cookie.get(FORMS, {}).get(slug)
    return token


def forget_form(slug: str) -> None:
    """The form is filed or to be empty."""
    if slug in cookie.get(FORMS, {}):
        cookie[FORMS] = {kept: token for kept, token in cookie[FORMS].items() if kept != slug}


def _find(number: str, *, now: datetime) -> dict[str, Any] | None:
    visit: dict[str, Any] | None = cookie.get(KEY, {}).get(number)
    return visit if visit is not None and now.timestamp() < visit["until"] else None


def _remember(number: str, visit: dict[str, Any]) -> None:
    others = [(kept, older) for kept, older in cookie.get(KEY, {}).items() if kept != number]
    cookie[KEY] = dict([*others, (number, visit)][-MOST:])
