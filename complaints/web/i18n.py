"""The language is in the URL: `/kk/`, `/ru/`, `/en/`. Views never see it; links get it back by themselves.

`/` redirects by cookie, then Accept-Language, then Kazakh. The language switch keeps the page and its query.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from flask_babel import force_locale
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from complaints.extensions import babel

LANGUAGES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
LOCALES: Final = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en"}
DEFAULT: Final = "kk"
PREFIX: Final = "/<any(kk, ru, en):lang>"
COOKIE: Final = "lang"
COOKIE_SECONDS: Final = 365 * 24 * 3600


def preferred_language() -> str:
    """For pages without a language in the URL: the cookie, then what the browser accepts, then Kazakh."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, DEFAULT)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Words in this language outside of its pages: in a calendar, a command, a mail."""
    before = g.get("lang")
    g.lang = code
    try:
        with force_locale(LOCALES[code]):
            yield
    finally:
        g.lang = before or DEFAULT


def switch_url(code: str) -> str:
    """This page in another language; where there is none, the first page. The answer to a POST leads to the page that
    it was sent from: the same address, or the one above it."""
    rule = request.url_rule
    if rule is None or "lang" not in rule.arguments:
        return url_for("rounds.start", lang=code)
    endpoint, values = rule.endpoint, dict(request.view_args or {})
    if "GET" not in (rule.methods or ()):
        endpoint, values = _page_above(request.path)
    # What stands in the query is put behind the address, never handed to url_for: `_scheme` means something there.
    path = url_for(endpoint, **{**values, "lang": code})
    return f"{path}?{urlencode(list(request.args.items(multi=True)))}" if request.args else path


def _page_above(path: str) -> tuple[str, dict[str, Any]]:
    """Endpoint and values of the page at this address or just above it; the first page where nothing is."""
    addresses = current_app.url_map.bind("")
    above = path.rstrip("/").rpartition("/")[0]
    for address in (path, f"{above}/", above):
        with suppress(HTTPException):
            endpoint, values = addresses.match(address, method="GET")
            return endpoint, dict(values)
    return "rounds.start", {}


def remember_choice(response: Response) -> Response:
    """Keep the language when somebody switches it: a page of ours, asked for from one in another language."""
    host, _, path = (request.referrer or "").partition("://")[2].partition("/")
    before = path.partition("/")[0]
    is_switch = host == request.host and before in LANGUAGES and before != g.get("lang")
    if is_switch and request.method == "GET" and response.status_code == 200 and _language_of_path():
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(COOKIE, g.lang, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=secure)
    return response


def _pull_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    given = values.pop("lang", None) if values else None
    g.lang = given or _language_of_path() or preferred_language()


def _language_of_path() -> str | None:
    """Error pages keep the language of the address that was asked for, even when no page is there."""
    first = request.path.split("/", 2)[1]
    return first if first in LANGUAGES else None


def _push_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and g.get("lang") and _has_language(endpoint):
        values["lang"] = g.lang


def _has_language(endpoint: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, "lang")


def install(app: Flask) -> None:
    babel.init_app(app, locale_selector=lambda: LOCALES[g.get("lang", DEFAULT)])
    app.url_value_preprocessor(_pull_language)
    app.url_defaults(_push_language)
    app.after_request(remember_choice)
    app.jinja_env.globals.update(switch_url=switch_url, LANGUAGES=LANGUAGES)
    app.context_processor(lambda: {"lang": g.get("lang", DEFAULT)})
