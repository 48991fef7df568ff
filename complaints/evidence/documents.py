"""A PDF's pages in a file of their own: what is drawn on them, and nothing that acts, hides or tells.

Gone are scripts, actions, attachments, forms (what was filled in is drawn onto the page), links, layers, outlines,
metadata of the file, of pages and of pictures. Runs in the child process only.
"""

from __future__ import annotations

import codecs
import io
import re
from contextlib import suppress
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from complaints.evidence import headers
from complaints.evidence.faults import EvidenceFault, FileRefused

MOST_PAGES: Final = 200
KEPT_OF_PAGE: Final = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group")
KEPT_OF_RESOURCES: Final = (
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/ProcSet",
)  # fmt: skip
TELLING: Final = (
    "/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/AF", "/Ref", "/Measure", "/PtData", "/OC", "/StructParent",
    "/StructParents", "/F", "/FFilter", "/FDecodeParms",
)  # fmt: skip
SHOW_TEXT: Final = ("Tj", "TJ", "'", '"')
MOVE_ON: Final = ("Td", "TD", "Tm", "T*", "ET")
CODECS: Final = ("latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le")
READ_PAGES: Final = 3
READ_STREAM_BYTES: Final = 256 * 1024


def warm_up() -> None:
    """Do it once with a page of our own, so that all code is loaded before this process may open no more files."""
    for name in CODECS:
        codecs.lookup(name)
    with Pdf.new() as blank:
        page = blank.add_blank_page()
        page.contents_add(b"BT /F 9 Tf (-) Tj ET")
        file = io.BytesIO()
        blank.save(file)
    text_of(copy_pages(file.getvalue()))


def copy_pages(data: bytes) -> bytes:
    """A new PDF with the pages. Raises FileRefused."""
    try:
        with Pdf.open(io.BytesIO(data)) as source, Pdf.new() as target:
            if len(source.pages) > MOST_PAGES:
                raise FileRefused(EvidenceFault.TOO_MANY_PAGES)
            if len(source.pages) == 0:
                raise FileRefused(EvidenceFault.BROKEN)
            with suppress(pikepdf.PdfError, ValueError):  # a form that cannot be drawn: the page comes without it
                source.generate_appearance_streams()
                source.flatten_annotations("print")
            for page in source.pages:
                target.pages.append(page)
            _strip(target)
            return _written(target)
    except MemoryError as error:
        raise FileRefused(EvidenceFault.TOO_HEAVY) from error
    except pikepdf.PasswordError as error:
        raise FileRefused(EvidenceFault.NEEDS_PASSWORD) from error
    except FileRefused:
        raise
    except Exception as error:  # the library raises PdfError, ValueError, TypeError, RuntimeError and more
        raise FileRefused(EvidenceFault.BROKEN) from error


def _written(target: Pdf) -> bytes:
    """The same bytes for the same pages; what is packed stays packed, so that a bomb inside does not go off."""
    file = io.BytesIO()
    target.save(
        file,
        deterministic_id=True,
        fix_metadata_version=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        recompress_flate=False,
    )
    return file.getvalue()


def _strip(target: Pdf) -> None:
    for page in target.pages:
        _keep_only(page.obj, ("/Type", "/Parent", *KEPT_OF_PAGE))
    for found in target.objects:
        if isinstance(found, Stream):
            for key in TELLING:
                if key in found:
                    del found[key]
            if found.get("/Subtype") == Name("/Image"):
                _strip_picture(found)
        resources = found.get("/Resources") if isinstance(found, Stream | Dictionary) else None
        if isinstance(resources, Dictionary):
            _keep_only(resources, KEPT_OF_RESOURCES)


def _keep_only(dictionary: Any, keys: tuple[str, ...]) -> None:
    for key in list(dictionary.keys()):
        if key not in keys:
            del dictionary[key]


def _strip_picture(picture: Stream) -> None:
    """Take EXIF and XMP out of a photo that is embedded as it came from the camera."""
    if picture.get("/Filter") not in (Name("/DCTDecode"), Array([Name("/DCTDecode")])):
        return
    with suppress(headers.NotWhole):
        bare = headers.without_description(picture.read_raw_bytes())
        parameters = picture.get("/DecodeParms")
        known = parameters if isinstance(parameters, Dictionary | Array) else None
        picture.write(bare, filter=Name("/DCTDecode"), decode_parms=known)


def text_of(data: bytes) -> str:
    """Most of the text of the first pages, for a guess: strings of the pages as their fonts translate them.

    Large streams are left alone, and whatever cannot be read is left out.
    """
    said: list[str] = []
    with suppress(Exception), Pdf.open(io.BytesIO(data)) as source:  # a guess may fail in any way
        for page in source.pages[:READ_PAGES]:
            said.append(_text_of_page(page))
    return "\n".join(said)


def _text_of_page(page: pikepdf.Page) -> str:
    if any(len(part.read_raw_bytes()) > READ_STREAM_BYTES for part in _contents(page)):
        return ""
    fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
    maps = {name: _characters(font) for name, font in fonts.items()}
    current: dict[bytes, str] = {}
    said: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "Tf":
            current = maps.get(str(operands[0]), {})
        elif operator in SHOW_TEXT:
            said.extend(_translated(bytes(part), current) for part in _strings(operands))
        elif operator in MOVE_ON:
            said.append(" ")
    return "".join(said)


def _contents(page: pikepdf.Page) -> list[Stream]:
    contents = page.obj.get("/Contents")
    parts = list(contents) if isinstance(contents, Array) else [contents]
    return [part for part in parts if isinstance(part, Stream)]


def _strings(operands: Any) -> list[pikepdf.String]:
    flat = [part for operand in operands for part in (operand if isinstance(operand, Array) else [operand])]
    return [part for part in flat if isinstance(part, pikepdf.String)]


def _translated(raw: bytes, characters: dict[bytes, str]) -> str:
    if not characters:
        return raw.decode("latin-1")
    width = max(len(code) for code in characters)
    return "".join(characters.get(raw[place : place + width], "") for place in range(0, len(raw), width))


def _characters(font: Any) -> dict[bytes, str]:
    """Code to character by the font's own table (ToUnicode); empty where it has none."""
    table = font.get("/ToUnicode")
    if not isinstance(table, Stream) or len(table.read_raw_bytes()) > READ_STREAM_BYTES:
        return {}
    text = table.read_bytes().decode("latin-1")
    found: dict[bytes, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, meant in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(meant).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, meant in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(min(int(last, 16) - int(first, 16), 0xFFFF) + 1):
                found[(int(first, 16) + step).to_bytes(len(first) // 2, "big")] = chr(int(meant, 16) + step)
    return found
