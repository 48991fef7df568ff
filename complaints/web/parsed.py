"""A form field that means a value: what was typed stays in the field, what it means is its `value`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Form, StringField, ValidationError
from wtforms.widgets import EmailInput, TelInput, TextArea, TextInput

from complaints.web.cleaning import many_lines, one_line
from complaints.web.typed import Unreadable

__all__ = ["EmailInput", "Parsed", "TelInput", "TextArea", "TextInput", "at_most", "lines"]


class Parsed(StringField):
    """One line of text. `value` is what it means after validation: None when it is empty or not readable."""

    def __init__(
        self,
        label: Any,
        parse: Callable[..., Any],
        wrong: Any,
        *,
        clean: Callable[[str], str] = one_line,
        widget: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(label, widget=widget or TextInput(), **options)
        self._parse = parse
        self._wrong = wrong
        self._clean = clean
        self.value: Any = None

    @property
    def typed(self) -> str:
        """What was typed, without what cannot be seen."""
        return self._clean(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """What nobody can see is no answer: a required field asks for one."""
        super().process_formdata(valuelist)
        if valuelist:
            self.raw_data = [self.typed]

    def _value(self) -> str:
        """What stands in the field again: a page must not hold signs that no page may hold."""
        return self.typed

    def pre_validate(self, form: Form) -> None:
        self.value = None
        if not self.typed:
            return
        try:
            self.value = self.read(self.typed, form)
        except Unreadable as error:
            raise ValidationError(str(self._wrong) % {"count": len(self.typed)}) from error

    def read(self, text: str, _form: Form) -> Any:
        return self._parse(text)

    def read_typed(self, form: Form) -> Any:
        """What the text means, also without a validation of the form; None when it means nothing."""
        try:
            return self.read(self.typed, form) if self.typed else None
        except Unreadable:
            return None


class LocalTime(Parsed):
    """A time in the zone of the form."""

    def read(self, text: str, form: Form) -> Any:
        return self._parse(text, form.zone)


def at_most(length: int) -> Callable[[str], str]:
    """A reader of text that is not longer. It raises Unreadable."""

    def read(text: str) -> str:
        if len(text) > length:
            raise Unreadable
        return text

    return read


def lines(label: Any, length: int, wrong: Any, **options: Any) -> Any:
    """A field for text of several lines."""
    return Parsed(label, at_most(length), wrong, clean=many_lines, widget=TextArea(), **options)
