"""Blank signature sheets become one PDF: same values, same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from complaints import pdf
from complaints.domain.complaint import LetterLanguage
from complaints.petitions.paper.document import SignatureSheet, Signed, shortened
from complaints.petitions.printing import EXAMPLE_MARKS, WORDINGS

TITLES: Final[Mapping[LetterLanguage, str]] = MappingProxyType(
    {LetterLanguage.KK: "Қол қою парақтары", LetterLanguage.RU: "Подписные листы"}
)


def print_sheets(signed: Signed, sheets: Sequence[SignatureSheet]) -> bytes:
    """One page for each sheet."""
    language = signed.language
    html = pdf.fill(
        f"documents/signature_sheet.{language}.html",
        letter=replace(signed, subject=shortened(signed.subject)),
        sheets=sheets,
        words=WORDINGS[language],
        svg=Markup,  # the codes are our own drawing, made of an address of this site
        mark=EXAMPLE_MARKS[language] if signed.is_example else None,
    )
    return pdf.render(html, title=TITLES[language], lang=language)
