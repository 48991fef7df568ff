"""A blank signature sheet as plain values: what is signed, which sheet it is, where the text can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import segno

from complaints.domain.complaint import LetterLanguage
from complaints.domain.paper import ROWS_A_SHEET
from complaints.domain.petition import LetterPart, PetitionKind
from complaints.models.petitions import PetitionVersion
from complaints.petitions.document import RoundFacts, letter_from_json

SUBJECT_MAX: Final = 240
"""Signs of the subject on a sheet, so that the twenty rows stay on the page; the group may have worded a long one."""
HASH_GROUPS: Final = 4
"""Of four letters each: enough to tell two texts apart by eye; the whole hash stands on the page behind the QR."""


@dataclass(frozen=True)
class SignatureSheet:
    """`number` is the sheet's own, `rows` how many lines it has."""

    number: int
    url: str
    qr: str
    """An SVG element with a title of its own."""
    rows: int = ROWS_A_SHEET


@dataclass(frozen=True)
class Signed:
    """What everybody on these sheets signs."""

    language: LetterLanguage
    kind: PetitionKind
    subject: str
    facts: RoundFacts
    reviewing: str
    """The body's name in the dative."""
    dated_on: date
    petition_id: int
    version: int
    text_hash: str
    """The beginning of the content's SHA-256, in groups."""
    is_example: bool


def signed_of(version: PetitionVersion, language: LetterLanguage) -> Signed:
    """Raises KeyError for a language that the version is not written in."""
    letter = letter_from_json(version.content[language]["letter"])
    digest = version.content_sha256
    return Signed(
        language=language,
        kind=letter.kind,
        subject=" ".join(letter.paragraphs.get(LetterPart.SUBJECT, ())),
        facts=letter.facts,
        reviewing=letter.reviewing.dative,
        dated_on=letter.dated_on,
        petition_id=version.petition_id,
        version=version.number,
        text_hash=" ".join(digest[4 * place : 4 * place + 4] for place in range(HASH_GROUPS)),
        is_example=version.petition.is_example,
    )


def shortened(subject: str) -> str:
    """Cut between words where that loses little; an ellipsis says that there is more."""
    flat = " ".join(subject.split())
    if len(flat) <= SUBJECT_MAX:
        return flat
    head = flat[:SUBJECT_MAX]
    whole = head.rpartition(" ")[0]
    return f"{whole if len(whole) > SUBJECT_MAX // 2 else head} …"


def sheets_of(signed: Signed, *, first: int, count: int, public_url: str) -> list[SignatureSheet]:
    """`count` sheets, numbered from `first` on."""
    return [_sheet(signed, number, public_url) for number in range(first, first + count)]


def _sheet(signed: Signed, number: int, public_url: str) -> SignatureSheet:
    page = f"{public_url}/{signed.language}/petitions/{signed.petition_id}/"
    url = f"{page}?version={signed.version}&sheet={number}"
    code = segno.make_qr(url, error="m")
    qr = code.svg_inline(border=0, omitsize=True, title=url, svgclass="qr", lineclass=None)
    return SignatureSheet(number, url, qr)
