"""The file as a file: archival and accessible by independent checkers, and the same bytes every time."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from complaints import pdf
from tests.pdf.registers.samples import LETTER, annex, row

TOP = Path(__file__).resolve().parents[3]
PROGRAM = """
import hashlib
from tests.pdf.registers.test_file import make
print(hashlib.sha256(make(30)).hexdigest())
"""


def make(count: int) -> bytes:
    given = annex([row(number) for number in range(count)])
    return pdf.write([pdf.lay_out(LETTER), pdf.lay_out_annex(given)], title="Жалоба", lang="ru")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("register") / "petition.pdf"
    written.write_bytes(make(60))
    return written


def check(*command: str | Path) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_verapdf_finds_it_archival_and_accessible(path: Path) -> None:
    told = check(TOP / "tests/tools/verapdf/check-pdf", "3a,ua1", path)
    assert [line.split()[:2] for line in told.splitlines()] == [["PASS", "3a"], ["PASS", "ua1"]]


def test_outloud_finds_nothing_to_say(path: Path) -> None:
    assert "0 error(s), 0 warning(s)" in check(Path(sys.executable).with_name("outloud"), "--fail-on", "warning", path)


def test_qpdf_finds_no_error(path: Path) -> None:
    assert "No syntax or stream encoding errors found" in check("qpdf", "--check", path)


def test_the_letter_and_its_annex_share_their_fonts(path: Path) -> None:
    with pikepdf.open(path) as document:
        files = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
    assert len(files) == 2  # regular and bold


def test_annex_and_tables_have_bookmarks(path: Path) -> None:
    with pikepdf.open(path) as document, document.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert titles == [("Жалоба", []), ("Реестр жалоб", ["Подписи"])]


def test_the_same_rows_give_the_same_bytes_also_after_another_document_and_elsewhere() -> None:
    first = make(30)
    other = annex([("№", "ђѓєѕ", "љњћќ", "ÀÉÎ", "ÑÕÜ", "+7 (701)", "€")])
    pdf.write([pdf.lay_out(LETTER), pdf.lay_out_annex(other)], title="Б", lang="ru")
    assert make(30) == first
    there = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True, text=True, cwd=TOP)
    assert there.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_a_file_needs_a_part_with_dates() -> None:
    with pytest.raises(ValueError, match="dates"):
        pdf.write([pdf.lay_out_annex(annex([row(0)]))], title="Ә", lang="kk")
