"""What a person is told about a file: why it was not taken, why it cannot be shown, what to think over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.evidence.faults import EvidenceFault

REFUSALS: Final[Mapping[EvidenceFault, Any]] = {
    EvidenceFault.EMPTY: _l("“%(name)s” is empty: choose the file again"),
    EvidenceFault.TOO_LARGE: _l("“%(name)s” is larger than 10 MB: make it smaller, for example by a screenshot of it"),
    EvidenceFault.WRONG_KIND: _l("“%(name)s” is not a photo or a PDF: attach JPEG, PNG, WebP or PDF"),
    EvidenceFault.BROKEN: _l(
        "“%(name)s” did not arrive whole or is damaged: open it on your device and attach it again"
    ),
    EvidenceFault.TOO_MANY_PIXELS: _l(
        "“%(name)s” has too many pixels: attach a smaller picture, for example a screenshot"
    ),
    EvidenceFault.TOO_MANY_FILES: _l("“%(name)s” was not attached: five files are the most. Remove one first"),
    EvidenceFault.NOT_KEPT: _l("“%(name)s” could not be kept because of a fault on our side: attach it again later"),
}
FAILURES: Final[Mapping[EvidenceFault, Any]] = {
    EvidenceFault.NEEDS_PASSWORD: _l("The file is locked with a password. Attach it without one."),
    EvidenceFault.TOO_MANY_PAGES: _l("The file has more than 200 pages. Attach only those that matter."),
    EvidenceFault.TOO_MANY_PIXELS: _l("The picture has too many pixels. Attach a smaller one."),
    EvidenceFault.TOO_HEAVY: _l(
        "The file is too complicated to make a safe copy. Attach a screenshot of what matters."
    ),
    EvidenceFault.BROKEN: _l(
        "The file is damaged, so no safe copy could be made. Attach it again or a screenshot of it."
    ),
}
SHOWN_NAME_LENGTH: Final = 60


def say_refused(fault: EvidenceFault, name: str) -> str:
    """Why a file was not taken and what to do, in the page's language."""
    return str(REFUSALS[fault]) % {"name": shortened(name)}


def say_failed(fault: EvidenceFault) -> str:
    """Why there is no clean copy of a file that was taken, and what to do."""
    return str(FAILURES.get(fault, FAILURES[EvidenceFault.BROKEN]))


def say_identity() -> str:
    """The warning beside a file that looks like an identity paper; no more than a guess."""
    return str(_("This looks like an identity paper. Nobody needs it here: if it is one, remove the file."))


def shortened(name: str) -> str:
    """The middle of a long name left out."""
    if len(name) <= SHOWN_NAME_LENGTH:
        return name
    return f"{name[:40]}…{name[-18:]}"
