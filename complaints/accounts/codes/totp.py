"""One-time codes that an app computes (RFC 6238): a secret, its picture, and which step a code belongs to."""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest
from typing import Final

import pyotp
import segno
from markupsafe import Markup

ISSUER: Final = "Adil Tirkeu"
DIGITS: Final = 6
STEP_SECONDS: Final = 30
DRIFT_STEPS: Final = 1
"""A code counts one step before and after its own: clocks of phones differ, and people type slowly."""
GROUP: Final = 4
QUIET_DOTS: Final = 4


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def counter_of(secret: str, code: str, *, now: datetime, last_used: int | None) -> int | None:
    """The step this code belongs to, or None when it is wrong, too old, or not newer than the last one used."""
    app, current = pyotp.HOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for counter in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        if compare_digest(app.at(counter).encode(), code.encode()) and (last_used is None or counter > last_used):
            return counter
    return None


def in_groups(secret: str) -> str:
    """The secret as a person types it into an app that has no camera."""
    return " ".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))


def picture_of(secret: str, *, name: str, title: str) -> Markup:
    """The QR code that an app reads the secret from, as SVG that needs no style of its own. `title` says what it is."""
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=QUIET_DOTS, light="#fff", title=title, svgclass="qr", omitsize=True
    )
    return Markup(drawn)  # noqa: S704 (drawn by us; segno escapes the title)
