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
