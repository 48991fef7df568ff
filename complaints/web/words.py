"""Translation with types: flask_babel has none. Import `gettext as _` and `ngettext` from here to return a str."""

from __future__ import annotations

import flask_babel


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, its named placeholders filled in."""
    return str(flask_babel.gettext(message, **values))


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The form for this number; `%(num)s` is filled in by itself."""
    return str(flask_babel.ngettext(singular, plural, num, **values))
