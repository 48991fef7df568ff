"""Evidence that people attach: how much is taken, what kinds, and what becomes of a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MOST_FILES: Final = 5
MOST_BYTES: Final = 10 * 1024 * 1024


class EvidenceKind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class EvidenceState(StrEnum):
    """`waiting`: the clean copy is not made yet. `failed`: it could not be made; the original is kept all the same."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


MEDIA_TYPES: Final = {
    EvidenceKind.JPEG: "image/jpeg",
    EvidenceKind.PNG: "image/png",
    EvidenceKind.WEBP: "image/webp",
    EvidenceKind.PDF: "application/pdf",
}
ENDINGS: Final = {
    EvidenceKind.JPEG: "jpg",
    EvidenceKind.PNG: "png",
    EvidenceKind.WEBP: "webp",
    EvidenceKind.PDF: "pdf",
}
