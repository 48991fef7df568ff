"""Reads forms out of pages, as a browser does before it sends them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib

Values = dict[str, str | list[str]]


def form_values(page: str, containing: str) -> Values:
    """What the form with the field `containing` would send as it stands: hidden fields, what is typed and ticked."""
    forms = html5lib.parse(page, namespaceHTMLElements=False).iter("form")
    form = next(form for form in forms if any(field.get("name") == containing for field in form.iter()))
    values: Values = {}
    for field in form.iter():
        name, sent = field.get("name"), value_of(field)
        if name and sent is not None:
            values[name] = sent if name not in values else [*as_list(values[name]), *as_list(sent)]
    return values


def value_of(field: Element) -> str | None:
    """What one field sends, None when it sends nothing."""
    if field.tag == "textarea":
        return field.text or ""
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return chosen[0].get("value", chosen[0].text or "") if chosen else None
    if field.tag != "input" or field.get("type") in ("submit", "button", "reset", "image"):
        return None
    if field.get("type") in ("checkbox", "radio") and field.get("checked") is None:
        return None
    return field.get("value", "")


def as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
