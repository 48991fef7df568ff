"""Files as honest and hostile people send them, made on the spot: nothing here was ever anybody's."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Final

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, String
from PIL import Image, PngImagePlugin

PLANTED: Final = b"PlantedByTest"
"""Stands in every place of a file that tells more than its picture does."""
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
LETTERS: Final = "Bos oryn joq"
MRZ: Final = "IDKAZ1234567890910630201017<<<"


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Left half dark, right half light, so that turning shows."""
    made = Image.new("RGB", (width, height), (250, 250, 250))
    made.paste((20, 30, 40), (0, 0, width // 2, height))
    return made.convert(mode)


def telling_exif() -> Image.Exif:
    """Says to turn the picture, where it was taken and with what."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = PLANTED.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (43.0, 39.0, 0.0), 3: "E", 4: (51.0, 10.0, 0.0), 29: PLANTED.decode()})
    return exif


def jpeg(width: int = 60, height: int = 40, *, mode: str = "RGB") -> bytes:
    """With EXIF, XMP, a comment and a colour profile, each with the planted word."""
    file = io.BytesIO()
    picture(width, height, mode).save(
        file, "JPEG", exif=telling_exif(), xmp=PLANTED, comment=PLANTED, icc_profile=PLANTED * 20
    )
    return file.getvalue()


def png(width: int = 60, height: int = 40, *, mode: str = "RGB") -> bytes:
    """With EXIF and a text chunk."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", PLANTED.decode())
    file = io.BytesIO()
    picture(width, height, mode).save(file, "PNG", exif=telling_exif(), pnginfo=notes)
    return file.getvalue()


def webp(width: int = 60, height: int = 40, *, mode: str = "RGB") -> bytes:
    """With EXIF and XMP."""
    file = io.BytesIO()
    picture(width, height, mode).save(file, "WEBP", exif=telling_exif(), xmp=PLANTED)
    return file.getvalue()


def moving(kind: str) -> bytes:
    """Two frames, the second one black."""
    first, file = picture(), io.BytesIO()
    first.save(file, kind, save_all=True, append_images=[Image.new("RGB", first.size)], duration=100)
    return file.getvalue()


def noise(width: int, height: int, kind: str) -> bytes:
    """A picture that does not get smaller by packing."""
    file = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, kind)
    return file.getvalue()


def png_bomb(side: int = 60_000) -> bytes:
    """A few hundred bytes that claim 3,600 megapixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def webp_bomb() -> bytes:
    """Claims 16,000 by 16,000 in its header."""
    side = (16_000 - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + side + side
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(text: str = LETTERS) -> bytes:
    """One honest page."""
    with Pdf.new() as made:
        _write(made, text)
        return _saved(made)


def hostile_pdf() -> bytes:
    """Acts at opening, launches, carries a program, has a form, layers, a thumbnail, and a photo that tells."""
    with Pdf.new() as made:
        page = _write(made, LETTERS)
        script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{PLANTED.decode()}')"))
        made.Root.OpenAction = script
        made.Root.AA = Dictionary(WC=script)
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        made.attachments["run.exe"] = AttachedFileSpec(made, PLANTED, filename="run.exe")
        launch = Dictionary(S=Name.Launch, F=String("/bin/sh"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 600, 800], A=launch)
        page.obj.Annots = made.make_indirect(Array([made.make_indirect(link)]))
        page.obj.AA = Dictionary(O=script)
        page.obj.PieceInfo = Dictionary(Test=Dictionary(Private=String(PLANTED.decode())))
        page.obj.Metadata = made.make_stream(PLANTED)
        photo = made.make_stream(jpeg(), Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40)
        photo.ColorSpace, photo.BitsPerComponent, photo.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        photo.Metadata = made.make_stream(PLANTED)
        page.obj.Resources.XObject = Dictionary(Im0=photo)
        page.contents_add(b"q 60 0 0 40 100 100 cm /Im0 Do Q")
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [PLANTED.decode()]
        made.docinfo["/Author"] = PLANTED.decode()
        return _saved(made)


def filled_form_pdf(answer: str) -> bytes:
    """A page with one text field that somebody filled in; the answer stands only in the field."""
    with Pdf.new() as made:
        page = _write(made, "Form")
        field = made.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(answer), F=4,
                Rect=[72, 600, 400, 630], DA=String("/F1 12 Tf 0 g"), P=page.obj,
            )
        )  # fmt: skip
        page.obj.Annots = Array([field])
        made.Root.AcroForm = Dictionary(
            Fields=Array([field]), NeedAppearances=True, DR=page.obj.Resources, DA=String("/F1 12 Tf 0 g")
        )
        return _saved(made)


def locked_pdf() -> bytes:
    """Opens with a password only."""
    with Pdf.new() as made:
        _write(made, LETTERS)
        file = io.BytesIO()
        made.save(file, encryption=pikepdf.Encryption(user="secret", owner="secret"))
        return file.getvalue()


def long_pdf(pages: int) -> bytes:
    with Pdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        return _saved(made)


def translated_pdf(text: str) -> bytes:
    """The text is written in codes of the font's own, as most programs do with Cyrillic."""
    codes = {letter: code for code, letter in enumerate(sorted(set(text)), start=1)}
    table = "\n".join(f"<{code:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    with Pdf.new() as made:
        page = _write(made, "")
        page.obj.Resources.Font.F1.ToUnicode = made.make_stream(
            f"{len(codes)} beginbfchar\n{table}\nendbfchar".encode()
        )
        written = "".join(f"{codes[letter]:04X}" for letter in text)
        page.contents_add(f"BT /F1 12 Tf 72 700 Td <{written}> Tj ET".encode())
        return _saved(made)


def _write(made: Pdf, text: str) -> pikepdf.Page:
    page = made.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
    page.contents_add(f"BT /F1 12 Tf 72 760 Td ({text}) Tj ET".encode("latin-1"))
    return page


def _saved(made: Pdf) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
