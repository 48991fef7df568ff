"""A picture drawn anew: its pixels, turned upright, and nothing that was written beside them.

Runs in the child process only.
"""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image, ImageColor, ImageFilter, ImageOps, ImagePalette, MpoImagePlugin, TiffImagePlugin

from complaints.domain.evidence import EvidenceKind
from complaints.evidence.checking import FORMATS, MOST_PIXELS
from complaints.evidence.faults import EvidenceFault, FileRefused

NEEDED_LATER: Final = (ImageColor, ImageFilter, ImagePalette, MpoImagePlugin, TiffImagePlugin)
"""The library would load these when a file calls for them, and then this process may open no more files."""
MODES: Final = {
    EvidenceKind.JPEG: {"L", "RGB"},
    EvidenceKind.PNG: {"1", "L", "LA", "RGB", "RGBA"},
    EvidenceKind.WEBP: {"RGB", "RGBA"},
}
HOW_TO_SAVE: Final[dict[EvidenceKind, dict[str, Any]]] = {
    EvidenceKind.JPEG: {"quality": 90},
    EvidenceKind.PNG: {"compress_level": 6},
    EvidenceKind.WEBP: {"quality": 90, "method": 2},
}


def warm_up(kind: EvidenceKind) -> None:
    """Do it once with a dot of our own, so that all code is loaded before this process may open no more files."""
    dot = io.BytesIO()
    Image.new("RGB", (2, 2)).save(dot, format=FORMATS[kind])
    redraw(dot.getvalue(), kind)


def redraw(data: bytes, kind: EvidenceKind) -> bytes:
    """The same picture in the same format; of a moving one the first frame.

    Colour profiles are left out too: they name devices, and the original is kept. Raises FileRefused.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        picture = _pixels_of(data, kind)
        file = io.BytesIO()
        picture.save(file, format=FORMATS[kind], **HOW_TO_SAVE[kind])
    except MemoryError as error:
        raise FileRefused(EvidenceFault.TOO_HEAVY) from error
    except Image.DecompressionBombError as error:
        raise FileRefused(EvidenceFault.TOO_MANY_PIXELS) from error
    except Exception as error:  # the library raises OSError, SyntaxError, ValueError, struct.error and more
        raise FileRefused(EvidenceFault.BROKEN) from error
    return file.getvalue()


def _pixels_of(data: bytes, kind: EvidenceKind) -> Image.Image:
    """The pixels in an image of its own that carries no notes."""
    opened: Image.Image = Image.open(io.BytesIO(data), formats=[FORMATS[kind]])
    if opened.width * opened.height > MOST_PIXELS:
        raise FileRefused(EvidenceFault.TOO_MANY_PIXELS)
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    if upright.mode not in MODES[kind]:
        upright = upright.convert(_nearest_mode(upright, kind))
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    return clean


def _nearest_mode(picture: Image.Image, kind: EvidenceKind) -> str:
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        return "L" if kind is not EvidenceKind.WEBP else "RGB"
    return "RGBA" if picture.has_transparency_data and "RGBA" in MODES[kind] else "RGB"
