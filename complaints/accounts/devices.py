"""What a browser calls itself, in a few words, so that people recognise a session of theirs in the list.

Only browser and system are taken out of the header; versions, models and the rest identify people and are not kept.
"""

from __future__ import annotations

from typing import Final

LONGEST: Final = 60
# The first word found wins: nearly every browser also calls itself by the names of others.
BROWSERS: Final = (
    ("YaBrowser", "Yandex Browser"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("Edg", "Edge"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str | None) -> str:
    """Browser and system, such as "Firefox, Windows"; the empty text for what names neither."""
    said = user_agent or ""
    found = (next((name for word, name in table if word in said), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))[:LONGEST]
