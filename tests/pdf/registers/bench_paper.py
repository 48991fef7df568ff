"""The largest register, looked at like a small one. Run by `make bench`."""

from __future__ import annotations

from pathlib import Path

from tests.pdf.registers.test_paper import assert_in_cells, register


def test_every_word_of_20000_rows_stands_in_its_cell_and_every_page_has_its_head(tmp_path: Path) -> None:
    assert_in_cells(register(20_000), tmp_path)
