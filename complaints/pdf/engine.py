"""From HTML to PDF, the same bytes for the same HTML.

A document may have several parts that count their own pages (a letter, then its register): each is laid out by
itself, so the letter can name the number of sheets of its annex, and all are written into one file. Dates come from
the HTML (`dcterms.created`), never from the clock. Fonts are set up once per process.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from complaints.pdf.later import load_later

load_later()

from weasyprint import HTML, Attachment  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from complaints.pdf.attached import Attached  # noqa: E402
from complaints.pdf.fetcher import OwnAssetsOnly  # noqa: E402
from complaints.pdf.metadata import ArchiveAndAccess  # noqa: E402
from complaints.pdf.structure import (  # noqa: E402
    page_references_once,
    put_in_order_of_pages,
    say_scope_of_heads,
    set_margins_aside,
)
from complaints.pdf.writing import write_file  # noqa: E402

VARIANT: Final = "pdf/a-3a"


@dataclass(frozen=True)
class Sheets:
    """A part with its pages made but not yet written."""

    document: Any

    @property
    def count(self) -> int:
        """Pages; printed on one side, also sheets of paper."""
        return len(self.document.pages)

    @property
    def pages(self) -> Sequence[Any]:
        return list(self.document.pages)

    def finish(self, pdf: Any, *, first_page: int) -> None:
        """Nothing: WeasyPrint writes all there is of its own pages."""


class Part(Protocol):
    """What a file is written of: pages laid out from HTML, or an annex drawn page by page."""

    @property
    def count(self) -> int: ...

    @property
    def pages(self) -> Sequence[Any]: ...

    def finish(self, pdf: Any, *, first_page: int) -> None:
        """Adds to the pages of a file, of which the part's begin at `first_page`, from 0, what WeasyPrint does not."""


@functools.cache
def _fonts() -> Any:
    return FontConfiguration()


@contextmanager
def without_gc() -> Iterator[None]:
    """Layout makes many small objects that all live to the end: collecting them in between only costs time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def lay_out(html: str) -> Sheets:
    """Break `html` into pages."""
    with without_gc():
        parsed = HTML(string=html, url_fetcher=OwnAssetsOnly(), media_type="print")
        return Sheets(parsed.render(font_config=_fonts(), presentational_hints=False))


def write(parts: Sequence[Part], *, title: str, lang: str, attachments: Sequence[Attached] = ()) -> bytes:
    """One PDF/A-3a and PDF/UA-1 file of all `parts` in order, with files attached.

    The first part that is HTML gives the dates, those of the attached files too.

    Raises ValueError if none is.
    """
    letter = next((part.document for part in parts if isinstance(part, Sheets)), None)
    if letter is None:
        raise ValueError("a file needs one part from HTML: its dates are taken from there")
    whole = letter.copy([page for part in parts for page in part.pages])
    whole.metadata = ArchiveAndAccess.of(whole.metadata)
    whole.metadata.title = title
    whole.metadata.lang = lang
    whole.metadata.attachments = [_attachment(file, whole.metadata) for file in attachments]
    with without_gc(), page_references_once():
        pdf = whole.write_pdf(pdf_variant=VARIANT, finisher=functools.partial(_finish, parts))
    if not isinstance(pdf, bytes):
        raise TypeError("WeasyPrint wrote no bytes")
    return pdf


def _finish(parts: Sequence[Part], _document: Any, pdf: Any) -> None:
    set_margins_aside(pdf)
    say_scope_of_heads(pdf)
    first_page = 0
    for part in parts:
        part.finish(pdf, first_page=first_page)
        first_page += part.count
    put_in_order_of_pages(pdf)
    pdf.write = lambda output, version, _identifier, _compress: write_file(pdf, output, version)


def _attachment(file: Attached, metadata: Any) -> Attachment:
    """PDF/A-3 asks how a file belongs to the document (ISO 19005-3, 6.8). The date is given, so that bytes stay."""
    created = datetime.fromisoformat(metadata.created)
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        relationship="Data",
        created=created,
        modified=created,
    )
