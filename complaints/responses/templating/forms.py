"""The form of one answer template."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from complaints.domain.complaint import LetterLanguage
from complaints.models.submissions import AnswerTemplate
from complaints.responses.forms import CHOOSE_LANGUAGE, SUMMARY_MAX
from complaints.responses.templating.actions import TemplateDraft, edit_number
from complaints.web.cleaning import many_lines, one_line
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

TITLE_MAX: Final = 120


class TemplateForm(FlaskForm):
    """`seen` says which edit the person started from."""

    seen = HiddenField()
    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Enter a title by which your colleagues find the template.")),
            Length(max=TITLE_MAX, message=_l("Shorten the title to 120 characters.")),
        ],
        filters=[one_line],
        description=_l("Only the officials of your authority see it."),
    )
    language = RadioField(
        _l("Language of the answer"),
        [InputRequired(CHOOSE_LANGUAGE)],
        choices=choices_of(LetterLanguage),
        invalid_choice_message=CHOOSE_LANGUAGE,
    )
    text = TextAreaField(
        _l("Text"),
        [
            DataRequired(_l("Enter the text with which an answer is to begin.")),
            Length(max=SUMMARY_MAX, message=_l("Shorten the text to 2,000 characters.")),
        ],
        filters=[many_lines],
        description=_l("It becomes the short text of an answer, which everybody can read. Do not name people."),
    )

    def edit_seen(self) -> int:
        """Of the template that the person looked at; 0 for what cannot be one."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 20 else 0

    def draft(self) -> TemplateDraft:
        """What a valid form says."""
        return TemplateDraft(LetterLanguage(self.language.data), self.title.data, self.text.data)

    def refuse_stale(self, template: AnswerTemplate) -> None:
        """What is typed stays; whoever has read what stands there now can save."""
        self.seen.data = str(edit_number(template))
        self.form_errors.append(
            _(
                "Somebody saved this template meanwhile; what stands there now is shown below. What you typed is kept "
                "and not saved: saving it replaces the other."
            )
        )

    def refuse_deleted(self) -> None:
        self.form_errors.append(_("Somebody deleted this template meanwhile. Save what you typed as a new one."))


def form_of(template: AnswerTemplate) -> TemplateForm:
    """The form that holds the template until something else is sent."""
    values = {"title": template.title, "language": template.language, "text": template.text}
    return TemplateForm(data={**values, "seen": str(edit_number(template))})
