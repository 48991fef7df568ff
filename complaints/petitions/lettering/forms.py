"""The form of a letter's text: one field for each part, and a tick for a part that a letter may go without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from complaints.domain.petition import DISPENSABLE, PART_MAX, LetterPart
from complaints.pdf.glyphs import missing_signs
from complaints.petitions.lettering.queries import Wording
from complaints.web.cleaning import many_lines
from complaints.web.words import gettext as _

PART_NAMES: Final[Mapping[LetterPart, Any]] = MappingProxyType(
    {
        LetterPart.SUBJECT: _l("What the letter is about"),
        LetterPart.INTRO: _l("Who writes and why"),
        LetterPart.EARLIER: _l("What was handed in before"),
        LetterPart.SILENCE: _l("The term, and the silence or the answer"),
        LetterPart.FACTS: _l("What is known of the round"),
        LetterPart.COLLECTED: _l("What was collected on the site"),
        LetterPart.EVIDENCE: _l("Evidence"),
        LetterPart.HARM: _l("Whose rights are touched"),
        LetterPart.ASKED: _l("What you ask for, each paragraph a line of its own"),
        LetterPart.GOOD_FAITH: _l("Children who got their vouchers honestly"),
        LetterPart.REPLY: _l("Where the answer should go"),
    }
)
MOST_NAMED: Final = 10
TOO_LONG: Final = _l("Shorten this part to 4000 characters.")


def printable(form: Form, field: Field) -> None:  # noqa: ARG001
    """Raises ValidationError with the signs that the printed letter has no letter shapes for."""
    if missing := missing_signs(field.data or ""):
        signs = " ".join(missing[:MOST_NAMED])
        raise ValidationError(_("The printed letter cannot show these signs: %(signs)s. Take them out.", signs=signs))


class TextForm(FlaskForm):
    """Of all parts; `text_form` takes those away that a kind of letter does not have."""

    edit_number = HiddenField(validators=[DataRequired(), Length(max=9)])

    def typed(self) -> dict[LetterPart, str | None]:
        """What was sent for each part; None: nothing, so as proposed; empty: left out. Call it after validate()."""
        return {part: self._typed(part) for part in LetterPart if part in self}

    def _typed(self, part: LetterPart) -> str | None:
        is_left_out = without(part) in self and self[without(part)].data
        return "" if is_left_out else self[part].data or None


def without(part: LetterPart) -> str:
    """The name of the tick that leaves a part out."""
    return f"without_{part}"


for _part in LetterPart:
    setattr(
        TextForm,
        _part.value,
        TextAreaField(
            PART_NAMES[_part],
            filters=[many_lines],
            validators=[Length(max=PART_MAX, message=TOO_LONG), printable],
        ),
    )
    if _part in DISPENSABLE:
        setattr(TextForm, without(_part), BooleanField(_l("Leave this paragraph out")))


def text_form(wordings: Sequence[Wording], edit_number: int) -> TextForm:
    """With what stands now, until something else is sent. A part that is left out shows the proposed text."""
    said: dict[str, Any] = {wording.part.value: wording.said or wording.proposed for wording in wordings}
    left_out = {without(wording.part): True for wording in wordings if wording.own == ""}
    form = TextForm(data={**said, **left_out, "edit_number": str(edit_number)})
    for part in set(LetterPart) - {wording.part for wording in wordings}:
        del form[part]
        if without(part) in form:
            del form[without(part)]
    return form
