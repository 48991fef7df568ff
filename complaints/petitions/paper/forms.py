"""The form that orders blank sheets."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import TextInput

from complaints.domain.complaint import LetterLanguage
from complaints.domain.paper import MOST_SHEETS
from complaints.models.petitions import PetitionVersion
from complaints.web.labels import choices_of

CHOOSE: Final = _l("Choose the language of the sheets")
HOW_MANY: Final = _l("Enter how many sheets: from 1 to %(most)s", most=MOST_SHEETS)


class Count(IntegerField):
    """What is no number is told in our own words."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            raise ValueError(str(HOW_MANY)) from None


class SheetsForm(FlaskForm):
    """`first` is the number of the first sheet that the page proposed."""

    first = HiddenField()
    language = RadioField(_l("Language"), [InputRequired(CHOOSE)], invalid_choice_message=CHOOSE)
    count = Count(
        _l("How many sheets?"),
        [InputRequired(HOW_MANY), NumberRange(1, MOST_SHEETS, HOW_MANY)],
        description=_l("Each has 20 rows; at most 50 at a time."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def __init__(self, version: PetitionVersion, first: int, **options: Any) -> None:
        super().__init__(data={"first": str(first), "language": next(iter(version.content), None)}, **options)
        self.language.choices = [choice for choice in choices_of(LetterLanguage) if choice.value in version.content]

    def first_number(self) -> int:
        return int(self.first.data) if (self.first.data or "").isdecimal() and len(self.first.data) < 6 else 0

    def renumber(self, first: int) -> None:
        self.first.data = self.first.raw_data = str(first)
