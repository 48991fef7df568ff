"""Writes the objects of a file: each is serialised once, and the small ones lie together in compressed streams.

pydyf's own writing serialises everything twice for PDF/A (once for the identifier), packs as tightly as zlib can at
ten times the effort, and puts all small objects into one stream, which a reader has to unpack whole before it shows a
page. A register has a structure element per cell, so that was half of the time and of the memory of a long document.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

COMPRESSION: Final = 4
TOGETHER: Final = 1000
"""Small objects per stream."""

FREE: Final = 0
PLACED: Final = 1
PACKED: Final = 2
"""The three are the kinds of entries of the cross-reference stream (ISO 32000-1, table 18)."""


@dataclass
class FileWriter:
    """`entries` by number of the object: its kind, its offset or its stream's number, its place in that stream."""

    output: BinaryIO
    position: int = 0
    identity: Any = field(default_factory=lambda: hashlib.md5(usedforsecurity=False))
    entries: dict[int, tuple[int, int, int]] = field(default_factory=lambda: {0: (FREE, 0, 65535)})

    def write_line(self, content: bytes) -> None:
        self.output.write(content + b"\n")
        self.position += len(content) + 1

    def place(self, number: int, data: bytes) -> None:
        """An object of its own."""
        self.entries[number] = (PLACED, self.position, 0)
        self.identity.update(data)
        self.write_line(b"%d 0 obj\n%s\nendobj" % (number, data))

    def pack(self, objects: list[Any], *, number: int) -> None:
        """Small objects in one stream with this number."""
        index, body, start = [], [], 0
        for place, item in enumerate(objects):
            data = item.data
            index.append(b"%d %d" % (item.number, start))
            body.append(data)
            start += len(data) + 1
            self.entries[item.number] = (PACKED, number, place)
        head = b" ".join(index) + b"\n"
        content = zlib.compress(head + b"\n".join(body), COMPRESSION)
        entry = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
        self.place(number, stream_data(entry, content))

    def finish(self, *, catalog: bytes, info: bytes) -> None:
        """The cross-reference stream and the end of the file."""
        number, start = len(self.entries), self.position
        self.entries[number] = (PLACED, start, 0)
        table = b"".join(b"%c%s%s" % (k, o.to_bytes(4, "big"), p.to_bytes(2, "big")) for k, o, p in self._in_order())
        identifier = self.identity.hexdigest().encode()
        entry = b"/Type/XRef/W[1 4 2]/Size %d/Root %s%s/ID[(%s)(%s)]" % (
            len(self.entries), catalog, b"/Info " + info if info else b"", identifier, identifier,
        )  # fmt: skip
        self.write_line(b"%d 0 obj\n%s\nendobj" % (number, stream_data(entry, zlib.compress(table, COMPRESSION))))
        self.write_line(b"startxref\n%d\n%%%%EOF" % start)

    def _in_order(self) -> list[tuple[int, int, int]]:
        return [self.entries[number] for number in range(len(self.entries))]


def stream_data(entry: bytes, content: bytes) -> bytes:
    """A stream object; `content` is compressed, `entry` says what it is."""
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (entry, len(content), content)


def write_file(pdf: Any, output: BinaryIO, version: str) -> None:
    """All objects of a pydyf file. Raises ValueError for a kind of file that WeasyPrint does not make for PDF/A-3."""
    if any(item.generation for item in pdf.objects[1:]) or version != "1.7":
        raise ValueError("only new files of PDF 1.7 are written")
    if pdf.info:
        pdf.add_object(pdf.info)
    writer = FileWriter(output)
    writer.write_line(b"%PDF-1.7\n%\xf0\x9f\x96\xa4")
    small, count = [], len(pdf.objects)
    for item in pdf.objects[1:]:
        if item.compressible:
            small.append(item)
        else:
            writer.place(item.number, item.data)
    for start in range(0, len(small), TOGETHER):
        writer.pack(small[start : start + TOGETHER], number=count + start // TOGETHER)
    writer.finish(catalog=pdf.catalog.reference, info=pdf.info.reference if pdf.info else b"")
