"""What every engine prints: a letter, N complaints, N lines to sign and N/5 pieces of evidence, always the same."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from complaints.pdf import Annex, Column, Table

FIRST = ("Гүлнұр", "Айгерім", "Нұрлан", "Қанат", "Әсел", "Өмірбек", "Үмітжан", "Һадиша", "Ольга", "Иван")
LAST = ("Өмірзақова", "Қайратұлы", "Иванова", "Нұрғалиева", "Ұлықбек", "Смағұлова", "Ким", "Петренко-Сидорова")
PLACES = ("Алматы", "Усть-Каменогорск", "Шымкент")
GROUNDS = (
    "не работал сайт; места закончились за минуту",
    "нет мест по месту жительства; сайт не работал в часы подачи",
)
COMPLAINTS = (
    Column("№", 11, "right"), Column("Номер жалобы", 24, size=9),
    Column("Фамилия, имя, отчество (при наличии); ИИН (БИН) при наличии", 52), Column("Почтовый адрес", 50),
    Column("Населённый пункт", 34), Column("Основания", 0), Column("Дата согласия", 22),
)  # fmt: skip
SIGNATURES = (Column("№", 14, "right"), Column("Фамилия, имя", 0), Column("Подпись", 40), Column("Дата", 28))
EVIDENCE = (Column("Файл", 36), Column("SHA-256", 60, size=9), Column("Время", 0), Column("Кто снял", 38))
LETTER = """<!DOCTYPE html><html lang="ru"><head><title>Жалоба</title>
<meta name="dcterms.created" content="2026-11-20"><meta name="dcterms.modified" content="2026-11-20">
<link rel="stylesheet" href="asset:documents/petition.css"></head><body><section class="letter">
<h1 class="title">Коллективная жалоба</h1><p class="prose">Просим рассмотреть жалобу по существу.</p></section>
%s</body></html>"""


def annexes(count: int) -> list[Annex]:
    """Three annexes, in the order above."""
    blank = Annex(title="", lang="ru", tables=(), foot="страница {number} из {total}")
    return [
        replace(blank, title="Реестр жалоб", landscape=True, tables=(Table(COMPLAINTS, _complaints(count)),)),
        replace(blank, title="Лист подписей", tables=(Table(SIGNATURES, _signatures(count), row_height_mm=9),)),
        replace(blank, title="Доказательства", tables=(Table(EVIDENCE, _evidence(count // 5)),)),
    ]


def _name(number: int) -> str:
    return f"{LAST[number * 7 % 8]} {FIRST[number * 3 % 10]} {FIRST[number // 10 % 10]}қызы"


def _complaints(count: int) -> list[tuple[str, ...]]:
    return [
        (
            str(number + 1), f"75-{number:06d}", f"{_name(number)}\nИИН 90010{number:07d}",
            f"0{50000 + number % 999}, г. Алматы, ул. {LAST[number % 8]}, дом {number % 200}, кв. {number % 90}",
            PLACES[number % 3], GROUNDS[number % 2], f"{number % 28 + 1:02d}.11.2026",
        )
        for number in range(count)
    ]  # fmt: skip


def _signatures(count: int) -> list[tuple[str, ...]]:
    return [(str(number + 1), _name(number), "", "") for number in range(count)]


def _evidence(count: int) -> list[tuple[str, ...]]:
    return [
        (
            f"снимок-{number}.png", hashlib.sha256(b"%d" % number).hexdigest(),
            f"{number % 28 + 1:02d}.11.2026 10:{number % 60:02d}", ("редактор группы", "заявитель")[number % 2],
        )
        for number in range(count)
    ]  # fmt: skip
