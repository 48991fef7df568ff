"""Forms of the hand-over and of the official's answer: shape, possible dates, and the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField, TimeField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import TextInput

from complaints.domain.complaint import LetterLanguage
from complaints.domain.deadlines import Calendar
from complaints.domain.lifecycle import Channel, Outcome
from complaints.models.places import Authority
from complaints.models.submissions import Response, Submission
from complaints.responses.actions import HandedIn, ResponseDraft, draft_of, propose_registration
from complaints.web.cleaning import many_lines, one_line
from complaints.web.fields import LIKE_THIS, DayField
from complaints.web.files import UploadsField
from complaints.web.filters import day, demand_label, named
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

NUMBER_MAX: Final = 40
SUMMARY_MAX: Final = 2000
OUTCOME: Final = "outcome_"
TOO_LONG_NUMBER: Final = _l("Shorten the number to 40 characters.")
CHOOSE_CHANNEL: Final = _l("Choose how the complaint was handed in.")
CHOOSE_BODY: Final = _l("Choose to whom the complaint was handed in.")
CHOOSE_LANGUAGE: Final = _l("Choose the language of the answer.")
PROOF_HINT: Final = _l(
    "A photo of the stamped page, a coupon, a screenshot. Up to 5 files of 10 MB each: JPEG, PNG, WebP or PDF. "
    "Only the members of the group and the authority see them."
)
SCAN_HINT: Final = _l(
    "Up to 5 files of 10 MB each: JPEG, PNG, WebP or PDF. The answer may name people: only the members of the group "
    "and the authority see it. The public sees that there is a scan, and its checksum."
)


class HourField(TimeField):
    """A time of day, typed."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([" ".join(valuelist).strip()] if any(valuelist) else [])
        except ValueError:
            raise ValueError(_("Enter the time like this: 10:07")) from None


class HandOverForm(FlaskForm):
    """Where, when and how a frozen version was handed in."""

    authority = RadioField(
        _l("To whom was it handed in?"), [InputRequired(CHOOSE_BODY)], invalid_choice_message=CHOOSE_BODY
    )
    channel = RadioField(
        _l("How was it handed in?"),
        [InputRequired(CHOOSE_CHANNEL)],
        choices=choices_of(Channel),
        invalid_choice_message=CHOOSE_CHANNEL,
    )
    handed_in_on = DayField(
        _l("Day"), [InputRequired(_l("Enter the day on which it was handed in."))], description=LIKE_THIS
    )
    handed_in_time = HourField(
        _l("Time of day"),
        validators=[Optional()],
        description=_l("In Kazakhstan time. After working hours it counts as registered on the next working day."),
    )
    outside_number = StringField(
        _l("Number that the authority gave"),
        [Optional(), Length(max=NUMBER_MAX, message=TOO_LONG_NUMBER)],
        filters=[one_line],
        description=_l("As it stands on the coupon or in e-Otinish. You can add it later."),
    )
    registered_on = DayField(
        _l("Day of registration"),
        [Optional()],
        description=_l("Leave it empty to take the same day, or the next working day after hours and on days off."),
    )

    proof = UploadsField(_l("Proof of the hand-over"), [Optional()], description=PROOF_HINT)

    def __init__(
        self,
        bodies: Sequence[Authority],
        *,
        today: date,
        frozen_on: date,
        workday_ends: time,
        calendar: Calendar,
        channel: str = "",
    ) -> None:
        first = bodies[0].slug if bodies else None
        super().__init__(data={"handed_in_on": today, "authority": first, "channel": channel})
        self.authority.choices = [SelectChoice(body.slug, named(body)) for body in bodies]
        self._ids: Mapping[str, UUID] = {body.slug: body.id for body in bodies}
        self._today, self._frozen_on = today, frozen_on
        self._workday_ends, self._calendar = workday_ends, calendar

    def validate_handed_in_on(self, field: DayField) -> None:
        if field.data and field.data < self._frozen_on:
            raise ValidationError(
                _(
                    "The text became final on %(day)s: it cannot have been handed in before. Check the day.",
                    day=day(self._frozen_on),
                )
            )
        if field.data and field.data > self._today:
            raise ValidationError(_("This day has not come yet: enter the day on which it was handed in."))

    def validate_registered_on(self, field: DayField) -> None:
        if field.data and self.handed_in_on.data and not self.handed_in_on.errors:
            check_registration(
                field.data,
                handed_in_on=self.handed_in_on.data,
                latest=max(self._today, self._proposed()),
            )

    def _proposed(self) -> date:
        return propose_registration(
            self.handed_in_on.data, self.handed_in_time.data, self._workday_ends, self._calendar
        )

    def handed(self) -> HandedIn:
        """What a valid form says."""
        return HandedIn(
            authority_id=self._ids[self.authority.data],
            channel=Channel(self.channel.data),
            handed_in_on=self.handed_in_on.data,
            handed_in_time=self.handed_in_time.data,
            outside_number=self.outside_number.data or "",
            registered_on=self.registered_on.data,
        )


class RegistrationForm(FlaskForm):
    """The number that the authority gave and the day it registered the complaint."""

    outside_number = StringField(
        _l("Number that the authority gave"),
        [
            DataRequired(_l("Enter the number that the authority gave.")),
            Length(max=NUMBER_MAX, message=TOO_LONG_NUMBER),
        ],
        filters=[one_line],
    )
    registered_on = DayField(
        _l("Day of registration"), [InputRequired(_l("Enter the day of registration."))], description=LIKE_THIS
    )

    def __init__(self, submission: Submission, today: date) -> None:
        super().__init__(data={"outside_number": submission.outside_number, "registered_on": submission.registered_on})
        self._submission, self._today = submission, today

    def validate_registered_on(self, field: DayField) -> None:
        if field.data:
            check_registration(
                field.data,
                handed_in_on=self._submission.handed_in_on,
                latest=max(self._today, self._submission.registered_on),
            )


