"""Why something cannot be recorded, in the reader's language."""

from __future__ import annotations

from complaints.domain.errors import IllegalStep
from complaints.web.filters import label
from complaints.web.words import gettext as _


def cannot_follow(refused: IllegalStep) -> str:
    """What would have to come after what, and does not."""
    return _(
        "This cannot follow what is recorded: “%(event)s” after “%(state)s”. Check the day and the other entries.",
        event=label(refused.event),
        state=label(refused.state),
    )
