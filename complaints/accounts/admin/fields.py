"""Fields that several forms of the operator have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Regexp

from complaints.accounts.forms import EMAIL_MAX
from complaints.web.cleaning import one_line

NONE: Final = ""
Pairs = Sequence[tuple[str, Any]]
LANGUAGES: Pairs = (("kk", "Қазақша"), ("ru", "Русский"))
CHOOSE: Final = _l("Choose one of the options.")
SLUG_SHAPE: Final = _l("Use small Latin letters, digits and hyphens, for example aktau-2026.")


def choices(*pairs: tuple[str, Any]) -> list[SelectChoice]:
    """Pairs of a value and what people read, as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def too_long(most: int) -> Length:
    return Length(max=most, message=_l("Shorten this to %(max)d characters."))


def slug_field(longest: int) -> StringField:
    return StringField(
        _l("Address on the site"),
        [DataRequired(SLUG_SHAPE), too_long(longest), Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", message=SLUG_SHAPE)],
        description=_l("Small Latin letters, digits and hyphens. It becomes part of links and does not change later."),
        filters=[one_line],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


def line_field(label: Any, missing: Any, longest: int, *, hint: Any = "") -> StringField:
    """One line that must be there."""
    return StringField(label, [DataRequired(missing), too_long(longest)], description=hint, filters=[one_line])


def address_field(label: Any, hint: Any) -> EmailField:
    return EmailField(
        label,
        [
            DataRequired(_l("Enter the person's e-mail address.")),
            Email(_l("Enter an e-mail address such as name@example.com.")),
            Length(max=EMAIL_MAX, message=_l("Enter an e-mail address of at most %(max)d characters.")),
        ],
        description=hint,
        filters=[one_line],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
