"""Where things stand on paper: inside their cells, under their heads, rows whole."""

from __future__ import annotations

import itertools
from pathlib import Path

from complaints import pdf
from complaints.pdf import Annex
from complaints.pdf.registers.gridding import column_widths
from complaints.pdf.registers.paging import LANDSCAPE
from tests.pdf.registers.reading import Word, words_of
from tests.pdf.registers.samples import COLUMNS, HOSTILE, LETTER, annex, hostile_row, row

EDGES = list(itertools.accumulate(column_widths(COLUMNS, LANDSCAPE.text_width), initial=LANDSCAPE.left))
FOOT = LANDSCAPE.height - LANDSCAPE.bottom
HEADS = ["№", "Номер", "жалобы", "Основания", "согласия"]


def words_in(given: Annex, folder: Path) -> list[Word]:
    """Those of the annex, its pages from 0, without the feet."""
    made = pdf.write([pdf.lay_out(LETTER), pdf.lay_out_annex(given)], title="Жалоба", lang="ru")
    return [word._replace(page=word.page - 1) for word in words_of(made, folder) if word.page and word.top < FOOT]


def register(count: int) -> Annex:
    hostile = [hostile_row(place, texts) for place, texts in enumerate(HOSTILE)]
    whole = annex([row(number) if number % 500 else hostile[number // 500 % 4] for number in range(1, count + 1)])
    return Annex(title=whole.title, lang="ru", tables=whole.tables[:1], foot=whole.foot, landscape=True)


def stands_in_a_cell(word: Word) -> bool:
    return any(left <= word.left and word.right <= right for left, right in itertools.pairwise(EDGES))


def test_every_word_stands_in_its_cell_and_every_page_has_its_head(tmp_path: Path) -> None:
    assert_in_cells(register(2_000), tmp_path)


def assert_in_cells(given: Annex, folder: Path) -> None:
    words = words_in(given, folder)
    assert [word for word in words if not stands_in_a_cell(word) and word.text not in {"Реестр", "жалоб"}] == []
    assert [word for word in words if word.top < LANDSCAPE.top - 3 or word.bottom > FOOT + 1] == []
    for _page, on_page in itertools.groupby(words, key=lambda word: word.page):
        texts = [word.text for word in itertools.islice(on_page, 30)]
        assert [head for head in HEADS if head not in texts] == []


def test_no_row_is_split_and_none_is_lost(tmp_path: Path) -> None:
    given = register(400)
    words = words_in(given, tmp_path)
    numbers = [word for word in words if word.right <= EDGES[1] and word.text.isdigit()]
    dates = [word for word in words if word.left >= EDGES[6] and word.text[0].isdigit()]
    assert [word.text for word in numbers] == [texts[0] for texts in given.tables[0].rows]
    assert [(word.page, word.top) for word in dates] == [(word.page, word.top) for word in numbers]
    iins = [word for word in words if EDGES[2] < word.left < EDGES[3] and word.text.isdigit()]
    assert [word.page for word in iins] == [word.page for word in numbers]


def test_an_unchanged_page_has_the_same_content_in_a_longer_register() -> None:
    short, long = (pdf.lay_out_annex(register(count)).layout.pages for count in (100, 200))
    assert [page.content for page in long[: len(short) - 1]] == [page.content for page in short[:-1]]


def test_the_foot_counts_the_pages_of_the_annex(tmp_path: Path) -> None:
    annex_sheets = pdf.lay_out_annex(register(60))
    made = pdf.write([pdf.lay_out(LETTER), annex_sheets, pdf.lay_out_annex(register(1))], title="Жалоба", lang="ru")
    feet = {}
    for word in words_of(made, tmp_path):
        if word.top > FOOT:
            feet.setdefault(word.page, []).append(word.text)
    whole = annex_sheets.count
    assert [" ".join(feet[page]) for page in range(1, whole + 1)] == [
        f"приложение 1, страница {page} из {whole}" for page in range(1, whole + 1)
    ]
    assert " ".join(feet[whole + 1]) == "приложение 1, страница 1 из 1"


def test_a_caption_is_not_parted_from_its_table(tmp_path: Path) -> None:
    for count in range(1, 12):
        words = words_in(annex([row(number) for number in range(count)]), tmp_path)
        caption = next(word for word in words if word.text == "Подписи")
        first_row = next(word for word in words[words.index(caption) :] if word.text == "0")
        assert caption.page == first_row.page
