"""The same content by each engine. `python -m tests.bench.engines NAME COUNT FILE SECONDS` prints one file and ends, or
is ended after so many seconds of CPU; without a limit where SECONDS is empty.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path

from complaints import pdf
from complaints.pdf import Annex, Column, Table
from tests.bench.content import LETTER, annexes

FONTS = Path(pdf.__file__).parent / "fonts"
SIDEWAYS = "@page wide { size: A4 landscape; margin: 25mm 20mm 18mm 20mm } .wide { page: wide }"


def painter(count: int) -> bytes:
    """Ours."""
    parts = [pdf.lay_out(LETTER % ""), *map(pdf.lay_out_annex, annexes(count))]
    return pdf.write(parts, title="Коллективная жалоба", lang="ru")


def html_fixed(count: int) -> bytes:
    """One HTML with tables of fixed layout."""
    return _html(count, layout="fixed")


def html_auto(count: int) -> bytes:
    """One HTML with tables whose columns fit what is in them."""
    return _html(count, layout="auto")


def _html(count: int, *, layout: str) -> bytes:
    style = f"<style>{SIDEWAYS} table.grid {{ table-layout: {layout} }} .lines td {{ height: 9mm }}</style>"
    body = style + "".join(map(_section, annexes(count)))
    return pdf.render(LETTER % body, title="Коллективная жалоба", lang="ru")


def _section(annex: Annex) -> str:
    table = annex.tables[0]
    columns = "".join(f'<col style="width: {column.width}mm">' if column.width else "<col>" for column in table.columns)
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return (
        f'<section class="register {"wide" if annex.landscape else ""}"><h1>{annex.title}</h1>'
        f'<table class="grid {"lines" if table.row_height_mm else ""}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _cell(text: str) -> str:
    return f"<td>{'<br>'.join(map(escape, text.split(chr(10))))}</td>"


def typst(count: int) -> bytes:
    """Typst, which tags its files."""
    import typst as compiler  # noqa: PLC0415

    source = [
        '#set document(title: "Коллективная жалоба")',
        '#set text(font: "Noto Serif", size: 9.5pt, lang: "ru")',
        "= Коллективная жалоба\nПросим рассмотреть жалобу по существу.",
        *map(_typst_annex, annexes(count)),
    ]
    made = compiler.compile(
        "\n".join(source).encode(), font_paths=[FONTS], ignore_system_fonts=True, pdf_standards="ua-1"
    )
    assert isinstance(made, bytes)
    return made


def _typst_annex(annex: Annex) -> str:
    table = annex.tables[0]
    widths = ", ".join(f"{column.width}mm" if column.width else "1fr" for column in table.columns)
    head = ", ".join(f"[*{_typst_text(column.title)}*]" for column in table.columns)
    rows = "\n".join(", ".join(f"[{_typst_text(text)}]" for text in row) + "," for row in table.rows)
    height = f"rows: (auto, {table.row_height_mm}mm)," if table.row_height_mm else ""
    return (
        f'#set page(paper: "a4", flipped: {str(annex.landscape).lower()}, margin: 20mm, numbering: "1")\n'
        f"= {annex.title}\n#table(columns: ({widths}), stroke: 0.5pt, {height} table.header({head}),\n{rows})"
    )


def _typst_text(text: str) -> str:
    return "".join("\\" + sign if sign in "\\#*_`$<>@[]=-+/~" else sign for sign in text).replace("\n", " \\ ")


def reportlab(count: int) -> bytes:
    """ReportLab's LongTable, which does not tag."""
    import io  # noqa: PLC0415

    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: PLC0415
    from reportlab.platypus import SimpleDocTemplate  # noqa: PLC0415

    pdfmetrics.registerFont(ttfonts.TTFont("Serif", FONTS / "NotoSerif-Regular.ttf"))
    output = io.BytesIO()
    flow = [part for annex in annexes(count) for part in _long_table(annex)]
    SimpleDocTemplate(output, pagesize=landscape(A4)).build(flow)
    return output.getvalue()


def _long_table(annex: Annex) -> list[object]:
    from reportlab.lib.colors import black  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.lib.units import mm  # noqa: PLC0415
    from reportlab.platypus import LongTable, Paragraph  # noqa: PLC0415

    style = ParagraphStyle("cell", fontName="Serif", fontSize=9.5, leading=11.4)
    table: Table = annex.tables[0]

    def cells(texts: list[str]) -> list[object]:
        return [Paragraph(escape(text).replace("\n", "<br/>"), style) for text in texts]

    rows = [cells([column.title for column in table.columns]), *(cells(list(row)) for row in table.rows)]
    widths = [_width(column) * mm for column in table.columns]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return [Paragraph(annex.title, style), LongTable(rows, colWidths=widths, repeatRows=1, style=grid)]


def _width(column: Column) -> float:
    return column.width or 62


ENGINES: dict[str, Callable[[int], bytes]] = {
    engine.__name__: engine for engine in (painter, html_fixed, html_auto, typst, reportlab)
}

if __name__ == "__main__":
    name, count, file, seconds = sys.argv[1:]
    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    Path(file).write_bytes(ENGINES[name](int(count)))
