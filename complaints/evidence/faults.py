"""Why a file is not taken, or has no clean copy. Codes only: the sentence is made at the edge, and no library's message
is kept, because it may quote the file.
"""

from __future__ import annotations

from enum import StrEnum

from complaints.domain.errors import DomainError


class EvidenceFault(StrEnum):
    """The first group is found in the request, the second while the clean copy is made, the third around both."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"

    NEEDS_PASSWORD = "needs_password"  # noqa: S105
    TOO_MANY_PAGES = "too_many_pages"
    TOO_HEAVY = "too_heavy"
    """It took more time or memory than any honest file needs."""

    TOO_MANY_FILES = "too_many_files"
    NOT_KEPT = "not_kept"
    """The storage does not answer: nothing is wrong with the file."""


class FileRefused(DomainError):
    """The file is not taken, or cannot be cleaned."""

    def __init__(self, fault: EvidenceFault) -> None:
        super().__init__(fault)
        self.fault = fault
