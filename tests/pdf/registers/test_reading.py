"""What was written is what is read, cell by cell and in order, also when it was written to break the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints import pdf
from complaints.pdf import Annex, Column, Table
from tests.pdf.registers.reading import structure_of
from tests.pdf.registers.samples import COLUMNS, HOSTILE, LETTER, SHOWN, annex, as_html, hostile_row, row


def write(given: Annex) -> bytes:
    return pdf.write([pdf.lay_out(LETTER), pdf.lay_out_annex(given)], title="Жалоба", lang="ru")


def cells_of(given: Annex) -> list[str]:
    return [" ".join(text.split()) for table in given.tables for texts in table.rows for text in texts]


def test_every_cell_is_read_as_it_was_written_and_in_order(tmp_path: Path) -> None:
    given = annex([row(number) for number in range(25)])
    read = structure_of(write(given), tmp_path)
    assert [text for tag, text in read if tag == "TD"] == cells_of(given)
    assert [text for tag, text in read if tag == "TH"] == [
        column.title for table in given.tables for column in table.columns
    ]


def test_hostile_texts_are_the_signs_they_are_made_of(tmp_path: Path) -> None:
    read = structure_of(write(annex([hostile_row(place, texts) for place, texts in enumerate(HOSTILE)])), tmp_path)
    shown = annex([hostile_row(place, texts) for place, texts in enumerate(SHOWN)])
    assert [text for tag, text in read if tag == "TD"] == cells_of(shown)


def test_headings_and_notes_are_told_before_their_table(tmp_path: Path) -> None:
    read = structure_of(write(annex([row(0)])), tmp_path)
    assert [part for part in read if part[0] in {"H1", "H2", "P", "Table"}][2:] == [
        ("P", "Приложение 1 к жалобе от 20 ноября 2026 года"), ("H1", "Реестр жалоб"),
        ("P", "Согласие дано на портале, без подписи."), ("Table", ""),
        ("H2", "Подписи"), ("P", "Подписали на этом листе."), ("Table", ""),
    ]  # fmt: skip


def test_plain_html_of_the_same_annex_says_the_same_in_the_same_order(tmp_path: Path) -> None:
    given = annex([row(number) for number in range(12)])
    drawn = _letters_of(structure_of(write(given), tmp_path)[2:])
    plain = _letters_of(structure_of(pdf.render(as_html(given), title="Жалоба", lang="ru"), tmp_path))
    for tags in ({"H1", "H2", "TD"}, {"P"}):
        assert [part for part in drawn if part[0] in tags] == [part for part in plain if part[0] in tags]
    heads = [dict.fromkeys(text for tag, text in read if tag == "TH") for read in (drawn, plain)]
    assert heads[0] == heads[1]  # WeasyPrint tells the head anew on each page


def _letters_of(read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without spaces: WeasyPrint's own structure has none where a line ends."""
    return [(tag, text.replace(" ", "")) for tag, text in read]


@pytest.mark.parametrize("text", ["слово " * 3000 + "конец", "Ж" * 5000])
def test_a_row_taller_than_a_page_goes_on_and_stays_one_row(text: str, tmp_path: Path) -> None:
    long = ("1", "7K4D-0", "Имя", "Адрес", "Алматы", text, "20.11.2026")
    read = structure_of(write(annex([long, row(1)])), tmp_path)
    cells = [text for tag, text in read if tag == "TD"]
    assert cells[:14] == [" ".join(text.split()) for text in (*long, *row(1))]


@pytest.mark.parametrize("width", [5, 9.5])
def test_a_column_too_narrow_for_a_letter_is_refused(width: float) -> None:
    narrow = Table((Column("а", width), Column("б", 0)), [("а", "б")])
    with pytest.raises(ValueError, match="too narrow"):
        pdf.lay_out_annex(Annex(title="а", lang="ru", tables=(narrow,), foot=""))


def test_a_row_with_another_number_of_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        pdf.lay_out_annex(Annex(title="а", lang="ru", tables=(Table(COLUMNS, [("1", "2")]),), foot="", landscape=True))
