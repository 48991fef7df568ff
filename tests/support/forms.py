"""Forms as a browser without scripts fills and sends them: hidden fields and proposals go along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import html5lib
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.browserlike import CheckedClient

Typed = Mapping[str, str | list[str]]


def filled_in(page: str, action: str) -> MultiDict[str, str]:
    """What the form that leads to `action` would send as it stands. Raises LookupError when there is none."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for form in tree.iter("form"):
        if urljoin(action, form.get("action") or action).partition("?")[0] == action:
            return MultiDict(list(_fields(form)))
    raise LookupError(action)


def _fields(form: Any) -> Any:
    for field in form.iter():
        name, kind = field.get("name"), field.get("type", "text")
        if name is None or (kind in ("checkbox", "radio") and field.get("checked") is None):
            continue
        if field.tag == "input" and kind not in ("submit", "button"):
            yield name, field.get("value", "")
        elif field.tag == "textarea":
            yield name, field.text or ""
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            yield from ((name, option.get("value", option.text or "")) for option in chosen)


def fill_and_send(client: CheckedClient, path: str, typed: Typed, *, to: str | None = None) -> TestResponse:
    """Open the page at `path`, type, and send its form, by a button that leads `to` another address if given."""
    page = client.get(path)
    fields = filled_in(page.get_data(as_text=True), path.partition("?")[0])
    for name, value in typed.items():
        fields.setlist(name, value if isinstance(value, list) else [value])
    return client.post(to or path, data=fields)
