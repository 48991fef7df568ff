"""The engine: same bytes, nothing fetched, text typed by people stays text."""

from __future__ import annotations

import contextlib
import hashlib
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from complaints import pdf
from complaints.pdf.fetcher import ASSETS, OwnAssetsOnly
from tests.support.pdfs import text_of

STYLE = '<link rel="stylesheet" href="asset:documents/petition.css">'
PAGE = (
    '<!DOCTYPE html><html lang="kk"><head><title>Ә</title><meta name="dcterms.created" content="2025-04-21">'
    + STYLE
    + "</head><body><p>{}</p></body></html>"
)
KAZAKH = "Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і № ₸"


def test_the_same_page_gives_the_same_bytes_also_after_another_one() -> None:
    first = pdf.render(PAGE.format(KAZAKH), title="Ә", lang="kk")
    pdf.render(PAGE.format("Басқа мәтін 0123456789"), title="Б", lang="kk")
    assert pdf.render(PAGE.format(KAZAKH), title="Ә", lang="kk") == first


def test_another_process_gives_the_same_bytes() -> None:
    here = pdf.render(PAGE.format(KAZAKH), title="Ә", lang="kk")
    code = (
        "import hashlib, sys; from complaints import pdf;"
        "print(hashlib.sha256(pdf.render(sys.argv[1], title='Ә', lang='kk')).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", code, PAGE.format(KAZAKH)], capture_output=True, check=True, text=True
    )
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_every_kazakh_letter_can_be_read_back(tmp_path: Path) -> None:
    assert text_of(pdf.render(PAGE.format(KAZAKH), title="Ә", lang="kk"), tmp_path) == KAZAKH


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://example.com/a.css", "data:text/css,p{}", "asset:../a"])
def test_nothing_but_our_own_files_is_served(url: str) -> None:
    with pytest.raises(ValueError, match="only the document's own"):
        OwnAssetsOnly().fetch(url)


@pytest.mark.parametrize("url", ASSETS)
def test_each_own_file_is_there(url: str) -> None:
    assert OwnAssetsOnly().fetch(url).read()


def test_a_page_cannot_read_a_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("ҚҰПИЯ", encoding="utf-8")
    hostile = (
        f'<a rel="attachment" href="{secret.as_uri()}">x</a><link rel="attachment" href="{secret.as_uri()}">'
        f'<img src="{secret.as_uri()}" alt="a"><style>p {{ background: url({secret.as_uri()}) }}</style>'
    )
    made = pdf.render(PAGE.format(hostile), title="Ә", lang="kk")
    assert b"EmbeddedFile" not in made
    assert "ҚҰПИЯ" not in text_of(made, tmp_path)


def test_the_file_says_that_it_is_archival_and_accessible() -> None:
    parts = [pdf.lay_out(PAGE.format(KAZAKH)), pdf.lay_out(PAGE.format("Қосымша"))]
    made = _xml_of(pdf.write(parts, title="Ұжымдық шағым", lang="kk"))
    for claim in ('pdfaid:part="3"', 'pdfaid:conformance="A"', 'pdfuaid:part="1"', "Ұжымдық шағым", "2025-04-21"):
        assert claim in made


def _xml_of(made: bytes) -> str:
    """The metadata packet, found among the compressed streams."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        with contextlib.suppress(zlib.error):
            content = zlib.decompress(stream)
            if b"x:xmpmeta" in content:
                return content.decode("utf-8")
    raise AssertionError("no metadata")
