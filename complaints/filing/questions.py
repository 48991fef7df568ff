"""The questions of the complaint form: field by field what is asked, and the sentence for everything that must be put
right.

Field names are fixed by product.md. What happens with the answers is in `forms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, MultipleFileField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

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
from complaints.domain.filing import Fault
from complaints.web import typed
from complaints.web.labels import choices_of
from complaints.web.parsed import EmailInput, LocalTime, Parsed, TelInput, at_most, lines

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


class Questions(Form):
    """What is asked, in the order of the page."""

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
        _l("Check the 12 digits of the IIN or leave it empty"),
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
        _l("Check the 12 digits of the BIN or leave it empty"),
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
    evidence = MultipleFileField(_l("Photos, screenshots, documents"), [Optional()])
    joins = HiddenField()
    demands = SelectMultipleField(
        _l("What do you ask for?"),
        choices=[],
        invalid_choice_message=_l("Choose from the demands in the list; %(value)s is not among them"),
        description=_l("Choose everything that fits"),
    )
    consent_processing = BooleanField()
    consent_petition = BooleanField()
    consent_publish = BooleanField()
