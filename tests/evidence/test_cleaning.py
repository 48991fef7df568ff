"""The clean copy shows the same and tells nothing; whatever a file does to its reader, it does to a process that is
thrown away.
"""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from complaints.domain.evidence import EvidenceKind
from complaints.evidence import cleaning
from complaints.evidence.faults import EvidenceFault, FileRefused
from tests.support import uploads
from tests.support.pdfs import text_of

MEGABYTE = 1024 * 1024


def opened(data: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(data))
    found.load()
    return found


@pytest.mark.parametrize(
    ("data", "kind"),
    [(uploads.jpeg(), EvidenceKind.JPEG), (uploads.png(), EvidenceKind.PNG), (uploads.webp(), EvidenceKind.WEBP)],
    ids=["jpeg", "png", "webp"],
)
def test_a_picture_comes_upright_in_its_own_kind_and_without_any_note(data: bytes, kind: EvidenceKind) -> None:
    assert uploads.PLANTED in data
    clean = cleaning.clean(data, kind).data
    shown = opened(clean)
    assert shown.format == kind.name
    assert shown.size == (40, 60)
    dark, light = shown.convert("L").getpixel((20, 5)), shown.convert("L").getpixel((20, 55))
    assert isinstance(dark, int)
    assert isinstance(light, int)
    assert dark < 60
    assert light > 200
    assert uploads.PLANTED not in clean
    assert not shown.getexif()
    assert {"exif", "xmp", "comment", "icc_profile", "Author"} & shown.info.keys() == set()


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_jpegs_of_every_colour_are_taken(mode: str) -> None:
    assert opened(cleaning.clean(uploads.jpeg(mode=mode), EvidenceKind.JPEG).data).size == (40, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "I", "RGBA"])
def test_pngs_of_every_colour_are_taken(mode: str) -> None:
    try:
        data = uploads.png(mode=mode)
    except (OSError, ValueError):
        data = uploads.png(mode="P")
    assert opened(cleaning.clean(data, EvidenceKind.PNG).data).size == (40, 60)


@pytest.mark.parametrize(("kind", "name"), [(EvidenceKind.WEBP, "WEBP"), (EvidenceKind.PNG, "PNG")])
def test_of_a_moving_picture_the_first_frame_stays(kind: EvidenceKind, name: str) -> None:
    clean = opened(cleaning.clean(uploads.moving(name), kind).data)
    assert getattr(clean, "n_frames", 1) == 1
    assert clean.convert("L").getpixel((55, 20)) != 0


def test_the_same_file_gives_the_same_copy() -> None:
    for data, kind in ((uploads.jpeg(), EvidenceKind.JPEG), (uploads.hostile_pdf(), EvidenceKind.PDF)):
        assert cleaning.clean(data, kind).data == cleaning.clean(data, kind).data


def test_a_pdf_keeps_what_it_shows_and_loses_what_it_does_hides_and_tells(tmp_path: Path) -> None:
    data = uploads.hostile_pdf()
    clean = cleaning.clean(data, EvidenceKind.PDF).data
    assert uploads.LETTERS in text_of(clean, tmp_path)
    plain = unpacked(clean)
    for trace in (
        uploads.PLANTED,
        b"JavaScript",
        b"/Launch",
        b"run.exe",
        b"/OpenAction",
        b"/AA",
        b"/Annots",
        b"/Metadata",
    ):
        assert trace in unpacked(data)
        assert trace not in plain
        assert trace not in clean
    with pikepdf.open(io.BytesIO(clean)) as copy:
        assert len(copy.pages) == 1
        assert not copy.attachments
        assert set(copy.Root.keys()) == {"/Type", "/Pages"}
        assert "/Im0" in copy.pages[0].get_images()


