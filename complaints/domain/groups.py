"""A group that somebody asked for, and what of its life has states."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

GROUP_NAME_MAX: Final = 200
PURPOSE_MAX: Final = 1000
REASON_MAX: Final = 500


class RequestState(StrEnum):
    """Where a request for a group stands. Declined ones carry the operator's reason."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    DECLINED = "declined"
