"""Annexes to test with: honest rows, hostile rows, and the same annex as plain HTML, laid out by WeasyPrint itself."""

from __future__ import annotations

from html import escape

from complaints.pdf import Annex, Column, Table

LETTER = """<!DOCTYPE html><html lang="ru"><head><title>Жалоба</title>
<meta name="dcterms.created" content="2026-11-20"><meta name="dcterms.modified" content="2026-11-20">
<link rel="stylesheet" href="asset:documents/petition.css"></head>
<body><section class="letter"><h1 class="title">Жалоба</h1><p class="prose">Просим рассмотреть. Ә Ғ Қ Ң Ө Ұ Ү Һ І</p>
</section></body></html>"""
COLUMNS = (
    Column("№", 11, "right"),
    Column("Номер жалобы", 24, size=9),
    Column("Фамилия, имя, отчество (при наличии); ИИН (БИН) при наличии", 52),
    Column("Почтовый адрес", 50),
    Column("Населённый пункт", 34, lang="kk"),
    Column("Основания", 0),
    Column("Дата согласия", 22),
)
NAMES = (
    "Ғабит Әлішер Құдайбергенұлы",
    "Өмірзақова Гүлнұр",
    "Ұлықбек Үмітжан Іңкәрқызы",
    "Һәкім Ңұрлан",
    "Сидорова-Ким Ольга",
)
HOSTILE = (
    ("<b>жирный</b>", "<script>alert(1)</script> &amp; {{ 7*7 }}", "url(http://evil/x) @import ; } *"),
    ("\u202eТЕРБ\u202c \u2066а\u2069б\u200bв\ufeff", "\\) Tj ET Q (", "а\u0000б\rв\x1bг"),
    ("Д" * 600, "Aa" * 100 + " Усть-Каменогорск/Риддер-Өскемен", "漢字 😀 שלום ы\u0301"),
    ("и\u0306ё", "Mixed Смешанный Аралас", ">12<" * 30 + "->" * 40),
)
SHOWN = (
    ("<b>жирный</b>", "<script>alert(1)</script> &amp; {{ 7*7 }}", "url(http://evil/x) @import ; } *"),
    ("ТЕРБ абв", "\\) Tj ET Q (", "абвг"),
    (
        "Д" * 600,
        "Aa" * 100 + " Усть-Каменогорск/Риддер-Өскемен",
        "?? ? ???? ы?".replace("?", "\ufffd"),
    ),
    ("йё", "Mixed Смешанный Аралас", ">12<" * 30 + "->" * 40),
)
"""What is read where HOSTILE was written: controls are nothing, letters that the font lacks are the unknown sign."""


def row(number: int) -> tuple[str, ...]:
    """A row of the official register."""
    name = NAMES[number % len(NAMES)]
    return (
        str(number + 1), f"7K4D-{number:05d}", f"{name}\nИИН 90010{number:07d}",
        f"0{50000 + number % 999}, г. Алматы, ул. Абая, дом {number % 200}, кв. {number % 90}",
        ("Алматы", "Өскемен", "Шымкент")[number % 3],
        "не работал сайт; места закончились за минуту" if number % 2 else "нет мест по месту жительства",
        f"{number % 28 + 1:02d}.11.2026",
    )  # fmt: skip


def hostile_row(number: int, texts: tuple[str, str, str]) -> tuple[str, ...]:
    return (str(number), "7K4D-0", *texts[:2], "Өскемен", texts[2], "20.11.2026")


def annex(rows: list[tuple[str, ...]]) -> Annex:
    """The register, and a list to sign."""
    signing = Table(
        (Column("№", 11, "right"), Column("Имя", 0), Column("Подпись", 40)),
        [(str(place), f"{NAMES[place % 5]} {place}", "") for place in range(30)],
        caption="Подписи", notes=("Подписали на этом листе.",), row_height_mm=9,
    )  # fmt: skip
    return Annex(
        title="Реестр жалоб", lang="ru", mark=("Приложение 1", "к жалобе от 20 ноября 2026 года"),
        notes=("Согласие дано на портале, без подписи.",), tables=(Table(COLUMNS, rows), signing),
        foot="приложение 1, страница {number} из {total}", landscape=True,
    )  # fmt: skip


def as_html(given: Annex) -> str:
    """The reference: the same texts in the same order, as a page without any art."""
    parts = [f"<p>{'<br>'.join(map(escape, given.mark))}</p><h1>{escape(given.title)}</h1>"]
    parts += [f"<p>{escape(note)}</p>" for note in given.notes]
    for table in given.tables:
        parts.append(f"<h2>{escape(table.caption)}</h2>" if table.caption else "")
        parts += [f"<p>{escape(note)}</p>" for note in table.notes]
        head = "".join(f"<th scope='col'>{escape(column.title)}</th>" for column in table.columns)
        body = "".join(f"<tr>{''.join(map(_cell, texts))}</tr>" for texts in table.rows)
        parts.append(f"<table class='grid'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    style = '<link rel="stylesheet" href="asset:documents/petition.css"><style>@page { size: A4 landscape }</style>'
    return (
        f"<!DOCTYPE html><html lang='ru'><head><title>{escape(given.title)}</title>{style}</head><body>{''.join(parts)}"
    )


def _cell(text: str) -> str:
    return f"<td>{'<br>'.join(map(escape, text.split(chr(10))))}</td>"
