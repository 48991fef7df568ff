"""The outer form of image files, read without any library: where a JPEG's picture starts, how large a PNG or a WebP
claims to be. Standard library only, because the child process reads it too.
"""

from __future__ import annotations

import zlib
from typing import Final

MOST_SEGMENTS: Final = 5_000
"""Before a JPEG's picture; large notes of cameras make some hundreds. A file of nothing but segments would keep the
web process busy for seconds. Our choice."""
START_OF_SCAN: Final = 0xDA
LENGTH_BYTES: Final = 2
"""A segment's length counts itself."""
END_OF_IMAGE: Final = b"\xff\xd9"
STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
TELLING: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""Segments that describe a picture and are not needed to draw it: EXIF, XMP, comments. APP0 and APP14 (Adobe) say how
colours are written, so they stay."""


class NotWhole(Exception):
    """The bytes end, or make no sense, before the picture does."""


def jpeg_segments(data: bytes) -> tuple[list[tuple[int, bytes]], int]:
    """The segments before the picture as (marker, all bytes), and where the rest starts. Raises NotWhole."""
    segments: list[tuple[int, bytes]] = []
    place = 2
    for _ in range(MOST_SEGMENTS):
        if data[place : place + 1] != b"\xff" or place + 4 > len(data):
            raise NotWhole
        marker = data[place + 1]
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker == START_OF_SCAN:
            return segments, place
        length = 0 if marker in STANDALONE else int.from_bytes(data[place + 2 : place + 4], "big")
        if marker not in STANDALONE and length < LENGTH_BYTES:
            raise NotWhole
        segments.append((marker, data[place : place + 2 + length]))
        place += 2 + length
    raise NotWhole


def jpeg_is_whole(data: bytes) -> bool:
    """Whether the picture itself comes to its end; a small preview inside the description does not count."""
    try:
        _, picture = jpeg_segments(data)
    except NotWhole:
        return False
    return data.find(END_OF_IMAGE, picture) > 0


def without_description(data: bytes) -> bytes:
    """The same JPEG picture, bit for bit, without EXIF, XMP and comments. Raises NotWhole."""
    segments, picture = jpeg_segments(data)
    kept = b"".join(segment for marker, segment in segments if marker not in TELLING)
    return data[:2] + kept + data[picture:]


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height that the first chunk claims, its checksum looked at. Raises NotWhole."""
    head, checksum = data[12:29], data[29:33]
    if not head.startswith(b"IHDR") or zlib.crc32(head).to_bytes(4, "big") != checksum:
        raise NotWhole
    return int.from_bytes(head[4:8], "big"), int.from_bytes(head[8:12], "big")


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height that the first chunk claims. Raises NotWhole."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10 or int.from_bytes(data[4:8], "little") + 8 > len(data):
        raise NotWhole
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
    if kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    raise NotWhole
