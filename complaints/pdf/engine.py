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
from typing import Any, Final

from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from complaints.pdf.attached import Attached
from complaints.pdf.fetcher import OwnAssetsOnly
from complaints.pdf.metadata import ArchiveAndAccess

VARIANT: Final = "pdf/a-3a"


@dataclass(frozen=True)
class Sheets:
    """A part with its pages made but not yet written."""

    document: Any

    @property
    def count(self) -> int:
        """Pages; printed on one side, also sheets of paper."""
        return len(self.document.pages)


@functools.cache
def _fonts() -> Any:
    return FontConfiguration()


@contextmanager
def _without_gc() -> Iterator[None]:
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
    with _without_gc():
        parsed = HTML(string=html, url_fetcher=OwnAssetsOnly(), media_type="print")
        return Sheets(parsed.render(font_config=_fonts(), presentational_hints=False))


def write(parts: Sequence[Sheets], *, title: str, lang: str, attachments: Sequence[Attached] = ()) -> bytes:
    """One PDF/A-3a and PDF/UA-1 file of all `parts` in order, with files attached.

    Dates, those of the attached files too, are those of the first part's HTML.
    """
    first = parts[0].document
    whole = first.copy([page for part in parts for page in part.document.pages])
    whole.metadata = ArchiveAndAccess.of(whole.metadata)
    whole.metadata.title = title
    whole.metadata.lang = lang
    whole.metadata.attachments = [_attachment(file, whole.metadata) for file in attachments]
    with _without_gc():
        pdf = whole.write_pdf(pdf_variant=VARIANT)
    if not isinstance(pdf, bytes):
        raise TypeError("WeasyPrint wrote no bytes")
    return pdf


def _attachment(file: Attached, metadata: Any) -> Attachment:
    """PDF/A-3 asks for the type of the file and how it belongs to the document (ISO 19005-3, 6.8)."""
    created = datetime.fromisoformat(metadata.created)
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        relationship="Data",
        created=created,
        modified=created,
    )
