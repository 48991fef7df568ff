"""The form of e-Otinish filled from a letter: the value of each field, in the order of the form.

Nothing is sent: people fill the form themselves. What is known of its fields dates from 2021-2022 (the data says so).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from complaints.data.portal import portal_form
from complaints.domain.complaint import LetterLanguage


class PortalField(StrEnum):
    """In the order of the form."""

    TYPE = "type"
    CATEGORY = "category"
    FORM = "form"
    LANGUAGE = "language"
    REGION = "region"
    ADDRESSEE = "addressee"
    SECOND_ADDRESSEE = "second_addressee"
    ABOUT = "about"
    TEXT = "text"
    CHARACTER = "character"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"


CHOSEN_THERE: Final = frozenset({PortalField.CATEGORY, PortalField.ABOUT})
"""What the person decides on the portal; the page says how."""


@dataclass(frozen=True)
class Filled:
    """One field. `value` is empty for what is chosen there."""

    field: PortalField
    value: str

    @property
    def is_chosen_there(self) -> bool:
        return self.field in CHOSEN_THERE


@dataclass(frozen=True)
class PortalLetter:
    """What a letter gives to the form. `kind` is the code of its type in the data; what is empty is not shown."""

    language: LetterLanguage
    kind: str
    region: str
    addressees: Sequence[str]
    """One body; of a complaint two: it is filed with the body complained of and names the one that reviews it (Code
    arts. 91 and 93).
    """
    text: str
    is_collective: bool
    name: str
    address: str
    phone: str


def fill(letter: PortalLetter) -> list[Filled]:
    """In the letter's language; fields that this document does not have are left out."""
    code = letter.language.value
    form = portal_form()
    first, *second = letter.addressees
    values = {
        PortalField.TYPE: form["types"][letter.kind][code],
        PortalField.CATEGORY: "",
        PortalField.FORM: form["values"]["electronic"][code],
        PortalField.LANGUAGE: form["languages"][code][code],
        PortalField.REGION: letter.region,
        PortalField.ADDRESSEE: first,
        PortalField.TEXT: letter.text,
        PortalField.CHARACTER: form["values"]["collective" if letter.is_collective else "individual"][code],
        PortalField.NAME: letter.name,
        PortalField.ADDRESS: letter.address,
        PortalField.PHONE: letter.phone,
    }
    if second:
        values |= {PortalField.SECOND_ADDRESSEE: second[0], PortalField.ABOUT: ""}
    known = (field for field in PortalField if field in values)
    return [Filled(field, values[field]) for field in known if values[field] or field in CHOSEN_THERE]
