"""What a file is, by its bytes: checked inside the request, so that a person is told at once and by name.

Only headers are read. The name does not count: a photo called `scan.pdf` is a photo. What passes here may still be
hostile further in, so it is opened fully only by `cleaning`, and served only as the clean copy.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image

from complaints.domain.evidence import MOST_BYTES, EvidenceKind
from complaints.evidence import headers, identity
from complaints.evidence.faults import EvidenceFault, FileRefused

MOST_PIXELS: Final = 65_000_000
"""Our choice: a 64-megapixel photo passes; a small file that unfolds into gigabytes does not."""
PDF_HEADER: Final = b"%PDF-"
PDF_END: Final = b"%%EOF"
PDF_TAIL_BYTES: Final = 2048
READ_BYTES: Final = 256 * 1024
PNG_HEADER: Final = b"\x89PNG\r\n\x1a\n"
PNG_END: Final = b"IEND\xaeB`\x82"
FORMATS: Final = {EvidenceKind.JPEG: "JPEG", EvidenceKind.PNG: "PNG", EvidenceKind.WEBP: "WEBP"}


@dataclass(frozen=True)
class Checked:
    """`looks_like_identity` is a hint for a warning, nothing else: see `identity`."""

    kind: EvidenceKind
    looks_like_identity: bool


def check(data: bytes, name: str) -> Checked:
    """What kind of file it is. Raises FileRefused with EMPTY, TOO_LARGE, WRONG_KIND, BROKEN or TOO_MANY_PIXELS.

    `name` is what the person's device calls the file; it only helps to warn.
    """
    if not data:
        raise FileRefused(EvidenceFault.EMPTY)
    if len(data) > MOST_BYTES:
        raise FileRefused(EvidenceFault.TOO_LARGE)
    kind = _kind_of(data)
    if kind is EvidenceKind.PDF:
        if PDF_END not in data[-PDF_TAIL_BYTES:]:
            raise FileRefused(EvidenceFault.BROKEN)
        return Checked(kind, identity.name_says_so(name) or _text_says_so(data))
    width, height = _size_of(data, kind)
    return Checked(kind, identity.name_says_so(name) or identity.has_shape_of_card(width, height))


def _kind_of(data: bytes) -> EvidenceKind:
    if data.startswith(b"\xff\xd8\xff"):
        return EvidenceKind.JPEG
    if data.startswith(PNG_HEADER):
        return EvidenceKind.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return EvidenceKind.WEBP
    if data[:32].lstrip(b"\xef\xbb\xbf\x00\t\r\n ").startswith(PDF_HEADER):
        return EvidenceKind.PDF
    raise FileRefused(EvidenceFault.WRONG_KIND)


def _text_says_so(data: bytes) -> bool:
    """A guess from the beginning, so that nobody waits: the whole text is looked at when the copy is made."""
    return identity.text_says_so(data[:READ_BYTES].decode("latin-1"))


def _size_of(data: bytes, kind: EvidenceKind) -> tuple[int, int]:
    """Width and height in pixels. Raises FileRefused."""
    if not _comes_to_its_end(data, kind):
        raise FileRefused(EvidenceFault.BROKEN)
    try:
        width, height = _claimed_size(data, kind)
    except Image.DecompressionBombError as error:
        raise FileRefused(EvidenceFault.TOO_MANY_PIXELS) from error
    except Exception as error:  # the library raises OSError, SyntaxError, ValueError, struct.error and more
        raise FileRefused(EvidenceFault.BROKEN) from error
    if width * height > MOST_PIXELS:
        raise FileRefused(EvidenceFault.TOO_MANY_PIXELS)
    return width, height


def _claimed_size(data: bytes, kind: EvidenceKind) -> tuple[int, int]:
    """What the headers say. Only a JPEG, whose segments were counted, is given to the library, which decodes nothing
    before it is asked for a pixel; with a WebP it would run machine code already at opening, and of a PNG it would read
    every one of a million empty chunks."""
    if kind is EvidenceKind.WEBP:
        return headers.webp_size(data)
    if kind is EvidenceKind.PNG:
        return headers.png_size(data)
    with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as image:
        return image.size


def _comes_to_its_end(data: bytes, kind: EvidenceKind) -> bool:
    """Whether the upload is whole, as far as that shows without drawing the picture."""
    if kind is EvidenceKind.JPEG:
        return headers.jpeg_is_whole(data)
    return kind is EvidenceKind.WEBP or PNG_END in data