class ProofForm(FlaskForm):
    """Files that show the hand-over, added later."""

    proof = UploadsField(
        _l("Proof of the hand-over"), [DataRequired(_l("Choose a file first."))], description=PROOF_HINT
    )


def check_registration(registered: date, *, handed_in_on: date, latest: date) -> None:
    """Raises ValidationError for a day before the hand-over or one that has not come and is not the proposed one."""
    if registered < handed_in_on:
        raise ValidationError(_("It cannot be registered before it was handed in: check both days."))
    if registered > latest:
        raise ValidationError(_("This day has not come yet: enter the day of registration or leave it empty."))


class ResponseForm(FlaskForm):
    """An authority's answer. `response_form` adds a field for the outcome of each demand."""

    number = StringField(
        _l("Number of the answer"),
        [DataRequired(_l("Enter the number of the answer.")), Length(max=NUMBER_MAX, message=TOO_LONG_NUMBER)],
        filters=[one_line],
    )
    responded_on = DayField(
        _l("Date of the answer"), [InputRequired(_l("Enter the date of the answer."))], description=LIKE_THIS
    )
    language = RadioField(
        _l("Language of the answer"),
        [InputRequired(CHOOSE_LANGUAGE)],
        choices=choices_of(LetterLanguage),
        invalid_choice_message=CHOOSE_LANGUAGE,
    )
    summary = TextAreaField(
        _l("Short text of the answer"),
        [Optional(), Length(max=SUMMARY_MAX, message=_l("Shorten the text to 2,000 characters."))],
        filters=[many_lines],
        description=_l("Everybody can read it. Do not name people."),
    )
    scan = UploadsField(_l("Scan of the answer"), [Optional()], description=SCAN_HINT)

    def __init__(self, submission: Submission, today: date, corrected: Response | None) -> None:
        super().__init__(data=_values_of(corrected) if corrected else None)
        self._submission, self._today, self._corrected = submission, today, corrected

    @property
    def outcomes(self) -> list[RadioField]:
        """The fields of the demands, in the order of the letter."""
        return [field for field in self if field.name.startswith(OUTCOME)]

    def validate_responded_on(self, field: DayField) -> None:
        if field.data and field.data > self._today:
            raise ValidationError(_("This day has not come yet: enter the date of the answer."))
        if field.data and field.data < self._submission.registered_on:
            registered = day(self._submission.registered_on)
            raise ValidationError(
                _(
                    "The complaint was registered on %(day)s: the answer cannot be older. Check the date.",
                    day=registered,
                )
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """A correction must differ from what it puts right, or bring a scan."""
        if not super().validate(extra_validators):
            return False
        if self._corrected is not None and not self.scan.data and self.draft() == draft_of(self._corrected):
            self.form_errors.append(_("Nothing is different yet: change what is wrong, or add the scan."))
            return False
        return True

    def say_older(self) -> None:
        """The day of registration was changed meanwhile, and the answer is older."""
        self.responded_on.errors = [_("The answer is older than the registration of the complaint. Check the date.")]

    def say_not_taken(self, sentence: str) -> None:
        """Beside the field of the scan."""
        self.scan.errors = [sentence]

    def draft(self) -> ResponseDraft:
        """What a valid form says."""
        return ResponseDraft(
            number=self.number.data,
            responded_on=self.responded_on.data,
            language=LetterLanguage(self.language.data),
            summary=self.summary.data,
            outcomes={field.name.removeprefix(OUTCOME): Outcome(field.data) for field in self.outcomes},
        )


class ReportedResponseForm(ResponseForm):
    """The same by the group, which may have got an answer without a number."""

    number = StringField(
        _l("Number of the answer"),
        [Optional(), Length(max=NUMBER_MAX, message=TOO_LONG_NUMBER)],
        filters=[one_line],
        description=_l("As it stands on the answer. Leave it empty if there is none."),
    )


def response_form(
    submission: Submission, demands: Sequence[str], today: date, corrected: Response | None = None
) -> ResponseForm:
    """The form for the authority's answer to these demands, by code, or for the correction of an entry."""
    return _of_demands(ResponseForm, submission, demands, today, corrected)


def reported_response_form(
    submission: Submission, demands: Sequence[str], today: date, corrected: Response | None = None
) -> ResponseForm:
    """The same for the group."""
    return _of_demands(ReportedResponseForm, submission, demands, today, corrected)


def _of_demands(
    kind: type[ResponseForm],
    submission: Submission,
    demands: Sequence[str],
    today: date,
    corrected: Response | None,
) -> ResponseForm:
    fields = {f"{OUTCOME}{code}": outcome_field(demand_label(code)) for code in demands}
    made: ResponseForm = type("ResponseFormOfDemands", (kind,), fields)(submission, today, corrected)
    return made


def _values_of(response: Response) -> dict[str, Any]:
    """What a form for a correction starts with."""
    values = {f"{OUTCOME}{row.demand_code}": row.outcome for row in response.outcomes}
    return {
        "number": response.number,
        "responded_on": response.responded_on,
        "language": response.language,
        "summary": response.summary,
        **values,
    }


def outcome_field(demand: str) -> RadioField:
    """What was decided about one demand; its error names the demand, for the summary lists several."""
    missing = _("Choose what was decided: %(demand)s", demand=demand)
    return RadioField(demand, [InputRequired(missing)], choices=choices_of(Outcome), invalid_choice_message=missing)
