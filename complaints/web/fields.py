"""Form fields that several slices use."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.widgets import TextInput

from complaints.web.words import gettext as _

FIRST_YEAR: Final = 2021
"""The Code took effect on 1 July 2021: an earlier year is a slip of the finger."""
LAST_YEAR: Final = 2100
DATE_FORMATS: Final = ["%d.%m.%Y", "%Y-%m-%d"]
LIKE_THIS: Final = _l("For example %(example)s", example="29.03.2025")


class DayField(DateField):
    """A day as it is written here, or empty; a browser's own calendar would speak the browser's language."""

    widget = TextInput()
    data: Any

    def __init__(self, label: Any, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=DATE_FORMATS, render_kw={"inputmode": "decimal"}, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = " ".join(valuelist).strip()
        try:
            super().process_formdata([typed] if typed else [])
        except ValueError:
            raise ValueError(_("Enter the day like this: 29.03.2025")) from None
        if self.data and not FIRST_YEAR <= self.data.year < LAST_YEAR:
            raise ValueError(_("Enter the day like this: 29.03.2025"))
