"""The forms of this slice: the shape of what is typed, and the sentence for everything that must be put right.

Field names are fixed by product.md. The browser checks nothing (its messages speak the browser's language), and the
forms carry no cookie: their own signed token and the origin check stand for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from complaints import data
from complaints.domain.complaint import (
    ADDRESS_MAX,
    NAME_MAX,
    NARRATIVE_MAX,
    LearnedFrom,
    LetterLanguage,
    Mode,
    Role,
    ScreenResult,
)
from complaints.domain.filing import OTHER_GROUND, Fault, Filing, find_faults
from complaints.filing import typed
from complaints.filing.draft import ComplaintDraft
from complaints.filing.fields import EmailInput, LocalTime, Parsed, TelInput, at_most, lines
from complaints.web.filters import text
from complaints.web.labels import choices_of

Member = TypeVar("Member", bound=StrEnum)
OTHER_LOCALITY: Final = "other"
LOCALITY_MAX: Final = 100
WRONG_TIME: Final = _l("Enter the day and the time like this: 29.03.2025 10:07")
TOO_LONG_NAME: Final = _l("Shorten this to 200 characters; now it has %(count)s")
TOO_LONG_ADDRESS: Final = _l("Shorten the address to 300 characters; now it has %(count)s")
TOO_LONG_NARRATIVE: Final = _l("Shorten the text to 5,000 characters; now it has %(count)s")
CHOOSE_ROLE: Final = _l("Choose who you are")
CHOOSE_MODE: Final = _l("Choose how you want to complain")
CHOOSE_PLACE: Final = _l("Choose a town or district, or “Another place”")
CHOOSE_SOURCE: Final = _l("Choose where you learned of it")
CHOOSE_GROUND: Final = _l("Choose at least one reason")
CHOOSE_DEMAND: Final = _l("Choose at least one thing that you ask for")
CHOOSE_LANGUAGE: Final = _l("Choose the language of your complaint")
CHOOSE_LISTED: Final = _l("Choose one of the answers in the list")

FAULTS: Final[Mapping[Fault, tuple[str, Any]]] = {
    Fault.NO_NAME: ("full_name", _l("Enter your full name, or choose “Evidence only” above")),
    Fault.NO_NAME_OR_ORGANISATION: (
        "full_name",
        _l("Enter your full name or the organisation, or choose “Evidence only” above"),
    ),
    Fault.NO_ADDRESS: ("postal_address", _l("Enter your postal address: a complaint without it is not considered")),
    Fault.NO_CONTACT: ("phone", _l("Enter a phone number or an e-mail address")),
    Fault.NO_GROUND: ("grounds", CHOOSE_GROUND),
    Fault.GROUND_OF_THE_OTHER_ROLE: (
        "grounds",
        _l("Take away the reasons that are not for your role: parents and providers have different ones"),
    ),
    Fault.LEARNED_IN_FUTURE: ("learned_at", _l("This time has not come yet: enter when you learned of it")),
    Fault.ATTEMPTED_IN_FUTURE: ("attempted_at", _l("This time has not come yet: enter when you tried")),
    Fault.NO_WORDS_FOR_OTHER: ("narrative", _l("You chose “Other”: describe in your own words what happened")),
    Fault.NO_DEMAND: ("demands", CHOOSE_DEMAND),
    Fault.NO_CONSENT: ("consent_processing", _l("Without this consent we cannot take the complaint: tick the box")),
}


def ordered_grounds() -> list[data.Ground]:
    """Those of both roles, then those of parents, then those of providers, OTHER at the end."""
    all_grounds = list(data.grounds().values())
    return sorted(
        all_grounds,
        key=lambda ground: (ground.code == OTHER_GROUND, len(ground.roles) == 1, Role.PROVIDER in ground.roles),
    )


class ComplaintForm(Form):
    """One complaint about one round. Fields stand in the order of the page."""

    token = HiddenField()
    role = RadioField(
        _l("Who are you?"),
        [InputRequired(CHOOSE_ROLE)],
        choices=choices_of(Role),
        default=Role.PARENT.value,
        invalid_choice_message=CHOOSE_ROLE,
    )
    mode = RadioField(
        _l("How do you want to complain?"),
        [InputRequired(CHOOSE_MODE)],
        choices=choices_of(Mode),
        invalid_choice_message=CHOOSE_MODE,
    )
    locality = SelectField(
        _l("Which town or district is it about?"),
        [InputRequired(CHOOSE_PLACE)],
        choices=[],
        invalid_choice_message=CHOOSE_PLACE,
    )
    locality_other = Parsed(
        _l("Name of the place"),
        at_most(LOCALITY_MAX),
        _l("Shorten the name of the place to 100 characters"),
        description=_l("Only if you chose “Another place”"),
    )
    language = RadioField(
        _l("In which language is your complaint?"),
        [InputRequired(CHOOSE_LANGUAGE)],
        choices=choices_of(LetterLanguage),
        invalid_choice_message=CHOOSE_LANGUAGE,
        description=_l("The authority accepts Kazakh and Russian. Our mails come in this language too."),
    )
    full_name = Parsed(
        _l("Full name"),
        at_most(NAME_MAX),
        TOO_LONG_NAME,
        description=_l("Surname, given name and patronymic, as in your identity card"),
        render_kw={"autocomplete": "name"},
    )
    iin = Parsed(
        _l("IIN"),
        typed.read_iin,
        _l("Enter 12 digits of the IIN or leave it empty"),
        validators=[Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    organisation = Parsed(
        _l("Organisation or sole proprietorship"),
        at_most(NAME_MAX),
        TOO_LONG_NAME,
        validators=[Optional()],
        render_kw={"autocomplete": "organization"},
    )
    bin = Parsed(
        _l("BIN"),
        typed.read_bin,
        _l("Enter 12 digits of the BIN or leave it empty"),
        validators=[Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    postal_address = lines(
        _l("Postal address"),
        ADDRESS_MAX,
        TOO_LONG_ADDRESS,
        description=_l("Where the authority can send its answer: street, house, flat, town"),
        render_kw={"autocomplete": "street-address"},
    )
    phone = Parsed(
        _l("Phone"),
        typed.parse_phone,
        _l("Enter a phone number of Kazakhstan, for example +7 701 000 00 01"),
        widget=TelInput(),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    email = Parsed(
        _l("E-mail"),
        typed.parse_email,
        _l("Enter the e-mail address in full, for example name@example.com"),
        widget=EmailInput(),
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    grounds = SelectMultipleField(
        _l("What do you complain about?"),
        choices=[],
        invalid_choice_message=_l("Choose from the reasons in the list; %(value)s is not among them"),
        description=_l("Choose everything that fits"),
    )
    learned_at = LocalTime(
        _l("When did you learn of this registration?"),
        typed.parse_local_time,
        WRONG_TIME,
        validators=[InputRequired(WRONG_TIME)],
    )
    learned_from = RadioField(
        _l("Where did you learn of it?"),
        [InputRequired(CHOOSE_SOURCE)],
        choices=choices_of(LearnedFrom),
        invalid_choice_message=CHOOSE_SOURCE,
    )
    attempted_at = LocalTime(
        _l("When did you try to register?"),
        typed.parse_local_time,
        WRONG_TIME,
        validators=[Optional()],
    )
    screen_result = RadioField(
        _l("What did the screen show?"),
        [Optional()],
        choices=choices_of(ScreenResult),
        invalid_choice_message=CHOOSE_LISTED,
    )
    children_count = Parsed(
        _l("How many children are affected?"),
        typed.parse_children,
        _l("Enter a number from 1 to 20 or leave it empty"),
        validators=[Optional()],
        description=_l("Only the number, from 1 to 20; never their names"),
        render_kw={"inputmode": "numeric"},
    )
    narrative = lines(
        _l("What happened, in your own words?"),
        NARRATIVE_MAX,
        TOO_LONG_NARRATIVE,
        validators=[Optional()],
    )
    demands = SelectMultipleField(
        _l("What do you ask for?"),
        choices=[],
        invalid_choice_message=_l("Choose from the demands in the list; %(value)s is not among them"),
        description=_l("Choose everything that fits"),
    )
    consent_processing = BooleanField()
    consent_petition = BooleanField()
    consent_publish = BooleanField()

    def __init__(
        self,
        formdata: Any,
        *,
        zone: ZoneInfo,
        places: Sequence[tuple[str, str]],
        asks_language: bool,
        example_day: date,
        asks_reason: bool,
        now: datetime,
    ) -> None:
        """`places` are codes and names of the region's localities; `zone` is the region's; hints show `example_day`.

        `asks_reason`: who learned of the round while it was held is late by now, and is asked what was in the way.
        """
        super().__init__(formdata)
        self.zone = zone
        self._now = now
        if not asks_language:
            del self.language
        self.grounds.choices = [SelectChoice(ground.code, text(ground.label)) for ground in ordered_grounds()]
        self.demands.choices = [SelectChoice(demand.code, text(demand.label)) for demand in data.demands().values()]
        self._hint(f"{example_day:%d.%m.%Y} 10:07", asks_reason=asks_reason)
        self._offer(places, is_new=formdata is None)

    def _hint(self, example: str, *, asks_reason: bool) -> None:
        self.learned_at.description = _(
            "Day and time in the region, for example %(example)s. Roughly is enough.", example=example
        )
        self.attempted_at.description = _("For example %(example)s", example=example)
        facts = _("Facts: what, where, when. No names of children, no numbers of documents.")
        reason = _("If you learned of it over three months ago, also write what kept you from complaining in time.")
        self.narrative.description = f"{facts} {reason}" if asks_reason else facts

    def _offer(self, places: Sequence[tuple[str, str]], *, is_new: bool) -> None:
        """Where no locality is known, the other place is the only answer."""
        listed = [SelectChoice(code, name) for code, name in places]
        first = [SelectChoice("", _("Choose"))] if listed else []
        self.locality.choices = [*first, *listed, SelectChoice(OTHER_LOCALITY, _("Another place"))]
        if is_new and not listed:
            self.locality.data = OTHER_LOCALITY

    def grounds_by_role(self) -> dict[str, list[Any]]:
        """The reasons as options to show: of both roles, of each one, and OTHER as the last."""
        shown: dict[str, list[Any]] = {"both": [], Role.PARENT.value: [], Role.PROVIDER.value: [], "last": []}
        for option in self.grounds:
            roles = data.grounds()[option.data].roles
            group = "last" if option.data == OTHER_GROUND else "both" if len(roles) > 1 else min(roles).value
            shown[group].append(option)
        return shown

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape and rules together, so that a person hears of everything at once."""
        super().validate(extra_validators)
        if self.locality.data == OTHER_LOCALITY and not self.locality_other.typed:
            self._refuse("locality_other", _("Enter the name of the place"))
        roles = {code: ground.roles for code, ground in data.grounds().items()}
        for fault in find_faults(self._as_filing(), roles_of_grounds=roles, now=self._now):
            self._refuse(*FAULTS[fault])
        return not self.errors

    def refuse_token(self, fresh_token: str) -> None:
        """The form was open too long: say so, keep everything, and give it a token that is good."""
        self.token.data = fresh_token
        self.form_errors.append(
            _("This page was open for too long. What you typed is still here: look it through and send it again.")
        )

    def draft(self, round_id: UUID, default_language: str) -> ComplaintDraft:
        """The typed values of a form that validate() found good."""
        is_listed = self.locality.data != OTHER_LOCALITY
        return ComplaintDraft(
            round_id=round_id,
            role=Role(self.role.data),
            mode=Mode(self.mode.data),
            language=LetterLanguage(self.language.data if "language" in self else default_language),
            grounds=self._chosen("grounds"),
            demands=self._chosen("demands"),
            learned_at=self.learned_at.value,
            learned_from=LearnedFrom(self.learned_from.data),
            attempted_at=self.attempted_at.value,
            screen_result=ScreenResult(self.screen_result.data) if self.screen_result.data else None,
            children_count=self.children_count.value,
            locality_code=self.locality.data if is_listed else None,
            locality_other=None if is_listed else self.locality_other.value,
            narrative=self.narrative.value,
            full_name=self.full_name.value,
            iin=self.iin.value,
            bin=self.bin.value,
            organisation=self.organisation.value,
            phone=self.phone.value,
            email=self.email.value,
            postal_address=self.postal_address.value,
            consent_processing=self.consent_processing.data,
            consent_petition=self.consent_petition.data,
            consent_publish=self.consent_publish.data,
        )

    def _as_filing(self) -> Filing:
        """What was typed as the rules look at it, readable or not: a name too long is not a name missing."""
        return Filing(
            role=_member(Role, self.role),
            mode=_member(Mode, self.mode),
            has_name=bool(self.full_name.typed),
            has_organisation=bool(self.organisation.typed),
            has_address=bool(self.postal_address.typed),
            has_contact=bool(self.phone.typed or self.email.typed),
            grounds=self._chosen("grounds"),
            learned_at=self.learned_at.value,
            attempted_at=self.attempted_at.value,
            has_narrative=bool(self.narrative.typed),
            demands=self._chosen("demands"),
            consents_to_processing=self.consent_processing.data,
        )

    def _chosen(self, name: str) -> tuple[str, ...]:
        """The codes chosen, each once, in the order of the page."""
        chosen = set(self[name].data or ())
        return tuple(choice.value for choice in self[name].choices if choice.value in chosen)

    def _refuse(self, name: str, message: Any) -> None:
        if not self[name].errors:
            self[name].errors = [str(message)]


def _member(members: type[Member], field: Any) -> Member | None:
    """The member that was sent, or None."""
    sent = field.data if field.raw_data else None
    return members(sent) if sent in {member.value for member in members} else None
