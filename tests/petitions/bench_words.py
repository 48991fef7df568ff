"""Every cut of a collective complaint of 3,500 says what the database says: read by poppler, row by row, in order.

Run by `make bench`. What is expected is put together here from the rows, by nothing that the printing uses.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import yaml
from flask import Flask
from sqlalchemy.orm import Session

from complaints import data
from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import Cut
from complaints.models import Complaint, Group
from complaints.petitions.freezing.actions import export_petition
from complaints.web import context
from tests.bench.__main__ import conforms
from tests.support.clock import Clock
from tests.support.collective import freeze
from tests.support.pdfs import letters_of
from tests.support.planted import Planted

COUNT = 3_500
FIRST = ("Гүлнұр", "Айгерім", "Нұрлан", "Һадиша", "Әсел", "Өмірбек", "Үмітжан", "Іңкәр", "Ольга", "<b>Иван</b>")
LAST = ("Өмірзақова", "Қайратұлы", "Иванова", "Нұрғалиева", "Ұлықбек", "Смағұлова", "Ким", "Петренко-Сидорова")
IIN = {LetterLanguage.KK: "ЖСН", LetterLanguage.RU: "ИИН"}
ZONE = ZoneInfo("Asia/Aqtau")
"""A day is told in the time of the round's region; the rows are in UTC."""
GROUNDS = Path(data.__file__).parent / "grounds.yaml"


@dataclass(frozen=True)
class Stored:
    """A complaint as the database holds it, opened."""

    number: str
    name: str
    address: str
    iin: str
    place: dict[str, str]
    day: str


def person(number: int) -> Planted:
    name = f"{LAST[number * 7 % 8]} {FIRST[number * 3 % 10]} {FIRST[number // 10 % 10]}қызы"
    long = " Ұзын сөз" * 20 if number % 700 == 1 else ""
    return Planted(
        "Ә" * 200 if number == 1_000 else name,
        f"130000, Ақтау қаласы, {LAST[number % 8]} көшесі, {number}-үй{long}",
        iin="910630201017" if number == 2 else None,
    )


def read_database(path: str, opened: Callable[[str, UUID, bytes], str]) -> Iterator[Stored]:
    """By SQL of its own, in the order of filing."""
    rows = sqlite3.connect(path).execute(
        "SELECT c.id, c.number, c.full_name_enc, c.postal_address_enc, c.iin_enc, l.name_kk, l.name_ru, c.filed_at"
        " FROM complaints c JOIN localities l ON l.code = c.locality_code ORDER BY c.filed_at, c.number"
    )
    for key, number, name, address, iin, in_kazakh, in_russian, filed_at in rows:
        row = UUID(key)
        yield Stored(
            number,
            opened("full_name", row, name),
            opened("postal_address", row, address),
            opened("iin", row, iin) if iin else "",
            {"kk": in_kazakh, "ru": in_russian},
            f"{datetime.fromisoformat(filed_at).replace(tzinfo=UTC).astimezone(ZONE):%d.%m.%Y}",
        )


@pytest.fixture
def stored(app: Flask, session: Session, file_for: Callable[..., Complaint], group: Group) -> list[Stored]:
    """All of them, filed as the form files them, read back from the file of the database."""
    assert group
    for number in range(1, COUNT + 1):
        file_for(person(number))
    session.commit()
    path = session.get_bind().engine.url.database
    assert path
    with app.app_context():
        cipher = context.cipher()
        return list(read_database(path, lambda *sealed: cipher.decrypt("complaints", *sealed)))


def letters_of_annex(pdf: bytes, folder: Path, place: int) -> str:
    """Of the pages of one annex, in the order in which they are drawn; that of the letter has no such foot."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True).stdout
    foot = re.compile(rf"приложение{place},страница\d+из\d+|{place}-қосымша,\d+беттің\d+-беті")
    return "".join(page for page in map(letters_of, told.split("\f")) if foot.search(page))


def between(rows: list[str], letters: str) -> Counter[str]:
    """What stands between the rows, its figures left out; fails where a row is missing or out of order."""
    found: Counter[str] = Counter()
    end = letters.index(rows[0])
    for row in rows:
        start = letters.index(row, end)
        if start > end:
            found[re.sub(r"\d+", "", letters[end:start])] += 1
        end = start + len(row)
    return found


@pytest.mark.parametrize("language", LetterLanguage)
def test_every_cut_holds_the_rows_of_the_database_and_nothing_else(
    language: LetterLanguage, app: Flask, session: Session, group: Group, clock: Clock, stored: list[Stored],
    tmp_path: Path,
) -> None:  # fmt: skip
    assert len(stored) == COUNT
    labels = {one["code"]: one[language] for one in yaml.safe_load(GROUNDS.read_text(encoding="utf-8"))["grounds"]}
    grounds = f"{labels['SHORT_NOTICE']}; {labels['LEAK']}"
    iins = {one.number: f"{IIN[language]}{one.iin}" if one.iin else "" for one in stored}
    wanted = {
        Cut.OFFICIAL: (
            [
                (one.number, one.name, iins[one.number], one.address, one.place[language], grounds, one.day)
                for one in stored
            ],
            [(one.number, one.name, iins[one.number], one.address, one.day) for one in stored],
        ),
        Cut.PUBLIC: (
            [(one.number, one.place[language], grounds) for one in stored],
            [(one.number, one.day) for one in stored],
        ),
        Cut.COUNTER: ([(one.number,) for one in stored],) * 2,
    }
    version = freeze(app, session, group, now=clock())
    for cut in Cut:
        with app.app_context():
            _name, pdf = export_petition(session, version.petition_id, language, cut, cipher=context.cipher())
        for place, cells in enumerate(wanted[cut], 1):
            rows = [letters_of("".join((str(number), *row))) for number, row in enumerate(cells, 1)]
            breaks = between(rows, letters_of_annex(pdf, tmp_path, place))
            assert len(breaks) == 1, breaks  # the foot of a page and the head of the next
        file = tmp_path / f"{cut}.{language}.pdf"
        file.write_bytes(pdf)
        assert conforms(file)