def unpacked(data: bytes) -> bytes:
    """The whole file with every stream in plain."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened_pdf:
        opened_pdf.save(
            file,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return file.getvalue()


def test_what_was_filled_into_a_form_stays_on_the_page(tmp_path: Path) -> None:
    clean = cleaning.clean(uploads.filled_form_pdf("Answer 42"), EvidenceKind.PDF).data
    assert "Answer 42" in text_of(clean, tmp_path)
    assert b"AcroForm" not in clean


@pytest.mark.parametrize(
    ("data", "kind", "fault"),
    [
        (uploads.locked_pdf(), EvidenceKind.PDF, EvidenceFault.NEEDS_PASSWORD),
        (uploads.long_pdf(201), EvidenceKind.PDF, EvidenceFault.TOO_MANY_PAGES),
        (b"%PDF-1.7\n%%EOF", EvidenceKind.PDF, EvidenceFault.BROKEN),
        (uploads.noise(300, 300, "JPEG")[:-5000], EvidenceKind.JPEG, EvidenceFault.BROKEN),
        (uploads.png_bomb(), EvidenceKind.PNG, EvidenceFault.TOO_MANY_PIXELS),
        (uploads.webp_bomb(), EvidenceKind.WEBP, EvidenceFault.TOO_MANY_PIXELS),
        (uploads.png(), EvidenceKind.JPEG, EvidenceFault.BROKEN),
    ],
    ids=["locked", "long", "hollow", "cut", "png bomb", "webp bomb", "other kind"],
)
def test_a_file_that_cannot_be_cleaned_gives_a_code_and_no_more(
    data: bytes, kind: EvidenceKind, fault: EvidenceFault
) -> None:
    with pytest.raises(FileRefused) as refused:
        cleaning.clean(data, kind)
    assert refused.value.fault is fault


def test_two_hundred_pages_are_copied() -> None:
    with pikepdf.open(io.BytesIO(cleaning.clean(uploads.long_pdf(200), EvidenceKind.PDF).data)) as copy:
        assert len(copy.pages) == 200


def test_the_largest_picture_that_is_taken_fits_into_the_limits() -> None:
    file = io.BytesIO()
    Image.new("RGB", (8060, 8060), (9, 9, 9)).save(file, "JPEG", exif=uploads.telling_exif())
    assert opened(cleaning.clean(file.getvalue(), EvidenceKind.JPEG).data).size == (8060, 8060)


@pytest.mark.parametrize("text", ["ЖЕКЕ КУӘЛІК", "УДОСТОВЕРЕНИЕ ЛИЧНОСТИ", "Свидетельство о рождении"])
def test_the_title_of_an_identity_paper_in_a_pdf_makes_a_warning(text: str) -> None:
    assert cleaning.clean(uploads.translated_pdf(text), EvidenceKind.PDF).looks_like_identity


def test_other_words_in_a_pdf_make_none() -> None:
    assert not cleaning.clean(uploads.translated_pdf("Хабарландыру туралы"), EvidenceKind.PDF).looks_like_identity


@pytest.mark.parametrize(
    "hostile",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "held = []\nwhile True: held.append(bytearray(2**20))",
        "import os; os.abort()",
        "import sys\nwhile True: sys.stdout.buffer.write(b'x' * 2**20)",
    ],
    ids=["loops", "sleeps", "eats memory", "crashes", "talks without end"],
)
def test_a_child_that_does_not_behave_is_ended(hostile: str, tmp_path: Path) -> None:
    script = tmp_path / "hostile.py"
    script.write_text("import sys\nsys.stdin.buffer.read()\n" + hostile)
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        cleaning.run_confined(script, "x", b"data", wall_seconds=2)
    assert refused.value.fault is EvidenceFault.TOO_HEAVY
    assert time.monotonic() - began < 10


def test_a_child_has_no_environment_and_can_write_open_and_start_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "planted")
    script = tmp_path / "curious.py"
    script.write_text(CURIOUS.format(target=str(tmp_path / "written")))
    said = cleaning.run_confined(script, "x", b"").decode().split()
    assert said == ["environment:empty", "write:no", "fork:no", "read:no", "socket:no", "flask:no"]
    assert not (tmp_path / "written").exists() or (tmp_path / "written").read_bytes() == b""


CURIOUS = """
import os, signal, socket, sys
from complaints.evidence.child import close_the_door
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def tried(name, deed):
    try:
        deed()
    except BaseException:
        print(name + ":no")
    else:
        print(name + ":YES")
def write():
    with open({target!r}, "wb", buffering=0) as file:
        file.write(b"x")
def fork():
    if os.geteuid() == 0:
        raise PermissionError  # the limit of processes does not bind root
    if os.fork() == 0:
        os._exit(0)
def import_flask():
    import complaints
    complaints.create_app
print("environment:" + ("empty" if not set(os.environ) - {{"LC_CTYPE"}} else "FULL"))
tried("write", write)
tried("fork", fork)
close_the_door()
tried("read", lambda: open(__file__))
tried("socket", lambda: socket.socket())
tried("flask", import_flask)
"""


def test_a_copy_that_was_cut_off_is_none(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(
        "import sys, time\nsys.stdin.buffer.read()\nprint('{}\\nhalf a picture', flush=True)\ntime.sleep(30)\n"
    )
    with pytest.raises(FileRefused) as refused:
        cleaning.run_confined(script, "jpeg", b"x", wall_seconds=1.5)
    assert refused.value.fault is EvidenceFault.TOO_HEAVY
