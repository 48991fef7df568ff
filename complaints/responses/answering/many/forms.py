"""The form of one answer to many submissions: a common part, and for each submission its own number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired, Length

from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Outcome
from complaints.models.submissions import Submission
from complaints.responses.actions import ResponseDraft
from complaints.responses.forms import NUMBER_MAX, OUTCOME, TOO_LONG_NUMBER, ResponseForm, outcome_field
from complaints.web.cleaning import one_line
from complaints.web.fields import DayField
from complaints.web.filters import day, demand_label, label
from complaints.web.words import gettext as _

NUMBER: Final = "number_"
MOST_BYTES: Final = 500 * 1024 * 1024
"""Each answer keeps its own copy of a scan: together no more than this. Our choice."""


class ManyResponsesForm(ResponseForm):
    """`many_responses_form` adds the outcome of each demand and the number of each answer."""

    number = None  # each submission has its own

    def __init__(self, submissions: Sequence[Submission], asked: Mapping[UUID, Sequence[str]], today: date) -> None:
        FlaskForm.__init__(self)
        self._submissions, self._asked, self._today = submissions, asked, today
        for field in self.outcomes:
            field.description = self._said_of(field.name.removeprefix(OUTCOME))

    def number_of(self, submission: Submission) -> StringField:
        return self[f"{NUMBER}{submission.id}"]

    def _said_of(self, code: str) -> str:
        """Which of the documents ask it, if not all do."""
        asking = [submission for submission in self._submissions if code in self._asked[submission.id]]
        if len(asking) == len(self._submissions):
            return ""
        return _("Asked only in: %(documents)s", documents=", ".join(document_of(one) for one in asking))

    def validate_responded_on(self, field: DayField) -> None:
        if field.data and field.data > self._today:
            raise ValidationError(_("This day has not come yet: enter the date of the answer."))
        self._check_registered(field)

    def _check_registered(self, field: DayField) -> None:
        late = [one for one in self._submissions if field.data and field.data < one.registered_on]
        if late:
            named = ", ".join(
                _("%(document)s on %(day)s", document=document_of(one), day=day(one.registered_on)) for one in late
            )
            raise ValidationError(
                _(
                    "The answer cannot be older than the registration. Check the date, or leave these out: %(list)s.",
                    list=named,
                )
            )

    def validate_scan(self, field: Any) -> None:
        if sum(len(upload.data) for upload in field.data or ()) * len(self._submissions) > MOST_BYTES:
            raise ValidationError(
                _("These files are too large for so many documents: scan in black and white, or choose fewer.")
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """No number stands twice: each answer has its own."""
        is_good = bool(FlaskForm.validate(self, extra_validators))
        seen: dict[str, Submission] = {}
        for submission in self._submissions:
            field = self.number_of(submission)
            first = seen.setdefault(field.data, submission) if field.data else submission
            if first is not submission and not field.errors:
                document = document_of(first)
                field.errors = [_("This number stands at %(document)s already: each has its own.", document=document)]
                is_good = False
        return is_good

    def drafts(self) -> dict[UUID, ResponseDraft]:
        """What a valid form says, for each submission only about what it asks."""
        return {submission.id: self._draft_for(submission) for submission in self._submissions}

    def _draft_for(self, submission: Submission) -> ResponseDraft:
        return ResponseDraft(
            number=self.number_of(submission).data,
            responded_on=self.responded_on.data,
            language=LetterLanguage(self.language.data),
            summary=self.summary.data,
            outcomes={code: Outcome(self[f"{OUTCOME}{code}"].data) for code in self._asked[submission.id]},
        )


def many_responses_form(
    submissions: Sequence[Submission], asked: Mapping[UUID, Sequence[str]], today: date
) -> ManyResponsesForm:
    """The form for these submissions; `asked` gives the codes of each one's demands, in the order of its letter."""
    codes = dict.fromkeys(code for submission in submissions for code in asked[submission.id])
    fields: dict[str, Any] = {f"{OUTCOME}{code}": outcome_field(demand_label(code)) for code in codes}
    fields |= {f"{NUMBER}{submission.id}": _number_field(submission) for submission in submissions}
    made: ManyResponsesForm = type("ManyResponsesFormOfThese", (ManyResponsesForm,), fields)(submissions, asked, today)
    return made


def document_of(submission: Submission) -> str:
    """How a list names the document: its kind and our number."""
    petition = submission.version.petition
    return _("%(kind)s No. %(id)s", kind=label(petition.kind), id=petition.id)


def _number_field(submission: Submission) -> StringField:
    """Its error names the document, for the summary lists several."""
    missing = _("Enter the number of the answer: %(document)s", document=document_of(submission))
    return StringField(
        Markup('{}<span class="unseen">: {}</span>').format(_("Number of the answer"), document_of(submission)),
        [DataRequired(missing), Length(max=NUMBER_MAX, message=TOO_LONG_NUMBER)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
