"""The structure tree of a file that is being written: finding its objects, and keeping its parts in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pydyf

PLAIN_REFERENCES: Final = pydyf.PDF.page_references


def find_object(pdf: Any, reference: bytes) -> Any:
    """The object that `reference` ("12 0 R") names."""
    return pdf.objects[int(reference.split()[0])]


def put_in_order_of_pages(pdf: Any) -> None:
    """Parts of a document are read out as they lie on paper: WeasyPrint tells of its own pages first."""
    document = find_object(pdf, find_object(pdf, pdf.catalog["StructTreeRoot"])["K"][0])
    order = {number: place for place, number in enumerate(pdf.pages["Kids"][::3])}
    document["K"].sort(key=lambda kid: order[_page_number(pdf, kid)])


def _page_number(pdf: Any, reference: bytes) -> int:
    number: bytes = find_object(pdf, reference)["Pg"].split()[0]
    return int(number)


def set_margins_aside(pdf: Any) -> None:
    """What stands in the margins of WeasyPrint's pages, a number or a mark, is no part of the text: WeasyPrint leaves
    it out of the tree but tags it like text (ISO 14289-1, 7.8).
    """
    root = find_object(pdf, pdf.catalog["StructTreeRoot"])
    document = find_object(pdf, root["K"][0])
    told = set(document["K"])
    numbers = find_object(pdf, root["ParentTree"])["Nums"]
    kids = pdf.pages["Kids"][::3]
    for page, elements in zip(numbers[::2], numbers[1::2], strict=True):
        if page >= len(kids) or not isinstance(elements, list):
            continue
        aside = {mark for mark, element in enumerate(elements) if _topmost(pdf, element, document) not in told}
        if aside:
            _make_artifacts(find_object(pdf, pdf.objects[kids[page]]["Contents"]).stream, aside)


def _topmost(pdf: Any, reference: bytes, document: Any) -> bytes:
    """The element right below the document that holds this one."""
    while (parent := find_object(pdf, reference)["P"]) != document.reference:
        reference = parent
    return reference


def _make_artifacts(stream: list[Any], marks: set[int]) -> None:
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
            stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def say_scope_of_heads(pdf: Any) -> None:
    """Whether a head cell of WeasyPrint's tables is that of a column or of a row: it tells which cells each is for,
    and so nothing of one in the corner (ISO 14289-1, 7.5).
    """
    for item in pdf.objects[1:]:
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/TH" and "ID" in item:
            row = find_object(pdf, item["P"])
            is_of_column = find_object(pdf, row["P"])["S"] == "/THead"
            item["A"]["Scope"] = "/Column" if is_of_column else "/Row"


@contextmanager
def page_references_once() -> Iterator[None]:
    """While a file is written its pages are counted once: pydyf counts them anew for every structure element."""
    kept: dict[tuple[int, int], Any] = {}

    def page_references(pdf: Any) -> Any:
        key = id(pdf), pdf.pages["Count"]
        if key not in kept:
            kept[key] = PLAIN_REFERENCES.fget(pdf)
        return kept[key]

    pydyf.PDF.page_references = property(page_references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = PLAIN_REFERENCES
