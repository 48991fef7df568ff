"""What the operator's views answer with: a form again with its errors, or the way to another page."""

from __future__ import annotations

from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from complaints.web import context
from complaints.web.cleaning import one_line

Answer = str | tuple[str, int] | Response
NOT_TAKEN: Final = 422
SEARCH_MAX: Final = 100


def show(template: str, form: Any, **values: Any) -> Answer:
    """The page of a form, with 422 when something is to be put right."""
    page = render_template(template, form=form, **values)
    return (page, NOT_TAKEN) if form.errors else page


def refuse(field: Field, message: str) -> None:
    field.errors = [*field.errors, message]


def to(view: str, **values: Any) -> Response:
    """The way to another page of the operator."""
    return redirect(url_for(f"accounts.admin.{view}", **values), 303)


def deed() -> dict[str, Any]:
    """Who does it, and when: what every action of the operator takes."""
    return {"viewer": context.viewer(), "now": context.now()}


def sealed_deed() -> dict[str, Any]:
    """The same with the keys, where people's data is read or written."""
    return {**deed(), "cipher": context.cipher()}


def page_asked() -> int:
    return request.args.get("page", 1, type=int)


def words_asked() -> str:
    """What was typed into the search box of a list, as it is shown again."""
    return one_line(request.args.get("q", ""))[:SEARCH_MAX]
