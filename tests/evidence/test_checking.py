"""What the request takes and refuses, by the bytes and never by the name."""

from __future__ import annotations

import time
import zlib
from contextlib import suppress

import pytest

from complaints.domain.evidence import MOST_BYTES, EvidenceKind
from complaints.evidence.checking import check
from complaints.evidence.faults import EvidenceFault, FileRefused
from tests.support import uploads

HTML = b"<!doctype html><script>alert(1)</script>"
EMPTY_CHUNK = b"\0\0\0\0aaAa" + zlib.crc32(b"aaAa").to_bytes(4, "big")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (uploads.jpeg(), EvidenceKind.JPEG),
        (uploads.jpeg(mode="CMYK"), EvidenceKind.JPEG),
        (uploads.png(), EvidenceKind.PNG),
        (uploads.webp(), EvidenceKind.WEBP),
        (uploads.noise(50, 50, "WEBP"), EvidenceKind.WEBP),
        (uploads.moving("WEBP"), EvidenceKind.WEBP),
        (uploads.pdf(), EvidenceKind.PDF),
        (b"\xef\xbb\xbf\r\n" + uploads.pdf(), EvidenceKind.PDF),
        (uploads.hostile_pdf(), EvidenceKind.PDF),
    ],
    ids=lambda value: value if isinstance(value, EvidenceKind) else "",
)
def test_a_file_is_what_its_bytes_say_whatever_its_name(data: bytes, kind: EvidenceKind) -> None:
    assert check(data, "report.txt").kind is kind


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"", "empty.jpg", EvidenceFault.EMPTY),
        (uploads.jpeg() + b"\0" * MOST_BYTES, "large.jpg", EvidenceFault.TOO_LARGE),
        (HTML, "page.jpg", EvidenceFault.WRONG_KIND),
        (SVG, "drawing.png", EvidenceFault.WRONG_KIND),
        (HTML + uploads.pdf(), "both.pdf", EvidenceFault.WRONG_KIND),
        (b"MZ\x90\0" + uploads.jpeg(), "photo.jpg", EvidenceFault.WRONG_KIND),
        (b"GIF89a" + b"\0" * 40, "moving.gif", EvidenceFault.WRONG_KIND),
        (b"P", "p", EvidenceFault.WRONG_KIND),
        (uploads.jpeg()[:400], "cut.jpg", EvidenceFault.BROKEN),
        (uploads.noise(300, 300, "JPEG")[:-500], "cut.jpg", EvidenceFault.BROKEN),
        (b"\xff\xd8\xff", "three.jpg", EvidenceFault.BROKEN),
        (uploads.noise(300, 300, "PNG")[:-100], "cut.png", EvidenceFault.BROKEN),
        (b"\x89PNG\r\n\x1a\n", "head.png", EvidenceFault.BROKEN),
        (uploads.noise(300, 300, "WEBP")[:-100], "cut.webp", EvidenceFault.BROKEN),
        (b"RIFF\0\0\0\0WEBP", "head.webp", EvidenceFault.BROKEN),
        (uploads.pdf()[:-30], "cut.pdf", EvidenceFault.BROKEN),
        (b"%PDF-1.7", "head.pdf", EvidenceFault.BROKEN),
        (uploads.png_bomb(), "bomb.png", EvidenceFault.TOO_MANY_PIXELS),
        (uploads.webp_bomb(), "bomb.webp", EvidenceFault.TOO_MANY_PIXELS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_evidence_is_refused_with_its_reason(
    data: bytes, name: str, fault: EvidenceFault
) -> None:
    with pytest.raises(FileRefused) as refused:
        check(data, name)
    assert refused.value.fault is fault


def test_ten_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    photo = uploads.jpeg()
    filled = photo + b"\0" * (MOST_BYTES - len(photo))
    assert check(filled, "a.jpg").kind is EvidenceKind.JPEG
    with pytest.raises(FileRefused):
        check(filled + b"\0", "a.jpg")


def test_what_follows_the_picture_does_not_make_a_photo_broken() -> None:
    """Phones append a film or their own notes, which may hold any bytes."""
    assert check(uploads.jpeg() + b"\xff\xda\0\0MotionPhoto", "a.jpg").kind is EvidenceKind.JPEG


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff\xe1\x00\x02" * 2_500_000,
        b"\xff\xd8\xff\xe0\x00\x02" + b"\xff" * 10_000_000,
        b"\xff\xd8\xff\xe0\x00\x01" + b"\0" * 10_000_000,
        uploads.png()[:33] + EMPTY_CHUNK * 800_000 + uploads.png()[33:],
        b"%PDF-1.7\n" + b"ID" * 5_000_000 + b"%%EOF",
    ],
    ids=["segments", "padding", "junk", "chunks", "text"],
)
def test_no_file_keeps_the_web_process_busy(data: bytes) -> None:
    """Seconds of the processor before: a person in front of the form waits, and everybody behind."""
    began = time.process_time()
    with suppress(FileRefused):
        check(data, "a")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "name",
    [
        "Удостоверение личности.jpg", "уд_личности_мама.png", "паспорт-1.pdf", "ЖЕКЕ КУӘЛІК.pdf", "жеке куалик.jpg",
        "Туу туралы куәлік.jpg", "свидетельство о рождении.pdf", "udostoverenie.jpg", "passport scan.png",
        "id_card.webp",
    ],
)  # fmt: skip
def test_the_name_of_an_identity_paper_makes_a_warning(name: str) -> None:
    assert check(uploads.jpeg(), name).looks_like_identity


@pytest.mark.parametrize(
    "name",
    ["Screenshot_20250329.png", "хабарландыру.jpg", "скриншот очереди.png", "video.jpg", "куәгер.jpg", "idea.png"],
)
def test_other_names_make_none(name: str) -> None:
    assert not check(uploads.jpeg(), name).looks_like_identity


def test_the_shape_of_a_card_makes_a_warning_and_that_of_a_screen_none() -> None:
    assert check(uploads.jpeg(856, 540), "scan.jpg").looks_like_identity
    assert check(uploads.jpeg(540, 856), "scan.jpg").looks_like_identity
    for width, height in ((1280, 800), (1920, 1080), (1080, 2400), (800, 600), (1414, 1000)):
        assert not check(uploads.jpeg(width, height), "scan.jpg").looks_like_identity


def test_a_machine_readable_line_in_a_pdf_makes_a_warning() -> None:
    plain = b"%PDF-1.4\nBT (" + uploads.MRZ.encode() + b") Tj ET\n%%EOF"
    assert check(plain, "scan.pdf").looks_like_identity
    assert not check(uploads.pdf(), "scan.pdf").looks_like_identity
